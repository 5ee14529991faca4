"""Workspaces that install Sealane themselves: their tokens, encrypted in the store, renewed, and removed with them."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.process import LaunchError
from cogs.slack.calling import posting_client
from cogs.slack.faults import WORKSPACE_LOST, code_of
from cogs.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from cogs.slack.workspaces import Left, Workspace
from db import slack
from db.errors import StoreError
from db.session import Store
from db.slack import SealedInstallation

LOGIN_TIME = timedelta(minutes=10)
"""From opening the page to coming back from Slack."""
RENEWED_BEFORE = timedelta(hours=2)
"""A token lasts twelve hours; renewed so early, an outage of Slack's does not end it.

https://docs.slack.dev/authentication/using-token-rotation
"""
_FRESH = timedelta(seconds=60)
"""How long an installation is used from memory: another process may have renewed its token, and the old one lasts."""
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Kept:
    """An installation as it is kept: the workspace with its token, and what renews that."""

    workspace: Workspace
    installer: str
    refresh: str | None = None
    expires_at: datetime | None = None


class Seal:
    """Encrypts installations with Fernet keys: the first seals, each opens, so that keys can be changed one by one."""

    def __init__(self, keys: str) -> None:
        """Raise `LaunchError` where there is no key, or one is none."""
        given = [key.strip() for key in keys.split(",") if key.strip()]
        if not given:
            raise LaunchError(
                "Set SEALANE_SLACK_KEYS: tokens of workspaces are stored encrypted (`sealane slack key` makes a key)."
            )
        try:
            self._fernet = MultiFernet([Fernet(key.encode()) for key in given])
        except (ValueError, TypeError):
            raise LaunchError(
                "SEALANE_SLACK_KEYS holds something that is no key: `sealane slack key` makes one; several have "
                "commas between."
            ) from None

    def close(self, kept: Kept) -> SealedInstallation:
        """Encrypt an installation."""
        home = kept.workspace
        value = {
            "name": home.name,
            "token": home.token,
            "bot": home.bot,
            "bot_user": home.bot_user,
            "installer": kept.installer,
            "refresh": kept.refresh,
        }
        sealed = self._fernet.encrypt(json.dumps(value).encode())
        return SealedInstallation(home.enterprise or "", home.team, sealed, datetime.now(UTC), kept.expires_at)

    def open(self, stored: SealedInstallation) -> Kept | None:
        """Decrypt an installation; None, and a line in the log, where no key fits."""
        try:
            value = json.loads(self._fernet.decrypt(stored.sealed))
        except InvalidToken:
            _log.error(
                "The installation in the workspace %s cannot be decrypted: add the key it was made with to "
                "SEALANE_SLACK_KEYS, or install Sealane there again",
                stored.team or stored.enterprise,
            )
            return None
        home = Workspace(
            stored.team, value["name"], value["token"], value["bot"], value["bot_user"], stored.enterprise or None
        )
        return Kept(home, value["installer"], value["refresh"], stored.expires_at)


class Installations:
    """The workspaces in the store."""

    def __init__(
        self,
        store: Store,
        seal: Seal,
        client: AsyncWebClient,
        *,
        client_id: str,
        client_secret: str,
        left: Left,
        clock: Clock,
    ) -> None:
        self._store = store
        self._seal = seal
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._left = left
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[datetime, Kept | None]] = {}
        self._changes = 0
        self._renewing = asyncio.Lock()

    async def find(self, enterprise: str | None, team: str | None) -> Workspace | None:
        """The workspace, None where Sealane is not installed. Raises StoreError."""
        kept = await self._find(enterprise or "", team or "")
        if kept and kept.expires_at and kept.expires_at <= self._clock():
            kept = await self._renewed(kept) or kept
        return kept.workspace if kept else None

    async def save(self, kept: Kept) -> None:
        """Keep an installation, in place of an earlier one."""
        async with self._store.writing() as session:
            await slack.put_installation(session, replace(self._seal.close(kept), installed_at=self._clock()))
        self._forget()

    async def lost(self, enterprise: str | None, team: str | None) -> None:
        """Remove an installation whose token Slack knows no more, unless it was renewed meanwhile."""
        kept = await self._stored(enterprise or "", team or "")
        if kept is None:
            return
        try:
            await posting_client(self._client, kept.workspace.token).auth_test()
        except SlackApiError as error:
            if code_of(error) in WORKSPACE_LOST:
                await self.remove(enterprise, team)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return

    async def remove(self, enterprise: str | None, team: str | None) -> None:
        """Remove an installation with its tokens, and say that the workspace is gone."""
        kept = await self._stored(enterprise or "", team or "")
        home = (kept.workspace.enterprise or "", kept.workspace.team) if kept else (enterprise or "", team or "")
        async with self._store.writing() as session:
            removed = await slack.remove_installation(session, *home)
        self._forget()
        if removed:
            _log.warning("Sealane was removed from the workspace %s; its tokens are deleted", home[1] or home[0])
        await self._left(team or home[1])

    async def renew_due(self) -> int:
        """Renew the tokens that end soon, and say how many were."""
        now = self._clock()
        async with self._store.reading() as session:
            due = await slack.expiring(session, before=now + RENEWED_BEFORE)
        opened = [kept for kept in map(self._seal.open, due) if kept]
        renewed = [await self._renewed(kept) for kept in opened]
        return sum(kept is not None for kept in renewed)

    async def _find(self, enterprise: str, team: str) -> Kept | None:
        now = self._clock()
        known = self._known.get((enterprise, team))
        if known and now - known[0] < _FRESH:
            return known[1]
        changes = self._changes
        try:
            kept = await self._stored(enterprise, team)
        except StoreError:
            if known:
                return known[1]
            raise
        if changes == self._changes:
            self._known[enterprise, team] = now, kept
        return kept

    def _forget(self) -> None:
        """Look everything up anew; what is being looked up just now is used, and not remembered."""
        self._changes += 1
        self._known.clear()

    async def _stored(self, enterprise: str, team: str) -> Kept | None:
        """The installation in the workspace itself, or else in the whole enterprise."""
        async with self._store.reading() as session:
            found = await slack.installation(session, enterprise, team)
            if found is None and enterprise:
                found = await slack.installation(session, enterprise, "")
            if found is None and not enterprise and team:
                found = await slack.installation_of_team(session, team)
        return self._seal.open(found) if found else None

    async def _renewed(self, kept: Kept) -> Kept | None:
        """Renew a token. Its refresh token works once: where another process was first, what that kept is taken."""
        if kept.refresh is None:
            return None
        async with self._renewing:
            home = kept.workspace
            latest = await self._stored(home.enterprise or "", home.team)
            if latest is None or latest.refresh != kept.refresh:
                return latest
            try:
                answer = await posting_client(self._client).oauth_v2_access(
                    client_id=self._client_id,
                    client_secret=self._client_secret,
                    grant_type="refresh_token",
                    refresh_token=kept.refresh,
                )
            except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
                reason = code_of(error) if isinstance(error, SlackApiError) else str(error) or type(error).__name__
                _log.error("The token of the workspace %s could not be renewed: %s", home.team, reason)
                return None
            expires = self._clock() + timedelta(seconds=int(answer["expires_in"]))
            renewed = Kept(
                replace(home, token=answer["access_token"]), kept.installer, answer["refresh_token"], expires
            )
            await self.save(renewed)
            return renewed


class _InstallationStore(AsyncInstallationStore):
    """What Bolt's OAuth flow saves an installation with."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_save(self, installation: Installation) -> None:
        expires = installation.bot_token_expires_at
        if not installation.bot_token:
            raise BoltError("Slack gave no token for the bot")
        home = Workspace(
            "" if installation.is_enterprise_install else installation.team_id or "",
            installation.team_name or installation.enterprise_name or installation.team_id or "",
            installation.bot_token,
            installation.bot_id or "",
            installation.bot_user_id or "",
            installation.enterprise_id,
        )
        ends = datetime.fromtimestamp(expires, UTC) if expires else None
        try:
            await self._installations.save(Kept(home, installation.user_id, installation.bot_refresh_token, ends))
        except StoreError as error:
            raise BoltError(str(error)) from error
        _log.info("Installed in the workspace %s by %s", home.team or home.enterprise, installation.user_id)


class _StateStore(AsyncOAuthStateStore):
    """The states of logins, in the store, so that any process can end what another began."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        state = secrets.token_urlsafe(32)
        async with self._store.writing() as session:
            await slack.begin_login(session, state, expires_at=self._clock() + LOGIN_TIME)
        return state

    async def async_consume(self, state: str) -> bool:
        async with self._store.writing() as session:
            return await slack.end_login(session, state, now=self._clock())


def installing_flow(
    installations: Installations,
    store: Store,
    client: AsyncWebClient,
    *,
    client_id: str,
    client_secret: str,
    login: str,
    address: str | None,
    clock: Clock,
    scopes: Sequence[str] = tuple(SCOPES),
) -> AsyncOAuthFlow:
    """The pages on which a workspace installs Sealane. `login` is Slack's, `address` where the world reaches us."""
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=list(scopes),
        redirect_uri=f"{address.rstrip('/')}{REDIRECT_PATH}" if address else None,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=login,
        installation_store=_InstallationStore(installations),
        state_store=_StateStore(store, clock),
        state_expiration_seconds=int(LOGIN_TIME.total_seconds()),
        logger=_log,
    )
    return AsyncOAuthFlow(client=posting_client(client), logger=_log, settings=settings)
