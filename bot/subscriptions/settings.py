"""What the admins of a workspace choose: its zone, its language of dates, a fallback channel, and further admins."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Entry, Message
from bot.delivery.transport import Transport
from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.channels import require_reachable
from bot.subscriptions.checking import check_language
from bot.subscriptions.errors import BadField, NotAllowed
from bot.subscriptions.permission import require_admin
from bot.subscriptions.zones import zones
from db import audit, workspace_settings
from db.session import Store
from db.workspace_settings import ADMINS, FALLBACK_CHANNEL, LANGUAGE, ZONE

MOST_ADMINS = 50
MOST_CHANGES = 25
_UNSET = frozenset(("default", "none", "-", ""))
"""What somebody types to take a choice back."""


class WorkspaceChoices:
    """The settings of workspaces. `zone` is that of those which chose none."""

    def __init__(
        self,
        store: Store,
        *,
        zone: str,
        transports: Mapping[str, Transport] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._zone = zone
        self._transports = {} if transports is None else transports
        self._clock = clock

    async def show(self, who: Requester, where: Where) -> Message:
        """All settings."""
        platform, workspace = _workspace(where)
        async with self._store.reading() as session:
            await require_admin(session, who, where)
            chosen = await workspace_settings.get(session, platform, workspace)
        fallback = where.called(chosen.fallback_channel) if chosen.fallback_channel else "none"
        return Message(
            headline="Settings",
            entries=(
                Entry(chosen.zone or f"{self._zone}, as nobody chose one", "Time zone"),
                Entry(chosen.language or "en, as nobody chose one", "Language of dates"),
                Entry(fallback, "Fallback channel"),
                Entry(
                    ", ".join(sorted(map(where.named, chosen.admins))) or "none besides those who manage the workspace",
                    "Admins",
                ),
            ),
            remarks=("New subscriptions start from these; those that exist keep their own zone and language.",),
        )

    async def set_zone(self, who: Requester, where: Where, words: str) -> Message:
        """Choose the zone by a city or an IANA name; "default" takes the choice back."""
        zone = None if words.strip().casefold() in _UNSET else zones().find(words)
        await self._put(who, where, ZONE, zone)
        told = zone or f"{self._zone}, the usual one"
        return Message(text=f"The time zone is {told}. New subscriptions go by it.")

    async def set_language(self, who: Requester, where: Where, words: str) -> Message:
        """Choose the language of dates; "default" takes the choice back."""
        language = None if words.strip().casefold() in _UNSET else check_language(words)
        await self._put(who, where, LANGUAGE, language)
        return Message(text=f"Dates of new subscriptions are written in {language or 'en'}.")

    async def set_fallback_channel(self, who: Requester, where: Where, channel: str | None) -> Message:
        """Choose where it is told what another channel cannot be; None takes the choice back."""
        if channel is None or channel.strip().casefold() in _UNSET:
            await self._put(who, where, FALLBACK_CHANNEL, None)
            return Message(text="There is no fallback channel any more: trouble is told to who made a subscription.")
        platform, workspace = _workspace(where)
        remarks = await require_reachable(self._transports.get(platform), workspace, channel.strip())
        await self._put(who, where, FALLBACK_CHANNEL, channel.strip())
        text = f"When a channel cannot be written to any more, {where.called(channel.strip())} is told."
        return Message(text=text, remarks=remarks)

    async def add_admin(self, who: Requester, where: Where, admin: str) -> Message:
        """Let a person ("discord:1234") or a role ("role:1234") change subscriptions, sources and settings."""
        before = await self._admins(who, where)
        if len(before) >= MOST_ADMINS:
            raise BadField("admins", f"There are {MOST_ADMINS} admins, which is the most: name a role instead.")
        if admin in before:
            return Message(text=f"{where.named(admin)} is an admin already.")
        await self._put_admins(who, where, before, before | {admin})
        return Message(text=f"{where.named(admin)} may now change subscriptions, sources and settings.")

    async def remove_admin(self, who: Requester, where: Where, admin: str) -> Message:
        """Take that back."""
        before = await self._admins(who, where)
        if admin not in before:
            raise BadField("admins", f"{where.named(admin)} is not on the list of admins.")
        await self._put_admins(who, where, before, before - {admin})
        return Message(text=f"{where.named(admin)} is no admin of Sealane any more.")

    async def changes(self, who: Requester, where: Where, *, limit: int = 10) -> Message:
        """Who changed what, the latest first."""
        platform, workspace = _workspace(where)
        async with self._store.reading() as session:
            await require_admin(session, who, where)
            chosen = await workspace_settings.get(session, platform, workspace)
            found = await audit.changes(
                session, platform=platform, workspace=workspace, limit=max(1, min(limit, MOST_CHANGES))
            )
        zone = zones().info(chosen.zone or self._zone)
        entries = tuple(Entry(_told(one, where), f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}") for one in found)
        return Message(headline="Changes", entries=entries, text="" if entries else "Nothing was changed yet.")

    async def _admins(self, who: Requester, where: Where) -> frozenset[str]:
        """Who is on the list. Only those whom the platform lets manage the workspace decide about it."""
        platform, workspace = _workspace(where)
        if not who.manages:
            raise NotAllowed(who.right, listed=False)
        async with self._store.reading() as session:
            return (await workspace_settings.get(session, platform, workspace)).admins

    async def _put(self, who: Requester, where: Where, name: str, value: str | None) -> None:
        platform, workspace = _workspace(where)
        async with self._store.writing() as session:
            await require_admin(session, who, where)
            before = getattr(await workspace_settings.get(session, platform, workspace), name)
            if before != value:
                await workspace_settings.put(session, platform, workspace, name, value)
                await self._note(session, who, where, name, {name: before}, {name: value})

    async def _put_admins(self, who: Requester, where: Where, before: Collection[str], after: Collection[str]) -> None:
        platform, workspace = _workspace(where)
        async with self._store.writing() as session:
            await workspace_settings.put_admins(session, platform, workspace, after)
            await self._note(session, who, where, ADMINS, {ADMINS: sorted(before)}, {ADMINS: sorted(after)})

    async def _note(
        self,
        session: AsyncSession,
        who: Requester,
        where: Where,
        name: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        platform, workspace = _workspace(where)
        change = audit.Change(self._clock(), platform, workspace, who.person, f"settings.{name}", name, before, after)
        await audit.record(session, change)


def _workspace(where: Where) -> tuple[str, str]:
    """The workspace whose settings are meant. Raises BadField where none is named."""
    if where.platform is None or where.workspace is None:
        raise BadField("workspace", "Say whose settings: give the platform, and its workspace.")
    return where.platform, where.workspace


def _told(change: audit.Change, where: Where) -> str:
    """A change in words: "discord:1 subscription.edit 3 (Morning brief): schedule 0 7 * * * -> 0 8 * * *"."""
    head = f"{where.named(change.person)} {change.action} {change.subject}"
    if change.before is None or change.after is None:
        return head
    told = [f"{name} {_short(change.before.get(name))} -> {_short(value)}" for name, value in change.after.items()]
    return f"{head}: {'; '.join(told)}" if told else head


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
