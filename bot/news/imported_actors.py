"""Who the names of imported events are: "Citizen (North Korea)" is a post in a state, "Angela Merkel" a person."""

from functools import cache

from bot.knowledge import posts
from bot.knowledge.actors import gazetteer, is_ordinary_word
from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows
from bot.knowledge.tables import words as word_list
from bot.knowledge.words import canonical, noun_lemmas
from db.records import NewActor
from db.vocabulary import ActorKind

_LINKED = (ActorKind.COUNTRY, ActorKind.PERSON, ActorKind.ORGANISATION)
_SHORTEST_SURNAME = 4
_LONGEST_POST = 2
"""Words of a post in GDELT: "PRIME MINISTER"; longer names are names."""
_LONGEST_PERSON = 5
"""Words of a person's name."""


def actor_named(name: str, *, country: str = "", sectors: str = "") -> NewActor:
    """Return the actor that a name of an event file means.

    `country` is the country's name and `sectors` the list that the 20-column files give. One that the gazetteer
    knows by exactly this name is the gazetteer's; any other keeps its own name and key. The aliases are all the
    ways to ask for it.
    """
    post, group = parted(name)
    if group:
        return _post(name, post, group)
    known = gazetteer().named(name)
    same = [actor for actor in known if actor.kind in _LINKED and actor.name == name]
    if len(same) == 1:
        actor = same[0]
        aliases = tuple(_aliases(name, person=actor.kind is ActorKind.PERSON))
        return NewActor(actor.key, name, actor.kind, actor.country, actor.sector, actor.description, aliases)
    code = gazetteer().country_of(country) if country else None
    kind = _kind_of_name(name)
    sector = _kind_of_post(name)[1] if kind is ActorKind.ORGANISATION else _sector(sectors)
    aliases = tuple(_aliases(name, person=kind is ActorKind.PERSON))
    if len(known) == 1:
        aliases = tuple(dict.fromkeys((*aliases, fold(known[0].name))))
    return NewActor(f"icews:{name}", name, kind, code, sector, None, aliases)


def actor_coded(name: str, *, country: str = "", kind: str = "") -> NewActor:
    """Return the actor of a GDELT row: its name in capitals, its country's code and the code of its first type.

    A country's name or adjective is the country, or its government where the type says so; "POLICE" with a country is a
    post in that state.
    """
    known = gazetteer()
    code = country if known.country_name(country) != country else None
    named = known.country_of(name) or known.metonym(name)
    if named:
        governs = kind == "GOV" or known.country_of(name) is None
        actor = known.by_key(f"{'government' if governs else 'country'}:{named}")
        if actor:
            return NewActor(actor.key, actor.name, actor.kind, actor.country, actor.sector, None, (fold(actor.name),))
    people = [actor for actor in known.named(name) if actor.kind in _LINKED and code in (None, actor.country)]
    if len(people) == 1:
        actor = people[0]
        return NewActor(
            actor.key, actor.name, actor.kind, actor.country, actor.sector, actor.description, (fold(name),)
        )
    title = name.title()
    if code and kind and len(name.split()) <= _LONGEST_POST and _kind_of_post(title)[1]:
        return _post(f"{title} ({known.country_name(code)})", title, known.country_name(code))
    guessed = _kind_of_post(title)
    return NewActor(f"gdelt:{country}:{fold(name)}", title, guessed[0], code, kind or guessed[1], None, (fold(name),))


