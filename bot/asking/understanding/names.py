"""Who and what a question names: the longest names of the store and the gazetteer, posts in a state, slips of the pen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.understanding.tokens import Token
from bot.knowledge import posts
from bot.knowledge.actors import Gazetteer, KnownActor, fold, is_english_word, is_ordinary_word
from bot.knowledge.words import stop_words
from db import actors as stored
from db.records import StoredActor
from db.vocabulary import ActorKind

LONGEST_NAME = 9
"""Words; the longest known is "Democratic Forces for the Liberation of Rwanda" with an article."""
_SHORTEST_MISSPELT = 5
_POST_REACH = 9
"""Words that a post may have on either side of its country."""
_ALIKE = 0.6
"""How much of its words a post must share with the question's where none is the same."""


@dataclass(frozen=True, slots=True)
class Called:
    """A name in a question: the tokens [start, end) and whom they can mean, the likeliest first.

    `origin` is the alpha-3 code where the words are a country's name, adjective or people.
    """

    start: int
    end: int
    text: str
    actors: tuple[int, ...] = ()
    name: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    origin: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a question must be looked up: folded names, keys of known actors, groups that posts can belong to."""

    names: frozenset[str]
    keys: frozenset[str]
    groups: frozenset[str]
    doubtful: tuple[str, ...] = ()
    """Words that are neither English nor known, and so may be misspelt names."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the store knows of the names in one question."""

    by_name: Mapping[str, tuple[StoredActor, ...]] = field(default_factory=dict)
    by_key: Mapping[str, StoredActor] = field(default_factory=dict)
    posts: Mapping[str, Mapping[str, tuple[StoredActor, ...]]] = field(default_factory=dict)
    """By group and bag; see `bot.knowledge.posts`."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """The name's word that a misspelt one stands for."""


def sought(tokens: Sequence[Token], gazetteer: Gazetteer) -> Sought:
    """Say what to look up for a question. Pure; `look_up` asks the store for it."""
    folded = [token.folded for token in tokens]
    names = {" ".join(folded[start:end]) for start, end in _spans(folded)}
    known = [_known(gazetteer, folded, at) for at in range(len(folded))]
    covered = {at + i for at, (length, _) in enumerate(known) for i in range(length)}
    doubtful = [word for at, word in enumerate(folded) if at not in covered and _is_doubtful(word)]
    names.update(word[:-1] for word in doubtful if word.endswith("s"))
    keys = {actor.key for _, actors in known for actor in actors}
    for word in doubtful:
        for form in (word.removesuffix("s"), word):
            keys.update(actor.key for actor in gazetteer.surname(form) or gazetteer.misspelt(form))
    groups = {group for _, _, group in _group_mentions(folded)}
    return Sought(frozenset(names), frozenset(keys), frozenset(groups), tuple(doubtful))


async def look_up(session: AsyncSession, wanted: Sought) -> Names:
    """Ask the store for what a question names."""
    found = await stored.named(session, wanted.names)
    meant = {}
    for word in wanted.doubtful:
        if not any(word in name.split() for name in found):
            name = await _nearest(session, word)
            if name:
                meant[word] = name
                found |= await stored.named(session, [name])
    keys = await stored.by_keys(session, wanted.keys) if wanted.keys else {}
    groups = {group: await stored.beginning(session, f"{group}:", limit=400) for group in sorted(wanted.groups)}
    ids = {i for several in found.values() for i in several} | set(keys.values())
    ids |= {i for several in groups.values() for _, i in several}
    loaded = await stored.load(session, ids) if ids else {}
    posts_: dict[str, dict[str, tuple[StoredActor, ...]]] = {}
    for group, entries in groups.items():
        bags = posts_.setdefault(group, {})
        for alias, actor_id in entries:
            words = alias.partition(":")[2]
            bags[words] = (*bags.get(words, ()), loaded[actor_id])
    return Names(
        {name: tuple(loaded[i] for i in several if i in loaded) for name, several in found.items()},
        {key: loaded[i] for key, i in keys.items() if i in loaded},
        posts_,
        meant,
    )


