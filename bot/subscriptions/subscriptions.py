"""Everything that people do with subscriptions, the same on every platform.

Each function takes who asks, where, and what they typed; checks that they may; keeps who changed what; and returns a
Message. What is wrong with it is a SubscriptionError, which says so in a sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Message
from bot.delivery.composing import Composed, Composer
from bot.delivery.transport import Transport
from bot.digests.topic import Topics
from bot.subscriptions import portable, telling
from bot.subscriptions.asked import Fields, Requester, Where, mentioned
from bot.subscriptions.channels import require_reachable
from bot.subscriptions.checking import check_kind, check_pause_end
from bot.subscriptions.doctor import Check, Doctor, doctor_message
from bot.subscriptions.errors import BadField, NoSuchSubscription, Unavailable
from bot.subscriptions.log import MOST, USUAL_LENGTH, log_message
from bot.subscriptions.ordering import (
    USUAL_SCHEDULE,
    Order,
    first_slot,
    next_due,
    read_order,
    slot_after_pause,
    understood,
)
from bot.subscriptions.permission import require_admin
from bot.subscriptions.portable import Carried
from db import audit, deliveries, subscriptions, workspace_settings
from db.deliveries import LoggedDelivery
from db.session import Store
from db.subscriptions import PAUSED_BY_PERSON, Advance, Kind, NewSubscription, Subscription
from db.workspace_settings import WorkspaceSettings

MOST_IN_WORKSPACE = 200
PREVIEWED = timedelta(days=1)
"""How far back a preview looks at least, so that a new subscription has something to show."""


class Subscriptions:
    """The subscriptions of a store.

    `zone` is that of workspaces which chose none. Without `composer` nothing can be previewed; a platform without its
    transport cannot be checked or sent to from here.
    """

    def __init__(
        self,
        store: Store,
        *,
        zone: str,
        topics: Topics | None = None,
        composer: Composer | None = None,
        transports: Mapping[str, Transport] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._zone = zone
        self._topics = topics or Topics()
        self._composer = composer
        self._transports = dict(transports or {})
        self._clock = clock

    # Changing

    async def add(self, who: Requester, where: Where, fields: Fields) -> Message:
        """Add a subscription to the channel that the fields name, else to that of `where`."""
        if where.platform is None or where.workspace is None:
            raise BadField("channel", "Say for which platform and channel.")
        now = self._clock()
        kind = check_kind(fields.kind) if fields.kind is not None else Kind.DIGEST
        async with self._store.reading() as session:
            await require_admin(session, who, where)
            chosen = await workspace_settings.get(session, where.platform, where.workspace)
            order = await self._read(session, fields, kind, chosen)
        new = _new(order, kind, where, who, chosen, self._zone)
        remarks = await require_reachable(self._transports.get(new.platform), new.workspace, new.channel)
        async with self._store.writing() as session:
            await _require_room(session, where)
            await _require_free_name(session, where, new.name)
            slot = first_slot(new.schedule, new.zone, now)
            added = await subscriptions.add(session, new, now=now, slot=slot)
            await self._note(session, who, "add", added, after=portable.as_json(added))
            topic = order.topic or await self._topics.understand(session, None, now.date())
        message = telling.described(added, topic, where)
        return replace(
            message,
            headline=f"Added subscription {mentioned(added)}",
            remarks=(*message.remarks, *remarks),
        )

    async def edit(self, who: Requester, where: Where, words: str, fields: Fields) -> Message:
        """Change the fields that are given."""
        now = self._clock()
        if not fields.given:
            raise BadField("fields", "Say what to change, for example the schedule or the topic.")
        async with self._store.reading() as session:
            before = await self._found(session, who, where, words)
            if fields.kind is not None and check_kind(fields.kind) is not before.kind:
                raise BadField("kind", f"A {before.kind} stays one: remove it and add a {check_kind(fields.kind)}.")
            chosen = WorkspaceSettings(zone=before.zone)
            order = await self._read(session, fields, before.kind, chosen)
        changes = {name: value for name, value in order.values.items() if value != getattr(before, name)}
        remarks: tuple[str, ...] = ()
        if "channel" in changes:
            transport = self._transports.get(before.platform)
            remarks = await require_reachable(transport, before.workspace, changes["channel"])
        async with self._store.writing() as session:
            if changes:
                await _require_free_name(session, _scope_of(before), changes.get("name"), but=before.id)
                slot = next_due(before, changes, now)
                after = await subscriptions.edit(session, before.id, changes, now=now, slot=slot)
                if after is None:
                    raise NoSuchSubscription(words)
                await self._note(session, who, "edit", after, *_differences(before, after))
            else:
                after = before
            topic = order.topic or await self._topic(session, after)
        message = telling.described(after, topic, where)
        done = "Changed" if changes else "Nothing to change in"
        return replace(
            message, headline=f"{done} subscription {mentioned(after)}", remarks=(*message.remarks, *remarks)
        )

    async def pause(self, who: Requester, where: Where, words: str, until: str | None = None) -> Message:
        """Let a subscription stand still until a day, or until it is resumed."""
        now = self._clock()
        async with self._store.reading() as session:
            before = await self._found(session, who, where, words)
        end = check_pause_end(until or "", ZoneInfo(before.zone), now)
        async with self._store.writing() as session:
            slot = slot_after_pause(before.schedule, before.zone, end, now) if end else None
            await subscriptions.pause(session, before.id, PAUSED_BY_PERSON, now=now, until=end, slot=slot)
            after = await self._again(session, before, words)
            await self._note(session, who, "pause", after, *_differences(before, after))
        coming = telling.next_run(after)
        return Message(
            headline=f"Paused subscription {mentioned(after)}",
            text=telling.state_of(after) or "",
            lines=(f"Next: {coming}.",) if coming else (),
        )

    async def resume(self, who: Requester, where: Where, words: str) -> Message:
        """Let a subscription go on, whoever or whatever paused it."""
        now = self._clock()
        async with self._store.reading() as session:
            before = await self._found(session, who, where, words)
        if not before.paused:
            return Message(text=f"Subscription {mentioned(before)} is not paused. {_coming(before)}")
        async with self._store.writing() as session:
            slot = first_slot(before.schedule, before.zone, now)
            await subscriptions.resume(session, before.id, slot=slot)
            after = await self._again(session, before, words)
            await self._note(session, who, "resume", after, *_differences(before, after))
        return Message(headline=f"Resumed subscription {mentioned(after)}", text=_coming(after))

    async def remove(self, who: Requester, where: Where, words: str) -> Message:
        """Remove a subscription; the log of its deliveries stays."""
        async with self._store.reading() as session:
            before = await self._found(session, who, where, words)
        async with self._store.writing() as session:
            if not await subscriptions.remove(session, before.id):
                raise NoSuchSubscription(words)
            await self._note(session, who, "remove", before, before=portable.as_json(before))
        return Message(
            headline=f"Removed subscription {mentioned(before)}",
            text=f"It was a {telling.summary(before, where)}. What it sent stays in the log.",
        )

    # Looking

    async def found(self, who: Requester, where: Where) -> Sequence[Subscription]:
        """The subscriptions that are spoken of: of the channel where one is given, else of the workspace."""
        async with self._store.reading() as session:
            await require_admin(session, who, where)
            return await subscriptions.listed(
                session, platform=where.platform, workspace=where.workspace, channel=where.channel
            )

    async def list(self, who: Requester, where: Where) -> Message:
        """A line about each subscription: of one channel where `where` names one, else of the whole workspace."""
        return telling.listed(await self.found(who, where), where)

    async def get(self, who: Requester, where: Where, words: str) -> Subscription:
        """The one subscription that words mean: its number, its name or a part of that. Raises NoSuchSubscription."""
        async with self._store.reading() as session:
            return await self._found(session, who, where, words)

    async def show(self, who: Requester, where: Where, words: str) -> Message:
        """All of a subscription, its topic as it is understood today."""
        async with self._store.reading() as session:
            found = await self._found(session, who, where, words)
            topic = await self._topic(session, found)
        return telling.described(found, topic, where)

    async def preview(self, who: Requester, where: Where, words: str) -> Composed:
        """What the next message would hold if it were sent now. Nothing is sent or kept."""
        if self._composer is None:
            raise Unavailable("Nothing can be composed here just now. Try again where Sealane runs.")
        now = self._clock()
        async with self._store.reading() as session:
            found = await self._found(session, who, where, words)
        return await self._composer.compose(found, min(found.told_until, now - PREVIEWED), now, now)

    async def log(self, who: Requester, where: Where, words: str, *, limit: int = USUAL_LENGTH) -> Message:
        """What was sent and what was not, the latest first, each with what became of it."""
        return log_message(*await self.logged(who, where, words, limit=limit))

    async def logged(
        self, who: Requester, where: Where, words: str, *, limit: int = USUAL_LENGTH
    ) -> tuple[Subscription, Sequence[LoggedDelivery]]:
        """A subscription with its last deliveries."""
        async with self._store.reading() as session:
            found = await self._found(session, who, where, words)
            most = max(1, min(limit, MOST))
            return found, await deliveries.listed(session, subscription_id=found.id, limit=most)

    async def doctor(self, who: Requester, where: Where, words: str) -> Message:
        """What keeps a subscription from telling what it should, and how each is mended."""
        return doctor_message(*await self.examined(who, where, words))

    async def examined(self, who: Requester, where: Where, words: str) -> tuple[Subscription, Sequence[Check]]:
        """A subscription with all that was checked of it."""
        found = await self.get(who, where, words)
        return found, await Doctor(self._store, self._topics, self._transports).examine(found, self._clock())

    # Taking elsewhere

    async def export(self, who: Requester, where: Where, words: str | None = None) -> str:
        """Subscriptions as the text of a JSON file: one, or all that are spoken of."""
        if words:
            return portable.exported([await self.get(who, where, words)])
        return portable.exported(await self.found(who, where))

    async def import_(self, who: Requester, where: Where, data: bytes | str) -> Message:
        """Add what an exported file holds, but what is there already.

        Those of this workspace come back as they stood, also in what they have told. Others are added to the channel of
        `where` as new ones; the operator, whose `where` is open, gets each back where the file says.
        """
        now = self._clock()
        added: list[Subscription] = []
        carried = portable.read(data)
        for number, one in enumerate(carried, start=1):
            try:
                if (new := await self._imported(who, where, one, now)) is not None:
                    added.append(new)
            except BadField as error:
                done = f" Before it, {len(added)} were added." if added else ""
                raise BadField(error.field, f"Subscription {number} of the file: {error}{done}") from None
        count = f"{len(added)} of {len(carried)} subscriptions were added"
        known = len(carried) - len(added)
        return Message(
            headline="Imported subscriptions",
            text=f"{count}; {known} were there already." if known else f"{count}.",
            lines=tuple(f"{mentioned(one)}: {telling.summary(one, where)}" for one in added[: telling.MOST_LISTED]),
        )

    async def _imported(self, who: Requester, where: Where, one: Carried, now: datetime) -> Subscription | None:
        home = Where(where.platform or one.platform, one.workspace if where.workspace is None else where.workspace)
        at_home = (one.platform, one.workspace) == (home.platform, home.workspace)
        target = replace(home, channel=one.channel if at_home else where.channel)
        fields = replace(one.fields, channel=None)
        kind = check_kind(fields.kind or "")
        async with self._store.reading() as session:
            await require_admin(session, who, where)
            order = await self._read(session, fields, kind, WorkspaceSettings())
        new = _new(order, kind, target, who, WorkspaceSettings(), self._zone)
        if at_home and one.creator:
            new = replace(new, creator=one.creator)
        async with self._store.writing() as session:
            there = await subscriptions.listed(session, platform=new.platform, workspace=new.workspace)
            if any(_same(known, new) for known in there):
                return None
            await _require_room(session, home)
            if new.name and any(_folded(known.name) == _folded(new.name) for known in there):
                new = replace(new, name=None)
            told_until = min(one.told_until or now, now) if at_home else now
            slot = first_slot(new.schedule, new.zone, now)
            made = await subscriptions.add(session, new, now=min(one.created_at or now, now), slot=slot)
            await subscriptions.advance(session, [Advance(made.id, told_until, slot)])
            holds = one.paused_code == PAUSED_BY_PERSON or (at_home and one.paused_code)
            if one.paused_code and holds and not (one.paused_until and one.paused_until <= now):
                end = one.paused_until
                slot = slot_after_pause(new.schedule, new.zone, end, now) if end else None
                await subscriptions.pause(session, made.id, one.paused_code[:32], now=now, until=end, slot=slot)
            imported = await self._again(session, made, str(made.id))
            await self._note(session, who, "import", imported, after=portable.as_json(imported))
        return imported

    # Within

    async def _read(self, session: AsyncSession, fields: Fields, kind: Kind, chosen: WorkspaceSettings) -> Order:
        zone = chosen.zone or self._zone
        return await read_order(session, fields, kind, self._topics, zone=zone, now=self._clock())

    async def _topic(self, session: AsyncSession, subscription: Subscription) -> Any:
        return await understood(session, self._topics, subscription.topic, zone=subscription.zone, now=self._clock())

    async def _found(self, session: AsyncSession, who: Requester, where: Where, words: str) -> Subscription:
        await require_admin(session, who, where)
        return await find(session, where, words)

    async def _again(self, session: AsyncSession, known: Subscription, words: str) -> Subscription:
        found = await subscriptions.get(session, known.id)
        if found is None:
            raise NoSuchSubscription(words)
        return found

    async def _note(
        self,
        session: AsyncSession,
        who: Requester,
        action: str,
        subscription: Subscription,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        change = audit.Change(
            self._clock(),
            subscription.platform,
            subscription.workspace,
            who.person,
            f"subscription.{action}",
            mentioned(subscription),
            before,
            after,
        )
        await audit.record(session, change)


async def find(session: AsyncSession, where: Where, words: str) -> Subscription:
    """The one subscription of a workspace that words mean. Raises NoSuchSubscription."""
    there = await subscriptions.listed(session, platform=where.platform, workspace=where.workspace)
    folded = _folded(words.strip().removeprefix("#")) or ""
    exact = [one for one in there if folded in (str(one.id), _folded(one.name), _folded(mentioned(one)))]
    if len(exact) == 1:
        return exact[0]
    part = exact or [one for one in there if folded and folded in (_folded(one.name) or "")]
    if len(part) == 1:
        return part[0]
    raise NoSuchSubscription(words, [mentioned(one) for one in part])


def _new(
    order: Order, kind: Kind, where: Where, who: Requester, chosen: WorkspaceSettings, zone: str
) -> NewSubscription:
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


async def _require_room(session: AsyncSession, where: Where) -> None:
    there = await subscriptions.listed(session, platform=where.platform, workspace=where.workspace)
    if len(there) >= MOST_IN_WORKSPACE:
        raise BadField(
            "subscription", f"There are {MOST_IN_WORKSPACE} subscriptions here, which is the most: remove one first."
        )


async def _require_free_name(session: AsyncSession, where: Where, name: str | None, *, but: int | None = None) -> None:
    if name is None:
        return
    for one in await subscriptions.listed(session, platform=where.platform, workspace=where.workspace):
        if one.id != but and _folded(one.name) == _folded(name):
            raise BadField("name", f"Subscription {one.id} is called “{one.name}” already: give another name.")


def _scope_of(subscription: Subscription) -> Where:
    return Where(subscription.platform, subscription.workspace)


def _folded(name: str | None) -> str | None:
    return name.casefold() if name else None


def _same(known: Subscription, new: NewSubscription) -> bool:
    names = ("platform", "workspace", "channel", "kind", "topic", "schedule", "zone")
    return all(getattr(known, name) == getattr(new, name) for name in names)


def _differences(before: Subscription, after: Subscription) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, as JSON: before and after."""
    old, new = portable.as_json(before), portable.as_json(after)
    changed = [name for name in new if old[name] != new[name] and name != "revision"]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def _coming(subscription: Subscription) -> str:
    coming = telling.next_run(subscription)
    return f"Next: {coming}." if coming else "It tells news as it is read."
