"""An Answer from imported events: the findings of the exact query, told and cited."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking import exact
from bot.asking.answer import Answer, Citation
from bot.asking.evidence.matching import wording
from bot.asking.evidence.telling import cite
from bot.asking.exact import Findings
from bot.asking.query import EventQuery, Wanted
from db.loading import load
from db.records import StoredEvent

CITED = 5
"""Events that are cited, those of the first answers."""
TOLD = 3
"""Answers that the text names."""


async def answer_exactly(
    session: AsyncSession, question: str, query: EventQuery, seen: Collection[int] = ()
) -> Answer | None:
    """Answer from imported events alone; None where the query is not of that kind or nothing matches.

    Answers whose first event is among those `seen` have been told and are left out.
    """
    if not exact.applies(query):
        return None
    findings = await exact.find(session, query)
    if seen:
        findings = replace(findings, answers=tuple(one for one in findings.answers if one.events[0] not in seen))
    if not findings.answers:
        return None
    ids = list(dict.fromkeys(event for found in findings.answers[:CITED] for event in found.events[:1]))
    events = await load(session, ids[:CITED])
    return Answer(
        question=question,
        kind=query.kind,
        answers=_answers(query, findings),
        text=_text(query, findings, events),
        query=query,
        total=findings.total,
        citations=_citations(events),
        events=tuple(event.id for event in events),
    )


def _answers(query: EventQuery, findings: Findings) -> tuple[str, ...]:
    if query.wanted is Wanted.COUNT:
        return (str(findings.total),)
    if query.wanted is Wanted.YES_NO:
        return ("yes",)
    return tuple(found.answer for found in findings.answers)


def _text(query: EventQuery, findings: Findings, events: Sequence[StoredEvent]) -> str:
    number = f"{findings.total} {'event' if findings.total == 1 else 'events'}"
    if query.wanted is Wanted.COUNT and events:
        days = sorted(event.day for event in events)
        return f"{number}, the latest on {days[-1].isoformat()}."
    named = ", ".join(found.answer for found in findings.answers[:TOLD])
    more = len(findings.answers) - TOLD
    others = f" and {more} more" if more > 0 else ""
    first = f" For instance {wording(events[0])}." if events else ""
    if query.wanted is Wanted.YES_NO:
        return f"Yes: {number}.{first}"
    return f"{named}{others} ({number}).{first}"


def _citations(events: Sequence[StoredEvent]) -> tuple[Citation, ...]:
    return tuple(citation for event in events for citation in cite(event)[:1])
