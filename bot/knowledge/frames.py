"""What a word makes of the act that hangs on it: "plan to visit" leaves the visit planned, "deny visiting" denied."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.knowledge.tables import parts, rows
from bot.knowledge.words import canonical
from db.vocabulary import Action, Status


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word makes of the act that hangs on it.

    `complements` maps how the act is joined, "to" (infinitive), "ing" (gerund), "that" (clause), "noun" (an event noun)
    or "bare" (plain infinitive), to its status where the word itself is affirmed and told as a fact. `control` says who
    does that act: the word's "subject" or its "object". `action` is the class of the word's own act. `part` is "verb",
    "noun", "adjective", "adverb", "modal" or "passive".
    """

    word: str
    part: str
    control: str
    action: Action
    complements: Mapping[str, Status]

    def status(self, marker: str) -> Status | None:
        """Return the status of a complement joined in this way, None where the word takes no such complement."""
        return self.complements.get(marker)


def frame(word: str, part: str | None = None) -> Frame | None:
    """Return the frame of a word, as the given part of speech if that is known; None if it governs no act."""
    return next((known for known in frames(word) if part is None or known.part == part), None)


def frames(word: str) -> tuple[Frame, ...]:
    """Return the frames of a word, one for each part of speech it can be."""
    return _frames().get(canonical(word), ())


@cache
def _frames() -> dict[str, tuple[Frame, ...]]:
    found: dict[str, dict[str, Frame]] = {}
    statuses = {str(status): status for status in Status}
    for words, part, control, action, complements in rows("frames"):
        joined = {marker: statuses[status] for marker, _, status in (c.partition("=") for c in complements.split())}
        for word in parts(words):
            of_word = found.setdefault(word, {})
            first = of_word.get(part)
            # What an earlier row says stands; a later one adds other complements.
            of_word[part] = (
                Frame(word, part, first.control, first.action, joined | dict(first.complements))
                if first
                else Frame(word, part, control, Action(action), joined)
            )
    return {word: tuple(of_word.values()) for word, of_word in found.items()}
