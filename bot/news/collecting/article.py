"""What collecting hands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class CollectedArticle:
    """An article as collected. `published` is when it was first seen, and not `dated`, where the source does not say
    or says something impossible; `story` is the same number for all copies of one text; `changed` says that the
    article was handed on before and has changed since; `standing` that its source is a single page, whose earlier text
    was news of its own and remains so."""

    text: str
    title: str | None
    publisher: str
    published: datetime
    dated: bool
    url: str | None
    language: str | None
    source: int
    item: int
    story: int
    changed: bool = False
    standing: bool = False

    def to_json(self) -> dict[str, Any]:
        """As kept in the store until it was read."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "published": self.published.isoformat()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """As it was kept."""
        return cls(**{**values, "published": datetime.fromisoformat(values["published"])})


Deliver = Callable[[CollectedArticle], Awaitable[None]]
"""Reads an article. It may be called twice with the very same one after a crash, which must then change nothing."""
