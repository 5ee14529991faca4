"""What frames the act that a question asks for, as it is gathered from the question's items."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.asking.query import Order, Relation
from bot.asking.understanding.called import Called
from bot.asking.understanding.items import Item
from bot.asking.understanding.words import closed
from bot.knowledge.calendar import Expression
from db.vocabulary import Granularity


@dataclass(frozen=True, slots=True)
class Measure:
    """Another event that time is measured by; see `query.Anchor`."""

    relation: Relation
    called: Called | None = None
    words: str | None = None
    granularity: Granularity = Granularity.DAY
    adjacent: bool = False
    dangling: bool = False
    """Nothing was said of the other event: "in the same year"."""


@dataclass(slots=True)
class Circumstances:
    """The circumstances of a question and the items that remain when they are taken out."""

    items: list[Item] = field(default_factory=list)
    dates: list[Expression] = field(default_factory=list)
    measure: Measure | None = None
    order: Order | None = None
    ordinal: int | None = None
    order_word: str | None = None
    limit: int | None = None
    """So many of them: "the last three"."""
    excluded: list[Called] = field(default_factory=list)
    news: bool = False
    """Whether the latest is asked for as such: "what is the latest on ..."."""

    def drop(self, words: frozenset[str]) -> None:
        """Take these words from the end of the items that remain."""
        while self.items and self.items[-1].plain and self.items[-1].word in words:
            self.items.pop()


def stand(items: Sequence[Item], position: int, phrase: Sequence[str]) -> bool:
    """Return whether these words stand there, all of them plain."""
    here = items[position : position + len(phrase)]
    return len(here) == len(phrase) and all(i.plain and i.word == word for i, word in zip(here, phrase, strict=True))


def past_determiners(items: Sequence[Item], position: int) -> int:
    """Return where the articles and the like that begin there end."""
    while position < len(items) and items[position].plain and items[position].word in closed("determiner"):
        position += 1
    return position
