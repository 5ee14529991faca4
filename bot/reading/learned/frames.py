"""What the learned reader finds: acts as places in the text, with their class, status and arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from db.vocabulary import Action, Status


class Part(StrEnum):
    """The part that words have in an act."""

    ACTOR = "actor"
    PARTNER = "partner"
    TARGET = "target"
    RECIPIENT = "recipient"
    OBJECT = "object"
    PLACE = "place"
    TIME = "time"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Filler:
    """Words in a part: their span in the text, and how sure that is."""

    part: Part
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One act: the spans of its predicate's words, first to last, and what fills its parts.

    `confidence` is the calibrated probability that the words tell an act of that class.
    """

    spans: tuple[tuple[int, int], ...]
    action: Action
    status: Status
    confidence: float
    status_confidence: float = 1.0
    fillers: tuple[Filler, ...] = ()

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.spans[0][0]

    def of(self, *parts: Part) -> list[Filler]:
        """What fills these parts, in the order of the text."""
        return [filler for filler in self.fillers if filler.part in parts]


class FramesFinder(Protocol):
    """Finds the acts that sentences tell."""

    def frames(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Frame]:
        """The acts of a document's sentences, in the order of the text. All places are those in `text`."""
        ...
