"""`sealane slack`: the manifest that makes the app, and keys for what is kept of workspaces."""

import argparse
import sys

from bot.cli.command import CommandError, settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "slack",
        help="print the app manifest for Slack, or make a key",
        description="What an operator does for the Slack app by hand.",
    )
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    manifest = actions.add_parser(
        "manifest",
        help="print the app manifest",
        description="Print the manifest (YAML) that makes the app at api.slack.com/apps, From a manifest.",
    )
    manifest.add_argument(
        "--address",
        metavar="URL",
        help="where Slack reaches this Sealane (default: SEALANE_SLACK_ADDRESS); without one, Socket Mode",
    )
    manifest.add_argument("--several", action="store_true", help="let several workspaces install the app")
    manifest.set_defaults(run=_manifest)
    key = actions.add_parser(
        "key", help="make a key", description="Make a key for SEALANE_SLACK_KEYS: installations are encrypted with it."
    )
    key.set_defaults(run=_key)


async def _manifest(options: argparse.Namespace) -> int:
    from cogs.slack.manifest import manifest

    address = options.address or settings().slack_address
    if address is not None and not address.startswith(("http://", "https://")):
        raise CommandError("--address should be a web address such as https://sealane.example.")
    if options.several and address is None:
        raise CommandError("Several workspaces need an address at which they install the app: give --address URL.")
    sys.stdout.write(manifest(address, several=options.several, socket_mode=address is None))
    return 0


async def _key(options: argparse.Namespace) -> int:
    from cryptography.fernet import Fernet

    sys.stdout.write(f"{Fernet.generate_key().decode()}\n")
    return 0
