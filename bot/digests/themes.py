"""The headings of a digest, decided by who takes part, where it was, and what the line speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.digests.candidate import Candidate
from bot.knowledge.actors import fold

_TABLE = Path(__file__).parent / "data" / "themes.tsv"


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading with what belongs under it, as themes.tsv says."""

    heading: str
    least: int
    states: frozenset[str]
    phrases: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """The themes in the order in which they are tried; the last takes what is left."""
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines[1:]:
        heading, least, states, words = (line.split("\t") + [""] * 4)[:4]
        phrases = tuple(f" {phrase} " for phrase in words.split(";") if phrase)
        found.append(Theme(heading, int(least), frozenset(filter(None, states.split(";"))), phrases))
    return tuple(found)


def theme_of(candidate: Candidate) -> str:
    """The heading that an event stands under: by its parties and its place, else by what its line speaks of."""
    parties = {part.actor.country for part in candidate.parties if part.actor and part.actor.country}
    if candidate.event.country:
        parties.add(candidate.event.country)
    text = f" {fold(candidate.telling.text if candidate.telling else candidate.said)} "
    for theme in themes():
        if theme.least and len(theme.states & parties) >= theme.least:
            return theme.heading
        if any(phrase in text for phrase in theme.phrases):
            return theme.heading
    return themes()[-1].heading


def in_order(headings: Sequence[str]) -> list[str]:
    """Each heading once, as they first came, and what lies beyond the region last."""
    last = themes()[-1].heading
    return sorted(dict.fromkeys(headings), key=lambda heading: heading == last)
