"""Names in a question, and what the store knows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.asking.understanding.line import Line
from db.records import StoredActor
from db.vocabulary import ActorKind


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

    @property
    def is_place(self) -> bool:
        """Whether it is known as a place alone, so that it can do nothing: "the Taiwan Strait"."""
        return self.kind is None and self.name is not None and not self.actors


@dataclass(frozen=True, slots=True)
class Names:
    """What the store knows of the names in one question."""

    by_name: Mapping[str, tuple[StoredActor, ...]] = field(default_factory=dict)
    by_key: Mapping[str, StoredActor] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    """The name that misspelt words stand for."""
    told: frozenset[str] = frozenset()
    """Words that are neither English nor names, and yet stand in stored articles: they are spelt as they should be."""


def stored_ends(line: Line, names: Names) -> dict[int, list[int]]:
    """Where names that the store knows stand in a line: their ends by their beginnings, the longest first."""
    found: dict[int, list[int]] = {}
    for name in (*names.by_name, *names.meant):
        words = tuple(name.split())
        for at, word in enumerate(line.folded):
            if word == words[0] and line.folded[at : at + len(words)] == words:
                found.setdefault(at, []).append(at + len(words))
    return {at: sorted(ends, reverse=True) for at, ends in found.items()}


def called(line: Line, start: int, end: int, actors: Sequence[StoredActor]) -> Called:
    """Return the name in a span that means these actors of the store."""
    first = actors[0]
    return Called(
        start,
        end,
        line.text(start, end),
        tuple(dict.fromkeys(actor.id for actor in actors)),
        first.name,
        first.kind,
        first.country,
        ambiguous=sum(actor.kind is ActorKind.PERSON for actor in actors) > 1,
    )
