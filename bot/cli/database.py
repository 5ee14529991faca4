"""`sealane db`: migrate the store and say which version it has."""

import argparse
import sys

from bot.cli.command import add_database, settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("db", help="migrate the store, or say its version", description=__doc__)
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, run, text in (
        ("upgrade", _upgrade, "create the store or bring it to this program's version"),
        ("current", _current, "print the store's version"),
    ):
        action = actions.add_parser(name, help=text, description=text.capitalize() + ".")
        add_database(action)
        action.set_defaults(run=run)


def _address(options: argparse.Namespace) -> str:
    address: str | None = options.database
    return address if address is not None else settings().database.get_secret_value()


async def _upgrade(options: argparse.Namespace) -> int:
    from db.upgrade import upgrade

    revision = await upgrade(_address(options))
    sys.stdout.write(f"The store is at version {revision}.\n")
    return 0


async def _current(options: argparse.Namespace) -> int:
    from db.upgrade import current

    revision = await current(_address(options))
    sys.stdout.write(f"{revision or 'empty'}\n")
    return 0