async def _nearest(session: AsyncSession, word: str) -> str | None:
    """The one name of the store that a word is a slip away from; None where there is none, or several."""
    from rapidfuzz.distance import DamerauLevenshtein

    if len(word) < _SHORTEST_MISSPELT:
        return None
    candidates = {name for name, _ in await stored.nearly(session, word) if " " not in name and ":" not in name}
    near = [name for name in candidates if DamerauLevenshtein.distance(name, word) == 1]
    return near[0] if len(near) == 1 else None


def mended(tokens: Sequence[Token], names: Names, gazetteer: Gazetteer) -> tuple[Token, ...]:
    """Put the names that misspelt words stand for in their place: "Kishda", "sunack", and "pelosis" without its sign."""
    return tuple(_mended(token, names, gazetteer) if _is_doubtful(token.folded) else token for token in tokens)


def _mended(token: Token, names: Names, gazetteer: Gazetteer) -> Token:
    word = token.folded
    if word in names.by_name or gazetteer.longest((word,), 0):
        return token
    if word.endswith("s") and (word[:-1] in names.by_name or gazetteer.longest((word[:-1],), 0)):
        return replace(token, folded=word[:-1], possessive=True)
    if word in names.meant:
        return replace(token, folded=names.meant[word])
    for form in (word, word.removesuffix("s")):
        nearest = gazetteer.misspelt(form)
        if nearest:
            # The word of the name that is nearest to the misspelt one stands for it.
            parts = fold(nearest[0].name).split()
            best = min(parts, key=lambda part: (_unlike(part, form), -parts.index(part)))
            return replace(token, folded=best, possessive=token.possessive or form != word)
    return token


def _unlike(one: str, other: str) -> int:
    from rapidfuzz.distance import DamerauLevenshtein

    return int(DamerauLevenshtein.distance(one, other))


def _is_doubtful(word: str) -> bool:
    return word.isalpha() and len(word) >= _SHORTEST_MISSPELT and not is_english_word(word) and word not in stop_words()


def find(tokens: Sequence[Token], names: Names, gazetteer: Gazetteer, on: date) -> list[Called]:
    """Find the names in a question, left to right and the longest first; they do not overlap."""
    folded = [token.folded for token in tokens]
    lower = not any(token.text[:1].isupper() for token in tokens[1:])
    post_spans: dict[int, Called] = {}
    for called in _posts(tokens, folded, names):
        held = post_spans.get(called.start)
        if held is None or called.end > held.end:
            post_spans[called.start] = called
    found: list[Called] = []
    at = 0
    while at < len(tokens):
        options = [post_spans[at]] if at in post_spans else []
        options += _plain_at(tokens, folded, at, names, gazetteer, on, lower=lower)
        best = max(options, key=lambda called: called.end, default=None) or _unknown_at(tokens, at, lower=lower)
        if best is None:
            at += 1
            continue
        same = [called for called in options if called.end == best.end]
        found.append(_merged(same) if same else best)
        at = best.end
    return found


