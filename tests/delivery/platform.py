"""A chat platform for tests: it keeps what it is sent, loses answers, fails, slows down and forbids, by chance."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Faults:
    """How likely each is: an answer is lost, or is a 502, after the message was kept; a 500 or 429 before that."""

    lost: float = 0.0
    late_error: float = 0.0
    early_error: float = 0.0
    too_many: float = 0.0

    @property
    def any(self) -> bool:
        return bool(self.lost or self.late_error or self.early_error or self.too_many)


ROUGH = Faults(lost=0.05, late_error=0.03, early_error=0.03, too_many=0.03)


@dataclass(frozen=True)
class Stored:
    """A message in a channel, in the order of their ids."""

    id: int
    channel: str
    key: str | None
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What the platform answers: a status as HTTP has it, 0 where the answer is lost."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)


class Platform:
    """Channels with messages. `remembers` keys as Discord does: sent again, a message is not made twice."""

    def __init__(self, chance: random.Random, *, faults: Faults = Faults(), remembers: bool = False) -> None:
        self.chance = chance
        self.faults = faults
        self.remembers = remembers
        self.messages: list[Stored] = []
        self.gone: set[str] = set()
        self.forbidden: set[str] = set()
        self.uninstalled: set[str] = set()
        self.blind: set[str] = set()
        """Channels whose history the bot may not read."""
        self.refused_words: set[str] = set()
        self.now: Callable[[], datetime] | None = None
        self.requests = 0
        self.invalid = 0

    def visible(self, channel: str | None = None) -> list[Stored]:
        return [message for message in self.messages if channel in (None, message.channel)]

    def post(self, workspace: str, channel: str, key: str | None, text: str, *, plain: bool = False) -> Answer:
        self.requests += 1
        if stop := self._forbidding(workspace, channel):
            return stop
        if not plain and any(word in text for word in self.refused_words):
            return Answer(400)
        fate = self.chance.random()
        if fate < self.faults.early_error:
            return Answer(500)
        fate -= self.faults.early_error
        if fate < self.faults.too_many:
            self.invalid += 1
            return Answer(429, {"after": 0.05})
        fate -= self.faults.too_many
        stored = self._store(channel, key, text)
        if fate < self.faults.lost:
            return Answer(0)
        if fate < self.faults.lost + self.faults.late_error:
            return Answer(502)
        return Answer(200, {"id": stored.id})

    def history(self, workspace: str, channel: str) -> Answer:
        self.requests += 1
        if stop := self._forbidding(workspace, channel):
            return stop
        if channel in self.blind:
            return Answer(418)
        if self.chance.random() < self.faults.early_error:
            return Answer(500)
        return Answer(200, {"keys": {message.key: message.id for message in self.visible(channel) if message.key}})

    def _forbidding(self, workspace: str, channel: str) -> Answer | None:
        if workspace in self.uninstalled:
            self.invalid += 1
            return Answer(401)
        if channel in self.gone:
            return Answer(404)
        if channel in self.forbidden:
            self.invalid += 1
            return Answer(403)
        return None

    def _store(self, channel: str, key: str | None, text: str) -> Stored:
        if self.remembers and key is not None:
            for message in self.messages:
                if message.key == key and message.channel == channel:
                    return message
        stored = Stored(len(self.messages) + 1, channel, key, text, self.now() if self.now else None)
        self.messages.append(stored)
        return stored
