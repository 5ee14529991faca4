"""Who asks for something, where, and what they typed: what each platform hands over."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields

from db.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks. `person` is written "discord:1234", `roles` are ids of the platform's.

    `manages` says that the platform itself lets them manage the workspace; `right` is what it calls that.
    """

    person: str
    roles: frozenset[str] = frozenset()
    manages: bool = False
    right: str | None = None


OPERATOR = Requester("console:operator", manages=True)
"""Whoever has the command line: nobody keeps them from the database either."""


def _channel(channel: str) -> str:
    return f"channel {channel}" if channel else "this console"


@dataclass(frozen=True, slots=True)
class Where:
    """Which subscriptions are spoken of: those of a workspace, and the channel in which somebody speaks.

    Only the operator leaves `platform` and `workspace` open, and then all are meant. `channel` is where a new
    subscription posts unless another is named; `called` says what people call a channel, and `named` somebody who is
    written "discord:1234" or "role:1234".
    """

    platform: str | None
    workspace: str | None
    channel: str | None = None
    called: Callable[[str], str] = field(default=_channel, compare=False)
    named: Callable[[str], str] = field(default=str, compare=False)


CONSOLE = Where("console", "", "")
EVERYWHERE = Where(None, None)
"""What the operator may mean: any subscription there is."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What somebody typed for a subscription; None is what was left open.

    `kind` is digest or watch; `topic` a question; `schedule` words or cron; `zone` a city or IANA name; `size` the most
    lines of a digest; `language` that of dates; `catch_up` combine, latest or skip; `quiet` nothing or line; `palette`
    dark, light or none; `most_an_hour` the most messages of a watch.
    """

    name: str | None = None
    kind: str | None = None
    topic: str | None = None
    schedule: str | None = None
    zone: str | None = None
    size: str | int | None = None
    language: str | None = None
    catch_up: str | None = None
    quiet: str | None = None
    palette: str | None = None
    most_an_hour: str | int | None = None
    channel: str | None = None

    @property
    def given(self) -> frozenset[str]:
        """The names of the fields that were given."""
        return frozenset(one.name for one in fields(self) if getattr(self, one.name) is not None)


def mentioned(subscription: Subscription) -> str:
    """How a subscription is spoken of: "3 (Morning brief)", "3"."""
    return f"{subscription.id} ({subscription.name})" if subscription.name else str(subscription.id)
