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
from bot.delivery.keys import key_of
from bot.delivery.transport import Transport
from bot.digests.composer import Composer
from bot.digests.digest import Composed
from bot.digests.errors import DigestError
from bot.digests.topic import ANYTHING, Topic, Topics
from bot.subscriptions import portable, telling
from bot.subscriptions.asked import Fields, Requester, Where, mentioned
from bot.subscriptions.channels import require_reachable
from bot.subscriptions.checking import check_kind, check_pause_end
from bot.subscriptions.doctor import Check, Doctor, doctor_message
from bot.subscriptions.errors import BadField, NoSuchSubscription, Unavailable
from bot.subscriptions.explaining import explained
from bot.subscriptions.keeping import (
    differences,
    find,
    folded,
    is_same,
    new_of,
    note,
    planned_test,
    require_free_name,
    require_room,
    workspace_of,
)
from bot.subscriptions.log import MOST, USUAL_LENGTH, log_message
from bot.subscriptions.ordering import (
    Order,
    first_slot,
    next_due,
    read_order,
    slot_after_pause,
    understood,
)
from bot.subscriptions.permission import require_admin
from bot.subscriptions.portable import Carried
from db import deliveries, subscriptions, workspace_settings
from db.deliveries import TEST, LoggedDelivery, Part
from db.session import Store
from db.subscriptions import PAUSED_BY_PERSON, Advance, Kind, Subscription
from db.workspace_settings import WorkspaceSettings

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
        self._transports = {} if transports is None else transports
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
        new = new_of(order, kind, where, who, chosen, self._zone)
        remarks = await require_reachable(self._transports.get(new.platform), new.workspace, new.channel)
        async with self._store.writing() as session:
            await require_room(session, where)
            await require_free_name(session, where, new.name)
            slot = first_slot(new.schedule, new.zone, now)
            added = await subscriptions.add(session, new, now=now, slot=slot)
            await note(session, self._clock(), who, "add", added, after=portable.as_json(added))
        topic = order.topic or ANYTHING
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
        changes = _changed(before, order)
        remarks: tuple[str, ...] = ()
        if "channel" in changes:
            transport = self._transports.get(before.platform)
            remarks = await require_reachable(transport, before.workspace, changes["channel"])
        async with self._store.writing() as session:
            before = await self._again(session, before, words)
            if changes := _changed(before, order):
                await require_free_name(session, workspace_of(before), changes.get("name"), but=before.id)
                slot = next_due(before, changes, now)
                after = await subscriptions.edit(session, before.id, changes, now=now, slot=slot)
                if after is None:
                    raise NoSuchSubscription(words)
                await note(session, self._clock(), who, "edit", after, *differences(before, after))
            else:
                after = before
        topic = order.topic or await self._topic(after)
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
            before = await self._again(session, before, words)
            slot = slot_after_pause(before.schedule, before.zone, end, now) if end else None
            await subscriptions.pause(session, before.id, PAUSED_BY_PERSON, now=now, until=end, slot=slot)
            after = await self._again(session, before, words)
            await note(session, self._clock(), who, "pause", after, *differences(before, after))
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
            before = await self._again(session, before, words)
            slot = first_slot(before.schedule, before.zone, now)
            await subscriptions.resume(session, before.id, slot=slot)
            after = await self._again(session, before, words)
            await note(session, self._clock(), who, "resume", after, *differences(before, after))
        return Message(headline=f"Resumed subscription {mentioned(after)}", text=_coming(after))

    async def remove(self, who: Requester, where: Where, words: str) -> Message:
        """Remove a subscription; the log of its deliveries stays."""
        async with self._store.reading() as session:
            before = await self._found(session, who, where, words)
        async with self._store.writing() as session:
            if not await subscriptions.remove(session, before.id):
                raise NoSuchSubscription(words)
            await note(session, self._clock(), who, "remove", before, before=portable.as_json(before))
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
        return telling.described(found, await self._topic(found), where)

    async def preview(self, who: Requester, where: Where, words: str) -> Composed:
        """What the next message would hold if it were sent now. Nothing is sent or kept."""
        now = self._clock()
        async with self._store.reading() as session:
            found = await self._found(session, who, where, words)
        return await self._composed(found, now)

    async def test(self, who: Requester, where: Where, words: str) -> Message:
        """Send the channel a test: what the next message would hold so far. It counts as told to nobody."""
        now = self._clock()
        async with self._store.reading() as session:
            found = await self._found(session, who, where, words)
        transport = self._transports.get(found.platform)
        if transport is None:
            platform = found.platform.capitalize()
            raise Unavailable(f"{platform} is not connected here: use the same command there, or start `sealane run`.")
        remarks = await require_reachable(transport, found.workspace, found.channel)
        made = (await self._composed(found, now)).message if self._composer else Message()
        message = replace(made, pictures=(), remarks=(telling.test_remark(found), *made.remarks))
        async with self._store.writing() as session:
            parts = [
                Part(key_of(found, TEST, now, number), body)
                for number, body in enumerate(transport.pack(message, None))
            ]
            await deliveries.post(session, planned_test(found, parts[0].key, now), parts, due_at=now)
            await note(session, self._clock(), who, "test", found)
        return Message(
            text=f"A test is on its way to {where.called(found.channel)}. The log says whether it arrived.",
            remarks=remarks,
        )

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

    async def why(self, who: Requester, where: Where, words: str, event: int) -> Message:
        """Why an event was, or was not, in what a subscription told."""
        found = await self.get(who, where, words)
        try:
            return await explained(self._store, self._composing(), found, event, self._clock())
        except DigestError as error:
            raise BadField("topic", str(error)) from None

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
            text=f"{count}; {known} {'was' if known == 1 else 'were'} there already." if known else f"{count}.",
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
        new = new_of(order, kind, target, who, WorkspaceSettings(), self._zone)
        if at_home and one.creator:
            new = replace(new, creator=one.creator)
        async with self._store.writing() as session:
            there = await subscriptions.listed(session, platform=new.platform, workspace=new.workspace)
            if any(is_same(known, new) for known in there):
                return None
            await require_room(session, home)
            if new.name and any(folded(known.name) == folded(new.name) for known in there):
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
            await note(session, self._clock(), who, "import", imported, after=portable.as_json(imported))
        return imported

    # Within

    def _composing(self) -> Composer:
        if self._composer is None:
            raise Unavailable("Nothing can be composed here just now. Try again where Sealane runs.")
        return self._composer

    async def _composed(self, subscription: Subscription, now: datetime) -> Composed:
        start = min(subscription.told_until, now - PREVIEWED)
        try:
            return await self._composing().compose(subscription, start, now, now)
        except DigestError as error:
            raise BadField("topic", str(error)) from None

    async def _read(self, session: AsyncSession, fields: Fields, kind: Kind, chosen: WorkspaceSettings) -> Order:
        zone = chosen.zone or self._zone
        return await read_order(session, fields, kind, self._topics, zone=zone, now=self._clock())

    async def _topic(self, subscription: Subscription) -> Topic:
        """What its topic means today; where that cannot be said any more, why."""
        try:
            async with self._store.reading() as session:
                return await understood(
                    session, self._topics, subscription.topic, zone=subscription.zone, now=self._clock()
                )
        except BadField as error:
            return Topic(subscription.topic, None, f"nothing. {error}")

    async def _found(self, session: AsyncSession, who: Requester, where: Where, words: str) -> Subscription:
        await require_admin(session, who, where)
        return await find(session, where, words)

    async def _again(self, session: AsyncSession, known: Subscription, words: str) -> Subscription:
        found = await subscriptions.get(session, known.id)
        if found is None:
            raise NoSuchSubscription(words)
        return found


def _changed(subscription: Subscription, order: Order) -> dict[str, Any]:
    """The ordered fields that differ from what is there."""
    return {name: value for name, value in order.values.items() if value != getattr(subscription, name)}


def _coming(subscription: Subscription) -> str:
    coming = telling.next_run(subscription)
    return f"Next: {coming}." if coming else "It tells news as it is read."
