"""The headings of a digest, decided by who takes part, where it was, and what the line speaks of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.digests.candidate import Candidate
from bot.knowledge.actors import fold
from db.vocabulary import Role

NEARLY = 0.6
_WEIGHTS = {Role.ACTOR: 1.0}
_BY_PHRASE = 1.2
_TABLE = Path(__file__).parent / "data" / "themes.tsv"


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading with what belongs under it, as themes.tsv says."""

    heading: str
    least: int
    weight: float
    states: frozenset[str]
    phrases: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """The themes in the order in which they are tried; the last takes what is left."""
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines[1:]:
        heading, least, weight, states, words = (line.split("\t") + [""] * 5)[:5]
        phrases = tuple(f" {phrase} " for phrase in words.split(";") if phrase)
        found.append(Theme(heading, int(least), float(weight), frozenset(filter(None, states.split(";"))), phrases))
    return tuple(found)


def theme_of(candidate: Candidate) -> str:
    """The heading that an event stands under.

    What was done to somebody or somewhere says more of where it belongs than who did it, and both more than a mention;
    of the themes that weigh nearly the same the first of the table is meant.
    """
    states: dict[str, float] = {}
    for part in candidate.parties:
        if part.actor and part.actor.country:
            states[part.actor.country] = max(states.get(part.actor.country, 0.0), _WEIGHTS.get(part.role, 1.5))
    if candidate.event.country:
        states[candidate.event.country] = 1.5
    for code in candidate.countries:
        states.setdefault(code, 0.5)
    if candidate.setting and not states:
        states[candidate.setting] = 0.5
    text = f" {fold(candidate.telling.text if candidate.telling else candidate.said)} "
    weighed = [(theme, _weight(theme, states, text)) for theme in themes()]
    most = max(weight for _, weight in weighed)
    if most == 0.0:
        return themes()[-1].heading
    return next(theme.heading for theme, weight in weighed if weight >= NEARLY * most)


def _weight(theme: Theme, states: Mapping[str, float], text: str) -> float:
    taking_part = [weight for code, weight in states.items() if code in theme.states]
    own = max(taking_part) if theme.least and len(taking_part) >= theme.least else 0.0
    return theme.weight * max(own, _BY_PHRASE if any(phrase in text for phrase in theme.phrases) else 0.0)


def in_order(headings: Sequence[str]) -> list[str]:
    """Each heading once, as they first came, and what lies beyond the region last."""
    last = themes()[-1].heading
    return sorted(dict.fromkeys(headings), key=lambda heading: heading == last)
