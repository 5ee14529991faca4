"""The words of follow-ups; see followup_words.tsv."""

from functools import cache

from bot.knowledge.tables import parts, rows


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(parts(members)) for name, members in rows("followup_words")}


def followup(name: str) -> frozenset[str]:
    """Return a class of followup_words.tsv: "more", "evidence", "person", ..."""
    return _classes()[name]
