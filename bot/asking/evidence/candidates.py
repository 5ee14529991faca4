"""Which stored events a query may mean: several searches, and first those events that most of them find."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import combinations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.evidence.matching import DAYS_TOLD_LATE, PLAIN_VERBS
from bot.asking.query import EventQuery, Part
from bot.knowledge.actions import lexicon
from db.search import search

SEARCHED = 80
"""Events taken from one search, newest first."""
KEPT = 110
"""Events that are looked at closely."""
PAIRED = 4
"""Content words that are looked for two by two."""


async def candidates(session: AsyncSession, query: EventQuery) -> list[int]:
    """Ids of events that may answer the query, likeliest first."""
    first, last = _days(query)
    found: Counter[int] = Counter()

    async def look(weight: int, words: Sequence[str], actors: Sequence[Collection[int]] = (), *, every: bool) -> None:
        if words or actors:
            for identifier in await search(
                session, words, every=every, actors=actors, first=first, last=last, limit=SEARCHED
            ):
                found[identifier] += weight

    named = [name for name in query.names if not name.excluded]
    groups = [name.actors for name in named if name.actors]
    loose = [name.text for name in named if not name.actors]
    content = list(dict.fromkeys([*query.words, *query.answer_words]))
    act = _act_words(query)
    # Everyone who is named, with words of the act or its object; and whatever they did.
    await look(6, [*act, *content, *loose], groups, every=False)
    if len(groups) > 1 or loose:
        await look(4, loose, groups, every=True)
    # Each one alone, since an article seldom names everybody in one sentence.
    if len(named) > 1 or any(name.part is Part.TOPIC for name in named):
        for name in named[:3]:
            words = [*act, *content] if name.actors else [name.text]
            await look(3, words, [name.actors] if name.actors else (), every=False)
    # The words without the names, all of them, by twos, and any.
    await look(4, [*content, *loose], every=True)
    for pair in combinations(content[:PAIRED], 2):
        await look(2, pair, every=True)
    await look(1, [*(name.text for name in named), *content] or act, every=False)
    return [identifier for identifier, _ in sorted(found.items(), key=lambda item: (-item[1], -item[0]))[:KEPT]]


def _act_words(query: EventQuery) -> list[str]:
    if not query.act or query.act.words in PLAIN_VERBS:
        return []
    verbs = [query.act.words, *query.act.verbs[:12]]
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
