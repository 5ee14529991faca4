"""What goes wrong unexpectedly: logged in full under an id, and told to the person as one sentence with that id."""

import logging
import secrets

from db.errors import StoreError

_log = logging.getLogger(__name__)


def log_unexpected(error: BaseException, where: str) -> str:
    """Log an error in full under a new id, and return the sentence that tells a person the id."""
    reference = secrets.token_hex(4)
    _log.error("Error %s in %s", reference, where, exc_info=error)
    if isinstance(error, StoreError):
        return f"The database does not answer just now. Try again in a minute (error {reference})."
    return f"Something went wrong. Try again; if it stays so, tell whoever runs Sealane: error {reference}."
