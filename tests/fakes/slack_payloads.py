"""What Slack sends, as its documentation shows it: https://docs.slack.dev/apis/events-api, /interactivity."""

import itertools
import time
from typing import Any

TEAM = "T0ISLANDS"
CHANNEL = "C0NEWS"
DIRECT = "D0ALICE"
ALICE = "U0ALICE"
BOB = "U0BOB"
ADMIN = "U0ADMIN"
BOT_USER = "U0SEALANE"
BOT = "B0SEALANE"
APP = "A0SEALANE"
_numbers = itertools.count(1)


def fresh(prefix: str) -> str:
    """An id that was never used."""
    return f"{prefix}{next(_numbers):08d}"


def timestamp() -> str:
    """The ts of a new message."""
    return f"{time.time():.0f}.{next(_numbers):06d}"


def event(inner: dict[str, Any], team: str = TEAM) -> dict[str, Any]:
    return {
        "token": "verification",
        "team_id": team,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": fresh("Ev"),
        "event_time": int(time.time()),
        "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
    }


def message(
    text: str,
    *,
    user: str = ALICE,
    channel: str = CHANNEL,
    kind: str = "channel",
    thread: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    ts = timestamp()
    found: dict[str, Any] = {
        "type": "message",
        "user": user,
        "text": text,
        "ts": ts,
        "channel": channel,
        "channel_type": kind,
    }
    found |= {"event_ts": ts, "client_msg_id": fresh("m"), "team": TEAM, "blocks": []}
    return {**found, **({"thread_ts": thread} if thread else {}), **more}


def mention_of(written: dict[str, Any]) -> dict[str, Any]:
    """The other event as which a message that mentions the bot arrives."""
    kept = {name: value for name, value in written.items() if name != "channel_type"}
    return {**kept, "type": "app_mention"}


def command(text: str, address: str, *, user: str = ALICE, channel: str = CHANNEL, team: str = TEAM) -> dict[str, str]:
    return {
        "token": "verification",
        "team_id": team,
        "team_domain": "islands",
        "channel_id": channel,
        "channel_name": "news",
        "user_id": user,
        "user_name": "alice",
        "command": "/brief",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": address,
        "trigger_id": fresh("1.2."),
    }


def _acting(kind: str, user: str, team: str) -> dict[str, Any]:
    return {
        "type": kind,
        "user": {"id": user, "username": "alice", "name": "alice", "team_id": team},
        "api_app_id": APP,
        "token": "verification",
        "trigger_id": fresh("1.2."),
        "team": {"id": team, "domain": "islands"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def press(
    action: dict[str, Any],
    address: str,
    *,
    user: str = ALICE,
    channel: str = CHANNEL,
    shown: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A button pressed, or an option chosen, in a message that was shown."""
    ts = (shown or {}).get("ts") or timestamp()
    thread = (shown or {}).get("thread_ts")
    container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": shown is None}
    found = _acting("block_actions", user, TEAM) | {
        "container": {**container, **({"thread_ts": thread} if thread else {})},
        "channel": {"id": channel, "name": "news"},
        "response_url": address,
        "actions": [{**action, "block_id": "b", "action_ts": timestamp()}],
    }
    return {**found, "message": shown} if shown else found


def press_in_home(action: dict[str, Any], *, user: str = ALICE) -> dict[str, Any]:
    return _acting("block_actions", user, TEAM) | {
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {"id": "V0HOME", "type": "home", "team_id": TEAM},
        "actions": [{**action, "block_id": "b", "action_ts": timestamp()}],
    }


def shortcut(callback: str, *, user: str = ALICE) -> dict[str, Any]:
    return _acting("shortcut", user, TEAM) | {"callback_id": callback, "action_ts": timestamp()}


def message_shortcut(callback: str, text: str, address: str, *, user: str = ALICE) -> dict[str, Any]:
    written = message(text, user=BOB)
    return _acting("message_action", user, TEAM) | {
        "callback_id": callback,
        "action_ts": timestamp(),
        "message": written,
        "message_ts": written["ts"],
        "channel": {"id": CHANNEL, "name": "news"},
        "response_url": address,
    }


def submission(view: dict[str, Any], values: dict[str, dict[str, Any]], *, user: str = ALICE) -> dict[str, Any]:
    """A modal submitted; `values` are the states of its inputs by their action ids."""
    state: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        element = block.get("element")
        if element:
            given = values.get(element["action_id"]) or _initial(element)
            state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **given}}
    return _acting("view_submission", user, TEAM) | {
        "view": {**view, "state": {"values": state}, "team_id": TEAM},
        "response_urls": [],
    }


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] == "plain_text_input":
        return {"value": element.get("initial_value")}
    if element["type"] == "conversations_select":
        return {"selected_conversation": element.get("initial_conversation")}
    return {"selected_option": element.get("initial_option")}
