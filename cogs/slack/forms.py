"""Modals: the form for subscriptions with what was typed into it, and messages in place of a form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.limits import Slack
from bot.chat.message import Message
from bot.chat.plain import fit
from bot.chat.slack import pack
from bot.digests.dates import LANGUAGES
from bot.subscriptions.asked import Fields
from db.subscriptions import CatchUp, Kind, Palette, Quiet, Subscription

Json = dict[str, Any]
SUBSCRIPTION = "sealane:subscription"
"""The callback of the form."""
USUAL_SCHEDULE = "daily at 7:00"
_TITLE = "Sealane"
_CHOICES: dict[str, dict[str, str]] = {
    "kind": {Kind.DIGEST.value: "A digest by a schedule", Kind.WATCH.value: "A watch: news as it is read"},
    "quiet": {Quiet.LINE.value: "One line that says so", Quiet.NOTHING.value: "Nothing"},
    "catch_up": {
        CatchUp.COMBINE.value: "One digest of all that was missed",
        CatchUp.LATEST.value: "Only the last digest",
        CatchUp.SKIP.value: "Nothing",
    },
    "palette": {
        Palette.DARK.value: "For dark backgrounds",
        Palette.LIGHT.value: "For light backgrounds",
        Palette.NONE.value: "No picture",
    },
    "language": {code: code for code in LANGUAGES},
}
_TYPED = ("topic", "schedule", "zone", "name", "size", "most_an_hour")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into the form. `subscription` is the one that is edited, None for a new one."""

    fields: Fields
    subscription: str | None
    home: str | None
    """The channel in which the form was opened."""


def form(
    values: Mapping[str, str], *, subscription: str | None = None, home: str | None = None, problem: str | None = None
) -> Json:
    """The form, filled with values by the names of `Fields`. A subscription that is edited keeps its kind."""
    editing = subscription is not None
    kind = values.get("kind") or Kind.DIGEST.value
    blocks: list[Json] = []
    if problem:
        blocks.append({"type": "section", "text": _plain(f"⚠ {problem}")})
    if not editing:
        blocks.append(_select("kind", "What to order", kind))
    blocks.append(_channel(values.get("channel")))
    blocks.append(
        _input("topic", "Topic", values, hint="A question or theme, such as “anything Japan signs”. Empty: everything.")
    )
    if not editing or kind == Kind.DIGEST.value:
        hint = "For a digest, such as “weekdays at 8:30” or “Mondays at 9:00”. A watch has none."
        blocks.append(_input("schedule", "When", values, hint=hint))
    blocks.append(_input("zone", "Time zone", values, hint="A city, or a name such as Asia/Tokyo."))
    blocks.append(_input("name", "Name", values, hint="What people here call it."))
    if not editing or kind == Kind.DIGEST.value:
        blocks.append(_input("size", "Lines at most", values))
        blocks.append(_select("palette", "Picture", values.get("palette") or Palette.LIGHT.value))
        blocks.append(_select("quiet", "When there is nothing to tell", values.get("quiet") or Quiet.LINE.value))
        blocks.append(_select("catch_up", "After an outage", values.get("catch_up") or CatchUp.COMBINE.value))
    if not editing or kind == Kind.WATCH.value:
        blocks.append(_input("most_an_hour", "Messages of a watch in an hour, at most", values))
    blocks.append(_select("language", "Dates are written in", values.get("language") or "en"))
    return {
        "type": "modal",
        "callback_id": SUBSCRIPTION,
        "title": _plain("Subscription" if editing else "New subscription"),
        "submit": _plain("Save" if editing else "Subscribe"),
        "close": _plain("Cancel"),
        "private_metadata": json.dumps({"subscription": subscription, "home": home, "kind": kind}),
        "blocks": blocks,
    }


def values_of(subscription: Subscription, schedule: str | None) -> dict[str, str]:
    """A subscription as values of the form. `schedule` are words for its cron expressions."""
    values = {
        "kind": subscription.kind.value,
        "channel": subscription.channel,
        "topic": subscription.topic or "",
        "schedule": schedule or "",
        "zone": subscription.zone,
        "name": subscription.name or "",
        "size": str(subscription.size),
        "most_an_hour": str(subscription.most_an_hour),
        "palette": subscription.palette.value,
        "quiet": subscription.quiet.value,
        "catch_up": subscription.catch_up.value,
        "language": subscription.language,
    }
    return {name: value for name, value in values.items() if value}


def filled(view: Json) -> tuple[Filled, dict[str, str]]:
    """Read a submitted form: the fields, and the same as values for showing the form again."""
    kept = json.loads(view.get("private_metadata") or "{}")
    values: dict[str, str] = {}
    for inputs in view["state"]["values"].values():
        for name, given in inputs.items():
            chosen = (given.get("selected_option") or {}).get("value")
            value = given.get("value") or chosen or given.get("selected_conversation")
            if value:
                values[name] = value
    values.setdefault("kind", kept.get("kind") or Kind.DIGEST.value)
    editing = kept.get("subscription")
    given = {name: value for name, value in values.items() if name in Fields.__dataclass_fields__}
    if editing:
        # What was emptied is taken away; a new subscription just does without it.
        given |= {"topic": values.get("topic", "everything"), "name": values.get("name", "none")}
        del given["kind"]
    if values["kind"] == Kind.WATCH.value:
        given.pop("schedule", None)
    return Filled(Fields(**given), editing, kept.get("home")), values


def loading() -> Json:
    """What is shown at once: a modal must be opened within three seconds, and what goes into it takes longer."""
    return _message_view([{"type": "section", "text": _plain("One moment …")}])


def told(message: Message, *, more: list[Json] | None = None) -> Json:
    """A message in place of a form."""
    blocks = [block for body in pack(message, pictures=False) for block in body["blocks"]]
    return _message_view([*blocks, *(more or [])][: Slack.VIEW_BLOCKS])


def _message_view(blocks: list[Json]) -> Json:
    return {"type": "modal", "title": _plain(_TITLE), "close": _plain("Close"), "blocks": blocks}


def _input(name: str, label: str, values: Mapping[str, str], hint: str | None = None) -> Json:
    element: Json = {"type": "plain_text_input", "action_id": name, "max_length": 300}
    if values.get(name):
        element["initial_value"] = fit(values[name], 300)
    block: Json = {"type": "input", "block_id": name, "optional": True, "label": _plain(label), "element": element}
    return {**block, "hint": _plain(hint)} if hint else block


def _select(name: str, label: str, chosen: str) -> Json:
    options = [{"text": _plain(fit(text, Slack.OPTION_TEXT)), "value": value} for value, text in _CHOICES[name].items()]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    element = {"type": "static_select", "action_id": name, "options": options, "initial_option": initial}
    return {"type": "input", "block_id": name, "label": _plain(label), "element": element}


def _channel(chosen: str | None) -> Json:
    element: Json = {
        "type": "conversations_select",
        "action_id": "channel",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        **({"initial_conversation": chosen} if chosen else {"default_to_current_conversation": True}),
    }
    hint = _plain("Invite Sealane there first: /invite @Sealane")
    return {"type": "input", "block_id": "channel", "label": _plain("Channel"), "element": element, "hint": hint}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
