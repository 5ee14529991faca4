"""Asking the store what it knows of the names in a question: in one round trip unless something is misspelt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.understanding.called import Names
from bot.asking.understanding.line import SHORTEST_MISSPELT, Line
from bot.asking.understanding.offices import holders
from bot.asking.understanding.posts import Post, candidates, unfound
from bot.knowledge import posts
from bot.knowledge.actors import Gazetteer, fold
from bot.knowledge.words import stop_words
from db import actors as stored
from db import naming
from db.search import Search, search_all

LONGEST_NAME = 11
"""Words; among the longest is "extremist of the Islamic State of Iraq and the Levant"."""
_MOST_POSTS = 400
"""Aliases of one state's posts; the United States have 150."""
_MOST_DOUBTFUL = 12
"""Words that are looked for in articles before they are taken for misspelt."""
_LONG, _SLIPS_IN_LONG = 12, 2
"""Letters of a name of several words in which two slips are forgiven, and not one."""
_ALIKE = 0.6
"""How much of its words a post must share with the question's where none is the same."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a question must be looked up: folded names and keys of known actors."""

    names: frozenset[str]
    keys: frozenset[str]
    doubtful: tuple[str, ...]
    """Words that are neither English nor known, and so may be misspelt names."""
    runs: tuple[str, ...]
    """Words with capitals in a row, of which one is doubtful: perhaps a misspelt name as a whole."""
    posts: tuple[Post, ...]
    respelt: Mapping[str, str]
    """Names in the other English spelling, with the question's own."""


def sought(line: Line, on: date) -> Sought:
    """Say what to look up for a question about that day. Pure; `look_up` asks the store for it."""
    names = {line.words(start, end) for start, end in spans(line)}
    respelt = {
        other: line.words(start, end)
        for row in line.spellings[1:]
        for start, end in spans(line)
        if (other := " ".join(row[start:end])) not in names
    }
    names.update(respelt)
    keys: set[str] = set()
    covered: set[int] = set()
    for at in range(len(line)):
        length, actors = line.known(at)
        covered.update(range(at, at + length))
        keys.update(actor.key for actor in actors)
        keys.update(f"country:{code}" for code in line.pair(at))
        names.update(fold(actor.name) for actor in actors)
    for _, _, holder in holders(line, on):
        keys.add(holder.key)
        names.add(fold(holder.name))
    doubtful = [line.folded[at] for at in range(len(line)) if at not in covered and line.doubtful(at)]
    names.update(word[:-1] for word in doubtful if word.endswith("s"))
    runs = [line.words(start, end) for start, end in line.runs]
    wanted = candidates(line)
    names.update(alias for post in wanted for alias in post.aliases)
    return Sought(
        frozenset(names),
        frozenset(keys),
        tuple(doubtful),
        tuple(run for run in runs if not set(doubtful).isdisjoint(run.split())),
        tuple(wanted),
        respelt,
    )


def spans(line: Line) -> Iterator[tuple[int, int]]:
    """Yield where names can stand: no function word at either end, except "the" of "The Hague"."""
    empty = stop_words()
    for start, first in enumerate(line.folded):
        if first in empty and first != "the":
            # "You Si-kun", "Will Smith": a name of several words may begin like this, a name of one may not be this.
            ends = range(start + 2, min(len(line), start + 4) + 1)
        else:
            ends = range(start + 1, min(len(line), start + LONGEST_NAME) + 1)
        for end in ends:
            # The "I" of "Juan Carlos I" is no pronoun.
            if line.folded[end - 1] not in empty or (line.folded[end - 1] == "i" and end - start > 1):
                yield start, end


async def look_up(session: AsyncSession, wanted: Sought, gazetteer: Gazetteer) -> Names:
    """Ask the store for what a question names."""
    found = await naming.known(session, wanted.names, wanted.keys)
    meant = {own: other for other, own in wanted.respelt.items() if other in found.by_name}
    told = {word for name in found.by_name for word in name.split()}
    lost = {word for word in wanted.doubtful if word not in told and word.removesuffix("s") not in told}
    unnamed = tuple(word for word in wanted.doubtful if word in lost)
    for run in wanted.runs:
        if not lost.isdisjoint(run.split()) and await _correct(session, run, gazetteer, found, meant):
            lost -= set(run.split())
    for word in sorted(lost):
        await _correct(session, word, gazetteer, found, meant)
    for post in unfound(wanted.posts, found.by_name):
        await _find_alike(session, post, found)
    return Names(found.by_name, found.by_key, meant, await _told(session, unnamed))


async def _told(session: AsyncSession, words: tuple[str, ...]) -> frozenset[str]:
    """Those of the words that stand in stored articles."""
    if not words:
        return frozenset()
    found = await search_all(session, [Search([word]) for word in words[:_MOST_DOUBTFUL]], limit=1)
    return frozenset(word for word, ids in zip(words, found, strict=False) if ids)


async def _correct(
    session: AsyncSession, words: str, gazetteer: Gazetteer, found: naming.Known, meant: dict[str, str]
) -> bool:
    """Find whom words may mean that are no name as they stand; say whether anyone was found."""
    forms = (words, words.removesuffix("s"))
    near = next((actors for form in forms if (actors := gazetteer.surname(form) or gazetteer.misspelt(form))), ())
    if near:
        found.by_key.update((await naming.known(session, (), [actor.key for actor in near])).by_key)
        return True
    if name := await _nearest(session, words):
        meant[words] = name
        found.by_name.update((await naming.known(session, [name], ())).by_name)
        return True
    return False


async def _nearest(session: AsyncSession, words: str) -> str | None:
    """The one name of the store that words are a slip away from; None where there is none, or several."""
    # Imported here because few questions need it and each process would pay for it.
    from rapidfuzz.distance import DamerauLevenshtein

    if len(words) < SHORTEST_MISSPELT:
        return None
    several = {name for name, _ in await stored.nearly(session, words) if name.count(" ") == words.count(" ")}
    slips = {name: DamerauLevenshtein.distance(name, words) for name in several if ":" not in name}
    most = _SLIPS_IN_LONG if " " in words and len(words) >= _LONG else 1
    near = [name for name, count in slips.items() if count == min(slips.values()) <= most]
    return near[0] if len(near) == 1 else None


async def _find_alike(session: AsyncSession, post: Post, found: naming.Known) -> None:
    """Find the post of the same state that shares most words with what was asked for."""
    others = [alias for alias, _ in await stored.beginning(session, f"{post.group}:", limit=_MOST_POSTS)]
    likeness = {alias: posts.alikeness(post.bag, alias.partition(":")[2]) for alias in others}
    best = max(others, key=lambda alias: likeness[alias], default=None)
    if best is not None and likeness[best] >= _ALIKE:
        found.by_name[post.alias] = (await naming.known(session, [best], ())).by_name[best]
