"""Who and what a question names: the longest names of the store and the gazetteer, posts in a state, slips of the pen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.understanding.tokens import Token
from bot.knowledge import posts
from bot.knowledge.actors import Gazetteer, KnownActor, fold, is_english_word, is_ordinary_word
from bot.knowledge.words import stop_words, verb_lemmas
from db import actors as stored
from db import naming
from db.records import StoredActor
from db.vocabulary import ActorKind

LONGEST_NAME = 11
"""Words; among the longest is "extremist of the Islamic State of Iraq and the Levant"."""
_SHORTEST_MISSPELT = 5
_PAIR = 2
"""States that are spoken of together by one name and act each by itself: "the two Koreas"."""
_NAMES_TOO = frozenset(("us", "who", "it"))
"""Function words that are names when written with capitals."""
_BODY_KEYS = ("body:", "military:", "government:")
_LONGEST_STATE = 5
_NO_STATES = frozenset(("the", "a"))
_JOINING = frozenset(("of", "and", "or", "the", "a", "an", "for", "with"))
_WITHIN = _JOINING | {"other"}
"""Function words that may stand within the name of a post."""
_PEOPLE = "citizen"
"""The post of a state's people; see posts.py."""
_LONGEST_RUN = 4
_MOST_POSTS = 400
"""Aliases of one state's posts; the United States have 150."""
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
    """What of a question must be looked up: folded names and keys of known actors."""

    names: frozenset[str]
    keys: frozenset[str]
    doubtful: tuple[str, ...]
    """Words that are neither English nor known, and so may be misspelt names."""
    posts: tuple["_Post", ...]
    runs: tuple[str, ...] = ()
    """Words with capitals in a row, of which one is doubtful: perhaps a misspelt name as a whole."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the store knows of the names in one question."""

    by_name: Mapping[str, tuple[StoredActor, ...]] = field(default_factory=dict)
    by_key: Mapping[str, StoredActor] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    """The name's word that a misspelt one stands for."""


@dataclass(frozen=True, slots=True)
class _Post:
    """Words [start, end) that may tell a post of a state or region, which itself stands at `state`; see posts.py."""

    start: int
    end: int
    state: int
    group: str
    bag: str
    ministry: bool

    @property
    def alias(self) -> str:
        """How such a post is called in the store."""
        return f"{self.group}:{self.bag}"


def sought(tokens: Sequence[Token], gazetteer: Gazetteer) -> Sought:
    """Say what to look up for a question. Pure; `look_up` asks the store for it."""
    folded = [token.folded for token in tokens]
    names = {" ".join(folded[start:end]) for start, end in _spans(folded)}
    known = [_known(gazetteer, folded, at) for at in range(len(folded))]
    covered = {at + i for at, (length, _) in enumerate(known) for i in range(length)}
    doubtful = [word for at, word in enumerate(folded) if at not in covered and _is_doubtful(word)]
    names.update(word[:-1] for word in doubtful if word.endswith("s"))
    keys = {actor.key for _, actors in known for actor in actors}
    for at in range(len(folded) - 1):
        if len(pair := _pair_at(gazetteer, folded, at)) == _PAIR:
            keys.update(f"country:{code}" for code in pair)
    candidates = tuple(_candidates(tokens, folded))
    names.update(post.alias for post in candidates)
    names.update(f"{post.group}:ministry" for post in candidates if post.ministry)
    names.update(fold(actor.name) for _, actors in known for actor in actors)
    return Sought(frozenset(names), frozenset(keys), tuple(doubtful), candidates, tuple(_runs(tokens, doubtful)))


