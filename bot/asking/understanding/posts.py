"""Posts in states and regions that a question names: "citizens of Benin", "the Danish Ministry of Defence"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.asking.understanding.called import Called, Names, called
from bot.asking.understanding.line import Line
from bot.knowledge import posts
from bot.knowledge.words import stop_words, verb_lemmas

_LONGEST_STATE = 5
_NO_STATES = frozenset(("the", "a"))
_REACH = 9
"""Words that a post may have on either side of its country."""
_JOINING = frozenset(("of", "and", "or", "the", "a", "an", "for", "with"))
_WITHIN = _JOINING | {"other"}
"""Function words that may stand within the name of a post."""
_PEOPLE = "citizen"
"""The post of a state's people."""
_MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class Post:
    """Words [start, end) that may tell a post of a state or region, which itself stands at `state`."""

    start: int
    end: int
    state: int
    group: str
    bag: str
    ministry: bool
    """Whether it is some ministry."""

    @property
    def alias(self) -> str:
        """How such a post is called in the store."""
        return f"{self.group}:{self.bag}"

    @property
    def aliases(self) -> tuple[str, ...]:
        """The alias, and that of the state's ministry where the store may not tell its ministries apart."""
        return (self.alias, f"{self.group}:{_MINISTRY}") if self.ministry else (self.alias,)


@lru_cache(maxsize=8)
def candidates(line: Line) -> list[Post]:
    """Return all that could be posts, by the words around each state that is named."""
    found = []
    for start, end, group in _states(line):
        if _are_people(line.folded[end - 1]):
            found.append(Post(start, end, start, group, _PEOPLE, ministry=False))
        for left in (start, *_lefts(line, start)):
            for right in (end, *_rights(line, end)):
                around = left < start and right > end
                if (left == start and right == end) or (around and line.folded[start - 1] not in ("the", "of")):
                    continue
                words = (*line.folded[left:start], *line.folded[end:right])
                begin, stop = _trimmed(line, left, right)
                found += [Post(begin, stop, start, group, bag, _MINISTRY in words) for bag in posts.meant(words)]
    return found


def find(line: Line, names: Names) -> Iterator[Called]:
    """Yield the posts that the store knows: of each state or region the one that takes up most words."""
    for own in _by_state(candidates(line)):
        exact = [post for post in own if post.alias in names.by_name and post.bag != _MINISTRY]
        if exact:
            best = max(exact, key=lambda post: post.end - post.start)
            yield called(line, best.start, best.end, names.by_name[best.alias])
            continue
        ministries = [post for post in own if post.ministry and post.aliases[-1] in names.by_name]
        if ministries:
            best = max(ministries, key=lambda post: (posts.likelihood(post.bag), post.end - post.start))
            yield called(line, best.start, best.end, names.by_name[best.aliases[-1]])


def unfound(wanted: Sequence[Post], known: Mapping[str, object]) -> Iterator[Post]:
    """Yield, for each state with no known post, the longest words that could be one by other words than the store's."""
    for own in _by_state(wanted):
        likely = [post for post in own if posts.is_likely(post.bag)]
        if likely and not any(alias in known for post in own for alias in post.aliases):
            yield max(likely, key=lambda post: len(post.bag))


def _by_state(several: Sequence[Post]) -> Iterator[list[Post]]:
    for state in dict.fromkeys(post.state for post in several):
        yield [post for post in several if post.state == state]


def _states(line: Line) -> Iterator[tuple[int, int, str]]:
    """The countries and regions named, as (start, end, group); the longest of several at one place."""
    at = 0
    while at < len(line):
        if _may_begin_state(line, at):
            for end in range(min(len(line), at + _LONGEST_STATE), at, -1):
                if group := posts.group_of(line.words(at, end)):
                    yield at, end, group
                    at = end - 1
                    break
        at += 1


def _may_begin_state(line: Line, at: int) -> bool:
    """Whether a state or region can be named from there on."""
    word = line.folded[at]
    if word == "us" and not line.is_name(at):
        return False
    known = line.known(at)[1]
    return word not in _NO_STATES and (posts.may_begin_group(word) or any(actor.country for actor in known))


def _are_people(word: str) -> bool:
    """Whether a word is for a state's people: "Australians", but not "Philippines"."""
    singular = word.removesuffix("s")
    group = posts.group_of(singular) if singular != word else None
    return group is not None and group == posts.group_of(word)


def _trimmed(line: Line, left: int, right: int) -> tuple[int, int]:
    """Without the articles and prepositions at either end."""
    while line.folded[left] in _JOINING:
        left += 1
    while line.folded[right - 1] in _JOINING:
        right -= 1
    return left, right


def _lefts(line: Line, start: int) -> Iterator[int]:
    """Where a post that ends before its country can begin: "citizens of the ...", "men from ..."."""
    at = start - 1
    if at >= 0 and line.folded[at] == "the":
        at -= 1
    if at < 1 or line.folded[at] not in ("of", "from", "in", "for", "to"):
        return
    for left in range(at - 1, max(-1, at - 1 - _REACH), -1):
        ends = line.tokens[left].closes_clause and left < at - 1 and not _lists(line, left)
        if ends or _parts(line.folded[left]):
            return
        yield left


def _rights(line: Line, end: int) -> Iterator[int]:
    """Where a post that follows its country can end: "Danish Ministry of Defence and Security"."""
    if line.tokens[end - 1].closes_clause:
        return
    for right in range(end, min(len(line), end + _REACH)):
        if _parts(line.folded[right]):
            return
        yield right + 1
        if line.tokens[right].closes_clause and not _lists(line, right):
            return


@lru_cache(maxsize=4096)
def _parts(word: str) -> bool:
    """Whether a word cannot stand within the name of a post: a function word, or a verb in the past."""
    if word in stop_words():
        return word not in _WITHIN
    verbs = verb_lemmas(word)
    is_past = bool(verbs) and word not in verbs and not word.endswith(("s", "ing"))
    return word in ("first", "last") or (is_past and not posts.is_telling(word))


def _lists(line: Line, comma: int) -> bool:
    """Whether a comma parts a list ("Agriculture, Fishing and Forestry") and not clauses."""
    return "and" in line.folded[comma + 2 : comma + 5]
