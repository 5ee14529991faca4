"""Starting Sealane on Discord, and the two things an operator does with it by hand: syncing commands, inviting it."""

import asyncio
import hashlib
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

import aiohttp
import discord
import httpx
import yarl

from bot.asking.asker import Asker
from bot.chat.desk import Desk
from bot.chat.suggestions import Suggestions
from bot.digests.briefs import Briefs
from bot.digests.composer import Composer
from bot.digests.pictures.artist import Artist
from bot.digests.timelines import Timelines
from bot.linked import open_page_reading
from bot.process import LaunchError
from bot.settings import Settings
from bot.subscriptions.administration import Administration
from cogs.discord.bot import Parts, SealaneBot
from cogs.discord.posting import DiscordTransport
from cogs.discord.quiet import quieten
from db.session import Store

SCOPES = ("bot", "applications.commands")
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""What an invitation asks for: to see, answer and reply, in threads as well, with embeds and pictures. No more."""

_CONNECTIONS = 50
"""As many as Discord takes requests in a second."""
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_log = logging.getLogger(__name__)


async def serve_discord(store: Store, settings: Settings) -> None:
    """Stay connected until cancelled. Raise `LaunchError` where trying again cannot help."""
    quieten()
    async with (
        store.alone(f"discord-{_digest(_token(settings))}", _wait),
        Artist() as artist,
        discord_transport(settings) as transport,
    ):
        await _serve(store, settings, artist, transport)


def _digest(token: str) -> str:
    """What tells a token from others without telling it."""
    return hashlib.sha256(token.encode()).hexdigest()[:12]


def _wait() -> None:
    sys.stderr.write(
        "Another process answers on Discord with this token: this one waits until that one has ended,"
        " because two would both answer.\n"
    )


async def sync_commands(store: Store, settings: Settings, guild: int | None) -> int:
    """Register the commands everywhere, or at once in one server; return how many. Raise `LaunchError`."""
    async with _logged_in(store, settings) as bot:
        where = discord.Object(guild) if guild else None
        if where:
            bot.tree.copy_global_to(guild=where)
        try:
            return len(await bot.tree.sync(guild=where))
        except discord.Forbidden:
            raise LaunchError(
                f"Discord does not let Sealane register commands in the server {guild}: invite it there first "
                "(`sealane discord invite`)."
            ) from None
        except discord.HTTPException as error:
            raise LaunchError(f"Discord refused the commands: {error}.") from None


async def invitation(store: Store, settings: Settings) -> str:
    """Return the address at which an admin adds the bot to a server. Raise `LaunchError`."""
    async with _logged_in(store, settings) as bot:
        if bot.application_id is None:
            raise LaunchError("Discord did not say which application the token belongs to.")
        return discord.utils.oauth_url(bot.application_id, permissions=PERMISSIONS, scopes=SCOPES)


@asynccontextmanager
async def discord_transport(settings: Settings) -> AsyncIterator[DiscordTransport]:
    """What delivers to Discord, also in a process that has no gateway. Raise `LaunchError` for a token that is none."""
    token = _token(settings)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=_CONNECTIONS)) as client:
        yield DiscordTransport(client, settings.discord_api, token)


def _make(store: Store, settings: Settings, artist: Artist, transport: DiscordTransport | None = None) -> SealaneBot:
    # discord.py has no parameters for these addresses; it is one process and one platform, so its class values serve.
    discord.http.Route.BASE = settings.discord_api.rstrip("/")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway)
    asker = Asker(store, conversation_hours=settings.conversation_hours)
    composer = Composer(store, artist)
    transports = {transport.platform: transport} if transport else None
    return SealaneBot(
        store,
        Parts(
            desk=Desk(store, asker, zone=settings.zone_info),
            suggestions=Suggestions(),
            administration=Administration.of(store, settings, composer=composer, transports=transports),
            briefs=Briefs(store, composer, "discord", settings.zone, lambda: datetime.now(UTC)),
            timelines=Timelines(store, artist),
            reading=lambda: open_page_reading(store, settings),
        ),
    )


def _token(settings: Settings) -> str:
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        raise LaunchError("Set SEALANE_DISCORD_TOKEN to the bot's token first.")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise LaunchError("SEALANE_DISCORD_TOKEN is no token: copy it whole from the Bot page of your application.")
    return token


# https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_CLOSED = {
    4004: "Discord refused the token: set SEALANE_DISCORD_TOKEN anew (it changes when it is reset on the Bot page).",
    4013: "Discord does not know an intent that Sealane asks for: install a newer version.",
}


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Turn what cannot be helped by trying again into a `LaunchError`."""
    try:
        yield
    except discord.LoginFailure:
        raise LaunchError(_CLOSED[4004]) from None
    except discord.PrivilegedIntentsRequired:
        raise LaunchError("Discord refused the intents: switch them on for the bot on the Bot page.") from None
    except discord.ConnectionClosed as error:
        reason = _CLOSED.get(error.code, f"Discord ended the connection for good (code {error.code}).")
        raise LaunchError(reason) from None
    except discord.NotFound:
        raise LaunchError(f"There is no Discord at {settings.discord_api}: check SEALANE_DISCORD_API.") from None


@asynccontextmanager
async def _logged_in(store: Store, settings: Settings) -> AsyncIterator[SealaneBot]:
    """A bot that has logged in but starts nothing."""
    bot = _make(store, settings, Artist())
    bot.passive = True
    try:
        with _explained(settings):
            await bot.login(_token(settings))
        yield bot
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        raise LaunchError(f"Discord cannot be reached at {settings.discord_api}: {error}.") from None
    finally:
        await bot.close()


async def _serve(store: Store, settings: Settings, artist: Artist, transport: DiscordTransport) -> None:
    """Stay connected. What comes before the connection stands is tried again here, what comes after by discord.py."""
    token = _token(settings)
    pause = _FIRST_PAUSE
    while True:
        bot = _make(store, settings, artist, transport)
        try:
            with _explained(settings):
                await bot.start(token)
            return
        except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, OSError, TimeoutError) as error:
            _log.error("Discord cannot be reached (%s); trying again in %.0f s", error, pause)
        finally:
            await bot.finish()
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
