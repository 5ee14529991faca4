"""What was sent and what was not, and why: the log of deliveries in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Entry, Message
from bot.delivery import notices
from bot.delivery.planning import COMBINED, OUTAGE
from bot.delivery.transport import HaltCode
from bot.subscriptions.asked import mentioned
from db.deliveries import NOTICE, TEST, LoggedDelivery, State
from db.subscriptions import Subscription

USUAL_LENGTH = 10
MOST = 50
_REASONS = {
    COMBINED: "it is told in the next digest, because an outage swallowed its time",
    OUTAGE: "an outage swallowed its time, and this subscription does not make up for that",
    "quiet": "there was nothing to tell",
    "paused": "the subscription was paused",
    "removed": "the subscription was removed",
    "composing": "it could not be composed",
}
_KINDS = {NOTICE: "notice", TEST: "test"}


def log_message(subscription: Subscription, deliveries: Sequence[LoggedDelivery]) -> Message:
    """The deliveries of a subscription, the latest first, each with what became of it."""
    headline = f"Log of subscription {mentioned(subscription)}"
    if not deliveries:
        return Message(headline=headline, text="Nothing has been due yet.")
    zone = ZoneInfo(subscription.zone)
    entries = tuple(Entry(outcome(one, zone), _slot(one, zone)) for one in deliveries)
    return Message(headline=headline, entries=entries, remarks=(f"Times are those of {subscription.zone}.",))


def outcome(delivery: LoggedDelivery, zone: ZoneInfo) -> str:
    """What became of a delivery, as part of a sentence: "sent at 07:00:01", "failed: the channel is gone"."""
    parts = [_KINDS.get(delivery.kind, ""), _part(delivery), _became(delivery, zone)]
    return ", ".join(part for part in parts if part)


def as_json(delivery: LoggedDelivery) -> dict[str, object]:
    """A delivery as JSON values; the times are in UTC."""
    values = {name: getattr(delivery, name) for name in LoggedDelivery.__dataclass_fields__}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _slot(delivery: LoggedDelivery, zone: ZoneInfo) -> str:
    local = delivery.slot.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _part(delivery: LoggedDelivery) -> str:
    return f"part {delivery.part + 1} of {delivery.parts}" if delivery.parts > 1 else ""


def _became(delivery: LoggedDelivery, zone: ZoneInfo) -> str:
    why = _why(delivery)
    match delivery.state:
        case State.SENT:
            return _sent(delivery, zone)
        case State.SKIPPED | State.CANCELLED:
            return f"not sent, because {why}"
        case State.FAILED:
            return f"failed after {_attempts(delivery)}: {why}"
        case State.UNKNOWN:
            return f"it may or may not have arrived, so it was not sent again: {why}"
        case _ if delivery.attempts:
            local = delivery.next_attempt_at.astimezone(zone)
            return f"not sent yet after {_attempts(delivery)} ({why}); tried again at {local:%H:%M:%S}"
        case _:
            return "planned"


def _sent(delivery: LoggedDelivery, zone: ZoneInfo) -> str:
    told = [f"sent at {delivery.sent_at.astimezone(zone):%H:%M:%S}" if delivery.sent_at else "sent"]
    if delivery.sent_at and delivery.sent_at - delivery.slot > timedelta(minutes=1):
        told.append(f"{_length(delivery.sent_at - delivery.slot)} late")
    if delivery.attempts > 1:
        told.append(f"after {_attempts(delivery)}")
    if delivery.plain:
        told.append("as plain text, because the platform refused its form")
    return ", ".join(told)


def _why(delivery: LoggedDelivery) -> str:
    code = delivery.error_code or ""
    if code in _REASONS:
        return _REASONS[code]
    return notices.why(code) if code in tuple(HaltCode) else delivery.error or code or "nobody knows why"


def _attempts(delivery: LoggedDelivery) -> str:
    return "1 attempt" if delivery.attempts == 1 else f"{delivery.attempts} attempts"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    hours, days = minutes // 60, minutes // 1440
    if days > 1:
        return f"{days} days"
    return f"{hours} h" if hours > 1 else f"{minutes} min"
