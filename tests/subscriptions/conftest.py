"""Subscriptions of a made-up server, with a transport that notes what it is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.keeping import message_to_json
from bot.chat.message import Message
from bot.delivery.transport import Body, Outgoing, Problem, Rates, Retry
from bot.digests.composer import Composer
from bot.digests.topic import Topics
from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.settings import WorkspaceChoices
from bot.subscriptions.subscriptions import Subscriptions
from db import audit
from db.audit import Change
from db.session import Store

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
"""A Monday, noon in Tokyo."""
ADMIN = Requester("discord:1", manages=True, right="Manage Server")
GUEST = Requester("discord:2", frozenset({"77"}), right="Manage Server")
HERE = Where("discord", "900", "41", lambda channel: f"#channel-{channel}")


class ChannelsOfTests:
    """A transport whose channels have the problems that a test gives them."""

    platform = "discord"
    rates = Rates(50)

    def __init__(self) -> None:
        self.problems: dict[str, list[Problem]] = {}
        self.silent = False

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        return [message_to_json(message)]

    def plain(self, body: Body) -> Body | None:
        return None

    async def send(self, outgoing: Outgoing) -> str:
        raise AssertionError("nothing is sent here")

    async def find(self, outgoing: Outgoing) -> str | None:
        raise AssertionError("nothing is looked for here")

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        if self.silent:
            raise Retry("the platform is out of order")
        return self.problems.get(channel, [])


@dataclass
class Scene:
    """A server's subscriptions, with a clock that a test moves."""

    store: Store
    topics: Topics
    now: datetime = NOW
    channels: ChannelsOfTests = field(default_factory=ChannelsOfTests)

    @property
    def clock(self) -> Callable[[], datetime]:
        return lambda: self.now

    @property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(
            self.store,
            zone="Asia/Tokyo",
            topics=self.topics,
            composer=Composer(self.store, topics=self.topics),
            transports={"discord": self.channels},
            clock=self.clock,
        )

    @property
    def settings(self) -> WorkspaceChoices:
        return WorkspaceChoices(self.store, zone="Asia/Tokyo", transports={"discord": self.channels}, clock=self.clock)

    def later(self, **length: float) -> None:
        """Move the clock."""
        self.now += timedelta(**length)

    async def changes(self) -> list[Change]:
        """Who changed what, the latest first."""
        async with self.store.reading() as session:
            return list(await audit.changes(session, platform="discord", workspace="900", limit=50))


@pytest.fixture(scope="session")
def topics() -> Topics:
    """The grammar of topics, made once."""
    return Topics()


@pytest.fixture
def scene(store: Store, topics: Topics) -> Scene:
    return Scene(store, topics)


def shown(message: Message) -> str:
    """All words of a message."""
    entries = [f"{entry.when}: {entry.text}" for entry in message.entries]
    sections = [entry.text for section in message.sections for entry in section.entries]
    return "\n".join(
        filter(None, [message.headline, message.text, *message.lines, *entries, *sections, *message.remarks])
    )
