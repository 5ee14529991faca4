"""What delivery needs of a chat platform, and what can go wrong there.

DeliveryError
    Retry       it was not taken, and may be later
    Halt        something that only people can mend stands in the way: the channel is gone, a permission is missing
    Refused     the platform does not take this body, and never will
    Unknown     it may or may not have arrived: it is looked for before anything is sent again
    CannotKnow  it was looked for, and the platform cannot tell
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.chat.message import Message

Body = dict[str, Any]
"""What a platform is sent, as JSON."""

PERSON = "@"
"""A channel that begins with it is a person, to be told directly: "@1234"."""


class HaltCode(StrEnum):
    """What stands in the way."""

    CHANNEL_GONE = "channel_gone"
    NO_PERMISSION = "no_permission"
    WORKSPACE_GONE = "workspace_gone"
    PERSON_UNREACHABLE = "person_unreachable"


class DeliveryError(Exception):
    """What became of a request. `invalid` says that the platform counts it towards shutting the bot out."""

    def __init__(self, reason: str, *, invalid: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.invalid = invalid


class Retry(DeliveryError):  # noqa: N818 - each is named after what it asks for
    """It certainly was not taken; it may be `after` a time that the platform gave, or after a usual one.

    `everywhere` says that nothing at all is to be sent before.
    """

    def __init__(
        self, reason: str, *, after: timedelta | None = None, everywhere: bool = False, invalid: bool = False
    ) -> None:
        super().__init__(reason, invalid=invalid)
        self.after = after
        self.everywhere = everywhere


class Halt(DeliveryError):  # noqa: N818
    """It was not taken, and will not be before somebody mends what `code` says."""

    def __init__(self, code: HaltCode, reason: str, *, invalid: bool = False) -> None:
        super().__init__(reason, invalid=invalid)
        self.code = code


class Refused(DeliveryError):  # noqa: N818
    """The body is not one that the platform takes."""


class Unknown(DeliveryError):  # noqa: N818
    """No answer, or one that does not say whether it was done, such as a 5xx or a connection that broke."""


class CannotKnow(DeliveryError):  # noqa: N818
    """The channel's history cannot be read, so it cannot be found out whether the message arrived."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `key` is the same at each attempt, and of no other message.

    `first_attempt_at` is None at the first attempt; `picture` are the bytes of a PNG, with a first part only.
    """

    id: int
    platform: str
    workspace: str
    channel: str
    key: str
    body: Body
    picture: bytes | None = None
    part: int = 0
    parts: int = 1
    first_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a channel from getting messages as they should be, and how to mend it. `code` as of `Halt`."""

    code: str
    text: str
    mend: str


@dataclass(frozen=True, slots=True)
class Rates:
    """What a platform allows. `a_second` for all processes together; `channel_seconds` from one message to the next."""

    a_second: float
    channel_seconds: float = 0.0


class Transport(Protocol):
    """A chat platform, as delivery sees it. A call that takes longer than `Timing.call_seconds` is cut off."""

    @property
    def platform(self) -> str:
        """ "discord", "slack" or "console"."""
        ...

    @property
    def rates(self) -> Rates:
        """How fast it may be sent to."""
        ...

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        """The parts in which a message is sent, in order, at least one; the first goes with the picture."""
        ...

    def plain(self, body: Body) -> Body | None:
        """The same as plain text, for when the body was refused; None where it is that already."""
        ...

    async def send(self, outgoing: Outgoing) -> str:
        """Send it, once: the platform's id of the message. Raises any DeliveryError but CannotKnow."""
        ...

    async def find(self, outgoing: Outgoing) -> str | None:
        """Look in the channel for a message sent with this key; None where there certainly is none.

        Raises CannotKnow, Retry, Halt.
        """
        ...

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        """What stands in the way of sending to this channel; empty where nothing does. Raises Retry."""
        ...
