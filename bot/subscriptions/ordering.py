"""What somebody typed becomes the fields of a subscription."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.wording import to_json
from bot.delivery.schedule import next_slot
from bot.digests.errors import DigestError
from bot.digests.topic import Topic, Topics
from bot.subscriptions import checking
from bot.subscriptions.asked import Fields
from bot.subscriptions.errors import BadField
from bot.subscriptions.schedule_words import Schedule, read_schedule
from bot.subscriptions.zones import zones
from db.subscriptions import Kind, Slot, Subscription

USUAL_SCHEDULE = "0 7 * * *"


@dataclass(frozen=True, slots=True)
class Order:
    """Checked fields, by their names in the store. `topic` is set where one was given."""

    values: dict[str, Any] = field(default_factory=dict)
    topic: Topic | None = None


async def read_order(
    session: AsyncSession, fields: Fields, kind: Kind, topics: Topics, *, zone: str, now: datetime
) -> Order:
    """Check what was given. `zone` is the subscription's as it is. Raises BadField."""
    values: dict[str, Any] = {}
    for name, check in (
        ("name", checking.check_name), ("size", checking.check_size), ("language", checking.check_language),
        ("catch_up", checking.check_catch_up), ("quiet", checking.check_quiet), ("palette", checking.check_palette),
        ("most_an_hour", checking.check_most_an_hour),
    ):  # fmt: skip
        given = getattr(fields, name)
        if given is not None:
            values[name] = check(given)
    values |= _times(fields, kind)
    if fields.channel is not None:
        values["channel"] = _channel(fields.channel)
    if fields.topic is None:
        return Order(values)
    topic = await understood(session, topics, fields.topic, zone=values.get("zone", zone), now=now)
    values |= {"topic": topic.text if topic.query else None, "query": to_json(topic.query) if topic.query else None}
    return Order(values, topic)


async def understood(session: AsyncSession, topics: Topics, text: str | None, *, zone: str, now: datetime) -> Topic:
    """What a topic means today. Raises BadField."""
    try:
        return await topics.understand(session, text, now.astimezone(ZoneInfo(zone)).date())
    except DigestError as error:
        raise BadField("topic", str(error)) from None


def next_due(subscription: Subscription, changes: dict[str, Any], now: datetime) -> Slot | None:
    """The next slot of a subscription with these changes; None for a watch and while it is paused without an end."""
    if subscription.paused and subscription.paused_until is None:
        return None
    schedule, zone = changes.get("schedule", subscription.schedule), changes.get("zone", subscription.zone)
    return slot_after_pause(schedule, zone, subscription.paused_until, now)


def slot_after_pause(schedule: str | None, zone: str, until: datetime | None, now: datetime) -> Slot | None:
    """The first slot at the end of a pause or later."""
    return first_slot(schedule, zone, max(now, until - timedelta(seconds=1)) if until else now)


def first_slot(schedule: str | None, zone: str, after: datetime) -> Slot | None:
    """The first slot after a moment; None for a watch, which has no schedule."""
    return next_slot(schedule, zone, after=after) if schedule else None


def _times(fields: Fields, kind: Kind) -> dict[str, str]:
    zone = zones().find(fields.zone) if fields.zone is not None else None
    if fields.schedule is None:
        return {"zone": zone} if zone else {}
    if kind is Kind.WATCH:
        raise BadField("schedule", "A watch has no schedule: it tells news as it is read. Leave the schedule out.")
    schedule = _schedule(fields.schedule, zone)
    zone = zone or schedule.zone
    return {"schedule": schedule.cron} | ({"zone": zone} if zone else {})


def _schedule(words: str, zone: str | None) -> Schedule:
    schedule = read_schedule(words)
    if zone and schedule.zone and schedule.zone != zone:
        raise BadField("zone", f"The schedule says {schedule.zone}, but the zone is {zone}: give one of them.")
    return schedule


def _channel(words: str) -> str:
    channel = words.strip()
    if len(channel) > checking.LONGEST_CHANNEL or not channel.isprintable():
        raise BadField("channel", f"“{channel[:40]}” is no channel: give its id as the platform shows it.")
    return channel
