"""Why a question cannot be taken, each told in one sentence."""


class AskingError(Exception):
    """A question cannot be answered as it stands; `str()` says why and what to do."""
