"""Telling a matched event in a sentence, with its date and whether it is done, and citing where it stands."""

from bot.asking.answer import Citation
from bot.asking.evidence.matching import Evidence, wording
from bot.asking.evidence.slots import called, tidy
from bot.knowledge import calendar
from db.records import StoredEvent
from db.vocabulary import Role, Status

LONGEST_TELLING = 300
"""Characters of one event's telling; longer clauses are cut at a word with a mark."""

_BEGINS_MIDWAY = frozenset(("to", "not", "that", "which", "who", "whose", "where", "when", "being", "been"))
REMARKS = {
    Status.HAPPENED: "",
    Status.ONGOING: "",
    Status.PLANNED: "planned, not told as done",
    Status.URGED: "asked for, not told as done",
    Status.THREATENED: "threatened, not told as done",
    Status.DENIED: "denied",
    Status.ALLEGED: "alleged, not established",
    Status.NEGATED: "told as not done",
}
"""What is said of an act that is not told as done."""


def tell(evidence: Evidence) -> str:
    """The event in the article's own words, with its date and, unless it is done, what became of it."""
    event = evidence.event
    whole = stands_alone(evidence.clause)
    told = shorten(tidy(evidence.clause if whole else evidence.sentence), LONGEST_TELLING)
    day = when(event)
    remarks = [remark for remark in (day if day not in told else "", REMARKS[event.status]) if remark]
    speakers = [called(participant) for participant in event.taking(Role.SPEAKER)]
    if speakers and whole and speakers[0].split()[-1].casefold() not in told.casefold():
        remarks.insert(0, f"according to {speakers[0]}")
    told = told[:1].upper() + told[1:]
    told = told.rstrip(".")
    return f"{told} ({'; '.join(remarks)})." if remarks else f"{told}."


def stands_alone(clause: str) -> bool:
    """Whether a clause can be told by itself: not "to develop the jet", not "he said"."""
    words = tidy(clause).split()
    return len(words) >= 4 and words[0].casefold() not in _BEGINS_MIDWAY and not words[0].casefold().endswith("ing")


def when(event: StoredEvent) -> str:
    """The event's date for people; empty where no article says."""
    if not event.starts or not event.ends or not event.granularity or not event.reports:
        return ""
    return calendar.phrase((event.starts, event.ends), event.granularity)


def shorten(text: str, most: int) -> str:
    """Cut a text at a word, with a mark, so that it has at most this many characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def cite(event: StoredEvent) -> tuple[Citation, ...]:
    """A citation for each report of the event."""
    if not event.reports:
        source = (event.source or "import").upper()
        return (Citation(event.id, wording(event), source, event.day.isoformat(), None, None),)
    return tuple(
        Citation(
            event=event.id,
            quote=report.quote,
            publisher=report.article.publisher,
            published=report.article.published.date().isoformat(),
            url=report.article.url,
            title=report.article.title,
            sample=report.article.sample,
        )
        for report in event.reports
    )