def parted(name: str) -> tuple[str, str]:
    """Part "Member of Legislative (Govt) (Nigeria)" into the post and its group; a name without one has no group."""
    if not name.endswith(")"):
        return name, ""
    depth = 0
    for at in range(len(name) - 1, 0, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            return name[:at].strip(), name[at + 1 : -1].strip()
    return name, ""


def _post(name: str, post: str, group: str) -> NewActor:
    code = gazetteer().country_of(group)
    prefix = posts.group_of(group)
    kind, sector = _kind_of_post(post)
    aliases = [fold(name)]
    if prefix:
        aliases += [f"{prefix}:{bag}" for bag in posts.bags(post)]
    else:
        # The group is itself an organisation or people: there is no adjective for it.
        owner, what = fold(group), fold(post)
        singular = " ".join(noun_lemmas(word)[0] for word in what.split())
        for words in dict.fromkeys((what, singular)):
            aliases += [f"{words} of {owner}", f"{words} of the {owner}", f"{owner} {words}", f"{words} from {owner}"]
    return NewActor(f"icews:{name}", name, kind, code, sector, None, tuple(dict.fromkeys(aliases)))


def _aliases(name: str, *, person: bool) -> list[str]:
    """The folded names that a plain name is asked for by."""
    folded = fold(name)
    words = folded.split()
    if not words:
        return []
    found = [folded, " ".join(map(canonical, words)), *_other_names().get(folded, ())]
    if words[0] == "the":
        found.append(" ".join(words[1:]))
    if person:
        surname = words[-1]
        if len(words) > 2:
            # "Dmitry Anatolyevich Medvedev" is not asked for by his father's name.
            found.append(f"{words[0]} {surname}")
        if len(words) > 1 and len(surname) >= _SHORTEST_SURNAME and not is_ordinary_word(surname):
            found.append(surname)
    else:
        found += [*_turned(words), *_with_adjectives(words)]
    return [alias for alias in dict.fromkeys(found) if alias]


def _turned(words: list[str]) -> list[str]:
    """ "Islamic Courts Union" as "union of islamic courts", "Bank of China" as "china bank"."""
    if "of" in words[1:-1]:
        at = words.index("of")
        owner = [word for word in words[at + 1 :] if word != "the"]
        return [" ".join((*owner, *words[:at]))]
    if words[-1] in _body_words():
        return [f"{words[-1]} of {' '.join(words[:-1])}", f"{words[-1]} of the {' '.join(words[:-1])}"]
    return []


def _with_adjectives(words: list[str]) -> list[str]:
    """ "Australia Greens" as "australian greens"."""
    known = gazetteer()
    codes = [(at, code) for at, word in enumerate(words[:-1]) if (code := known.country_of(word))]
    return [" ".join((*words[:at], fold(known.adjective(code)), *words[at + 1 :])) for at, code in codes]


def _kind_of_name(name: str) -> ActorKind:
    """A guess from the words: an organisation has a word for one, a person two to five words with capitals."""
    words = fold(name).split()
    lemmas = {noun_lemmas(canonical(word))[0] for word in words}
    if lemmas & _body_words() or any(word in lemmas for word in ("of", "and", "for")):
        return ActorKind.ORGANISATION
    if any(gazetteer().country_of(word) for word in words):
        return ActorKind.OTHER
    capital = all(word[0].isupper() or not word[0].isalpha() or word.islower() for word in name.split())
    plain = not any(word.isupper() and len(word) > 2 for word in name.split())
    return ActorKind.PERSON if 2 <= len(words) <= _LONGEST_PERSON and capital and plain else ActorKind.OTHER


@cache
def _post_kinds() -> tuple[tuple[frozenset[str], ActorKind, str], ...]:
    return tuple((frozenset(parts(words)), ActorKind(kind), sector) for kind, sector, words in rows("post_kinds"))


@cache
def _body_words() -> frozenset[str]:
    return word_list("body_words")


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    return {fold(name): tuple(parts(aliases)) for name, aliases in rows("imported_names")}


def _kind_of_post(post: str) -> tuple[ActorKind, str | None]:
    lemmas = {noun_lemmas(canonical(word))[0] for word in fold(post).split()}
    found = next(((kind, sector) for words, kind, sector in _post_kinds() if lemmas & words), None)
    return found or (ActorKind.GROUP, None)


def _sector(sectors: str) -> str | None:
    """The sector by the first of the data set's own sector names that tells one."""
    return next((found for name in sectors.split(",") if name and (found := _kind_of_post(name)[1])), None)
