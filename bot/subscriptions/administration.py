"""All that admins do, put together for a process: subscriptions, sources, settings, and names while they are typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from bot.delivery.transport import Transport
from bot.digests.composer import Composer
from bot.digests.topic import Topics
from bot.settings import Settings
from bot.subscriptions.known import Known
from bot.subscriptions.settings import WorkspaceChoices
from bot.subscriptions.sources import Sources, open_source_list
from bot.subscriptions.subscriptions import Subscriptions
from db.session import Store


@dataclass(frozen=True, slots=True)
class Administration:
    """What a chat platform needs for the commands of admins."""

    subscriptions: Subscriptions
    sources: Sources
    choices: WorkspaceChoices
    known: Known

    @classmethod
    def of(
        cls,
        store: Store,
        settings: Settings,
        *,
        composer: Composer | None = None,
        transports: Mapping[str, Transport] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Self:
        """Put together. A platform's transport may come into `transports` later on."""
        topics = Topics()
        return cls(
            Subscriptions(
                store,
                zone=settings.zone,
                topics=topics,
                composer=composer or Composer(store, topics=topics),
                transports=transports,
                clock=clock,
            ),
            Sources(
                store,
                lambda: open_source_list(store, settings),
                workspaces=settings.source_workspaces.replace(",", " ").split(),
                clock=clock,
            ),
            WorkspaceChoices(store, zone=settings.zone, transports=transports, clock=clock),
            Known(store),
        )
