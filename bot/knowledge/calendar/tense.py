"""A guess at the tense of the clause around a date, from the nearest telling word."""

from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load

_REACH = 25
"""Words further off than this seldom belong to the same clause."""
_STOPS = frozenset('.;:!?\u201c\u201d"()')


def tense_at(tokens: Tokens, index: int) -> Tense:
    """Give the tense that the nearest verb before the token shows, else the nearest after it in the same clause."""
    for step in (-1, 1):
        for position in range(index + step, index + step * (_REACH + 1), step):
            word = tokens.word(position)
            if not word or (word in _STOPS and not _abbreviates(tokens, position)):
                break
            if cue := _cue(tokens, position):
                return cue
    return Tense.UNKNOWN


def _cue(tokens: Tokens, index: int) -> Tense | None:
    words = load()
    token = tokens[index]
    if not token.raw.islower():
        return None
    word = token.word
    if word in words.future or word.endswith(("'ll", "\u2019ll")):
        return Tense.FUTURE
    if word == "as" and tokens.word(index - 1) in {"soon", "early"} and tokens.word(index - 2) == "as":
        return Tense.FUTURE
    if word == "to":
        return Tense.FUTURE if _verb_follows(tokens, index) else None
    if word in words.past or (len(word) > 4 and word.endswith("ed")):
        # "be signed", "be held": the tense is that of the word before "be".
        return None if tokens.word(index - 1) == "be" else Tense.PAST
    return None


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
