"""Who acts in Slack, and where."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from cogs.slack.calling import asking_client


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody in a workspace, and by which client Slack is called there. `channel` is None outside of any."""

    team: str
    user: str
    client: AsyncWebClient
    channel: str | None = None
    thread: str | None = None
    enterprise: str | None = None
    trigger: str | None = None
    """With it a modal can be opened for three seconds."""
    delivery: str = ""
    """The same whenever Slack delivers the same command, press or form again."""
    address: str | None = None
    """Where a response can be sent to for half an hour."""

    @property
    def person(self) -> str:
        """How the desk knows them."""
        return f"slack:{self.team}:{self.user}"

    @property
    def workspace(self) -> tuple[str, str]:
        """How the desk knows the workspace."""
        return "slack", self.team

    @property
    def conversation(self) -> str | None:
        """Where a question can follow up on their last one."""
        return f"{self.channel}:{self.thread}" if self.channel and self.thread else self.channel


def origin_of(context: AsyncBoltContext, body: dict[str, Any]) -> Origin:
    """Who sent a request, from what Bolt read out of it."""
    client = context.client
    container = body.get("container") or {}
    message = body.get("message") or {}
    return Origin(
        team=context.team_id or "",
        user=context.user_id or "",
        client=asking_client(client.session, client.base_url, context.bot_token),
        channel=context.channel_id,
        thread=container.get("thread_ts") or message.get("thread_ts"),
        enterprise=context.enterprise_id,
        trigger=body.get("trigger_id"),
        delivery=f"request:{sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:40]}",
        address=body.get("response_url") or None,
    )
