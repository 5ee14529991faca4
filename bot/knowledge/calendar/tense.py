"""A guess at the tense of the clause around a date, from the nearest telling word."""

from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load

_REACH = 25
"""Words further off than this seldom belong to the same clause."""
_STOPS = frozenset('.;:!?\u201c\u201d"()')
_NO_VERB_AFTER_TO = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "date",
        "about",
        "at",
        "in",
        "on",
        "all",
        "both",
        "any",
        "some",
    ]
)


def _cue(tokens: Tokens, index: int) -> Tense | None:
    words = load()
    token = tokens.at(index)
    word = token.word
    if word in words.future or word.endswith(("'ll", "\u2019ll")):
        return Tense.FUTURE
    if word == "to":
        follower = tokens.at(index + 1)
        is_verb = (
            follower.raw.islower()
            and follower.word not in _NO_VERB_AFTER_TO
            and follower.word not in words.unit
            and not follower.word.endswith(("ing", "ed", "s"))
            and tokens.word(index - 1) not in {"according", "due", "used", "compared", "up"}
        )
        return Tense.FUTURE if is_verb else None
    if word in words.past or (len(word) > 4 and word.endswith("ed") and token.raw.islower()):
        return Tense.PAST
    return None


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


def _abbreviates(tokens: Tokens, index: int) -> bool:
    """Say whether the full stop belongs to a short word such as "Jan." or "U.S."."""
    return tokens.word(index) == "." and len(tokens.word(index - 1)) <= 4 and tokens.at(index + 1).raw[:1].islower()
