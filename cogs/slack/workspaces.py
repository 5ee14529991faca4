"""The workspaces that Sealane serves, and with which token each is spoken to."""

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


class Workspaces(Protocol):
    """Finds workspaces."""

    async def find(self, enterprise: str | None, team: str | None) -> Workspace | None:
        """The workspace, None where Sealane is not installed. Raises StoreError."""
        ...

    async def lost(self, enterprise: str | None, team: str | None) -> None:
        """Note that Slack knows the workspace's token no more."""
        ...


class OneWorkspace:
    """The workspace whose token stands in the settings. What comes from elsewhere came by a channel shared with it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def find(self, enterprise: str | None, team: str | None) -> Workspace | None:
        """The workspace."""
        return self._workspace

    async def lost(self, enterprise: str | None, team: str | None) -> None:
        """Nothing: only the operator can set another token."""


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
