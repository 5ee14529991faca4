"""Subscriptions as JSON: for programs, and for taking them elsewhere with nothing lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.subscriptions.asked import Fields
from bot.subscriptions.errors import BadFile
from db.subscriptions import Subscription

FORMAT = "sealane-subscriptions"
VERSION = 1
MOST = 1_000
LARGEST = 2_000_000
"""Bytes of a file at most."""
_TEXTS = ("kind", "topic", "schedule", "zone", "language", "catch_up", "quiet", "palette", "name", "channel")
_NUMBERS = ("size", "most_an_hour")
_OTHERS = ("platform", "workspace", "creator", "told_until", "created_at", "paused_until", "paused_code")
FIELDS = (*_TEXTS, *_NUMBERS, *_OTHERS)
"""What is read of a subscription in a file; the rest is for people."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A subscription as a file holds it: what was ordered, and how it stood when it was exported."""

    platform: str
    workspace: str
    channel: str
    creator: str | None
    fields: Fields
    told_until: datetime | None
    created_at: datetime | None
    paused_until: datetime | None
    paused_code: str | None


def as_json(subscription: Subscription) -> dict[str, Any]:
    """A subscription as JSON values; the times are in UTC."""
    values = {name: getattr(subscription, name) for name in Subscription.__dataclass_fields__}
    del values["next_wall"]
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.isoformat()
    return {**values, **{name: str(values[name]) for name in ("kind", "catch_up", "quiet", "palette")}}


def exported(subscriptions: Sequence[Subscription]) -> str:
    """Subscriptions as the text of a file."""
    held = {"format": FORMAT, "version": VERSION, "subscriptions": [as_json(one) for one in subscriptions]}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def read(data: bytes | str) -> list[Carried]:
    """Read a file of subscriptions, whole. Raises BadFile naming the first place that is wrong."""
    if len(data) > LARGEST:
        raise BadFile(f"That file is too large: subscriptions take {LARGEST // 1_000_000} MB at most.")
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        raise BadFile("That file is not JSON. Import what the export of subscriptions wrote.") from None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise BadFile("That file holds no subscriptions. Import what the export of subscriptions wrote.")
    if held.get("version") != VERSION:
        raise BadFile("That file was written by a newer Sealane: update this one before you import it.")
    found = held.get("subscriptions")
    if not isinstance(found, list) or len(found) > MOST:
        raise BadFile(f"“subscriptions” in that file should be a list of at most {MOST}.")
    return [_carried(value, number) for number, value in enumerate(found, start=1)]


def _carried(value: object, number: int) -> Carried:
    if not isinstance(value, dict):
        raise BadFile(f"Subscription {number} of the file is not an object.")
    texts = {name: _typed(value, name, str, number) for name in _TEXTS}
    numbers = {name: _typed(value, name, int, number) for name in _NUMBERS}
    if texts["kind"] is None or texts["zone"] is None:
        raise BadFile(f"Subscription {number} of the file lacks its {'kind' if texts['kind'] is None else 'zone'}.")
    return Carried(
        platform=_typed(value, "platform", str, number) or "",
        workspace=_typed(value, "workspace", str, number) or "",
        channel=_typed(value, "channel", str, number) or "",
        creator=_typed(value, "creator", str, number),
        fields=Fields(**texts, **numbers),
        told_until=_moment(value, "told_until", number),
        created_at=_moment(value, "created_at", number),
        paused_until=_moment(value, "paused_until", number),
        paused_code=_typed(value, "paused_code", str, number),
    )


def _typed(value: Mapping[str, Any], name: str, kind: type[Any], number: int) -> Any:
    found = value.get(name)
    if found is not None and (not isinstance(found, kind) or isinstance(found, bool)):
        wanted = "a number" if kind is int else "text"
        raise BadFile(f"“{name}” of subscription {number} in the file should be {wanted}.")
    return found


def _moment(value: Mapping[str, Any], name: str, number: int) -> datetime | None:
    text = _typed(value, name, str, number)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadFile(f"“{name}” of subscription {number} in the file should be a time such as 2026-11-24T07:00+09:00.")
    return moment
