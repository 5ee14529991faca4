"""`sealane run`: start the bot; without a chat platform, a console chat."""

import argparse
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from bot.cli.command import CommandError, add_database, open_store, settings

if TYPE_CHECKING:
    from bot.process import Serve
    from bot.services import Role, Transports
    from bot.settings import Settings
    from db.session import Store

DESCRIPTION = """\
Start Sealane. With no chat platform configured it is a console chat on this terminal; it also reads from a pipe:

  printf 'what did Kishida sign?\\n' | sealane run
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "run", help="start the bot", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_database(command)
    command.add_argument(
        "--roles",
        metavar="ROLE,...",
        help="what this process does: collect, read, chat, deliver (default: all); several can share the work",
    )
    command.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Run the command until the input ends, /quit or SIGTERM."""
    from bot.process import LaunchError, run_console, run_platforms, run_silently
    from bot.services import Role, running, services

    configured = settings()
    roles = _roles(options.roles)
    store = await open_store(options)
    try:
        async with running(services(store, configured, roles, transports(store, configured))):
            platforms = _platforms(store, configured)
            if Role.CHAT not in roles:
                await run_silently(configured)
            elif platforms:
                await run_platforms(store, configured, platforms)
            else:
                await run_console(store, configured)
    except LaunchError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    return 0


def _roles(given: str | None) -> "frozenset[Role]":
    from bot.services import ALL, Role

    if given is None:
        return ALL
    names = [name.strip().casefold() for name in given.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Role)]
    if unknown or not names:
        wrong = f"There is no role {unknown[0]!r}" if unknown else "No role is named"
        raise CommandError(f"{wrong}: name some of {', '.join(Role)}, with commas between.")
    return frozenset(map(Role, names))


def _platforms(store: "Store", configured: "Settings") -> "dict[str, Serve]":
    """The chat platforms that the settings name."""
    platforms: dict[str, Serve] = {}
    if configured.discord_token:
        from cogs.discord.launch import serve_discord

        platforms["Discord"] = lambda: serve_discord(store, configured)
    if configured.slack_bot_token or configured.slack_client_id:
        from cogs.slack.launch import serve_slack

        platforms["Slack"] = lambda: serve_slack(store, configured)
    return platforms


def transports(store: "Store", configured: "Settings") -> "Transports":
    """The ways to deliver to the platforms that the settings name; without any, to this terminal."""
    found: dict[str, Any] = {}
    if configured.discord_token:
        from cogs.discord.launch import discord_transport

        found["Discord"] = lambda: discord_transport(configured)
    if configured.slack_bot_token or configured.slack_client_id:
        from cogs.slack.launch import slack_transport

        found["Slack"] = lambda: slack_transport(store, configured)
    if not found:
        from bot.delivery.console import ConsoleTransport

        found["the terminal"] = lambda: nullcontext(ConsoleTransport())
    return found
