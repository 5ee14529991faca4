"""A question's words in a row, with what the gazetteer knows at each: what names are looked for in."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from bot.asking.understanding.tokens import Token
from bot.asking.understanding.words import closed
from bot.knowledge.actors import Gazetteer, KnownActor, is_english_word
from bot.knowledge.calendar.words import load as calendar_words
from bot.knowledge.posts import group_of
from bot.knowledge.words import american, canonical, stop_words, verb_lemmas

PAIR = 2
"""States that are spoken of together by one name and act each by itself: "the two Koreas"."""
SHORTEST_MISSPELT = 5
_LONGEST_RUN = 4
_NAMES_TOO = frozenset(("us", "who", "it"))
"""Function words that are names when written in capitals, and "us" often also when not."""


class Line:
    """The words of one question. Positions count tokens."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer) -> None:
        self.tokens = tuple(tokens)
        self.gazetteer = gazetteer
        self.folded = tuple(token.folded for token in tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def words(self, start: int, end: int) -> str:
        """The folded words of a span."""
        return " ".join(self.folded[start:end])

    def text(self, start: int, end: int) -> str:
        """The words of a span as written, without the possessive of the last."""
        parts = []
        for position in range(start, end):
            token = self.tokens[position]
            if position > start:
                parts.append("-" if token.joined else " ")
            own = token.text.removesuffix("'s").removesuffix("'")
            parts.append(own if position == end - 1 and token.possessive else token.text)
        return "".join(parts)

    def known(self, at: int) -> tuple[int, tuple[KnownActor, ...]]:
        """The longest name known to the gazetteer that begins there: its number of words, and whom it means."""
        return self._known[at]

    def pair(self, at: int) -> tuple[str, ...]:
        """The two states that the two words there mean together, as alpha-3; empty where they mean no such pair."""
        if at + PAIR > len(self):
            return ()
        states = self.gazetteer.region(self.words(at, at + PAIR))
        return states if len(states) == PAIR else ()

    def capital(self, at: int) -> bool:
        """Whether the word there could stand in a name: a capital, or a part like the second of "Dae-jun"."""
        token = self.tokens[at]
        before = self.tokens[at - 1] if at else None
        if not token.folded.isalpha() or len(token.text) < 2:
            return False
        if token.folded in stop_words():
            # "Theresa May": behind a part of a name.
            return token.capital and before is not None and before.capital and before.folded not in stop_words()
        part = token.joined and before is not None and before.capital and not is_english_word(token.folded)
        return token.capital or part

    def run(self, at: int) -> int:
        """Where the words with capitals that begin there end; the same position where the first has none."""
        end = at
        while end < len(self) and self.capital(end) and (end == at or not self._parts(end - 1)):
            end += 1
        return end

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Where two to four words stand that may be one name: by their capitals, or by one that is no English word."""
        return tuple(self._runs())

    def _runs(self) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(self):
            end = self.run(at)
            if 1 < end - at <= _LONGEST_RUN:
                yield at, end
            elif end <= at + 1 and not self._doubtful.isdisjoint((at, at + 1, at + 2)):
                yield from ((at, last) for last in (at + 3, at + 2) if self._may_be_name(at, last))
            at = max(end, at + 1)

    def _may_be_name(self, start: int, end: int) -> bool:
        """Whether a few words without capitals may be a misspelt name."""
        return (
            end <= len(self)
            and not self._doubtful.isdisjoint(range(start, end))
            and stop_words().isdisjoint(self.folded[start:end])
            and not any(map(self._parts, range(start, end - 1)))
            and not any(self.tokens[at].capital for at in range(start + 1, end))
        )

    def is_name(self, at: int) -> bool:
        """Whether the word there can be a name and is no function word: "US", "the us", but not "tell us" and "Who"."""
        word, token = self.folded[at], self.tokens[at]
        if word not in stop_words():
            return True
        if word not in _NAMES_TOO:
            return False
        if token.text.isupper() and len(token.text) > 1:
            return True
        if word != "us" or at == 0:
            return word == "us"
        before = self.folded[at - 1]
        last = at + 1 == len(self) or token.closes_clause
        if not closed("telling").isdisjoint(verb_lemmas(before)):
            return not last and self.tokens[at + 1].joined
        if before in closed("preposition"):
            return before != "for" if last else self.folded[at + 1] not in stop_words()
        return True

    def doubtful(self, at: int) -> bool:
        """Whether the word there is neither English nor a place nor too short to tell: it may be a misspelt name."""
        return at in self._doubtful

    @cached_property
    def _doubtful(self) -> frozenset[int]:
        return frozenset(at for at, word in enumerate(self.folded) if _is_doubtful(word, self.gazetteer))

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words as they stand, and all in British or American spelling where that makes a difference."""
        british = tuple(map(canonical, self.folded))
        return tuple(dict.fromkeys((self.folded, british, tuple(map(american, self.folded)))))

    @cached_property
    def lower(self) -> bool:
        """Whether it is all in lower case, so that capitals tell nothing."""
        return not any(token.capital for token in self.tokens[1:])

    @cached_property
    def _known(self) -> list[tuple[int, tuple[KnownActor, ...]]]:
        longest = self.gazetteer.longest
        found: list[tuple[int, tuple[KnownActor, ...]]] = []
        for at in range(len(self)):
            several = (longest(row, at) or (0, ()) for row in self.spellings) if self.is_name(at) else ()
            found.append(max(several, key=lambda known: known[0], default=(0, ())))
        return found

    def _parts(self, at: int) -> bool:
        return self.tokens[at].possessive or self.tokens[at].closes_clause


@lru_cache(maxsize=16_384)
def _is_doubtful(word: str, gazetteer: Gazetteer) -> bool:
    if len(word) < SHORTEST_MISSPELT or not word.isalpha() or is_english_word(word) or word in stop_words():
        return False
    if word in calendar_words().month or word in calendar_words().weekday:
        return False
    return not (group_of(word) or gazetteer.place(word) or gazetteer.region(word))
