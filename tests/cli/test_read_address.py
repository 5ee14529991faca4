"""`sealane read URL`: a page is fetched with the manners and the guard of collecting, and read like a file."""

import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.reading.document import Document
from bot.reading.event import ReadEvent
from bot.reading.worker import ReadingWorker
from tests.cli.conftest import Command

STORY = " ".join(
    f"Sitiveni Rabuka opened maritime school number {number} in Suva before two hundred guests." for number in range(12)
)
HEAD = '<title>A school opens</title><meta property="og:site_name" content="The Lagoon Post">'
DATE = '<meta property="article:published_time" content="2024-05-04T09:00:00+12:00">'


def page(head: str) -> bytes:
    article = f"<article><h1>A school opens</h1><p>{STORY}</p></article>"
    return f"<html lang=en><head>{head}</head><body>{article}</body></html>".encode()


PAGES = {"/dated": page(HEAD + DATE), "/undated": page(HEAD), "/closed": page(HEAD + DATE)}


class Site(BaseHTTPRequestHandler):
    """A publisher's site."""

    def do_GET(self) -> None:
        robots = b"User-agent: *\nDisallow: /closed\n" if self.path == "/robots.txt" else None
        body = robots or PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/plain" if robots else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the library
        """Nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site's address, which the operator has allowed."""

    async def nothing(self: ReadingWorker, document: Document) -> list[ReadEvent]:
        return []

    monkeypatch.setattr(ReadingWorker, "read", nothing)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("SEALANE_FETCH_HOSTS", f"127.0.0.1:{server.server_port}")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def stored(folder: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(folder / "sealane.db") as connection:
        return list(connection.execute("SELECT title, publisher, url, published FROM articles"))


def test_a_page_is_stored_with_what_it_says_of_itself(sealane: Command, tmp_path: Path, site: str) -> None:
    sealane("read", f"{site}/dated")
    [(title, publisher, url, published)] = stored(tmp_path)
    assert (title, publisher, url) == ("A school opens", "The Lagoon Post", f"{site}/dated")
    assert published.startswith("2024-05-03 21:00")


def test_what_the_command_says_goes_before_what_the_page_says(sealane: Command, tmp_path: Path, site: str) -> None:
    sealane("read", f"{site}/undated", "--published", "2024-01-02", "--publisher", "Somebody")
    [(_, publisher, _, published)] = stored(tmp_path)
    assert publisher == "Somebody"
    assert published.startswith("2024-01-02")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/undated", "does not say when it was published: give the date with --published"),
        ("/closed", "robots.txt asks not to fetch it"),
        ("/none", "the server answered 404"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_line(sealane: Command, site: str, path: str, words: str) -> None:
    assert sealane("read", site + path).refused(words)


def test_a_private_address_is_refused_unless_the_operator_allows_it(
    sealane: Command, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEALANE_FETCH_HOSTS")
    assert sealane("read", f"{site}/dated").refused("not a public address")
