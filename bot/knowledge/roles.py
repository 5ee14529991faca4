"""What a description says about people who are not named: "Japanese defence minister", "Thai protesters"."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from bot.knowledge.actors import Gazetteer, KnownActor, gazetteer
from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows
from db.vocabulary import ActorKind

FORMER = "ELI"
"""CAMEO's sector of former officials."""

_LEVELS = {"person": 3, "body": 2, "weak": 1}
_LONGEST_PHRASE = 6
_ARTICLES = frozenset({"the", "a", "an", "some", "several", "many", "his", "her", "their", "its", "our"})
_PREPOSITIONS = frozenset({"of", "in", "from", "for", "at", "to", "with", "on", "by", "near", "against", "and", "who"})
_NOT_OF = frozenset({"to", "against", "on", "with", "and", "near"})
"""After these a country is another one than the described people's: "Russia's ambassador to Poland"."""
_FORMER = frozenset({"former", "ex", "onetime", "erstwhile", "disgraced", "ousted", "deposed", "retired", "late"})
_OFFICIAL = frozenset({"GOV", "LEG", "SPY", "COP", "JUD", "PTY", "MIL"})
_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child"}


def resolve_role(words: str, on: date | None = None) -> tuple[str | None, str | None]:
    """Return the country (alpha-3) and sector (CAMEO code) that the words say, None for what they leave open.

    A named one brings their own: "Boko Haram gunmen", "Fumio Kishida"; a person whose offices all ended before the day
    `on` is a former official.
    """
    known = gazetteer()
    tokens = [token for token in fold(words).split() if token != "s"]
    while tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
    if not tokens:
        return None, None
    former = any(token in _FORMER for token in tokens)
    if named := known.named(" ".join(tokens)):
        best = named[0]
        return best.country, _sector_of(known, best, on, former=former)
    country, inherited = _country(known, tokens)
    sector, level = _sector(tokens)
    if inherited and level < _LEVELS["person"]:
        sector = inherited
    if former and sector in _OFFICIAL:
        sector = FORMER
    return country, sector


def _sector_of(known: Gazetteer, actor: KnownActor, on: date | None, *, former: bool) -> str | None:
    if actor.kind is not ActorKind.PERSON:
        return actor.sector
    offices = known.offices_of(actor.key)
    if former or (on and offices and all(office.end and office.end < on for office in offices)):
        return FORMER
    return actor.sector


def _country(known: Gazetteer, tokens: Sequence[str]) -> tuple[str | None, str | None]:
    """The country of the described people, and the sector of an organisation named among the words."""
    other: str | None = None
    place = 0
    while place < len(tokens):
        found = known.longest(tokens, place)
        actor = found[1][0] if found else None
        length = found[0] if found else 1
        text = " ".join(tokens[place : place + length])
        country = actor.country if actor else None
        if country is None and (spot := known.place(text)):
            country = spot[1]
        if country or (actor and actor.sector and actor.kind is not ActorKind.PERSON):
            if place and tokens[place - 1] in _NOT_OF:
                other = other or country
            elif not (actor and actor.kind is ActorKind.PERSON and length == 1):
                return country, actor.sector if actor and not actor.key.startswith("government:") else None
        place += length
    return other, None


def _sector(tokens: Sequence[str]) -> tuple[str | None, int]:
    """The sector that the words for what they do give, with how surely: the head of the phrase counts before the rest."""
    best: tuple[tuple[int, int], str] | None = None
    depth = 0
    place = 0
    while place < len(tokens):
        depth += tokens[place] in _PREPOSITIONS
        length, found = _agent_at(tokens, place)
        if found:
            level, sector = found
            rank = (level, -depth)
            if best is None or rank >= best[0]:
                best = (rank, sector)
        place += max(length, 1)
    return (best[1], best[0][0]) if best else (None, 0)


def _agent_at(tokens: Sequence[str], start: int) -> tuple[int, tuple[int, str] | None]:
    agents = _agents()
    for end in range(min(len(tokens), start + _LONGEST_PHRASE), start, -1):
        *before, last = tokens[start:end]
        for form in _singulars(last):
            if found := agents.get(" ".join((*before, form))):
                return end - start, found
    return 0, None


def _singulars(word: str) -> list[str]:
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    if word.endswith("men"):
        forms.append(f"{word[:-3]}man")
    if word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
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
