"""What a file holds, before it is cleaned."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a file, and what it states about itself."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    url: str | None = None


def as_moment(moment: datetime | date) -> datetime:
    """Make it aware: a day is its midnight in UTC, a time without an offset is UTC."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
