"""Office holders that a question names by office and state: "the Japanese prime minister", "Fiji's PM", "UN chief"."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from bot.asking.understanding.line import Line
from bot.asking.understanding.words import closed
from bot.knowledge.actors import Gazetteer, KnownActor
from bot.knowledge.words import stop_words, verb_lemmas

_BEFORE_TITLE = 6
"""Words that may stand between the beginning of an office and its title: "the Papua New Guinean deputy prime ..."."""
_LOOKED_BACK = 3


def holders(line: Line, on: date) -> Iterator[tuple[int, int, KnownActor]]:
    """Yield who held the offices that a question names, on that day, with the tokens [start, end) of each.

    Offices that somebody gets or loses ("who became the president of Nauru") mean nobody yet.
    """
    starts = {
        at
        for title, word in enumerate(line.folded)
        if _is_title(word, line.gazetteer)
        for at in range(max(0, title - _BEFORE_TITLE), title + 1)
    }
    last = 0
    for at in sorted(starts):
        if at < last or not line.is_name(at) or _changes_hands(line, at):
            continue
        office = line.gazetteer.longest_office(line.folded, at)
        if office is None or office[2] is None:
            continue
        length, title, country = office
        holder = line.gazetteer.holder(title, country, on)
        if holder is not None and not _goes_on(line, at, at + length):
            yield at, at + length, holder
            last = at + length


@lru_cache(maxsize=16_384)
def _is_title(word: str, gazetteer: Gazetteer) -> bool:
    return word in closed("title") or gazetteer.longest_office((word,), 0) is not None


def _goes_on(line: Line, start: int, end: int) -> bool:
    """Whether the words are part of a longer phrase: "*party* leader of Fiji", "head of the German *government*"."""
    if start and _is_title(line.folded[start], line.gazetteer) and line.folded[start - 1] not in stop_words():
        return not line.tokens[start - 1].closes_clause
    if "of" not in line.folded[start:end] or end == len(line) or line.tokens[end - 1].closes_clause:
        return False
    adjective = line.folded[end] not in stop_words() and not verb_lemmas(line.folded[end])
    return line.tokens[end - 1].possessive or adjective


def _changes_hands(line: Line, at: int) -> bool:
    """Whether an office is spoken of as such, or as one that was held before or will be."""
    for before in range(at - 1, max(-1, at - 1 - _LOOKED_BACK), -1):
        word = line.folded[before]
        if line.tokens[before].closes_clause:
            return False
        if word in closed("no holder") or not closed("becoming").isdisjoint(verb_lemmas(word)):
            return True
    return False
