"""What people do in Slack, up to what they see of it."""

from typing import Any

from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_payloads import ADMIN
from tests.fakes.slack_server import FakeSlack


async def said(slack: FakeSlack, text: str, user: str = ADMIN) -> str:
    asked = await slack.command(text, user=user)
    answer = await asked.answer()
    assert asked.delay < 3
    return answer


async def modal(slack: FakeSlack, payload: dict[str, Any] | str, user: str = ADMIN) -> dict[str, Any]:
    """What stands in the modal that a command or shortcut opens, once it is filled."""
    before = len(slack.called("views.update"))
    assert slack.complaints == []
    if isinstance(payload, str):
        await slack.command(payload, user=user)
    else:
        await slack.interact(payload)
    await slack.reached(lambda: len(slack.called("views.update")) > before)
    return slack.views[slack.called("views.update")[-1]["view_id"]]


async def submit(slack: FakeSlack, view: dict[str, Any], user: str = ADMIN, **typed: str) -> dict[str, Any]:
    values: dict[str, dict[str, Any]] = {name: {"value": value} for name, value in typed.items()}
    if "channel" in typed:
        values["channel"] = {"selected_conversation": typed["channel"]}
    if "kind" in typed:
        values["kind"] = {"selected_option": {"value": typed["kind"]}}
    payload = payloads.submission(view, values, user=user)
    asked_before = len(slack.asked)
    shown = await modal(slack, payload, user)
    assert slack.asked[asked_before].acknowledgement["response_action"] == "update"
    return shown
