"""Which stored events a query may mean: several searches, and first those events that most of them find."""

import math
from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.evidence.matching import DAYS_TOLD_LATE, OF_A_KIND, PLAIN_VERBS
from bot.asking.query import EventQuery, Part
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold
from db.finding import Criteria, find
from db.search import Search, search_all

SEARCHED = 100
"""Events taken from one search, newest first."""
IN_A_TIME = 400
"""Events of a time that are looked at where nothing else is asked for."""
KEPT = 90
"""Events that are looked at closely."""
MOST_KIN = 34
"""Further verbs that are looked for where those of a class differ by a shade only."""
MOST_WORDS = 8
"""Content words that are looked for one by one."""


async def candidates(session: AsyncSession, query: EventQuery) -> list[int]:
    """Ids of events that may answer the query, likeliest first.

    A hit counts the more the fewer events its search finds: rare words tell more, and of common ones only the newest
    events are looked at.
    """
    first, last = _days(query)
    if query.window and not (query.names or query.words or query.answer_words or _act_words(query)):
        # "What happened on 4 August 2022?" names nothing but the time.
        return await find(session, Criteria(first=query.window.start, last=last, imported=False), limit=IN_A_TIME)
    searches = _searches(query)
    results = await search_all(session, [one for _, one in searches], first=first, last=last, limit=SEARCHED)
    found: defaultdict[int, float] = defaultdict(float)
    for (weight, _), ids in zip(searches, results, strict=True):
        telling = weight * math.log2(1 + (SEARCHED + 20) / (len(ids) + 1))
        for identifier in ids:
            found[identifier] += telling
    return [identifier for identifier, _ in sorted(found.items(), key=lambda item: (-item[1], -item[0]))[:KEPT]]


def _searches(query: EventQuery) -> list[tuple[float, Search]]:
    """Searches with what a hit in each counts."""
    named = [name for name in query.names if not name.excluded]
    groups = [name.actors for name in named if name.actors]
    loose = [name.text for name in named if not name.actors]
    content = list(dict.fromkeys([*query.words, *query.answer_words]))
    act = _act_words(query)
    # Everyone who is named, with words of the act or its object; and whatever they did.
    searches = [(2.0, Search([*act, *content, *loose], every=False, actors=groups))]
    if len(groups) > 1 or loose:
        searches.append((1.5, Search(loose, actors=groups)))
    # Each one alone, since an article seldom names everybody in one sentence.
    if len(named) > 1 or any(name.part is Part.TOPIC for name in named):
        for name in named[:3]:
            alone = Search([*act, *content], every=False, actors=[name.actors]) if name.actors else Search([name.text])
            searches.append((1.0, alone))
    # The words: all together, then each, names by their words too, since an event need not have them as participants.
    searches.append((2.0, Search([*content, *loose])))
    searches += [(1.0, Search([word])) for word in content[:MOST_WORDS]]
    searches += [(1.0, Search([name.text])) for name in named[:3]]
    # What was misspelt stands in articles as it should be.
    searches += [(1.0, Search([name.name])) for name in named[:3] if name.name and _is_respelt(name.text, name.name)]
    searches.append((1.0, Search(act, every=False)))
    return searches


def _is_respelt(asked: str, name: str) -> bool:
    """Whether a name of several words differs from the question's by slips only."""
    own, right = fold(asked).split(), fold(name).split()
    return (
        len(own) == len(right) > 1
        and own != right
        and all(word[:2] == other[:2] for word, other in zip(own, right, strict=True))
    )


def _act_words(query: EventQuery) -> list[str]:
    if not query.act or query.act.words in PLAIN_VERBS:
        return []
    verbs = [query.act.words, *query.act.verbs[:12]]
    told = lexicon().action_of(query.act.words)
    if told in OF_A_KIND:
        verbs += [verb for verb in lexicon().kin(query.act.words) if lexicon().action_of(verb) is told][:MOST_KIN]
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
