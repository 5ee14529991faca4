"""How a delivered message came about: which subscription it is of, what it covers, and who can change that."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.subscriptions.asked import mentioned
from bot.subscriptions.telling import when
from db import deliveries, subscriptions
from db.deliveries import LoggedDelivery
from db.session import Store
from db.subscriptions import Kind, Subscription

GONE = "Nothing is known of this message any more: what was sent is remembered for 90 days."
REMOVED = "The subscription that this message was of has been removed."
HOW_TO_CHANGE = (
    "Admins change it with /subscription edit, let it rest with /subscription pause, and are told by /subscription why "
    "why an event was told or not."
)


async def provenance(store: Store, key: str) -> Message:
    """Tell what is known of the message that was delivered with this key."""
    async with store.reading() as session:
        delivery = await deliveries.by_key(session, key)
        if delivery is None:
            return Message(text=GONE)
        subscription = (
            await subscriptions.get(session, delivery.subscription_id) if delivery.subscription_id is not None else None
        )
    if subscription is None:
        return Message(text=REMOVED)
    return Message(
        headline=f"Subscription {mentioned(subscription)}",
        text=_order(subscription),
        lines=_times(delivery, ZoneInfo(subscription.zone)),
        remarks=(HOW_TO_CHANGE,),
    )


def _order(subscription: Subscription) -> str:
    about = f"about “{subscription.topic}”" if subscription.topic else "about everything that is read"
    if subscription.kind is Kind.WATCH:
        return f"A watch {about}: it tells new events within a minute of their being read."
    return f"A digest {about}, {when(subscription)}."


def _times(delivery: LoggedDelivery, zone: ZoneInfo) -> tuple[str, ...]:
    lines = []
    if delivery.period_start and delivery.period_end:
        start, end = (_written(moment, zone) for moment in (delivery.period_start, delivery.period_end))
        lines.append(f"It covers what was learnt from {start} to {end} ({zone.key}).")
    if delivery.sent_at:
        late = ", later than planned" if delivery.late else ""
        lines.append(f"It was sent on {_written(delivery.sent_at, zone)}{late}.")
    return tuple(lines)


def _written(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"
