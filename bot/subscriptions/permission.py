"""Who may change subscriptions, sources and settings: checked for every change, whatever the platform let through."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.errors import NotAllowed
from db import workspace_settings


async def is_admin(session: AsyncSession, who: Requester, where: Where) -> bool:
    """Whether the platform lets them manage the workspace, or they or a role of theirs are on its list of admins."""
    if who.manages:
        return True
    if where.platform is None or where.workspace is None:
        return False
    admins = (await workspace_settings.get(session, where.platform, where.workspace)).admins
    return who.person in admins or any(f"role:{role}" in admins for role in who.roles)


async def require_admin(session: AsyncSession, who: Requester, where: Where) -> None:
    """Raise NotAllowed unless they are an admin."""
    if not await is_admin(session, who, where):
        raise NotAllowed(who.right)