def _spans(folded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where names can stand: no function word at either end, except "the" of "The Hague"."""
    empty = stop_words()
    for start, first in enumerate(folded):
        if first in empty and first != "the":
            # "You Si-kun", "Will Smith": a name of several words may begin like this, a name of one may not be this.
            ends = range(start + 2, min(len(folded), start + 4) + 1)
        else:
            ends = range(start + 1, min(len(folded), start + LONGEST_NAME) + 1)
        for end in ends:
            if folded[end - 1] not in empty:
                yield start, end


def _known(gazetteer: Gazetteer, folded: Sequence[str], at: int) -> tuple[int, tuple[KnownActor, ...]]:
    if folded[at] in stop_words() and folded[at] not in ("us", "who", "it"):
        return 0, ()
    return gazetteer.longest(folded, at) or (0, ())


def _group_mentions(folded: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The countries and regions named, as (start, end, group); the longest of several at one place."""
    at = 0
    while at < len(folded):
        for end in range(min(len(folded), at + 5), at, -1):
            group = posts.group_of(" ".join(folded[at:end])) if folded[at] not in _NEVER_GROUPS else None
            if group:
                yield at, end, group
                at = end - 1
                break
        at += 1


_NEVER_GROUPS = frozenset(("the", "a", "us"))


def _posts(tokens: Sequence[Token], folded: Sequence[str], names: Names) -> Iterator[Called]:
    """The posts of states and regions: "citizens of Benin", "the Danish Ministry of Defence", "Fiji's police"."""
    for start, end, group in _group_mentions(folded):
        known = names.posts.get(group)
        if not known:
            continue
        lefts = [0, *_lefts(tokens, folded, start)]
        rights = [0, *_rights(tokens, folded, end)]
        best: tuple[float, int, int, str] | None = None
        for left in lefts:
            for right in rights:
                if not left and not right:
                    continue
                words = (*folded[left:start], *folded[end:right]) if left else tuple(folded[end:right])
                if left and right and folded[start - 1] not in ("the", "of"):
                    continue
                bag = posts.bag(words)
                if not bag:
                    continue
                begin, stop = left or start, right or end
                if bag in known:
                    option = (1.0 + (stop - begin) / 100, begin, stop, bag)
                else:
                    near = max(known, key=lambda other, bag=bag: posts.alikeness(bag, other))  # type: ignore[misc]
                    option = (posts.alikeness(bag, near), begin, stop, near)
                if option[0] >= _ALIKE and (best is None or option[0] > best[0]):
                    best = option
        if best:
            _, begin, stop, bag = best
            while folded[begin] in ("the", "a", "an") and begin < start:
                begin += 1
            yield _called(tokens, begin, stop, known[bag])


def _lefts(tokens: Sequence[Token], folded: Sequence[str], start: int) -> Iterator[int]:
    """Where a post that ends before its country can begin: "citizens of the ...", "men from ..."."""
    at = start - 1
    if at >= 0 and folded[at] == "the":
        at -= 1
    if at < 1 or folded[at] not in ("of", "from", "in", "for", "to"):
        return
    for left in range(at - 1, max(-1, at - 1 - _POST_REACH), -1):
        if tokens[left].closes_clause and left < at - 1 and not _listing(folded, left):
            return
        if folded[left] in stop_words() and folded[left] not in ("of", "and", "the", "for", "other", "a", "an"):
            return
        yield left


def _rights(tokens: Sequence[Token], folded: Sequence[str], end: int) -> Iterator[int]:
    """Where a post that follows its country can end: "Danish Ministry of Defence and Security"."""
    if tokens[end - 1].closes_clause:
        return
    for right in range(end, min(len(folded), end + _POST_REACH)):
        if folded[right] in stop_words() and folded[right] not in ("of", "and", "the", "for", "other"):
            return
        yield right + 1
        if tokens[right].closes_clause and not _listing(folded, right):
            return


def _listing(folded: Sequence[str], comma: int) -> bool:
    """Whether a comma parts a list ("Agriculture, Fishing and Forestry") and not clauses."""
    return "and" in folded[comma + 2 : comma + 5]


def _plain_at(
    tokens: Sequence[Token],
    folded: Sequence[str],
    at: int,
    names: Names,
    gazetteer: Gazetteer,
    on: date,
    *,
    lower: bool,
) -> list[Called]:
    options = []
    for end in range(min(len(tokens), at + LONGEST_NAME), at, -1):
        actors = names.by_name.get(" ".join(folded[at:end]))
        if actors and _is_name(tokens, folded, at, end, lower=lower):
            options.append(_called(tokens, at, end, actors))
            break
    length, known = _known(gazetteer, folded, at)
    if known and _is_name(tokens, folded, at, at + length, lower=lower):
        options.append(_called_known(tokens, at, at + length, known, names, gazetteer, on))
    return options


def _is_name(tokens: Sequence[Token], folded: Sequence[str], start: int, end: int, *, lower: bool) -> bool:
    """Whether words that could name someone do: ordinary words only where capitals say so."""
    if any(not is_ordinary_word(word) for word in folded[start:end]):
        return True
    words = tokens[start:end]
    if end - start == 1:
        token = words[0]
        if token.text.isupper() and len(token.text) > 1 and not all(t.text.isupper() for t in tokens):
            return True
        if token.folded == "us" and token.text != "Us":
            return (start > 0 and folded[start - 1] == "the") or (start + 1 < len(tokens) and tokens[start + 1].joined)
        return token.capital and start > 0 and not tokens[start - 1].closes_sentence and not lower
    capitals = sum(token.capital for token in words)
    return lower or capitals * 2 >= len(words) or (capitals > 0 and end - start == 2) or end - start > 3


def _called(tokens: Sequence[Token], start: int, end: int, actors: Sequence[StoredActor]) -> Called:
    first = actors[0]
    people = [actor for actor in actors if actor.kind is ActorKind.PERSON]
    return Called(
        start,
        end,
        _text(tokens, start, end),
        tuple(dict.fromkeys(actor.id for actor in actors)),
        first.name,
        first.kind,
        first.country,
        ambiguous=len(people) > 1,
    )


def _called_known(
    tokens: Sequence[Token],
    start: int,
    end: int,
    known: Sequence[KnownActor],
    names: Names,
    gazetteer: Gazetteer,
    on: date,
) -> Called:
    people = [actor for actor in known if actor.kind is ActorKind.PERSON]
    if len(people) > 1 and len(people) == len(known):
        ranked = gazetteer.surname(tokens[end - 1].folded, on)
        order = {actor.key: place for place, actor in enumerate(ranked)}
        known = sorted(known, key=lambda actor: order.get(actor.key, len(order)))
    here = [names.by_key[actor.key] for actor in known if actor.key in names.by_key]
    first = known[0]
    in_office = bool(people) and bool(gazetteer.offices_of(first.key, on))
    origin = first.country if first.kind is ActorKind.COUNTRY else None
    return Called(
        start,
        end,
        _text(tokens, start, end),
        tuple(dict.fromkeys(actor.id for actor in here)),
        first.name,
        first.kind,
        first.country,
        origin=origin,
        ambiguous=sum(actor.kind is ActorKind.PERSON for actor in here) > 1 and not in_office,
    )


def _merged(options: Iterable[Called]) -> Called:
    """One name of several readings of the same words: the store's and the gazetteer's."""
    first, *others = options
    if not others:
        return first
    actors = tuple(dict.fromkeys(i for called in (first, *others) for i in called.actors))
    origin = next((called.origin for called in (first, *others) if called.origin), None)
    ambiguous = any(called.ambiguous for called in (first, *others)) and not all(
        called.actors and called.actors[0] == actors[0] for called in (first, *others)
    )
    return Called(first.start, first.end, first.text, actors, first.name, first.kind, first.country, origin, ambiguous)


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    """The words as written, without the possessive of the last."""
    parts = []
    for position in range(start, end):
        token = tokens[position]
        if position > start:
            parts.append("-" if token.joined else " ")
        text = token.text
        if position == end - 1 and token.possessive:
            text = text.removesuffix("'s").removesuffix("'")
        parts.append(text)
    return "".join(parts)


def _unknown_at(tokens: Sequence[Token], at: int, *, lower: bool) -> Called | None:
    """A name that nobody knows: words with capitals of which one is no English word."""
    end = at
    while end < len(tokens) and _may_be_name(tokens[end]) and (end == at or not tokens[end - 1].closes_clause):
        end += 1
    if lower or end == at or all(is_english_word(token.folded) for token in tokens[at:end]):
        return None
    if at == 0 and end > 1 and is_english_word(tokens[0].folded):
        return None
    return Called(at, end, _text(tokens, at, end))


def _may_be_name(token: Token) -> bool:
    return token.capital and token.folded.isalpha() and len(token.text) > 1 and token.folded not in stop_words()
