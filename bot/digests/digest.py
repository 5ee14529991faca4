"""What is ordered, and the digest that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.digests.dates import ENGLISH
from bot.digests.period import Period
from bot.digests.scoring import Score
from bot.digests.topic import Topic
from bot.digests.weighing import Decision

UTC = ZoneInfo("UTC")
SIZE = 12
"""Lines of a digest where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where it is posted: what was told there before is not told again."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Order:
    """A digest that is wanted. `topic` None is everything; without a `channel` nothing counts as told before.

    `language` and `zone` are those of its dates; `name` is the subscription's own; `palette` ("dark" or "light") asks
    for a picture.
    """

    period: Period
    topic: str | None = None
    zone: ZoneInfo = UTC
    size: int = SIZE
    language: str = ENGLISH
    channel: Channel | None = None
    name: str | None = None
    palette: str | None = None
    picture: str | None = None
    """Which one: "bars", "map", "matrix" or "timeline"; None lets the digest decide."""
    told_before: datetime | None = None
    """Only what was told before counts as told: for looking back at a digest that was posted."""

    @property
    def years(self) -> frozenset[int]:
        """The years of the period, which go without saying."""
        return frozenset(moment.astimezone(self.zone).year for moment in (self.period.start, self.period.end))


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a message tells: its line, and a digest of what would make it an update when it changed."""

    event: int
    line: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what stands behind it. `events` tell the same act, the one that the line is of first."""

    events: tuple[int, ...]
    theme: str
    text: str
    when: str | None
    status: str
    notes: tuple[str, ...]
    publishers: int
    quote: str
    publisher: str | None
    published: str | None
    url: str | None
    title: str | None
    score: Score
    update: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A composed digest. `quiet`: there was nothing to tell, and the message is the line that says so."""

    order: Order
    topic: Topic
    message: Message
    lines: tuple[Line, ...] = ()
    ahead: tuple[Line, ...] = ()
    told: tuple[Told, ...] = ()
    quiet: bool = False
    learnt: int = 0
    """Events that articles told for the first time in the period, on the topic or not."""
    articles: int = 0
    publishers: int = 0
    left_out: int = 0
    decisions: Mapping[int, Decision] | None = None
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """What is delivered of a digest or a watch. `picture` is a PNG; what it shows is told in `message.pictures`."""

    message: Message
    picture: bytes | None = None
    told: tuple[Told, ...] = ()
    quiet: bool = False
