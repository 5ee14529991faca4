"""The last resort: which sentence holds nearly all words of the question, whoever did what to whom in it.

Used where no event fits the question as it was understood, because the question is put oddly or the sentence is. It is
said to the asker that this was let go. Being strict about names keeps it from inventing: "what did X sign with Y" is
not answered by what X signed with Z.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.asking.evidence.matching import Evidence, Match, Matcher
from bot.asking.evidence.named import Named
from bot.asking.evidence.terms import SYNONYM, forms, likeness, tokens
from bot.asking.query import EventQuery
from bot.knowledge.words import stop_words

ENOUGH = 0.72
ENOUGH_WITH_ALL = 0.64
"""Weighted share of the question's words that must be there; less where everyone named is in the sentence."""
FEWEST_WORDS = 2
"""Content words, beside names, that must be in the sentence itself."""
MANY_WORDS = 4
"""With so many content words in the sentence, a name may stand in the sentences around it."""
AROUND = 0.5
"""What a word counts that stands only around the sentence."""


def loosely(question: str, matcher: Matcher, matches: Sequence[Match]) -> list[Match]:
    """Matches whose sentences hold the question's words, likeliest first, with that as their coverage."""
    words = _content(question, matcher.query)
    if not words:
        return []
    weights = _weights(words, [match.evidence for match in matches])
    found = []
    for match in matches:
        if match.excluded or match.untimely or not set(matcher.designations).isdisjoint(match.missing):
            continue
        coverage, inside = _coverage(words, weights, match.evidence)
        everyone = all(_stands_in(named, match.evidence) for named in matcher.named)
        nearly = everyone or (
            inside >= MANY_WORDS and all(_stands_near(named, match.evidence) for named in matcher.named)
        )
        if nearly and coverage >= (ENOUGH_WITH_ALL if everyone else ENOUGH) and inside >= FEWEST_WORDS:
            found.append(replace(match, coverage=coverage))
    return sorted(found, key=lambda match: -match.coverage)


def _content(question: str, query: EventQuery) -> list[str]:
    """The question's words that say something, without its names, its dates and the words of asking."""
    names = {word for name in query.names for word in tokens(f"{name.text} {name.name or ''}")}
    dates = set(tokens(query.window.text)) if query.window else set()
    return [
        word
        for word in dict.fromkeys(tokens(question))
        if word not in names and word not in dates and word not in stop_words() and len(word) > 1
    ]


def _weights(words: Sequence[str], pool: Sequence[Evidence]) -> dict[str, float]:
    """Rarer words among the likely sentences say more: the inverse document frequency."""
    frequency: Counter[str] = Counter()
    for evidence in pool:
        present = evidence.whole.forms
        frequency.update(word for word in words if not forms(word).isdisjoint(present))
    return {word: math.log(1 + (len(pool) + 1) / (frequency[word] + 0.5)) for word in words}


def _coverage(words: Sequence[str], weights: dict[str, float], evidence: Evidence) -> tuple[float, int]:
    got, inside = 0.0, 0
    for word in words:
        covered = likeness(word, evidence.whole.forms)
        if covered >= SYNONYM:
            inside += 1
        else:
            covered = AROUND * likeness(word, evidence.around.forms)
        got += weights[word] * covered
    return got / sum(weights.values()), inside


def _stands_in(named: Named, evidence: Evidence) -> bool:
    if named.stands_in(evidence.whole) or named.stands_in(evidence.title):
        return True
    return any(named.part(participant) >= 0.9 for participant in evidence.event.participants)


def _stands_near(named: Named, evidence: Evidence) -> bool:
    return _stands_in(named, evidence) or named.stands_in(evidence.around)