def _runs(tokens: Sequence[Token], doubtful: Sequence[str]) -> Iterator[str]:
    """Runs of two to four words that may be one name with a slip in it."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _may_be_name(tokens, end) and (end == at or not _ends_name(tokens[end - 1])):
            end += 1
        words = [token.folded for token in tokens[at:end]]
        if 1 < len(words) <= _LONGEST_RUN and any(word in doubtful for word in words):
            yield " ".join(words)
        at = max(end, at + 1)


async def look_up(session: AsyncSession, wanted: Sought, gazetteer: Gazetteer) -> Names:
    """Ask the store for what a question names."""
    found = await naming.known(session, wanted.names, wanted.keys)
    meant: dict[str, str] = {}
    told = {word for name in found.by_name for word in name.split()}
    lost = [word for word in wanted.doubtful if word not in told and word.removesuffix("s") not in told]
    for run in wanted.runs:
        if any(word in lost for word in run.split()) and (name := await _nearest(session, run)):
            meant[run] = name
            found.by_name.update((await naming.known(session, [name], ())).by_name)
            lost = [word for word in lost if word not in run.split()]
    for word in lost:
        await _correct(session, word, gazetteer, found, meant)
    for post in _unfound(wanted.posts, found.by_name):
        others = await stored.beginning(session, f"{post.group}:", limit=_MOST_POSTS)
        alias = max((alias for alias, _ in others), key=lambda other: _alikeness(post, other), default=None)
        if alias and _alikeness(post, alias) >= _ALIKE:
            actors = (await naming.known(session, [alias], [])).by_name
            found.by_name[post.alias] = actors[alias]
    return Names(found.by_name, found.by_key, meant)


def _unfound(candidates: Sequence[_Post], known: Mapping[str, object]) -> Iterator[_Post]:
    """For each state, the longest words for a post of it that could be another's by other words, where none is known."""
    for state in dict.fromkeys(post.state for post in candidates):
        own = [post for post in candidates if post.state == state]
        if any(post.alias in known or (post.ministry and f"{post.group}:ministry" in known) for post in own):
            continue
        likely = [post for post in own if posts.is_likely(post.bag)]
        if likely:
            yield max(likely, key=lambda post: len(post.bag))


def _alikeness(post: _Post, alias: str) -> float:
    return posts.alikeness(post.bag, alias.partition(":")[2])


async def _correct(
    session: AsyncSession, word: str, gazetteer: Gazetteer, found: naming.Known, meant: dict[str, str]
) -> None:
    """Find whom a word may mean that is no name as it stands."""
    forms = (word, word.removesuffix("s"))
    actors = next((actors for form in forms if (actors := gazetteer.surname(form) or gazetteer.misspelt(form))), ())
    if actors:
        found.by_key.update((await naming.known(session, (), [actor.key for actor in actors])).by_key)
    elif name := await _nearest(session, word):
        meant[word] = name
        found.by_name.update((await naming.known(session, [name], ())).by_name)


async def _nearest(session: AsyncSession, word: str) -> str | None:
    """The one name of the store that a word is a slip away from; None where there is none, or several."""
    from rapidfuzz.distance import DamerauLevenshtein

    if len(word) < _SHORTEST_MISSPELT:
        return None
    parts = word.count(" ")
    candidates = {
        name for name, _ in await stored.nearly(session, word) if name.count(" ") == parts and ":" not in name
    }
    near = [name for name in candidates if DamerauLevenshtein.distance(name, word) == 1]
    return near[0] if len(near) == 1 else None


def mended(tokens: Sequence[Token], names: Names, gazetteer: Gazetteer) -> tuple[Token, ...]:
    """Put the names that misspelt words stand for in their place: "Kishda", "sunack", and "pelosis" without its sign."""
    folded = [token.folded for token in tokens]
    covered: set[int] = set()
    for at in range(len(folded)):
        length = _known(gazetteer, folded, at)[0]
        longest = (end for end in range(min(len(folded), at + LONGEST_NAME), at, -1))
        length = max(length, next((end - at for end in longest if " ".join(folded[at:end]) in names.by_name), 0))
        length = max(length, _PAIR if len(_pair_at(gazetteer, folded, at)) == _PAIR else 0)
        covered.update(range(at, at + length))
    for post in _candidates(tokens, folded):
        if post.alias in names.by_name:
            covered.update(range(post.start, post.end))
    return tuple(
        token if at in covered or not _is_doubtful(token.folded) else _mended(token, names, gazetteer)
        for at, token in enumerate(tokens)
    )


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
    for called in _posts(tuple(_candidates(tokens, folded)), tokens, names):
        held = post_spans.get(called.start)
        if held is None or called.end > held.end:
            post_spans[called.start] = called
    found: list[Called] = []
    at = 0
    while at < len(tokens):
        options = [post_spans[at]] if at in post_spans else []
        options += _plain_at(tokens, folded, at, names, gazetteer, on, lower=lower)
        best = max(options, key=lambda called: called.end, default=None)
        unknown = _unknown_at(tokens, folded, at, names, gazetteer, on)
        if unknown and (best is None or unknown.end > best.end):
            best, options = unknown, []
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
            # The "I" of "Juan Carlos I" is no pronoun.
            if folded[end - 1] not in empty or (folded[end - 1] == "i" and end - start > 1):
                yield start, end


def _known(gazetteer: Gazetteer, folded: Sequence[str], at: int) -> tuple[int, tuple[KnownActor, ...]]:
    return _known_at_each(gazetteer, tuple(folded))[at]


