"""The closed classes of words that the grammar of questions stands on."""

from functools import cache

from bot.knowledge.tables import parts, rows
from db.vocabulary import Granularity


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(parts(members)) for name, members in rows("question_words")}


def closed(name: str) -> frozenset[str]:
    """Return a class of question_words.tsv: "asking", "preposition", "unit", ..."""
    return _classes()[name]


@cache
def row(name: str) -> tuple[str, ...]:
    """Return a class in the order of the table: the numbers from one on."""
    return next(tuple(parts(members)) for own, members in rows("question_words") if own == name)


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a class whose members are phrases, as words, the longest first."""
    return tuple(sorted((tuple(member.split()) for member in closed(name)), key=len, reverse=True))


@cache
def phrases_from(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a class by their first word, the longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases(name):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


UNITS = {
    "day": Granularity.DAY,
    "date": Granularity.DAY,
    "time": Granularity.DAY,
    "moment": Granularity.DAY,
    "week": Granularity.WEEK,
    "month": Granularity.MONTH,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
}
"""How finely a date is asked for by these words."""
AUXILIARIES = ("do", "have", "be", "modal")


@cache
def auxiliary(word: str) -> str | None:
    """Return the class of an auxiliary verb: "do", "have", "be" or "modal"; None for any other word."""
    return next((name for name in AUXILIARIES if word in closed(name)), None)
