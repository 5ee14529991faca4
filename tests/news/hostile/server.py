"""A web server on a loopback socket that answers as badly as it is told to."""

import asyncio
import contextlib
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import brotli  # type: ignore[import-untyped]
import zstandard

Behaviour = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]


@dataclass
class HostileServer:
    """Serves behaviours by path, and remembers what was asked and how many requests were open at once."""

    port: int = 0
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0
    _open: int = 0
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        return Counter(request.path.partition("?")[0] for request in self.requests)[path]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.LimitOverrunError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                headers = {}
                for line in lines[1:]:
                    name, _, value = line.partition(": ")
                    headers[name.lower()] = value
                request = Request(lines[0].split(" ")[1], headers)
                self.requests.append(request)
                self._open += 1
                self.most_at_once = max(self.most_at_once, self._open)
                try:
                    behaviour = self.behaviours.get(request.path.partition("?")[0], status(404))
                    await behaviour(request, writer)
                finally:
                    self._open -= 1

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """Every name leads here."""
        return ["127.0.0.1"]


@asynccontextmanager
async def hostile_server() -> AsyncIterator[HostileServer]:
    state = HostileServer()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(state.handle(reader, writer))
        state.connections.add(task)
        task.add_done_callback(state.connections.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in list(state.connections):
            task.cancel()
        await asyncio.gather(*state.connections, return_exceptions=True)


def _head(code: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {code} X", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(body: bytes, headers: Mapping[str, str] | None = None, code: int = 200) -> Behaviour:
    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        sent = {"Content-Length": str(len(body)), **(headers or {})}
        writer.write(_head(code, sent) + body)
        await writer.drain()

    return behave


def status(code: int, headers: Mapping[str, str] | None = None) -> Behaviour:
    return answer(b"", headers, code)


def redirect(location: str, code: int = 302) -> Behaviour:
    return answer(b"moved", {"Location": location}, code)


def conditional(body: bytes, etag: str, modified: str) -> Behaviour:
    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        same = request.headers.get("if-none-match") == etag and request.headers.get("if-modified-since") == modified
        reply = status(304) if same else answer(body, {"ETag": etag, "Last-Modified": modified})
        await reply(request, writer)

    return behave


def bomb(encoding: str, megabytes: int = 128) -> Behaviour:
    """A small body that unpacks to very many zeros."""
    zeros = bytes(1 << 20)
    if encoding == "br":
        brotli_packer = brotli.Compressor(quality=5)
        packed = b"".join(brotli_packer.process(zeros) for _ in range(megabytes)) + brotli_packer.finish()
        return answer(packed, {"Content-Encoding": encoding})
    wbits = 16 + zlib.MAX_WBITS if encoding == "gzip" else zlib.MAX_WBITS
    packer: Any = (
        zstandard.ZstdCompressor().compressobj() if encoding == "zstd" else zlib.compressobj(9, zlib.DEFLATED, wbits)
    )
    packed = b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()
    return answer(packed, {"Content-Encoding": encoding})


def many_members(count: int) -> Behaviour:
    """Very many small gzip members in a row, each a megabyte when unpacked."""
    return answer(gzip.compress(bytes(1 << 20)) * count, {"Content-Encoding": "gzip"})


async def endless_body(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(_head(200, {"Transfer-Encoding": "chunked"}))
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def endless_headers(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Filler: " + b"y" * 8000 + b"\r\n")
        await writer.drain()


async def slow_drip(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(_head(200, {"Content-Length": "100000"}))
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silence(request: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
    raise ConnectionResetError


async def short_body(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(_head(200, {"Content-Length": "1000"}) + b"only this")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    raise ConnectionResetError


async def not_http(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP ready\r\n\r\n")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    raise ConnectionResetError
