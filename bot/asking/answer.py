"""An Answer: what was asked for, told in a sentence or two, with the quotes it rests on."""

from dataclasses import dataclass
from typing import Any

from bot.asking.query import EventQuery, Kind
from bot.asking.wording import to_json


@dataclass(frozen=True, slots=True)
class Citation:
    """The evidence for an answer: a verbatim quote, who published it, when (ISO date) and where.

    For an imported event without text, `quote` is the row itself in words. `sample` says that the article came with the
    program and is nobody's reporting.
    """

    event: int
    quote: str
    publisher: str | None
    published: str | None
    url: str | None
    title: str | None
    sample: bool = False

    def as_json(self) -> dict[str, Any]:
        """The object of the command-line contract."""
        return {
            "event": self.event,
            "quote": self.quote,
            "publisher": self.publisher,
            "published": self.published,
            "url": self.url,
            "title": self.title,
            "sample": self.sample,
        }


SHOWN = 4
"""Citations that a reply shows; "more" goes on behind them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question. `abstained` answers say in `reason` what was looked for and what is closest."""

    question: str
    kind: Kind
    answers: tuple[str, ...] = ()
    """Best first. Dates are ISO at the asked granularity, counts digits; a yes/no question has yes, no or not yet."""
    text: str = ""
    abstained: bool = False
    reason: str | None = None
    ambiguous: tuple[str, ...] = ()
    query: EventQuery | None = None
    total: int = 0
    """How many events match, of which the citations show the first."""
    citations: tuple[Citation, ...] = ()
    loosened: tuple[str, ...] = ()
    """What of the question was let go to find this, in words."""
    events: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    """Ids of the events answered from and of the articles that tell them, for follow-ups."""

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations that a reply shows."""
        return self.citations[:SHOWN]

    def as_json(self, identifier: object = None, milliseconds: float | None = None) -> dict[str, Any]:
        """The ANSWER object of the command-line contract."""
        return {
            "id": identifier,
            "question": self.question,
            "kind": self.kind.value,
            "answers": list(self.answers),
            "text": self.text,
            "abstained": self.abstained,
            "reason": self.reason,
            "ambiguous": list(self.ambiguous),
            "query": to_json(self.query) if self.query else None,
            "total": self.total,
            "citations": [citation.as_json() for citation in self.citations],
            "loosened": list(self.loosened),
            "milliseconds": None if milliseconds is None else round(milliseconds, 2),
        }
