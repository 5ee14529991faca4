"""Starting Sealane on Slack: by Socket Mode or by HTTP, for one workspace or for those that install it."""

import asyncio
import logging
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking.asker import Asker
from bot.chat.desk import Desk
from bot.delivery.transport import HaltCode
from bot.digests.composer import Composer
from bot.process import LaunchError
from bot.settings import Settings
from bot.subscriptions.administration import Administration
from cogs.slack.bot import SealaneSlack
from cogs.slack.briefs import Briefs
from cogs.slack.calling import asking_client, make_session, posting_client
from cogs.slack.commands import Commands
from cogs.slack.faults import code_of
from cogs.slack.home import Home
from cogs.slack.installing import Installations, Seal, installing_flow
from cogs.slack.listening import Parts, make_app
from cogs.slack.ordering import Ordering
from cogs.slack.people import People
from cogs.slack.posting import SlackTransport
from cogs.slack.quiet import SOCKET_LOG, quieten
from cogs.slack.web import Listener
from cogs.slack.workspaces import Left, OneWorkspace, Workspace, Workspaces
from db import subscriptions
from db.session import Store

DRAIN_SECONDS = 7.0
"""How long what is under way may take when the process is asked to end; it must be gone within ten."""
PING_SECONDS = 5.0
"""Between two pings of the socket: a broken connection is noticed, and made anew, after about this long."""
TIDY_SECONDS = 3_600
RENEW_SECONDS = 300
_WATCH_SECONDS = 30.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_log = logging.getLogger(__name__)

# https://docs.slack.dev/reference/methods/auth.test#errors
_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)


async def serve_slack(store: Store, settings: Settings) -> None:
    """Serve Slack until cancelled. Raise `LaunchError` where trying again cannot help."""
    quieten()
    _check(settings)
    async with make_session() as session:
        client = asking_client(session, settings.slack_api)
        workspaces, installing = await _workspaces(store, settings, client)
        asker = Asker(store, conversation_hours=settings.conversation_hours)
        bot = SealaneSlack(store, Desk(store, asker, zone=settings.zone_info), session, workspaces)
        app = make_app(_parts(store, settings, bot, SlackTransport(workspaces, client)), settings.slack_api)
        regular = [_every(TIDY_SECONDS, bot.claims.tidy), _every(TIDY_SECONDS, bot.desk.tidy)]
        if isinstance(workspaces, Installations):
            regular.append(_every(RENEW_SECONDS, workspaces.renew_due))
        tasks = [asyncio.create_task(work) for work in regular]
        try:
            async with _listening(app, installing, settings), _connected(app, client, settings):
                sys.stderr.write(f"Connected to Slack{await _where(workspaces)}. Ctrl+C ends.\n")
                await asyncio.Event().wait()
        finally:
            for task in tasks:
                task.cancel()
            await bot.finish(DRAIN_SECONDS)


def _parts(store: Store, settings: Settings, bot: SealaneSlack, transport: SlackTransport) -> Parts:
    composer = Composer(store)
    admin = Administration.of(store, settings, composer=composer, transports={transport.platform: transport})
    people = People(frozenset(re.findall(r"[^\s,]+", settings.slack_admins)), _now)
    ordering = Ordering(store, admin, people)
    briefs = Briefs(store, composer, settings.zone, _now)
    return Parts(bot, Commands(bot, ordering, briefs), ordering, Home(bot, ordering, people, briefs))


def secret(value: SecretStr | None) -> str:
    """A secret setting; empty where it is not set."""
    return value.get_secret_value().strip() if value else ""


def _check(settings: Settings) -> None:
    """Raise `LaunchError` for settings that do not go together."""
    token, client = secret(settings.slack_bot_token), settings.slack_client_id
    if not token and not client:
        raise LaunchError(
            "Set SEALANE_SLACK_BOT_TOKEN to the bot's token, or SEALANE_SLACK_CLIENT_ID for several workspaces."
        )
    if token and client:
        raise LaunchError(
            "Set either SEALANE_SLACK_BOT_TOKEN, for one workspace, or SEALANE_SLACK_CLIENT_ID, for several; not both."
        )
    if client and not secret(settings.slack_client_secret):
        raise LaunchError("Set SEALANE_SLACK_CLIENT_SECRET as well, from the page Basic Information of the Slack app.")
    if not secret(settings.slack_app_token) and not secret(settings.slack_signing_secret):
        raise LaunchError(
            "Set SEALANE_SLACK_APP_TOKEN for Socket Mode, or SEALANE_SLACK_SIGNING_SECRET for requests by HTTP."
        )
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret"):
        value = secret(getattr(settings, name))
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise LaunchError(f"SEALANE_{name.upper()} is none: copy it whole from the page of your Slack app.")


