"""The doctor: what keeps a subscription from telling what it should, and how each is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Message
from bot.delivery.delivering import HEARTBEAT
from bot.delivery.schedule import BadSchedule, check
from bot.delivery.timing import USUAL
from bot.delivery.transport import DeliveryError, HaltCode, Transport
from bot.digests.errors import DigestError
from bot.digests.topic import Topics
from bot.news.collecting.health import Health, health, span
from bot.subscriptions.asked import mentioned
from bot.subscriptions.log import outcome
from bot.subscriptions.schedule_telling import told_slot
from bot.subscriptions.telling import state_of, when
from db import deliveries, digests, replies, sources
from db.deliveries import NOTICE, TEST, LoggedDelivery, State
from db.session import Store
from db.subscriptions import Kind, Subscription

_LOOKED_AT = 20
_DAY = timedelta(days=1)
_SILENCE = timedelta(minutes=5)
"""How long after its last heartbeat delivery is taken to stand still."""


class Finding(StrEnum):
    """What a check found."""

    WELL = "well"
    NOTE = "note"
    """Not a fault, but worth knowing."""
    FAULT = "fault"
    UNKNOWN = "unknown"
    """It cannot be checked from here."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked and found; `mend` says what to do where it is not well."""

    name: str
    finding: Finding
    text: str
    mend: str | None = None


class Doctor:
    """Checks subscriptions. A platform without its transport cannot be asked about its channels from here."""

    def __init__(self, store: Store, topics: Topics, transports: Mapping[str, Transport]) -> None:
        self._store = store
        self._topics = topics
        self._transports = transports

    async def examine(self, subscription: Subscription, now: datetime) -> list[Check]:
        """All checks, in the order in which a message goes through what they check."""
        found = await self._channel(subscription)
        async with self._store.reading() as session:
            found += _state(subscription)
            found += _schedule(subscription, now)
            found += await self._topic(session, subscription, now)
            found += await _sources(session, now)
            found += await _events(session, now)
            found += await _deliveries(session, subscription)
            found += await _lag(session, subscription, now)
        return found

    async def _channel(self, subscription: Subscription) -> list[Check]:
        transport = self._transports.get(subscription.platform)
        if transport is None:
            text = f"{subscription.platform.capitalize()} is not connected here, so the channel was not checked."
            return [Check("Channel", Finding.UNKNOWN, text, "Ask the doctor in a channel there.")]
        try:
            problems = await transport.check(subscription.workspace, subscription.channel)
        except DeliveryError as error:
            text = f"{subscription.platform.capitalize()} does not answer just now ({error.reason})."
            return [Check("Channel", Finding.UNKNOWN, text, "Try again in a minute.")]
        if not problems:
            return [Check("Channel", Finding.WELL, "I can write there, with all that a digest needs.")]
        return [
            Check("Channel", Finding.FAULT if one.code in tuple(HaltCode) else Finding.NOTE, one.text, one.mend)
            for one in problems
        ]

    async def _topic(self, session: AsyncSession, subscription: Subscription, now: datetime) -> list[Check]:
        today = now.astimezone(ZoneInfo(subscription.zone)).date()
        try:
            topic = await self._topics.understand(session, subscription.topic, today)
        except DigestError as error:
            return [Check("Topic", Finding.FAULT, str(error), "Edit the topic.")]
        if topic.unknown:
            text = f"Nobody knows {', '.join(f'“{word}”' for word in topic.unknown)}. {topic.sentence}"
            return [Check("Topic", Finding.NOTE, text, "Edit the topic if that is a slip of the pen.")]
        return [Check("Topic", Finding.WELL, topic.sentence)]


def _state(subscription: Subscription) -> list[Check]:
    state = state_of(subscription)
    if state:
        return [Check("State", Finding.FAULT, state, "Resume it.")]
    if subscription.halts:
        times = "once" if subscription.halts == 1 else f"{subscription.halts} times in a row"
        text = f"Its messages were turned away {times}."
        return [Check("State", Finding.FAULT, text, "Mend the channel; it is paused if that goes on for an hour.")]
    return [Check("State", Finding.WELL, "It is active.")]


def _schedule(subscription: Subscription, now: datetime) -> list[Check]:
    if subscription.schedule is None:
        return [Check("Schedule", Finding.WELL, "A watch: it tells news as it is read.")]
    try:
        check(subscription.schedule)
        zone = ZoneInfo(subscription.zone)
    except (BadSchedule, KeyError, ValueError, OSError) as error:
        return [Check("Schedule", Finding.FAULT, f"It cannot be used: {error}", "Edit the schedule or the zone.")]
    told = when(subscription)
    if subscription.next_run_at is None:
        if subscription.paused:
            return [Check("Schedule", Finding.NOTE, f"{told}, but nothing is due while it is paused.", "Resume it.")]
        return [Check("Schedule", Finding.FAULT, f"{told}, but nothing is due.", "Edit the schedule.")]
    coming = told_slot(subscription.next_run_at, zone)
    if subscription.next_run_at < now - USUAL.grace:
        text = f"{told}; it was due on {coming}, and nobody has planned it."
        return [Check("Schedule", Finding.FAULT, text, "Start `sealane run`, or look at its log.")]
    return [Check("Schedule", Finding.WELL, f"{told}; next: {coming}.")]


