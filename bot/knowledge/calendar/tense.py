"""A guess at the tense of the clause around a date, from the nearest telling word."""

from typing import NamedTuple

from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load

_REACH = 25
"""Words further off than this seldom belong to the same clause."""
_STOPS = frozenset('.;:!?\u201c\u201d"()')
_PREFIXES = ("over", "under", "with", "out", "fore", "mis", "re", "un")
_SURE = frozenset(("will", "would", "shall"))
_CONTRASTS = frozenset(("but", "while", "although", "though", "whereas"))


class Guess(NamedTuple):
    """A tense, and whether it is sure: an infinitive alone ("prompted Tokyo to update it in December") is not."""

    tense: Tense
    sure: bool = True


_UNKNOWN = Guess(Tense.UNKNOWN, sure=False)


def tense_at(tokens: Tokens, index: int) -> Guess:
    """Give the tense of the past verb right after the date, else of the nearest verb before it, else after it."""
    if tokens.word(index - 1) == "of" and tokens.word(index - 2) == "ahead":
        return Guess(Tense.FUTURE)
    after = index + 1
    while _continues_date(tokens, after):
        after += 1
    cue = _cue(tokens, after)
    if cue and cue.tense is Tense.PAST:
        return cue
    for step in (-1, 1):
        for position in range(index + step, index + step * (_REACH + 1), step):
            if _ends_clause(tokens, position):
                break
            if cue := _cue(tokens, position):
                return cue
    return _UNKNOWN


def _continues_date(tokens: Tokens, index: int) -> bool:
    words = load()
    word = tokens.word(index)
    if word == ".":
        return tokens.word(index - 1) in words.month
    return word[:1].isdigit() or word in words.daypart or word in words.month


def _ends_clause(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    if not word or word in _CONTRASTS:
        return True
    if word == "," and tokens.word(index + 1) in {"and", "who", "which"}:
        return True
    return word in _STOPS and not _abbreviates(tokens, index)


def _cue(tokens: Tokens, index: int) -> Guess | None:
    words = load()
    token = tokens.at(index)
    if not token.raw.islower():
        return None
    word = token.word
    if word in words.modal:
        done = tokens.word(index + 1 + (tokens.word(index + 1) == "not")) == "have"  # "would have had"
        return Guess(Tense.PAST) if done else Guess(Tense.FUTURE, sure=word in _SURE)
    if word in words.timetable:
        return Guess(Tense.FUTURE, sure=False)
    if word in words.future or word.endswith(("'ll", "\u2019ll")):
        return Guess(Tense.FUTURE)
    if word == "as" and tokens.word(index - 1) in {"soon", "early"} and tokens.word(index - 2) == "as":
        return Guess(Tense.FUTURE)
    if word == "to":
        sure = tokens.word(index - 1) in words.to_come
        return Guess(Tense.FUTURE, sure) if _verb_follows(tokens, index) else None
    if _is_past(word):
        # "be signed", "is held": the tense is not that of the participle.
        return None if tokens.word(index - 1) in {"be", "is", "are", "being"} else Guess(Tense.PAST)
    return None


def _is_past(word: str) -> bool:
    past = load().past
    if word in past or (len(word) > 4 and word.endswith("ed")):
        return True
    prefix = next((p for p in _PREFIXES if word.startswith(p)), "")
    return bool(prefix) and word[len(prefix) :] in past


def _verb_follows(tokens: Tokens, index: int) -> bool:
    words = load()
    follower = tokens.at(index + 1)
    return (
        follower.raw.islower()
        and follower.word not in words.no_verb
        and follower.word not in words.unit
        and not follower.word.endswith(("ing", "ed", "s"))
        and tokens.word(index - 1) not in {"according", "due", "used", "compared", "up"}
    )


def _abbreviates(tokens: Tokens, index: int) -> bool:
    """Say whether the full stop belongs to an initial or a short word such as "Jan." or "U.S."."""
    if tokens.word(index) != ".":
        return False
    before, after = tokens.at(index - 1), tokens.at(index + 1)
    return len(before.word) == 1 or (len(before.word) <= 4 and (after.raw[:1].islower() or after.raw[:1].isdigit()))
