"""The workspaces that Sealane serves, and with which token each is spoken to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace in which Sealane is installed; `team` is empty for a whole enterprise."""

    team: str
    name: str
    token: str
    bot: str
    """The bot's own id, as a bot."""
    bot_user: str
    """And as somebody who writes messages."""
    enterprise: str | None = None

    def __repr__(self) -> str:
        return f"Workspace({self.team or self.enterprise}, {self.name!r})"


Left = Callable[[str], Awaitable[None]]
"""Told the id of a workspace that has removed Sealane."""


class Workspaces(Protocol):
    """Finds workspaces."""

    async def find(self, enterprise: str | None, team: str | None) -> Workspace | None:
        """The workspace, None where Sealane is not installed. Raises StoreError."""
        ...

    async def lost(self, enterprise: str | None, team: str | None) -> None:
        """Note that Slack does not seem to know the workspace's token any more."""
        ...

    async def remove(self, enterprise: str | None, team: str | None) -> None:
        """Note that the workspace has removed Sealane. Raises StoreError."""
        ...


class OneWorkspace:
    """The workspace whose token stands in the settings. What comes from elsewhere came by a channel shared with it."""

    def __init__(self, workspace: Workspace, left: Left) -> None:
        self._workspace = workspace
        self._left = left

    async def find(self, enterprise: str | None, team: str | None) -> Workspace | None:
        """The workspace."""
        return self._workspace

    async def lost(self, enterprise: str | None, team: str | None) -> None:
        """Nothing: only the operator can set another token."""

    async def remove(self, enterprise: str | None, team: str | None) -> None:
        """Say that the workspace is gone."""
        await self._left(self._workspace.team)


class Authorize(AsyncAuthorize):
    """Tells Bolt with which token it acts, without asking Slack: acknowledging cannot wait for that."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Find the workspace that a request comes from."""
        found = await self._workspaces.find(enterprise_id, None if context.is_enterprise_install else team_id)
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=found.enterprise or enterprise_id,
            team_id=found.team or team_id,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_token=found.token,
            user_id=user_id,
        )
