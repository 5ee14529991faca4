"""Finding subscriptions, the rules that hold for all of a workspace, and keeping who changed what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.subscriptions import portable
from bot.subscriptions.asked import Requester, Where, mentioned
from bot.subscriptions.errors import BadField, NoSuchSubscription
from bot.subscriptions.ordering import USUAL_SCHEDULE, Order
from db import audit, subscriptions
from db.deliveries import TEST, NewDelivery
from db.subscriptions import Kind, NewSubscription, Subscription
from db.workspace_settings import WorkspaceSettings

MOST_IN_WORKSPACE = 200


async def find(session: AsyncSession, where: Where, words: str) -> Subscription:
    """The one subscription of a workspace that words mean. Raises NoSuchSubscription."""
    there = await subscriptions.listed(session, platform=where.platform, workspace=where.workspace)
    wanted = words.strip().removeprefix("#").casefold()
    exact = [one for one in there if wanted in (str(one.id), folded(one.name), folded(mentioned(one)))]
    if len(exact) == 1:
        return exact[0]
    part = exact or [one for one in there if wanted and wanted in (folded(one.name) or "")]
    if len(part) == 1:
        return part[0]
    raise NoSuchSubscription(words, [mentioned(one) for one in part])


def new_of(
    order: Order, kind: Kind, where: Where, who: Requester, chosen: WorkspaceSettings, zone: str
) -> NewSubscription:
    """The subscription that was ordered; what was left open is as the workspace chose. Raises BadField."""
    values = {
        "zone": chosen.zone or zone,
        "language": chosen.language or "en",
        "channel": where.channel,
        **order.values,
    }
    if kind is Kind.DIGEST:
        values.setdefault("schedule", USUAL_SCHEDULE)
    if values["channel"] is None:
        raise BadField("channel", "Say in which channel it should post.")
    return NewSubscription(
        platform=where.platform or "", workspace=where.workspace or "", creator=who.person, kind=kind, **values
    )


async def require_room(session: AsyncSession, where: Where) -> None:
    """Raise BadField where a workspace has all the subscriptions that it may have."""
    there = await subscriptions.listed(session, platform=where.platform, workspace=where.workspace)
    if len(there) >= MOST_IN_WORKSPACE:
        raise BadField(
            "subscription", f"There are {MOST_IN_WORKSPACE} subscriptions here, which is the most: remove one first."
        )


async def require_free_name(session: AsyncSession, where: Where, name: str | None, *, but: int | None = None) -> None:
    """Raise BadField where another subscription of the workspace has this name."""
    if name is None:
        return
    for one in await subscriptions.listed(session, platform=where.platform, workspace=where.workspace):
        if one.id != but and folded(one.name) == folded(name):
            raise BadField("name", f"Subscription {one.id} is called “{one.name}” already: give another name.")


def planned_test(subscription: Subscription, key: str, now: datetime) -> NewDelivery:
    """A test for the channel of a subscription, due now."""
    return NewDelivery(
        subscription_id=subscription.id,
        slot=now,
        kind=TEST,
        platform=subscription.platform,
        workspace=subscription.workspace,
        channel=subscription.channel,
        key=key,
        planned_at=now,
    )


def workspace_of(subscription: Subscription) -> Where:
    """The workspace that a subscription belongs to."""
    return Where(subscription.platform, subscription.workspace)


def folded(name: str | None) -> str | None:
    """A name without its case."""
    return name.casefold() if name else None


def is_same(known: Subscription, new: NewSubscription) -> bool:
    """Whether a new subscription would tell the same, at the same times and place, as one that is there."""
    names = ("platform", "workspace", "channel", "kind", "topic", "schedule", "zone")
    return all(getattr(known, name) == getattr(new, name) for name in names)


def differences(before: Subscription, after: Subscription) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, as JSON: before and after."""
    old, new = portable.as_json(before), portable.as_json(after)
    changed = [name for name in new if old[name] != new[name] and name != "revision"]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


async def note(
    session: AsyncSession,
    now: datetime,
    who: Requester,
    action: str,
    subscription: Subscription,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Keep who changed a subscription, and how."""
    change = audit.Change(
        now,
        subscription.platform,
        subscription.workspace,
        who.person,
        f"subscription.{action}",
        mentioned(subscription),
        before,
        after,
    )
    await audit.record(session, change)
