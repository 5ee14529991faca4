"""Subscriptions told to people: what each orders, how it stands, and what came of what was asked, as Messages."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.chat.message import Entry, Message
from bot.delivery import notices
from bot.digests.topic import Topic
from bot.subscriptions.asked import Where, mentioned
from bot.subscriptions.schedule_telling import told, told_slot
from db.subscriptions import PAUSED_BY_PERSON, CatchUp, Kind, Palette, Quiet, Subscription

MOST_LISTED = 50
_CATCH_UP = {
    CatchUp.COMBINE: "After an outage one digest tells all that was missed.",
    CatchUp.LATEST: "After an outage only the last digest is made up for.",
    CatchUp.SKIP: "What an outage swallows is not made up for.",
}
_QUIET = {
    Quiet.LINE: "When there is nothing to tell, one line says so.",
    Quiet.NOTHING: "When there is nothing to tell, nothing is sent.",
}


def state_of(subscription: Subscription) -> str | None:
    """Why a subscription stands still, as a sentence; None where it does not."""
    if not subscription.paused:
        return None
    code = subscription.paused_code or ""
    why = "Paused" if code == PAUSED_BY_PERSON else f"Paused by Sealane, because {notices.why(code)},"
    if subscription.paused_until:
        zone = ZoneInfo(subscription.zone)
        return f"{why} until {told_slot(subscription.paused_until, zone)}."
    return f"{why} until it is resumed."


def next_run(subscription: Subscription) -> str | None:
    """When a digest comes next: "Tue 24 Nov 07:00 (Asia/Tokyo)"."""
    if subscription.next_run_at is None:
        return None
    return told_slot(subscription.next_run_at, ZoneInfo(subscription.zone))


def when(subscription: Subscription) -> str:
    """Its schedule in words: "daily at 07:00", or that it is a watch."""
    return told(subscription.schedule) if subscription.schedule else "as news is read"


def summary(subscription: Subscription, where: Where) -> str:
    """A subscription on one line."""
    topic = subscription.topic or "everything"
    parts = [f"{subscription.kind.value} in {where.called(subscription.channel)}: {topic}", when(subscription)]
    if coming := next_run(subscription):
        parts.append(f"next: {coming}")
    elif subscription.schedule is None and not subscription.paused:
        parts.append("watching")
    if state := state_of(subscription):
        parts.append(state.rstrip("."))
    return "; ".join(parts)


def described(subscription: Subscription, topic: Topic, where: Where) -> Message:
    """All of a subscription."""
    kind = "A digest" if subscription.kind is Kind.DIGEST else "A watch"
    lines = [f"{kind} in {where.called(subscription.channel)}, {when(subscription)} ({subscription.zone})."]
    if coming := next_run(subscription):
        lines.append(f"Next: {coming}.")
    if state := state_of(subscription):
        lines.append(state)
    lines.append(f"Topic: {subscription.topic or 'everything'}")
    lines.append(f"Understood as: {topic.sentence}")
    if subscription.kind is Kind.DIGEST:
        picture = "no picture" if subscription.palette is Palette.NONE else f"a {subscription.palette.value} picture"
        lines.append(f"{subscription.size} lines at most, with {picture}; dates in {subscription.language}.")
        lines += [_CATCH_UP[subscription.catch_up], _QUIET[subscription.quiet]]
    else:
        lines.append(f"{subscription.most_an_hour} messages an hour at most; dates in {subscription.language}.")
    return Message(headline=f"Subscription {mentioned(subscription)}", lines=tuple(lines), remarks=remarks_of(topic))


def remarks_of(topic: Topic) -> tuple[str, ...]:
    """What of a topic was not understood as written."""
    unknown = tuple(
        f"I do not know “{word}”: only news in which that very word stands counts." for word in topic.unknown
    )
    return (*topic.notes, *unknown)


def listed(subscriptions: Sequence[Subscription], where: Where) -> Message:
    """All subscriptions, a line each."""
    if not subscriptions:
        return Message(
            headline="Subscriptions",
            text="There are no subscriptions yet. Add one, for example the topic “events between China and the "
            "Philippines” with the schedule “weekdays 08:30”.",
        )
    entries = tuple(Entry(summary(one, where), mentioned(one)) for one in subscriptions[:MOST_LISTED])
    more = len(subscriptions) - MOST_LISTED
    remarks = (f"There are {more} more: list those of one channel.",) if more > 0 else ()
    return Message(headline="Subscriptions", entries=entries, remarks=remarks)


def test_remark(subscription: Subscription) -> str:
    """That a message is a test, and when the real one comes."""
    coming = next_run(subscription)
    following = f" The next one is due on {coming}." if coming else ""
    return f"This is a test of subscription {mentioned(subscription)}.{following}"
