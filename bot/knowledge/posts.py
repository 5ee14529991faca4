"""Posts in a state or group ("Defense / Security Ministry (Denmark)") and the many ways English words them.

Imported events name most actors by what they are and where. A post is compared by its content words, each in one form
and without order, so that "the Danish Ministry of Defence and Security" and the data set's own name meet in "defence
security".
Aliases of such actors in the store are `GROUP:WORDS`, the group an alpha-3 code in lower case or a region's name:
"dnk:defence security".
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations

from bot.knowledge.actors import gazetteer, is_english_word
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
_SHORTEST_PLURAL = 4


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    """The kept words of the posts that a wording can mean, by its content words."""
    found: dict[str, dict[str, None]] = {}
    for kept, wordings in rows("post_words"):
        for wording in (kept, *parts(wordings)):
            found.setdefault(_sorted(_content(wording.split())), {})[_sorted(kept.split())] = None
    return {wording: tuple(kept) for wording, kept in found.items()}


@cache
def _groups() -> dict[str, str]:
    return {words: group for group, cell in rows("post_groups") for words in parts(cell)}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(words.partition(" ")[0] for words in _groups())


def may_begin_group(word: str) -> bool:
    """Return whether a folded word is the first of some region's or state's name in post_groups.tsv."""
    return word in _beginnings()


@lru_cache(maxsize=16_384)
def group_of(words: str) -> str | None:
    """Return how the aliases of a country's or region's posts begin: "Danish" -> "dnk", "Africa" -> "africa"."""
    folded = fold(words)
    if group := _groups().get(folded):
        return group
    code = gazetteer().country_of(folded)
    return code.lower() if code else None


@lru_cache(maxsize=16_384)
def meant(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the posts that folded words can mean, in the form they are compared in, likeliest first."""
    content = _content(words)
    whole = _sorted(content)
    if (kept := _wordings().get(whole)) is not None:
        return kept
    specific = _sorted(word for word in content if word not in _BODIES)
    found = _wordings().get(specific, (specific,)) if specific else (whole,)
    return tuple(bag for bag in found if bag)


def bag(words: tuple[str, ...]) -> str:
    """Return the likeliest post that folded words can mean; empty where they say nothing."""
    return next(iter(meant(words)), "")


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
    told = {word for wording, kept in _wordings().items() for bag_ in (wording, *kept) for word in bag_.split()}
    return frozenset(told | {word for _, _, words in rows("post_kinds") for word in parts(words)})


def is_likely(bag_: str) -> bool:
    """Whether most of the words tell a post, whoever may have it."""
    return len(bag_.split()) > 1 and likelihood(bag_) > 0


def likelihood(bag_: str) -> int:
    """How many more of the words tell a post than do not."""
    words = bag_.split()
    return 2 * sum(word in _vocabulary() for word in words) - len(words)


def is_telling(word: str) -> bool:
    """Whether a folded word can be part of a post's name."""
    return _singular(canonical(word)) in _vocabulary()


def alikeness(one: str, other: str) -> float:
    """How much two bags share: 0 (nothing) to 1 (everything)."""
    first, second = set(one.split()), set(other.split())
    return len(first & second) / len(first | second) if first and second else 0.0


def _content(words: Iterable[str]) -> list[str]:
    return [_singular(canonical(word)) for word in words if word not in _EMPTY]


def _singular(word: str) -> str:
    lemma = noun_lemmas(word)[0]
    # No dictionary has "Christians" or "Uighurs".
    plural = lemma == word and len(word) > _SHORTEST_PLURAL and word[-1] == "s" and word[-2] not in "suis"
    return word[:-1] if plural and not is_english_word(word) else lemma


def _sorted(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))
