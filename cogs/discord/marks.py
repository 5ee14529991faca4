"""The button under each delivered message. It tells how the message came about, and its id is the message's key: the
channel's history keeps it, so that a message whose sending had no answer is found again.
"""

from typing import Any

PREFIX = "told:"
_BUTTON, _ROW, _GREY = 2, 1, 2
# https://docs.discord.com/developers/components/reference#component-object-component-types


def mark(key: str) -> list[dict[str, Any]]:
    """The components of a message with this key."""
    button = {"type": _BUTTON, "style": _GREY, "label": "About this message", "custom_id": PREFIX + key}
    return [{"type": _ROW, "components": [button]}]


def marked(message: dict[str, Any]) -> str | None:
    """The key of a message of a channel's history; None where it has none."""
    for row in message.get("components") or []:
        for component in row.get("components") or []:
            custom_id = str(component.get("custom_id") or "")
            if custom_id.startswith(PREFIX):
                return custom_id.removeprefix(PREFIX)
    return None
