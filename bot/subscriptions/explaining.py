"""Why an event was, or was not, told by a subscription: the delivery to whose period it belongs, decided on again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.digests.composer import Composer
from bot.digests.digest import Channel, Order
from bot.digests.period import Period
from bot.subscriptions.asked import mentioned
from bot.subscriptions.log import outcome
from bot.subscriptions.schedule_telling import told_slot
from bot.subscriptions.telling import next_run
from db import deliveries, digests
from db.session import Store
from db.subscriptions import Subscription

_LEAST = timedelta(seconds=1)


async def explained(store: Store, composer: Composer, subscription: Subscription, event: int, now: datetime) -> Message:
    """Say why. Raises DigestError where the topic is not understood any more."""
    async with store.reading() as session:
        learnt = (await digests.learnt_by_ids(session, [event])).get(event)
        covering = await deliveries.covering(session, subscription.id, learnt) if learnt else []
    headline = f"Event {event} and subscription {mentioned(subscription)}"
    if learnt is None:
        return Message(headline=headline, text=f"There is no event {event} that an article told.")
    zone = ZoneInfo(subscription.zone)
    if covering:
        last = covering[-1]
        due = f"what was due on {told_slot(last.slot, zone)} ({outcome(last, zone)})"
        text = f"It was learnt on {told_slot(learnt, zone)} and belongs to {due}. Decided on again:"
        period = Period(last.period_start or learnt, last.period_end or learnt + _LEAST)
        order = _order(subscription, period, told_before=last.planned_at)
        return Message(headline=headline, text=text, lines=await _reasons(composer, order, event))
    if learnt < subscription.told_until:
        text = (
            f"It was learnt on {told_slot(learnt, zone)}, and no message of this subscription covers that time: "
            f"it was made on {told_slot(subscription.created_at, zone)}, or stood still, or an outage swallowed it."
        )
        return Message(headline=headline, text=text)
    coming = next_run(subscription)
    due = f"the message of {coming}" if coming else "the next message"
    order = _order(subscription, Period(subscription.told_until, max(now, learnt + _LEAST)))
    text = f"It was learnt on {told_slot(learnt, zone)} and belongs to {due}, which is yet to come. As things stand:"
    return Message(headline=headline, text=text, lines=await _reasons(composer, order, event))


async def _reasons(composer: Composer, order: Order, event: int) -> tuple[str, ...]:
    return tuple((await composer.why(order, event)).splitlines())


def _order(subscription: Subscription, period: Period, told_before: datetime | None = None) -> Order:
    """The digest of a period, as the subscription orders it today."""
    return Order(
        period,
        subscription.topic,
        ZoneInfo(subscription.zone),
        subscription.size,
        subscription.language,
        Channel(subscription.platform, subscription.channel),
        subscription.name,
        told_before=told_before,
    )
