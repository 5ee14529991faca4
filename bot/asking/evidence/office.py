"""Who holds an office: "who is the prime minister of Japan?", by the newest sentence that calls the holder so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.evidence.matching import Evidence
from bot.asking.query import EventQuery, Wanted
from bot.knowledge.actors import KnownActor, fold, gazetteer
from bot.knowledge.surnames import surnames
from db import actors
from db.loading import load
from db.search import Search, search_all

_LOOKED_AT = 60
"""Events with the holder that are looked at, newest first."""


@dataclass(frozen=True, slots=True)
class Held:
    """An office, by the titles that name it, with who held it on the day that is asked about."""

    titles: tuple[str, ...]
    holder: KnownActor
    on: date


def asked_office(query: EventQuery, folded: Sequence[str], asked: date) -> Held | None:
    """The office that an identity question asks for. `folded` are the question's words, folded."""
    if query.wanted is not Wanted.IDENTITY or not query.words:
        return None
    on = min(query.window.end or asked, asked) if query.window else asked
    known = gazetteer()
    for at in range(len(folded)):
        office = known.longest_office(folded, at)
        if office and office[2] is not None:
            _, title, country = office
            holder = known.holder(title, country, on)
            if holder is None:
                return None
            others = (
                fold(term.title) for term in known.offices_of(holder.key, on) if country in (term.country, term.body)
            )
            return Held(tuple(dict.fromkeys((title, *others))), holder, on)
    return None


async def called_so(session: AsyncSession, held: Held) -> Evidence | None:
    """The newest sentence by that day that gives the holder one of the titles; None where none is stored."""
    ids = await actors.by_keys(session, [held.holder.key])
    if held.holder.key not in ids:
        return None
    searches = [Search([title], actors=[[ids[held.holder.key]]]) for title in held.titles]
    found = await search_all(session, searches, last=held.on + timedelta(days=1), limit=_LOOKED_AT)
    events = await load(session, [identifier for several in found for identifier in several])
    told = [
        evidence
        for evidence in map(Evidence, events)
        if evidence.event.reports and evidence.published <= held.on + timedelta(days=1) and _says(evidence, held)
    ]
    return max(told, key=lambda evidence: (evidence.published, evidence.event.id), default=None)


def _says(evidence: Evidence, held: Held) -> bool:
    """Whether a title stands before the name or beside it: "Prime Minister Kishida", "Kishida, the prime minister"."""
    words = list(evidence.whole.tokens)
    names = {name.split()[-1] for name in surnames(held.holder.name, held.holder.key) if name}
    for title in map(str.split, held.titles):
        for at in range(len(words) - len(title) + 1):
            if words[at : at + len(title)] != title or (at and words[at - 1] in _FORMER):
                continue
            if not names.isdisjoint(words[max(0, at - 4) : at + len(title) + 5]):
                return True
    return False


_FORMER = frozenset(("former", "ex", "late", "deputy", "vice", "then", "acting", "next", "incoming"))
