"""Posts in a state or group ("Defense / Security Ministry (Denmark)") and the many ways English words them.

Imported events name most actors by what they are and where. A post is compared by its content words, each in one form and
without order, so that "the Danish Ministry of Defence and Security" and the data set's own name meet in "defence security".
Aliases of such actors in the store are `GROUP:WORDS`, the group an alpha-3 code in lower case or a region's name:
"dnk:defence security".
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations

from bot.knowledge.actors import gazetteer
from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows
from bot.knowledge.words import canonical, noun_lemmas

_EMPTY = frozenset(["the", "a", "an", "of", "and", "for", "in", "from", "to", "by", "s"])
"""Words that say nothing about the post."""
_BODIES = frozenset(
    ["ministry", "minister", "ministery", "department", "office", "affair", "secretary", "bureau", "govt"]
)
"""Words for any body or its head: left out where something remains that tells which."""
_MOST_ALTERNATIVES = 5


@cache
def _wordings() -> dict[str, str]:
    """The kept words of a post, by the content words of each of its wordings."""
    found: dict[str, str] = {}
    for kept, wordings in rows("post_words"):
        for wording in (kept, *parts(wordings)):
            found.setdefault(_sorted(_content(wording.split())), _sorted(kept.split()))
    return found


@cache
def _groups() -> dict[str, str]:
    return {words: group for group, cell in rows("post_groups") for words in parts(cell)}


@lru_cache(maxsize=4096)
def group_of(words: str) -> str | None:
    """Return how the aliases of a country's or region's posts begin: "Danish" -> "dnk", "Africa" -> "africa"."""
    folded = fold(words)
    if group := _groups().get(folded):
        return group
    code = gazetteer().country_of(folded)
    return code.lower() if code else None


@lru_cache(maxsize=16_384)
def bag(words: tuple[str, ...]) -> str:
    """Return the folded words of a post in the form they are compared in; empty where they say nothing."""
    content = _content(words)
    whole = _sorted(content)
    if (kept := _wordings().get(whole)) is not None:
        return kept
    specific = _sorted(word for word in content if word not in _BODIES)
    return _wordings().get(specific, specific) or whole


def bags(post: str) -> tuple[str, ...]:
    """Return all the forms under which a post of the data set can be asked for, the whole one first.

    A slash parts alternatives: of "Finance / Economy / Commerce / Trade Ministry" any will do.
    """
    alternatives = [form for part in post.split("/") if (form := bag(tuple(fold(part).split()))) not in _BODIES]
    found = {bag(tuple(fold(post).split())): None}
    if 1 < len(alternatives) <= _MOST_ALTERNATIVES:
        for size in range(len(alternatives) - 1, 0, -1):
            for chosen in combinations(alternatives, size):
                found[_sorted(word for part in chosen for word in part.split())] = None
    return tuple(form for form in found if form)


@cache
def _vocabulary() -> frozenset[str]:
    """Words that tell posts."""
    kept = {word for bag in _wordings().values() for word in bag.split()}
    return frozenset(kept | {word for _, _, words in rows("post_kinds") for word in parts(words)})


def is_likely(bag: str) -> bool:
    """Whether most of the words tell a post, whoever may have it."""
    words = bag.split()
    return len(words) > 1 and sum(word in _vocabulary() for word in words) * 2 > len(words)


def alikeness(one: str, other: str) -> float:
    """How much two bags share: 0 (nothing) to 1 (everything)."""
    first, second = set(one.split()), set(other.split())
    return len(first & second) / len(first | second) if first and second else 0.0


def _content(words: Iterable[str]) -> list[str]:
    return [noun_lemmas(canonical(word))[0] for word in words if word not in _EMPTY]


def _sorted(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))
