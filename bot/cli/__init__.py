"""The command line. Each command is a module with `add(commands)`; errors are rendered here, once."""

import argparse
import asyncio
import os
import sys
import traceback
from collections.abc import Sequence

from bot.cli.command import CommandError

DESCRIPTION = """\
Sealane reads the news, keeps what happened as dated, sourced events, and answers questions from them.

  sealane run                                    chat on the terminal (or start the bot, where a platform is configured)
  sealane read article.txt --published 2023-01-12    read an article into the store and show its events
  sealane ask "what did Kishida sign?"           ask one question
  sealane digest --period week                   what was learnt this week
"""
EPILOG = """\
Settings come from SEALANE_* variables and a file .env; `sealane COMMAND --help` tells more about each command.
Exit codes: 0 done (finding nothing is an answer), 2 wrong usage or input, 1 something broke.
"""


def parser() -> argparse.ArgumentParser:
    """Build the whole command line. Command modules import what they need only when they run."""
    from bot.cli import ask, database, digest, discord, imports, read, run, samples, slack, sources, subscription

    root = argparse.ArgumentParser(
        prog="sealane",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in (read, ask, digest, subscription, run, sources, imports, samples, database, discord, slack):
        module.add(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code."""
    options = parser().parse_args(arguments)
    from db.errors import StoreError

    try:
        code: int = asyncio.run(options.run(options))
    except (CommandError, StoreError) as error:
        print(f"sealane: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output left (`sealane read ... | head`); Python would complain again when flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("SEALANE_LOG_LEVEL", "").casefold() == "debug":
            traceback.print_exc()
        print(  # noqa: T201
            f"sealane: something broke ({type(error).__name__}: {error}). "
            "Set SEALANE_LOG_LEVEL=debug to see where, and please report it.",
            file=sys.stderr,
        )
        return 1
    return code
