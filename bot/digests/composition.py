"""A selection becomes a Message: headline, counts, events by theme, what lies ahead, corrections."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.asking.evidence.slots import called
from bot.asking.evidence.telling import REMARKS
from bot.chat.message import Entry, Message, Quotation, Section
from bot.chat.replies import SAMPLE_MARK, SAMPLE_REMARK
from bot.digests.changes import state
from bot.digests.dates import Dates
from bot.digests.digest import Line, Order, Told
from bot.digests.scoring import is_possible
from bot.digests.themes import in_order
from bot.digests.topic import Topic
from bot.digests.weighing import Chosen, Decision, Reason
from db.vocabulary import Role, Status

TITLE = "Indo-Pacific brief"
AHEAD = "In the next days"
MORE = "events, which weigh less or tell nearly the same, were"
CORRECTIONS = "Corrections"


@dataclass(frozen=True, slots=True)
class Correction:
    """An event that the channel was told of, in the line `as_told`, and that no article tells any more."""

    event: int
    as_told: str
    told_on: str
    reason: str
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read in the period: events, articles, publishers."""

    events: int
    articles: int
    publishers: int


def line(act: Chosen, dates: Dates, years: Container[int]) -> Line:
    """An act as a line, with its date and what must be said beside it."""
    event, telling = act.lead.event, act.lead.telling
    assert telling is not None  # noqa: S101 - what cannot be told is never chosen
    report = telling.report
    when = None
    if event.starts and event.ends and is_possible(act.lead):
        when = dates.span(event.starts, event.ends, event.granularity, years=years)
    notes = [f"Update: {act.update}"] if act.update else []
    if event.status not in (Status.HAPPENED, Status.ONGOING):
        notes.append(REMARKS[event.status])
    speakers = [called(part) for part in event.taking(Role.SPEAKER)]
    if speakers and speakers[0].split()[-1].casefold() not in telling.text.casefold():
        notes.append(f"according to {speakers[0]}")
    if act.publishers > 1:
        notes.append(f"reported by {act.publishers} publishers")
    published = report.article.published.date()
    return Line(
        events=act.ids,
        theme=act.theme,
        text=telling.text,
        when=when,
        status=event.status.value,
        notes=tuple(notes),
        publishers=act.publishers,
        quote=report.quote,
        publisher=report.article.publisher,
        published=dates.day(published, year=published.year not in years),
        url=report.article.url,
        title=report.article.title,
        score=act.score,
        update=act.update,
    )


def entry(told: Line, *, sample: bool = False) -> Entry:
    """A line as a message has it."""
    source = Quotation(
        told.quote, told.publisher, told.published, told.title, told.url, SAMPLE_MARK if sample else None
    )
    return Entry(told.text, told.when, source, told.notes)


def told(acts: Sequence[Chosen], lines: Sequence[Line]) -> tuple[Told, ...]:
    """What the message tells, for not telling it again: every event of an act goes by the act's line."""
    found: dict[int, Told] = {}
    for act, shown in zip(acts, lines, strict=True):
        for member in act.members:
            found.setdefault(member.id, Told(member.id, shown.text, state(member)))
        for before in act.replaces:
            found.setdefault(before, Told(before, shown.text, state(act.lead)))
    return tuple(found.values())


def message(
    order: Order,
    topic: Topic,
    counts: Counts,
    lines: Sequence[Line],
    ahead: Sequence[Line],
    corrections: Sequence[Correction],
    *,
    left_out: int = 0,
    samples: frozenset[int] = frozenset(),
) -> Message:
    """The digest as a message; with nothing to tell, the line that says so."""
    dates = Dates(order.language)
    sections = []
    if corrections:
        sections.append(Section(CORRECTIONS, tuple(map(correction, corrections))))
    for heading in in_order([shown.theme for shown in lines]):
        under = [shown for shown in lines if shown.theme == heading]
        sections.append(Section(heading, tuple(entry(shown, sample=shown.events[0] in samples) for shown in under)))
    if ahead:
        sections.append(Section(AHEAD, tuple(entry(shown, sample=shown.events[0] in samples) for shown in ahead)))
    remarks = []
    if left_out:
        more = "event, which weighs less or tells nearly the same, was" if left_out == 1 else MORE
        remarks.append(f"{left_out} more {more} left out.")
    remarks += topic.notes
    if topic.unknown:
        words = ", ".join(f"“{word}”" for word in topic.unknown)
        remarks.append(f"Nobody and nothing is known here as {words}: only an event with that very word matches.")
    shown_samples = samples.intersection(shown.events[0] for shown in (*lines, *ahead))
    if shown_samples:
        remarks.append(SAMPLE_REMARK)
    return Message(
        headline=f"{_title(order, topic)}: {_days(order, dates)}",
        text=_counted(order, dates, counts, len(lines) + len(ahead)),
        lines=(f"Topic: {topic.sentence}",) if topic.query is not None else (),
        sections=tuple(sections),
        remarks=tuple(remarks),
    )


def _title(order: Order, topic: Topic) -> str:
    return order.name or (topic.text if topic.query is not None and topic.text else TITLE)


def _days(order: Order, dates: Dates) -> str:
    """The day that a digest looks back on, or its days."""
    first = order.period.start.astimezone(order.zone)
    last = order.period.end.astimezone(order.zone)
    if (last - first).total_seconds() <= 26 * 3600:
        return dates.day(last.date(), weekday=True, year=True)
    return f"{dates.day(first.date(), year=first.year != last.year)} - {dates.day(last.date(), year=True)}"


def _counted(order: Order, dates: Dates, counts: Counts, shown: int) -> str:
    period = (
        f"from {dates.moment(order.period.start, order.zone)} to {dates.moment(order.period.end, order.zone)} "
        f"({order.zone.key})"
    )
    if not counts.events:
        return f"Nothing was read {period}."
    read = (
        f"{counts.events} events read in {_number(counts.articles, 'article')} "
        f"of {_number(counts.publishers, 'publisher')}"
    )
    if not shown:
        return f"Nothing to tell: none of the {read} {period} matters here."
    return f"{_number(shown, 'line')} out of {read}, {period}."


def _number(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def correction(taken_back: Correction) -> Entry:
    """A line that takes back what was told."""
    source = Quotation(taken_back.as_told, taken_back.publisher, None, None, taken_back.url)
    notes = (f"withdrawn: {taken_back.reason}", f"told on {taken_back.told_on}")
    return Entry(taken_back.as_told, None, source, notes)


def decided(event_id: int, decision: Decision) -> str:
    """A decision for people."""
    told = decision.reason in (Reason.TOLD, Reason.SAME)
    text = f"Event {event_id} was {'told' if told else 'not told'}: {decision.words}."
    if decision.told_as is not None:
        text += f" See event {decision.told_as}."
    if decision.score is not None:
        text += "\n" + "\n".join(map(str, decision.score.parts))
    return text


def not_considered(event_id: int, learnt_at: datetime | None, order: Order) -> str:
    """Why an event was no candidate at all."""
    if learnt_at is None:
        return f"There is no event {event_id}."
    dates, zone = Dates(order.language), order.zone
    return (
        f"Event {event_id} was not considered: it was learnt on {dates.moment(learnt_at, zone, year=True)}, and the "
        f"period is from {dates.moment(order.period.start, zone, year=True)} to "
        f"{dates.moment(order.period.end, zone, year=True)} ({zone.key})."
    )
