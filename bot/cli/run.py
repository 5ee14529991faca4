"""`sealane run`: start the bot; without a chat platform, a console chat."""

import argparse
from typing import TYPE_CHECKING

from bot.cli.command import CommandError, add_database, open_store, settings

if TYPE_CHECKING:
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
    configured = settings()
    store = await open_store(options)
    try:
        if configured.discord_token:
            await _run_discord(store, configured)
        else:
            from bot.process import run_console

            await run_console(store, configured)
    finally:
        await store.close()
    return 0


async def _run_discord(store: "Store", configured: "Settings") -> None:
    from cogs.discord.launch import LaunchError, run_discord

    try:
        await run_discord(store, configured)
    except LaunchError as error:
        raise CommandError(str(error)) from None