async def _sources(session: AsyncSession, now: datetime) -> list[Check]:
    known = [(source, health(source, now)) for source in await sources.listed(session)]
    active = [source for source, how in known if how not in (Health.PAUSED, Health.GONE)]
    if not active:
        return [Check("Sources", Finding.FAULT, "News is collected from no source.", "Add one: /source add.")]
    ailing = [source.name for source, how in known if how in (Health.FAILING, Health.SILENT, Health.GONE)]
    if ailing:
        names = ", ".join(ailing[:5]) + (" and others" if len(ailing) > 5 else "")
        finding = Finding.NOTE if any(how in (Health.NEW, Health.WELL) for _, how in known) else Finding.FAULT
        text = f"{len(ailing)} of {len(known)} sources {'gives' if len(ailing) == 1 else 'give'} nothing: {names}."
        return [Check("Sources", finding, text, "See what ails each: /source show.")]
    return [Check("Sources", Finding.WELL, f"{_counted(len(active), 'source is', 'sources are')} polled and well.")]


async def _events(session: AsyncSession, now: datetime) -> list[Check]:
    learnt = await digests.learnt_between(session, now - _DAY, now + _DAY)
    if not learnt:
        text = "No event was learnt in the last 24 hours."
        return [Check("Events", Finding.FAULT, text, "Look at the sources, and whether `sealane run` collects.")]
    last = span(now - max(learnt.values()))
    return [
        Check(
            "Events",
            Finding.WELL,
            f"{_counted(len(learnt), 'event was', 'events were')} learnt in the last 24 hours, the last {last} ago.",
        )
    ]


async def _deliveries(session: AsyncSession, subscription: Subscription) -> list[Check]:
    logged = await deliveries.listed(session, subscription_id=subscription.id, limit=_LOOKED_AT)
    ended = [one for one in logged if one.kind not in (NOTICE, TEST) and one.state in _ENDED]
    if not ended:
        text = "Nothing has been sent yet." if subscription.kind is Kind.DIGEST else "Nothing has matched yet."
        return [Check("Sent", Finding.NOTE, text, "Send a test: /subscription test.")]
    zone = ZoneInfo(subscription.zone)
    last = f"The last was due on {told_slot(ended[0].slot, zone)}: {outcome(ended[0], zone)}."
    bad = [one for one in ended if one.state in (State.FAILED, State.UNKNOWN)]
    if not bad:
        return [Check("Sent", Finding.WELL, last)]
    text = f"{len(bad)} of the last {len(ended)} did not arrive for certain. {last}"
    return [Check("Sent", _gravity(ended[0]), text, "See each in the log: /subscription log.")]


_ENDED = (State.SENT, State.SKIPPED, State.FAILED, State.UNKNOWN)


def _gravity(last: LoggedDelivery) -> Finding:
    return Finding.FAULT if last.state in (State.FAILED, State.UNKNOWN) else Finding.NOTE


async def _lag(session: AsyncSession, subscription: Subscription, now: datetime) -> list[Check]:
    beat = await replies.mark(session, HEARTBEAT)
    if beat is None or now - datetime.fromisoformat(beat) > _SILENCE:
        seen = f"last seen {span(now - datetime.fromisoformat(beat))} ago" if beat else "never seen at work"
        return [Check("Delivery", Finding.FAULT, f"Delivery does not run: it was {seen}.", "Start `sealane run`.")]
    lag = await deliveries.lag(session, now=now, platform=subscription.platform)
    if lag.oldest is None or now - lag.oldest < timedelta(minutes=1):
        return [Check("Delivery", Finding.WELL, "Everything that was due is sent.")]
    waiting = _counted(lag.waiting, "message waits", "messages wait")
    text = f"{waiting} to be sent, {'' if lag.waiting == 1 else 'the oldest '}for {span(now - lag.oldest)}."
    return [Check("Delivery", Finding.FAULT, text, "Look whether `sealane run` runs, and at its log.")]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def doctor_message(subscription: Subscription, checks: Sequence[Check]) -> Message:
    """What the doctor found, the faults first counted."""
    faults = sum(check.finding is Finding.FAULT for check in checks)
    told = "Nothing is wrong" if not faults else "1 thing is wrong" if faults == 1 else f"{faults} things are wrong"
    return Message(
        headline=f"{told} with subscription {mentioned(subscription)}",
        lines=tuple(_line(check) for check in checks),
    )


def _line(check: Check) -> str:
    mend = f" {check.mend}" if check.mend and check.finding is not Finding.WELL else ""
    return f"[{_MARKS[check.finding]}] {check.name}: {check.text}{mend}"


_MARKS = {Finding.WELL: "ok", Finding.NOTE: "note", Finding.FAULT: "fault", Finding.UNKNOWN: "?"}
