"""What a description says about people who are not named: "Japanese defence minister", "Thai protesters"."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from bot.knowledge.actors import Gazetteer, KnownActor, gazetteer, is_ordinary_word
from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows
from db.vocabulary import ActorKind

FORMER = "ELI"
"""CAMEO's sector of former officials."""

_LEVELS = {"person": 3, "body": 2, "weak": 1}
_LONGEST_PHRASE = 6
_ARTICLES = frozenset({"the", "a", "an", "some", "several", "many", "his", "her", "their", "its", "our"})
_OWN = frozenset({"of", "in", "from", "at", "for", "near", "by"})
"""After these comes where the described people belong: "protesters in Bangkok"."""
_OTHER = frozenset({"to", "against", "on", "with", "and", "who"})
"""After these comes somebody else: "Russia's ambassador to Poland"."""
_FORMER = frozenset({"former", "ex", "onetime", "erstwhile", "disgraced", "ousted", "deposed", "retired", "late"})
_OFFICIAL = frozenset({"GOV", "LEG", "SPY", "COP", "JUD", "PTY", "MIL"})
_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child"}


def resolve_role(words: str, on: date | None = None) -> tuple[str | None, str | None]:
    """Return the country (alpha-3) and sector (CAMEO code) that the words say, None for what they leave open.

    A named one brings their own: "Boko Haram gunmen", "Fumio Kishida". Who has held office but does not on the day `on`
    (or now) is a former official, ELI.
    """
    known = gazetteer()
    capitals = frozenset(fold(word) for word in words.split() if word[:1].isupper())
    tokens = [token for token in fold(words).split() if token not in _ARTICLES]
    if not tokens:
        return None, None
    former = any(token in _FORMER for token in tokens)
    if found := known.named(" ".join(tokens)):
        in_office = on is None and not former and known.longest_office(tokens, 0) is not None
        return found[0].country, found[0].sector if in_office else _sector_of(known, found[0], on, former=former)
    country, inherited = _country(known, tokens, capitals, on)
    sector, level = _sector(tokens)
    if inherited and level < _LEVELS["person"]:
        sector = inherited
    sector = sector or _rank(known, tokens)
    return country, FORMER if former and sector in _OFFICIAL else sector


def _sector_of(known: Gazetteer, actor: KnownActor, on: date | None, *, former: bool) -> str | None:
    if actor.kind is not ActorKind.PERSON:
        return known.sector_on(actor.key, on)
    offices = known.offices_of(actor.key)
    if on is None:
        left = bool(offices) and all(office.end for office in offices)
    else:
        left = any(office.start <= on for office in offices) and not known.offices_of(actor.key, on)
    return FORMER if (former or left) and actor.sector in _OFFICIAL else actor.sector


def _country(
    known: Gazetteer, tokens: Sequence[str], capitals: frozenset[str], on: date | None
) -> tuple[str | None, str | None]:
    """The country of the described people, and the sector of an organisation named among the words."""
    other: str | None = None
    at = 0
    while at < len(tokens):
        length, actor, country = _named_at(known, tokens, at, capitals)
        if country or actor:
            if at and tokens[at - 1] in _OTHER:
                other = other or country
            else:
                named = actor if actor and not actor.key.startswith("government:") else None
                return country, known.sector_on(named.key, on) if named else None
        at += length
    return other, None


def _named_at(
    known: Gazetteer, tokens: Sequence[str], at: int, capitals: frozenset[str]
) -> tuple[int, KnownActor | None, str | None]:
    """What is named at the position: how many words, the actor and the country. People are left out: they are whole."""
    if tokens[at] not in capitals and is_ordinary_word(tokens[at]):
        return 1, None, None
    found = known.longest(tokens, at)
    if found and found[1][0].kind is not ActorKind.PERSON:
        return found[0], found[1][0], found[1][0].country
    if (at == 0 or tokens[at - 1] in _OWN) and (place := known.longest_place(tokens, at)):
        return place[0], None, place[2]
    meant = known.misspelt(tokens[at]) if tokens[at] in capitals else ()
    if meant and meant[0].kind is ActorKind.COUNTRY:
        return 1, meant[0], meant[0].country
    return 1, None, None


def _sector(tokens: Sequence[str]) -> tuple[str | None, int]:
    """The sector that the words for what they do give, and how surely: the phrase's head counts before the rest."""
    best: tuple[tuple[int, int], str] | None = None
    depth = 0
    at = 0
    while at < len(tokens):
        depth += tokens[at] in _OWN or tokens[at] in _OTHER
        length, found = _agent_at(tokens, at)
        if found:
            level, sector = found
            rank = (level, -depth)
            if best is None or rank >= best[0]:
                best = (rank, sector)
        at += max(length, 1)
    return (best[1], best[0][0]) if best else (None, 0)


def _agent_at(tokens: Sequence[str], start: int) -> tuple[int, tuple[int, str] | None]:
    agents = _agents()
    for end in range(min(len(tokens), start + _LONGEST_PHRASE), start, -1):
        *before, last = tokens[start:end]
        for form in _singulars(last):
            if found := agents.get(" ".join((*before, form))):
                return end - start, found
    return 0, None


def _rank(known: Gazetteer, tokens: Sequence[str]) -> str | None:
    """The sector of a form of address before an unknown name: "Sen. Feliciano Valencia"."""
    for length in (3, 2, 1):
        if length < len(tokens) and (sector := known.honorific(" ".join(tokens[:length]))):
            return sector
    return None


def _singulars(word: str) -> list[str]:
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    if word.endswith("men"):
        forms.append(f"{word[:-3]}man")
    if word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
    if word.endswith("ves"):
        forms.append(f"{word[:-3]}f")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return forms


@cache
def _agents() -> dict[str, tuple[int, str]]:
    agents: dict[str, tuple[int, str]] = {}
    for level, sector, words in rows("agents"):
        for word in parts(words):
            if word not in agents or agents[word][0] < _LEVELS[level]:
                agents[word] = (_LEVELS[level], sector)
    return agents
