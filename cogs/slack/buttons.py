"""Buttons and menus under replies, as blocks. All they need stands in their values, so they work after a restart."""

import re
from dataclasses import dataclass
from typing import Any

from bot.chat.desk import Offer, Shown
from bot.chat.limits import Slack
from bot.chat.plain import clean, fit

LABELS = {
    "sources": "Sources",
    "earlier": "Earlier",
    "understood": "How I understood this",
    "share": "Share",
    "helpful": "Helpful",
    "unhelpful": "Not helpful",
}
CHOOSE, PREVIOUS, NEXT = "choose", "previous", "next"
ABOUT = "sealane:about"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,25}")
_VALUE = re.compile(r"(\d{1,19})(?::(-?\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or menu asks for: a deed with a kept reply; `number` is a page, or a choice's position."""

    deed: str
    reply: int
    number: int = 0


def buttons_of(shown: Shown, *, public: bool = False) -> list[dict[str, Any]]:
    """The blocks of buttons for what a reply offers. What is public already is not shared."""
    rows = []
    if Offer.CHOOSE in shown.offers and shown.choices:
        rows.append([_menu(shown)])
    first = []
    if Offer.PAGES in shown.offers:
        if shown.page:
            first.append(_button(PREVIOUS, f"{shown.id}:{shown.page - 1}", "Previous"))
        if shown.has_next:
            first.append(_button(NEXT, f"{shown.id}:{shown.page + 1}", "Next"))
    if Offer.SOURCES in shown.offers:
        first.append(_button("sources", str(shown.id), f"Sources ({shown.sources})"))
    first += [
        _button(offer.value, str(shown.id), LABELS[offer.value])
        for offer in (Offer.EARLIER, Offer.UNDERSTOOD, Offer.SHARE)
        if offer in shown.offers and not (public and offer is Offer.SHARE)
    ]
    rows.append(first)
    if Offer.JUDGE in shown.offers:
        rows.append([_button(deed, str(shown.id), LABELS[deed]) for deed in ("helpful", "unhelpful")])
    return [{"type": "actions", "elements": row} for row in rows if row]


def press_of(action: dict[str, Any]) -> Press | None:
    """What a pressed button or a choice in a menu asks for; None where it is none of these."""
    prefix, _, deed = str(action.get("action_id", "")).partition(":")
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    match = _VALUE.fullmatch(str(value))
    if prefix != "sealane" or match is None or deed not in {*LABELS, CHOOSE, PREVIOUS, NEXT}:
        return None
    return Press(deed, int(match[1]), int(match[2] or 0))


def about_message(key: str) -> dict[str, Any]:
    """The block under a delivered message whose button tells how it came about."""
    text = _plain("About this message")
    return {"type": "actions", "elements": [{"type": "button", "action_id": ABOUT, "text": text, "value": key}]}


def key_of(action: dict[str, Any]) -> str | None:
    """The key of the delivered message whose button was pressed; None where it is another button."""
    value = str(action.get("value") or "")
    return value if action.get("action_id") == ABOUT and _KEY.fullmatch(value) else None


def _button(deed: str, value: str, label: str) -> dict[str, Any]:
    style = {"style": "primary"} if deed == "share" else {}
    text = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "action_id": f"sealane:{deed}", "text": text, "value": value, **style}


def _menu(shown: Shown) -> dict[str, Any]:
    options = []
    for position, choice in enumerate(shown.choices[: Slack.SELECT_OPTIONS]):
        option: dict[str, Any] = {
            "text": _plain(fit(choice.name, Slack.OPTION_TEXT) or "?"),
            "value": f"{shown.id}:{position}",
        }
        if choice.description and clean(choice.description):
            option["description"] = _plain(fit(choice.description, Slack.OPTION_DESCRIPTION))
        options.append(option)
    return {
        "type": "static_select",
        "action_id": f"sealane:{CHOOSE}",
        "placeholder": _plain("Which one do you mean?"),
        "options": options,
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
