"""Short ways to ask, and to say what was understood."""

from datetime import date
from functools import cache

from bot.asking.query import EventQuery
from bot.asking.understanding import Understanding
from bot.asking.understanding.called import Names

ASKED = date(2024, 5, 15)
"""A Wednesday."""


@cache
def understanding() -> Understanding:
    """The grammar, which all tests share as all questions of a process do."""
    return Understanding()


def understood(question: str, known: Names | None = None) -> EventQuery:
    """What is understood without a store: the names are those of the gazetteer."""
    return understanding().parse(question, ASKED, known or Names())


def named(query: EventQuery) -> list[tuple[str, str]]:
    """Whom the query names, each with the part."""
    return [(name.name or name.text, str(name.part)) for name in query.names]
