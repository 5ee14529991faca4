"""Frames of the learned reader laid on a parsed sentence, whose structure their phrases take over."""

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.clauses import Clauses
from bot.reading.learned.frames import Filler, Frame, Part
from bot.reading.nominals import nominal
from bot.reading.predicates import Filled, Phrase, Predicate, Told

_NOUNS = ("NN", "PRP", "CD", "WP")
"""Beginnings of the tags of words that can be the head of a phrase that names somebody or something."""
_SIDES = frozenset({Part.ACTOR, Part.PARTNER, Part.TARGET, Part.RECIPIENT, Part.SPEAKER})
_NEAR = 4
"""Words from a determiner to its noun."""


class Framing:
    """Fits frames to the predicates of one tree."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._tree = clauses.tree
        passage = clauses.passage
        self._starts = [passage.place(start) for start in self._tree.starts]
        self._ends = [passage.place_end(end) for end in self._tree.ends]

    def fitted(self, found: Sequence[Predicate], frames: Sequence[Frame]) -> list[Predicate]:
        """The predicates, each with what a frame tells of it, and further ones for frames that fit none of them."""
        fitted = list(found)
        for frame in frames:
            told = self._told(frame)
            index = self._index(fitted, frame)
            if index is not None:
                fitted[index] = replace(fitted[index], told=told)
            elif (further := self._further(frame)) is not None:
                fitted.append(replace(further, told=told))
        return fitted

    def _index(self, found: Sequence[Predicate], frame: Frame) -> int | None:
        """The predicate of a frame's words: the one of its first word, or else of a further one."""
        for start, end in frame.spans:
            for index, predicate in enumerate(found):
                if start <= predicate.at < end and predicate.told is None:
                    return index
        return None

    def _further(self, frame: Frame) -> Predicate | None:
        words = [word for start, end in frame.spans for word in self._within(start, end)]
        if not words:
            return None
        tags = self._tree.tags
        verb = next((word for word in words if tags[word].startswith("VB")), None)
        noun = next((word for word in reversed(words) if tags[word].startswith("NN")), None)
        if noun is not None and (verb is None or tags[words[0]].startswith("NN")):
            return nominal(self._clauses, noun)
        return self._clauses.predicate(verb) if verb is not None else nominal(self._clauses, words[0])

    def _told(self, frame: Frame) -> Told:
        filled = []
        for filler in frame.fillers:
            following = [f.start for f in frame.fillers if f.start >= filler.end and f.part is not filler.part]
            phrase = self._phrase(filler, min(following, default=None))
            if phrase is not None:
                filled.append(Filled(filler.part, phrase, self._preposition(filler), filler.confidence))
        return Told(frame.action, frame.status, frame.confidence, frame.status_confidence, tuple(filled))

    def _within(self, start: int, end: int) -> list[int]:
        return [w for w, (a, b) in enumerate(zip(self._starts, self._ends, strict=True)) if a < end and start < b]

    def _preposition(self, filler: Filler) -> str | None:
        """The preposition right before the words."""
        before = next((w for w in self._within(filler.start, filler.end)), 0) - 1
        return self._tree.lower(before) if before >= 0 and self._tree.tags[before] in {"IN", "TO"} else None

    def _phrase(self, filler: Filler, following: int | None) -> Phrase | None:
        """The parser's phrase of the words: where phrases begin and end, the parser mostly knows better.

        It does not where it takes in what is another part's, which begins at `following`.
        """
        words = self._within(filler.start, filler.end)
        if not any(letter.isalpha() for word in words for letter in self._tree.words[word].removesuffix("s")):
            return None
        tree, start, end = self._tree, self._starts[words[0]], self._ends[words[-1]]
        text = tree.text[tree.starts[words[0]] : tree.ends[words[-1]]]
        head = self._head(words, somebody=filler.part in _SIDES)
        if head is None and filler.part in _SIDES:
            return None  # who takes part is named by a noun
        if head is None:
            top = next(word for word in words if tree.heads[word] not in words or tree.heads[word] == word)
            return replace(self._clauses.phrases.of(top), text=text, start=start, end=end, members=())
        phrase = self._clauses.phrases.of(head)
        if following is not None and phrase.start < following < phrase.end:
            return _clipped(phrase, start, end, text)
        return phrase

    def _head(self, words: Sequence[int], *, somebody: bool) -> int | None:
        """The noun that the words are about; where they are a clause, one only if they are to name `somebody`."""
        tree, inside = self._tree, set(words)
        tops = [word for word in words if tree.heads[word] not in inside or tree.heads[word] == word]
        for word in tops:
            if tree.tags[word].startswith(_NOUNS):
                return self._whole(word)
            if (above := self._noun_above(word)) is not None:
                return above
        nouns = [word for word in words if tree.tags[word].startswith(_NOUNS)] if somebody else []
        return next((word for word in nouns if tree.heads[word] not in nouns), None)

    def _whole(self, word: int) -> int:
        """The noun that a noun is the first part of: "*air* defence zone"."""
        tree = self._tree
        while tree.relations[word] in {"compound", "nmod"} and word < tree.heads[word]:
            word = tree.heads[word]
        return word

    def _noun_above(self, word: int) -> int | None:
        """The noun right behind a determiner or an adjective that belongs to it."""
        tree = self._tree
        before = tree.tags[word].startswith(("DT", "JJ", "POS", "PRP$", "CD")) or tree.relations[word] == "amod"
        head = tree.heads[word]
        return head if before and tree.tags[head].startswith("NN") and 0 < head - word <= _NEAR else None


def _clipped(phrase: Phrase, start: int, end: int, text: str) -> Phrase:
    """The phrase without what lies outside a span of the document."""

    def inside(other: Phrase) -> bool:
        return start <= other.noun.start < end

    members = tuple(member for member in phrase.members if inside(member))
    single = next(iter(members), phrase)
    return replace(
        single,
        text=text,
        start=start,
        end=end,
        members=members if len(members) > 1 else (),
        complements=tuple((name, inner) for name, inner in single.complements if inside(inner)),
        appositions=tuple(other for other in single.appositions if inside(other)),
    )
