"""What the lexicon of acts says of words by themselves: a hint for the network, which sees how they are used."""

from collections.abc import Sequence
from functools import lru_cache

from bot.knowledge.actions import lexicon
from bot.reading.learned.labels import ACTIONS


def verb_hints(words: Sequence[str]) -> list[int]:
    """For each word the class of the longest predicate that begins with it, as an index of `ACTIONS`; 0 for none."""
    return [_verb_hint(words, at) for at in range(len(words))]


def _verb_hint(words: Sequence[str], at: int) -> int:
    if not words[at].isalpha():
        return 0
    _, verb = lexicon().verb_phrases(words, at)
    return _of_verb(verb) if verb else 0


@lru_cache(maxsize=20_000)
def _of_verb(verb: str) -> int:
    return ACTIONS.index(lexicon().action_of(verb))


@lru_cache(maxsize=20_000)
def noun_hint(word: str) -> int:
    """The class of the act that a noun tells, as an index of `ACTIONS`; 0 for none."""
    told = lexicon().event_noun(word.lower()) if word.isalpha() else None
    return ACTIONS.index(told.action) if told is not None else 0
