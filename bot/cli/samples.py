"""`sealane samples`: load the sample articles, or remove them."""

import argparse
import sys

from bot.cli.command import add_database, open_store


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "samples",
        help="load or remove the sample articles",
        description="The sample articles are loaded at the first start of `sealane run`.",
    )
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, run, text in (
        ("load", _load, "read the sample articles into the store"),
        ("remove", _remove, "remove the sample articles and what only they tell"),
    ):
        action = actions.add_parser(name, help=text, description=text.capitalize() + ".")
        add_database(action)
        action.set_defaults(run=run)


async def _load(options: argparse.Namespace) -> int:
    from bot.intake import Intake

    store = await open_store(options)
    try:
        async with Intake(store) as intake:
            count = await intake.load_samples()
    finally:
        await store.close()
    sys.stdout.write(f"{count} sample {'article' if count == 1 else 'articles'} loaded.\n")
    return 0


async def _remove(options: argparse.Namespace) -> int:
    from db.articles import remove_samples

    store = await open_store(options)
    try:
        async with store.writing() as session:
            count = await remove_samples(session)
    finally:
        await store.close()
    sys.stdout.write(f"{count} sample {'article' if count == 1 else 'articles'} removed.\n")
    return 0
