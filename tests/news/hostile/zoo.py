"""Every kind of hostile or broken source that a server can be, each with what its poll is to say of it."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from tests.news.hostile.server import (
    Behaviour,
    HostileServer,
    answer,
    bomb,
    endless_body,
    endless_headers,
    hang_up,
    many_members,
    not_http,
    redirect,
    short_body,
    silence,
    slow_drip,
    status,
)

HEAD = b"<rss version='2.0'><channel><title>Harbour</title>"
TAIL = b"</channel></rss>"
SECRET = "/secret"
"""What no source may make us fetch."""


@dataclass(frozen=True)
class Animal:
    """A hostile source: how it answers, and what its last error says; None where the poll is to succeed.

    What takes much unpacking may also end by the bound of time, on a machine that is busy.
    """

    behaviour: Behaviour
    says: str | None


def _items(count: int) -> bytes:
    return b"".join(b"<item><guid>%d</guid><title>Ship %d</title></item>" % (n, n) for n in range(count))


def _entities() -> bytes:
    bombs = b"".join(b"<!ENTITY e%d '%s'>" % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return b"<!DOCTYPE rss [<!ENTITY e0 'ha'>" + bombs + b"]>" + HEAD + b"<item><title>&e9;</title></item>" + TAIL


def zoo(server: HostileServer) -> Iterator[tuple[str, Animal]]:
    """The sources by name, which is also the name of their hosts: "bomb-gzip" is at bomb-gzip.example."""
    server.behaviours[SECRET] = answer(b"secret")
    for encoding in ("gzip", "deflate", "br", "zstd"):
        yield f"bomb-{encoding}", Animal(bomb(encoding, 24), "larger than")
    yield "bomb-members", Animal(many_members(100), "larger than")
    yield "endless-body", Animal(endless_body, "larger than")
    yield "endless-headers", Animal(endless_headers, "")
    yield "drip", Animal(slow_drip, "took longer")
    yield "silence", Animal(silence, "took longer")
    yield "hang-up", Animal(hang_up, "")
    yield "not-http", Animal(not_http, "cannot be read")
    yield "too-short", Animal(short_body, "cannot be read")
    yield "too-long", Animal(answer(b"x", {"Content-Length": "900000000"}), "larger than")
    yield "loop", Animal(redirect("/loop"), "leads back to itself")
    yield "inward", Animal(redirect(server.url(SECRET, "127.0.0.1")), "not a public address")
    yield "inward-name", Animal(redirect(server.url(SECRET, "inside.invalid")), "not a public address")
    yield "inward-scheme", Animal(redirect("file:///etc/passwd"), "no web address")
    for code in (429, 503):
        yield f"busy-{code}", Animal(status(code, {"Retry-After": "7200"}), "left alone until 2026-03-02 11:0")
        wish = "Mon, 02 Mar 2026 11:00:00 GMT"
        yield f"busy-{code}-date", Animal(status(code, {"Retry-After": wish}), "left alone until 2026-03-02 11:00")
    yield "moved", Animal(redirect("/feed.xml", 301), None)
    yield "gone", Animal(status(410), "gone for good")
    yield "mispacked", Animal(answer(brotli.compress(HEAD + TAIL), {"Content-Encoding": "zstd"}), "cannot be read")
    yield "unpacked", Animal(answer(HEAD + TAIL, {"Content-Encoding": "gzip"}), None)
    yield "cut-off", Animal(answer(gzip.compress(HEAD * 500)[:60], {"Content-Encoding": "gzip"}), "cannot be read")
    declared = b"<?xml version='1.0' encoding='utf-8'?>"
    yield "misdeclared", Animal(answer(declared + HEAD + b"<description>Noum\xe9a</description>" + TAIL), None)
    yield "very-many", Animal(answer(HEAD + _items(100_000) + TAIL), None)
    yield "entities", Animal(answer(_entities()), None)
    outside = f"<!DOCTYPE rss [<!ENTITY e SYSTEM '{server.url(SECRET, '127.0.0.1')}'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    yield "outside", Animal(answer(outside.encode() + HEAD + b"<item><title>&e;&f;</title></item>" + TAIL), None)
    yield (
        "nested",
        Animal(answer(HEAD + b"<item><description>" + b"<a>" * 60_000 + b"</description></item>" + TAIL), None),
    )
    yield "page", Animal(answer(b"<!doctype html><html><body>maintenance</body></html>"), "web page")
    yield "noise", Animal(answer(bytes(range(256)) * 1000), "")