async def _workspaces(
    store: Store, settings: Settings, client: AsyncWebClient
) -> tuple[Workspaces, AsyncOAuthFlow | None]:
    """The workspaces to serve, and the pages on which others install Sealane."""
    left = partial(_left, store)
    if settings.slack_client_id:
        installations = open_installations(store, settings, client, left)
        return installations, installing_flow(
            installations,
            store,
            client,
            client_id=settings.slack_client_id,
            client_secret=secret(settings.slack_client_secret),
            login=settings.slack_login,
            address=settings.slack_address,
            clock=_now,
        )
    token = secret(settings.slack_bot_token)
    answer = await _insistently(posting_client(client, token).auth_test, "SEALANE_SLACK_BOT_TOKEN (xoxb-...)", settings)
    workspace = Workspace(
        team=answer["team_id"],
        name=answer.get("team") or answer["team_id"],
        token=token,
        bot=answer.get("bot_id") or "",
        bot_user=answer["user_id"],
        enterprise=answer.get("enterprise_id"),
    )
    return OneWorkspace(workspace, left), None


def open_installations(store: Store, settings: Settings, client: AsyncWebClient, left: Left) -> Installations:
    """The installations in the store. Raise `LaunchError` for keys that are none."""
    return Installations(
        store,
        Seal(secret(settings.slack_keys)),
        client,
        client_id=settings.slack_client_id or "",
        client_secret=secret(settings.slack_client_secret),
        left=left,
        clock=_now,
    )


@asynccontextmanager
async def slack_transport(store: Store, settings: Settings) -> AsyncIterator[SlackTransport]:
    """What delivers to Slack, also in a process that does not chat. Raise `LaunchError` for settings that cannot be."""
    _check(settings)
    async with make_session() as session:
        client = asking_client(session, settings.slack_api)
        left = partial(_left, store)
        workspaces: Workspaces
        if settings.slack_client_id:
            workspaces = open_installations(store, settings, client, left)
        else:
            workspaces = OneWorkspace(Workspace("", "", secret(settings.slack_bot_token), "", ""), left)
        yield SlackTransport(workspaces, client)


async def _left(store: Store, team: str) -> None:
    """Let the subscriptions of a workspace stand still that has removed Sealane."""
    async with store.writing() as session:
        halted = await subscriptions.pause_workspace(session, "slack", team, HaltCode.WORKSPACE_GONE, now=_now())
    _log.warning("Sealane was removed from the workspace %s: %d subscriptions stand still", team, len(halted))


def _now() -> datetime:
    return datetime.now(UTC)


async def _insistently(call: Callable[[], Awaitable[Any]], setting: str, settings: Settings) -> Any:
    """Ask Slack again and again while it cannot be reached. Raise `LaunchError` where it refuses a token."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await call()
        except SlackApiError as error:
            code = code_of(error)
            if code in _REFUSED:
                raise LaunchError(f"Slack refused the token ({code}): set {setting} anew.") from None
            if code in ("unknown_method", "http_404"):
                raise LaunchError(f"There is no Slack at {settings.slack_api}: check SEALANE_SLACK_API.") from None
            reason = code
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
        _log.error("Slack cannot be reached (%s); trying again in %.0f s", reason, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


@asynccontextmanager
async def _listening(app: AsyncApp, installing: AsyncOAuthFlow | None, settings: Settings) -> AsyncIterator[None]:
    """Listen for requests by HTTP, unless all comes by the socket, and for workspaces that install Sealane."""
    signing = "" if secret(settings.slack_app_token) else secret(settings.slack_signing_secret)
    if not signing and not installing:
        yield
        return
    listener = Listener(app, secret=signing or None, installing=installing, clock=_now)
    port = await listener.start(settings.slack_host, settings.slack_port)
    sys.stderr.write(f"Listening for Slack on {settings.slack_host}:{port}.\n")
    try:
        yield
    finally:
        await listener.stop()


@asynccontextmanager
async def _connected(app: AsyncApp, client: AsyncWebClient, settings: Settings) -> AsyncIterator[None]:
    """Hold a connection by Socket Mode, where an app token is set."""
    token = secret(settings.slack_app_token)
    if not token:
        yield
        return

    async def try_token() -> Any:
        return await posting_client(client).apps_connections_open(app_token=token)

    await _insistently(try_token, "SEALANE_SLACK_APP_TOKEN (xapp-...)", settings)
    handler = _handler(app, token, client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    watching = asyncio.create_task(_watch(handler))
    try:
        yield
    finally:
        watching.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]


def _handler(app: AsyncApp, token: str, client: AsyncWebClient) -> AsyncSocketModeHandler:
    return AsyncSocketModeHandler(
        app, token, logger=logging.getLogger(SOCKET_LOG), web_client=client, ping_interval=PING_SECONDS
    )


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """Connect anew where the library stays without a connection: now and then it does, and says nothing."""
    missing = 0
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        missing = 0 if await handler.client.is_connected() else missing + 1
        if missing >= 2:
            _log.warning("The connection to Slack is gone; connecting anew")
            await handler.client.connect_to_new_endpoint(force=True)


async def _where(workspaces: Workspaces) -> str:
    found = await workspaces.find(None, None) if isinstance(workspaces, OneWorkspace) else None
    return f", in the workspace {found.name}" if found else ""


async def _every(seconds: float, work: Callable[[], Awaitable[Any]]) -> None:
    """Do it now and again; one failure is logged and does not end it."""
    while True:
        try:
            await work()
        except Exception as error:
            _log.warning("Something regular failed, and is tried again later: %s", error)
        await asyncio.sleep(seconds)