@lru_cache(maxsize=16)
def _known_at_each(gazetteer: Gazetteer, folded: tuple[str, ...]) -> list[tuple[int, tuple[KnownActor, ...]]]:
    """What the gazetteer knows at each word: how many words the name has, and whom it means."""
    empty = stop_words() - _NAMES_TOO
    return [(0, ()) if word in empty else gazetteer.longest(folded, at) or (0, ()) for at, word in enumerate(folded)]


def _group_mentions(tokens: Sequence[Token], folded: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The countries and regions named, as (start, end, group); the longest of several at one place."""
    at = 0
    while at < len(folded):
        for end in range(min(len(folded), at + _LONGEST_STATE), at, -1):
            group = posts.group_of(" ".join(folded[at:end])) if folded[at] not in _NO_STATES else None
            if group and not (folded[at] == "us" and not _is_state(tokens, at)):
                yield at, end, group
                at = end - 1
                break
        at += 1


def _is_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether "us" is a country: "the us", "US"."""
    return tokens[at].text.isupper() or (at > 0 and tokens[at - 1].folded == "the")


def _pair_at(gazetteer: Gazetteer, folded: Sequence[str], at: int) -> tuple[str, ...]:
    return gazetteer.region(" ".join(folded[at : at + _PAIR]))


def _candidates(tokens: Sequence[Token], folded: Sequence[str]) -> Iterator[_Post]:
    """What may be posts of states and regions: "citizens of Benin", "the Danish Ministry of Defence", "Fiji's police"."""
    for start, end, group in _group_mentions(tokens, folded):
        if _are_people(folded[end - 1]):
            yield _Post(start, end, start, group, _PEOPLE, ministry=False)
        for left in (start, *_lefts(tokens, folded, start)):
            for right in (end, *_rights(tokens, folded, end)):
                around = left < start and right > end
                if (left == start and right == end) or (around and folded[start - 1] not in ("the", "of")):
                    continue
                words = (*folded[left:start], *folded[end:right])
                begin, stop = left, right
                while folded[begin] in _JOINING:
                    begin += 1
                while folded[stop - 1] in _JOINING:
                    stop -= 1
                for bag in posts.meant(words):
                    yield _Post(begin, stop, start, group, bag, "ministry" in words)


def _are_people(word: str) -> bool:
    """Whether a word is for a state's people: "Australians", but not "Philippines"."""
    singular = word.removesuffix("s")
    return (
        singular != word and posts.group_of(singular) is not None and posts.group_of(singular) == posts.group_of(word)
    )


def _posts(candidates: Sequence[_Post], tokens: Sequence[Token], names: Names) -> Iterator[Called]:
    """The posts that the store knows: of each state or region the one that takes up most words."""
    for state in dict.fromkeys(post.state for post in candidates):
        own = [post for post in candidates if post.state == state]
        exact = [post for post in own if post.alias in names.by_name and post.bag != "ministry"]
        if exact:
            best = max(exact, key=lambda post: post.end - post.start)
            yield _called(tokens, best.start, best.end, names.by_name[best.alias])
            continue
        # Where the store does not tell a state's ministries apart, any of them is its ministry.
        ministry = [post for post in own if post.ministry and f"{post.group}:ministry" in names.by_name]
        if ministry:
            best = max(ministry, key=lambda post: (posts.likelihood(post.bag), post.end - post.start))
            yield _called(tokens, best.start, best.end, names.by_name[f"{best.group}:ministry"])


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
        if _parts_posts(folded[left]):
            return
        yield left


def _rights(tokens: Sequence[Token], folded: Sequence[str], end: int) -> Iterator[int]:
    """Where a post that follows its country can end: "Danish Ministry of Defence and Security"."""
    if tokens[end - 1].closes_clause:
        return
    for right in range(end, min(len(folded), end + _POST_REACH)):
        if _parts_posts(folded[right]):
            return
        yield right + 1
        if tokens[right].closes_clause and not _listing(folded, right):
            return


@lru_cache(maxsize=4096)
def _parts_posts(word: str) -> bool:
    """Whether a word cannot stand within the name of a post: a function word, or a verb in the past."""
    if word in stop_words():
        return word not in _WITHIN
    return word in ("first", "last") or (_is_past(word) and not posts.is_telling(word))


def _is_past(word: str) -> bool:
    verbs = verb_lemmas(word)
    return bool(verbs) and word not in verbs and not word.endswith(("s", "ing"))


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
    if tokens[at].joined and not tokens[at].capital and not gazetteer.country_of(folded[at]):
        return []
    options = []
    for end in range(min(len(tokens), at + LONGEST_NAME), at, -1):
        words = " ".join(folded[at:end])
        actors = names.by_name.get(names.meant.get(words, words))
        if actors and _is_name(tokens, folded, at, end, lower=lower):
            options.append(_called(tokens, at, end, actors))
            break
    pair = _pair_at(gazetteer, folded, at)
    if len(pair) == _PAIR:
        both = [state for code in pair if (state := gazetteer.by_key(f"country:{code}"))]
        options.append(_called_known(tokens, at, at + _PAIR, both, names, gazetteer, on))
    length, known = _known(gazetteer, folded, at)
    if known and _ends_in_adjective(gazetteer, folded, at, length):
        length, known = 0, ()
    if known and _qualifies(tokens, at + length, known):
        length, known = _state_of(gazetteer, folded, at, length, known)
    if known and _is_name(tokens, folded, at, at + length, lower=lower):
        options.append(_called_known(tokens, at, at + length, known, names, gazetteer, on))
    return options


def _ends_in_adjective(gazetteer: Gazetteer, folded: Sequence[str], at: int, length: int) -> bool:
    """Whether a body's "of" leads to an adjective that qualifies something else: "forces of the Fijian police"."""
    if "of" not in folded[at : at + length] or at + length == len(folded) or folded[at + length] in stop_words():
        return False
    code = gazetteer.country_of(folded[at + length - 1])
    return code is not None and folded[at + length - 1] not in fold(gazetteer.country_name(code)).split()


def _qualifies(tokens: Sequence[Token], end: int, known: Sequence[KnownActor]) -> bool:
    """Whether a body's name is only the beginning of another's: "South Korean military exercises"."""
    if not known[0].key.startswith(_BODY_KEYS) or tokens[end - 1].closes_clause or tokens[end - 1].possessive:
        return False
    if end == len(tokens) or tokens[end].folded in stop_words() or not is_english_word(tokens[end].folded):
        return False
    return tokens[end].folded.endswith("s") or not verb_lemmas(tokens[end].folded)


def _state_of(
    gazetteer: Gazetteer, folded: Sequence[str], at: int, length: int, known: tuple[KnownActor, ...]
) -> tuple[int, tuple[KnownActor, ...]]:
    """The country that begins a body's name, where one does."""
    country = known[0].country
    for shorter in range(length - 1, 0, -1):
        if country and gazetteer.country_of(" ".join(folded[at : at + shorter])) == country:
            state = gazetteer.by_key(f"country:{country}")
            return (shorter, (state,)) if state else (length, known)
    return length, known


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
    if not here:
        # The store may know the same one by another key: by the gazetteer's name, or without the title.
        other = names.by_name.get(fold(known[0].name), ())
        folded = [token.folded for token in tokens[start:end]]
        untitled = (names.by_name.get(" ".join(folded[at:])) for at in range(1, len(folded) - 1))
        here = list(other or next((actors for actors in untitled if actors), ()))
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


def _unknown_at(
    tokens: Sequence[Token],
    folded: Sequence[str],
    at: int,
    names: Names,
    gazetteer: Gazetteer,
    on: date,
) -> Called | None:
    """A name that nobody knows: words with capitals of which one is no English word. Misspelt ones are known after all."""
    end = at
    while end < len(tokens) and _may_be_name(tokens, end) and (end == at or not _ends_name(tokens[end - 1])):
        end += 1
    if at == 0 and end > 1 and is_english_word(folded[0]):
        return None
    strange = [
        i for i in range(at, end) if not is_english_word(folded[i]) and not _is_known_alone(folded, i, names, gazetteer)
    ]
    if not strange or (end - at == 1 and tokens[at].joined):
        return None
    meant = gazetteer.misspelt(" ".join(folded[at:end])) if end - at > 1 else ()
    if meant:
        return _called_known(tokens, at, end, meant, names, gazetteer, on)
    return Called(at, end, _text(tokens, at, end))


def _may_be_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word could stand in a name: a capital, or a part like the second of "Dae-jun"."""
    token = tokens[at]
    if not token.folded.isalpha() or len(token.text) < 2 or token.folded in stop_words():
        return False
    return token.capital or (token.joined and at > 0 and tokens[at - 1].capital and not is_english_word(token.folded))


def _ends_name(token: Token) -> bool:
    return token.possessive or token.closes_clause


def _is_known_alone(folded: Sequence[str], at: int, names: Names, gazetteer: Gazetteer) -> bool:
    if folded[at] in names.by_name:
        return True
    for start in range(max(0, at - 3), at + 1):
        length, _ = _known(gazetteer, folded, start)
        if start + length > at:
            return True
    return False
