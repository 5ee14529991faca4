"""`sealane run`: start the bot; without a chat platform, a console chat."""

import argparse
from typing import TYPE_CHECKING

from bot.cli.command import CommandError, add_database, open_store, settings

if TYPE_CHECKING:
    from bot.process import Serve
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
    command.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Run the command until the input ends, /quit or SIGTERM."""
    from bot.process import LaunchError, run_console, run_platforms

    configured = settings()
    store = await open_store(options)
    try:
        platforms = _platforms(store, configured)
        if platforms:
            await run_platforms(store, configured, platforms)
        else:
            await run_console(store, configured)
    except LaunchError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    return 0


def _platforms(store: "Store", configured: "Settings") -> "dict[str, Serve]":
    """The chat platforms that the settings name."""
    platforms: dict[str, Serve] = {}
    if configured.discord_token:
        from cogs.discord.launch import serve_discord

        platforms["Discord"] = lambda: serve_discord(store, configured)
    return platforms
