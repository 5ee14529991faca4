"""Notices that sources of news have failed or been silent for long, to each workspace that has a subscription."""

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Message
from bot.delivery.keys import key_of
from bot.delivery.transport import PERSON, Transport
from bot.news.collecting.notices import SourceNotice, take_notices
from db import deliveries, subscriptions, workspace_settings
from db.deliveries import NOTICE, NewDelivery, Part
from db.session import Store
from db.subscriptions import Subscription

_log = logging.getLogger(__name__)


async def tell_of_sources(store: Store, transports: Mapping[str, Transport], now: datetime) -> int:
    """Plan the notices that are due, each once, and log them for the operator; return how many there were."""
    async with store.writing() as session:
        notices = await take_notices(session, now=now)
        if not notices:
            return 0
        for notice in notices:
            _log.warning("%s", notice.text)
        workspaces: dict[tuple[str, str], Subscription] = {}
        for subscription in await subscriptions.listed(session):
            workspaces.setdefault((subscription.platform, subscription.workspace), subscription)
        for subscription in workspaces.values():
            transport = transports.get(subscription.platform)
            place = await _place(session, subscription)
            if transport is not None and place is not None:
                await _post(session, transport, subscription, place, notices, now)
    return len(notices)


async def _place(session: AsyncSession, subscription: Subscription) -> str | None:
    """Where the admins of a workspace hear of it: its fallback channel, else whoever made its first subscription."""
    chosen = await workspace_settings.get(session, subscription.platform, subscription.workspace)
    platform, _, person = subscription.creator.partition(":")
    own = PERSON + person if person and platform == subscription.platform else None
    return chosen.fallback_channel or own


async def _post(
    session: AsyncSession,
    transport: Transport,
    subscription: Subscription,
    place: str,
    notices: list[SourceNotice],
    now: datetime,
) -> None:
    told = tuple(notice.text for notice in notices)
    message = Message(headline="Sources of news", text=told[0], lines=told[1:])
    parts = [
        Part(key_of(subscription, f"{NOTICE} of sources", now, number), body)
        for number, body in enumerate(transport.pack(message, None))
    ]
    new = NewDelivery(
        subscription_id=subscription.id,
        slot=now,
        kind=NOTICE,
        platform=subscription.platform,
        workspace=subscription.workspace,
        channel=place,
        key=parts[0].key,
        planned_at=now,
    )
    await deliveries.post(session, new, parts, due_at=now)
