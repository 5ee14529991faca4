"""`sealane read`: articles into the store, or sentences into events without storing anything."""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.command import CommandError, add_database, open_store, settings, write_line

if TYPE_CHECKING:
    from bot.linked import Linked
    from bot.reading.document import Document

EPILOG = """\
examples:
  sealane read article.txt --published 2023-01-12 --publisher "POLITICO Europe"
  sealane read articles/*.txt                 (article.json beside article.txt gives title, publisher, published, url)
  sealane read https://example.org/news.html
  curl -s https://example.org/news.html | sealane read - --published 2026-11-20
  sealane read --json article.html | jq .quote
  sealane read --sentences sentences.jsonl --json     lines {"id", "text", "published"?}; stores nothing
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "read",
        help="read articles into the store",
        description="Read articles (plain text, Markdown or HTML), store them and their events, and print the events.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "paths", nargs="*", metavar="PATH|URL", help="a file, a web address, or '-' for standard input"
    )
    command.add_argument("--sentences", metavar="FILE.jsonl", help="read sentences instead, and store nothing")
    command.add_argument("--json", action="store_true", help="print one JSON object an event")
    command.add_argument("--published", metavar="DATE", help="when the article was published, ISO 8601")
    command.add_argument("--publisher", metavar="NAME", help="who published it")
    command.add_argument("--url", help="its address")
    command.add_argument("--title", help="its title")
    add_database(command)
    command.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.sentences and options.paths:
        raise CommandError("Give either articles or --sentences FILE, not both.")
    if options.sentences:
        return await _sentences(options)
    if not options.paths:
        raise CommandError("Name at least one article to read ('-' for standard input); see `sealane read --help`.")
    published = _published(options.published)
    return await _articles(options, published)


def _published(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--published {text!r} is not an ISO date or time such as 2023-01-12.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _articles(options: argparse.Namespace, published: datetime | None) -> int:
    from bot.intake import Intake
    from bot.linked import Unreadable, is_address, open_pages
    from bot.reading.document import DocumentError
    from bot.reading.worker import ReadingFailed

    documents, refusals = [], []
    async with AsyncExitStack() as opened:
        fetch = (
            await opened.enter_async_context(open_pages(settings())) if any(map(is_address, options.paths)) else None
        )
        for path in options.paths:
            try:
                if fetch and is_address(path):
                    documents.append(_told(await fetch(path), options, published))
                else:
                    documents.append(await asyncio.to_thread(_document, path, options, published))
            except (DocumentError, Unreadable) as error:
                refusals.append(str(error))
    if documents:
        store = await open_store(options)
        try:
            async with Intake(store, workers=settings().reading_workers) as intake:
                with _progress(len(documents)) as step:
                    for document in documents:
                        try:
                            events = await intake.read(document)
                        except ReadingFailed as error:
                            refusals.append(f"{document.name or 'the article'} could not be read: {error}.")
                        else:
                            _print_events(events, as_json=options.json, document=document)
                        step()
        finally:
            await store.close()
    for refusal in refusals[:-1]:
        sys.stderr.write(f"sealane: {refusal}\n")
    if refusals:
        raise CommandError(refusals[-1])
    return 0


def _told(linked: "Linked", options: argparse.Namespace, published: datetime | None) -> "Document":
    """A page as a document, with what the command says about it in the place of what the page says."""
    from bot.reading.document import Undated

    page = linked.document
    if published is None and not linked.dated:
        raise Undated(page.url or "The page")
    return replace(
        page,
        published=published or page.published,
        publisher=options.publisher or page.publisher,
        url=options.url or page.url,
        title=options.title or page.title,
    )


def _document(path: str, options: argparse.Namespace, published: datetime | None) -> "Document":
    from bot.reading.document import read_document

    source: Path | bytes = sys.stdin.buffer.read() if path == "-" else Path(path)
    return read_document(source, published=published, publisher=options.publisher, url=options.url, title=options.title)


def _print_events(events: list[dict[str, Any]], *, as_json: bool, document: "Document") -> None:
    if as_json:
        for event in events:
            write_line(event)
        return
    sys.stdout.write(f"{document.title or document.name or 'article'}: {len(events)} events\n")
    for event in events:
        if event["action"] != "OTHER":
            sys.stdout.write(f"  {_line(event)}\n")


def _line(event: dict[str, Any]) -> str:
    def names(mentions: list[dict[str, Any]]) -> str:
        return ", ".join(mention["name"] or mention["text"] for mention in mentions)

    parts = [
        event["date"]["start"] if event["date"] and event["date"]["basis"] == "text" else "          ",
        f"{event['action']:10}",
        f"{event['status']:10}",
    ]
    told = f"{names(event['actors']) or '?'} — {event['verb']}"
    others = names(event["partners"] + event["targets"])
    if event["object"]:
        told += f" — {event['object']}"
    if others:
        told += f" — {others}"
    return " ".join([*parts, told])[:160]


class _progress:  # noqa: N801 - used like a function
    """A progress bar on standard error, where that is a terminal and there is more than one thing to do."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __enter__(self) -> "Any":
        if self._total < 2 or not sys.stderr.isatty():
            self._bar = None
            return lambda: None
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("Reading", total=self._total)
        bar = self._bar
        return lambda: bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()


async def _sentences(options: argparse.Namespace) -> int:
    from bot.intake import event_json
    from bot.reading.document import DocumentError, read_sentence_lines
    from bot.reading.worker import ReadingWorker

    try:
        lines = await asyncio.to_thread(read_sentence_lines, options.sentences)
    except DocumentError as error:
        raise CommandError(str(error)) from None
    today = datetime.now(UTC).date()
    undated = sum(line.published is None for line in lines)
    if undated:
        sys.stderr.write(
            f"sealane: {undated} of {len(lines)} lines say no publication date: theirs is taken to be today.\n"
        )
    async with ReadingWorker(settings().reading_workers) as worker:
        with _progress(len(lines)) as step:
            for line in lines:
                events = await worker.read_sentences(line.text, line.published.date() if line.published else today)
                told = line.published.date() if line.published else None
                write_line({"id": line.id, "events": [event_json(event, told) for event in events]})
                step()
    return 0
