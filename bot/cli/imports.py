"""`sealane import`: structured event files into the store."""

import argparse
import sys
from pathlib import Path

from bot.cli.command import CommandError, add_database, open_store, write_line

EPILOG = """\
examples:
  sealane import icews events.tsv.gz         (source, relation, target, date; or the 20-column ICEWS file)
  sealane import gdelt 20230112000000.export.CSV.zip
Loading a file again adds nothing. Malformed rows are counted, reported with their line numbers and skipped.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "import",
        help="load ICEWS or GDELT event files",
        description="Load structured events from ICEWS or GDELT files.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("format", choices=("icews", "gdelt"))
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--json", action="store_true", help="print the result as one JSON object")
    add_database(command)
    command.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from bot.news.errors import NewsError

    if options.format == "icews":
        from bot.news.icews import import_icews as load
    else:
        from bot.news.gdelt import import_gdelt as load

    store = await open_store(options)
    try:
        result = await load(store, options.files)
    except NewsError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    for problem in result.problems[:20]:
        sys.stderr.write(f"sealane: {problem}\n")
    if options.json:
        write_line(
            {
                "rows": result.rows,
                "events": result.events,
                "skipped": result.skipped,
                "seconds": round(result.seconds, 3),
            }
        )
    else:
        sys.stdout.write(
            f"{result.rows} rows read, {result.events} events added, {result.skipped} rows skipped, "
            f"in {result.seconds:.1f} s.\n"
        )
    return 0
