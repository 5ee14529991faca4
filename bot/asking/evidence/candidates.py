"""Which stored events a query may mean: from the narrowest search to the widest, until enough are found."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import combinations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.evidence.matching import DAYS_TOLD_LATE, PLAIN_VERBS
from bot.asking.query import EventQuery, Name, Part
from bot.knowledge.actions import lexicon
from db.search import search

NARROW = 80
WIDE = 120
"""Events taken from one search, newest first."""
PAIRED = 4
"""Content words that are looked for two by two."""


async def candidates(session: AsyncSession, query: EventQuery) -> list[list[int]]:
    """Ids of events in stages, each stage wider than the one before and without its events."""
    first, last = _days(query)
    named = [name for name in query.names if not name.excluded]
    groups = [name.actors for name in named if name.actors]
    loose = [name.text for name in named if not name.actors]
    act = _act_words(query)
    stages: list[list[int]] = []
    seen: set[int] = set()

    async def look(words: Sequence[str], actors: Sequence[Collection[int]], *, every: bool, limit: int) -> list[int]:
        if not (words or actors):
            return []
        found = await search(session, words, every=every, actors=actors, first=first, last=last, limit=limit)
        new = [identifier for identifier in found if identifier not in seen]
        seen.update(new)
        return new

    content = [*query.words, *query.answer_words]
    # 1. Everyone who is named, with words of the act or its object.
    stages.append(await look([*act, *content, *loose], groups, every=False, limit=NARROW) if groups or loose else [])
    # 2. Everyone who is named, whatever they did.
    stages.append(await look(loose, groups, every=True, limit=NARROW))
    # 3. Each one who is named, with any of the words; and all the words without the names.
    wider: list[int] = []
    for name in named:
        if len(named) > 1 or name.part is Part.TOPIC:
            wider += await look(*_single(name, [*act, *content]), every=False, limit=NARROW)
    wider += await look([*content, *loose], (), every=True, limit=NARROW)
    for pair in combinations(content[:PAIRED], 2):
        wider += await look(pair, (), every=True, limit=NARROW // 2)
    stages.append(wider)
    # 4. Any of the words at all: names by their words, since an event need not have them as participants.
    words = [*(name.text for name in named), *content] or act
    stages.append(await look(words, (), every=False, limit=WIDE))
    return stages


def _single(name: Name, words: list[str]) -> tuple[list[str], list[tuple[int, ...]]]:
    return (words, [name.actors]) if name.actors else ([name.text], [])


def _act_words(query: EventQuery) -> list[str]:
    if not query.act or query.act.words in PLAIN_VERBS:
        return []
    verbs = [query.act.words, *query.act.verbs[:8]]
    nouns = [noun for verb in verbs[:3] for noun in lexicon().nouns_of(verb)[:4]]
    return list(dict.fromkeys([*verbs, *nouns]))


def _days(query: EventQuery) -> tuple[date | None, date | None]:
    """Bounds for the search: an event known only to its year counts from 1 January, an undated one from publication."""
    window = query.window
    if window is None:
        return None, None
    first = date(window.start.year, 1, 1) if window.start else None
    last = window.end + timedelta(days=DAYS_TOLD_LATE) if window.end and window.end < date.max else None
    return first, last
