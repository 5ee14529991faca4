"""A question taken apart: what is asked for, its subject, its verb and the rest."""

from dataclasses import dataclass
from enum import StrEnum

from bot.asking.understanding.items import Item
from db.vocabulary import Granularity


class Side(StrEnum):
    """On which side of the verb the asked-for stands."""

    SUBJECT = "subject"
    OTHER = "other"
    """Object, or what a preposition joins to the verb."""
    NONE = "none"
    """Neither: when, where, whether."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A question taken apart. `rest` begins with the main verb where `verb` says that one was found."""

    asking: str
    """The question word ("who"), "whether", or "" for a fragment."""
    side: Side = Side.NONE
    answer: tuple[Item, ...] = ()
    """The words that go with the question word: "which trade bloc", "how many ships"."""
    preposition: str | None = None
    """That of the question word: "with whom"."""
    amount: str | None = None
    """"many", "much" and the like behind "how"."""
    subject: tuple[Item, ...] = ()
    rest: tuple[Item, ...] = ()
    verb: bool = False
    passive: bool = False
    negated: bool = False
    future: bool = False
    """Told by "will" or "shall"."""
    copula: bool = False
    """Only "is" or "was" joins the question word and what follows: "who is the captain"."""
    unit: Granularity | None = None
    """"in which year"."""
    plural: bool = False
    """Asked with "are" or "were" for several: "who were the first to ..."."""
    listing: bool = False
    """Asked to list all."""

    @property
    def adverbial(self) -> bool:
        """Whether the question word is neither subject nor object."""
        return self.asking in ("when", "where", "why", "whether") or (
            self.asking == "how" and self.amount not in ("many", "much")
        )
