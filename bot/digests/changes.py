"""What of an event makes it another one to those who were told: its act, status, dates, parties and numbers."""

import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.digests.candidate import PARTIES, Candidate
from bot.digests.dates import Dates
from bot.digests.words import content_words
from bot.knowledge.actors import fold
from db.digests import STATE_LENGTH
from db.records import StoredEvent
from db.vocabulary import Granularity, Status

WITHDRAWN = "withdrawn"
"""The state of an event that was taken back."""
STATUS_WORDS = {
    Status.HAPPENED: "done",
    Status.ONGOING: "under way",
    Status.PLANNED: "planned",
    Status.URGED: "asked for",
    Status.THREATENED: "threatened",
    Status.DENIED: "denied",
    Status.ALLEGED: "alleged",
    Status.NEGATED: "not done",
}
_COUNT = re.compile(r"\b(\d{1,3}(?:,\d{3})+|\d+)\s+(?:[a-z-]+\s+){0,2}?([a-z]{4,})", re.IGNORECASE)
_NO_COUNTS = frozenset(
    (
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
        "december", "year", "years", "month", "months", "week", "weeks", "days", "hours", "percent", "local", "time",
    )
)  # fmt: skip
_DEATH = frozenset(
    ("died", "dies", "dead", "killed", "kills", "killing", "death", "deaths", "deadly", "assassinated", "murdered",
     "executed", "executions", "fatal", "fatally", "slain", "assassination", "murder")
)  # fmt: skip
_SETTLED = (Status.HAPPENED, Status.ONGOING)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared. `counts` are the figures told, by the word for what they count; `fatal`: a death is told."""

    status: Status
    starts: date | None
    ends: date | None
    granularity: Granularity | None
    counts: Mapping[str, int]
    fatal: bool = False

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day, where a date is told."""
        return (self.starts, self.ends) if self.starts and self.ends else None


def facts(event: StoredEvent, text: str) -> Facts:
    """The facts of an event as the text tells it."""
    return Facts(event.status, event.starts, event.ends, event.granularity, counts_in(text), is_fatal(text))


def facts_before(before: Mapping[str, Any]) -> Facts | None:
    """The facts that a change keeps of before; None where it keeps none that can be read."""
    try:
        status = Status(before["status"])
        starts, ends = (date.fromisoformat(before[key]) if before.get(key) else None for key in ("starts", "ends"))
        granularity = Granularity(before["granularity"]) if before.get("granularity") else None
    except (KeyError, ValueError, TypeError):
        return None
    quote = str(before.get("quote") or "")
    return Facts(status, starts, ends, granularity, counts_in(quote), is_fatal(quote))


def state(candidate: Candidate) -> str:
    """A digest of what would make the event an update when it changed, `STATE_LENGTH` characters long."""
    event = candidate.event
    parties = sorted(f"{part.role.value}={part.actor.key if part.actor else ''}" for part in event.taking(*PARTIES))
    told = candidate.telling.text if candidate.telling else candidate.said
    numbers = sorted(f"{noun}={number}" for noun, number in counts_in(told).items())
    whole = "|".join(
        (event.action.value, event.verb, event.status.value, str(event.starts), str(event.ends), *parties, *numbers)
    )
    return hashlib.sha256(whole.encode()).hexdigest()[:STATE_LENGTH]


def difference(before: Facts, now: Facts, dates: Dates, *, years: Container[int]) -> str | None:
    """What changed, in words: "now done, was planned"; None where nothing that matters did."""
    told = []
    if before.status is not now.status and not (before.status in _SETTLED and now.status in _SETTLED):
        told.append(f"now {STATUS_WORDS[now.status]}, was {STATUS_WORDS[before.status]}")
    if now.days and before.days and (now.days[0] > before.days[1] or now.days[1] < before.days[0]):
        # Another day, and not only another width of the same.
        new = dates.span(*now.days, now.granularity, years=years)
        old = dates.span(*before.days, before.granularity, years=years)
        told.append(f"date now {new}, was {old}")
    if now.fatal and not before.fatal:
        told.append("a death is told now")
    for noun, number in now.counts.items():
        if noun in before.counts and before.counts[noun] != number:
            told.append(f"now {number:,} {noun}, was {before.counts[noun]:,}")
    return "; ".join(told) or None


def is_fatal(text: str) -> bool:
    """Whether a text tells of a death."""
    return not _DEATH.isdisjoint(fold(text).split())


def counts_in(text: str) -> dict[str, int]:
    """The figures of a text by the word for what they count: "at least 17 people" -> {"people": 17}."""
    found: dict[str, int] = {}
    for match in _COUNT.finditer(text):
        noun = fold(match[2])
        if noun in _NO_COUNTS or not content_words(noun):
            continue
        found.setdefault(noun, int(match[1].replace(",", "")))
    return found
