"""`sealane discord`: register the commands, and make the link that invites the bot."""

import argparse
import sys

from bot.cli.command import CommandError, add_database, open_store, settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "discord",
        help="register the commands on Discord, or make an invitation",
        description="What an operator does with the Discord bot by hand. `sealane run` registers commands by itself.",
    )
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    sync = actions.add_parser("sync", help="register the commands", description="Register the commands with Discord.")
    sync.add_argument("--guild", type=int, metavar="ID", help="only in this server, where they show at once")
    sync.set_defaults(run=_sync)
    invite = actions.add_parser("invite", help="print the invitation", description="Print the link that adds the bot.")
    invite.set_defaults(run=_invite)
    for action in (sync, invite):
        add_database(action)


async def _sync(options: argparse.Namespace) -> int:
    from bot.process import LaunchError
    from cogs.discord.launch import sync_commands

    if options.guild is not None and options.guild <= 0:
        raise CommandError("--guild should be the server's id, a long number.")
    store = await open_store(options)
    try:
        count = await sync_commands(store, settings(), options.guild)
    except LaunchError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    sys.stdout.write(f"{count} commands registered{f' in the server {options.guild}' if options.guild else ''}.\n")
    return 0


async def _invite(options: argparse.Namespace) -> int:
    from bot.process import LaunchError
    from cogs.discord.launch import invitation

    store = await open_store(options)
    try:
        address = await invitation(store, settings())
    except LaunchError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    sys.stdout.write(f"{address}\n")
    return 0
