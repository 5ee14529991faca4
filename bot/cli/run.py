"""`sealane run`: start the bot; without a chat platform, a console chat."""

import argparse

from bot.cli.command import add_database, open_store, settings

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
    from bot.process import run_console

    configured = settings()
    store = await open_store(options)
    try:
        await run_console(store, configured)
    finally:
        await store.close()
    return 0
