"""Fetching an address politely and within bounds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore
import httpx

from bot.news.addresses import web_address
from bot.news.clock import Clock, SystemClock
from bot.news.errors import (
    AddressRefused,
    BadAnswer,
    FetchError,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from bot.news.fetching.answer import Answer, Validators
from bot.news.fetching.decoding import ACCEPTED, Undecodable, decoder
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_OVERLOADED = {429, 503}
_DRAINED = 16_384
_LARGE = 1_000_000
_LARGE_AT_ONCE = 3
"""Bodies beyond so many bytes that are received at a time: so many hostile ones fill no memory. Few feeds are."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch may go. `size` is in bytes when unpacked; `seconds` count for each hop once it is its turn."""

    size: int
    seconds: float = 30.0
    connect_seconds: float = 10.0
    redirects: int = 5


FEED = Limits(size=10_000_000)
"""Real feeds are up to about 5 MB; a parser needs seconds beyond 10."""
PAGE = Limits(size=3_000_000)
"""Real article pages: median 0.2 MB, 99 % below 2 MB; extraction takes quadratic time on hostile ones."""
ROBOTS = Limits(size=512_000, seconds=15.0)
"""RFC 9309 2.5: at least 500 KiB must be read."""
EXPORT = Limits(size=60_000_000, seconds=120.0)
"""A GDELT export file."""

FEED_KINDS = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
PAGE_KINDS = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


def user_agent(contact: str | None = None) -> str:
    """Say honestly who asks, and how to reach the operator where that is set."""
    name = f"Sealane/{version('sealane')}"
    return f"{name} (news briefing bot; +{contact})" if contact else f"{name} (news briefing bot)"


class Fetcher:
    """Fetches addresses: one request a host at a time, redirects followed and checked, everything bounded."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        clock: Clock | None = None,
        hosts: HostTurns | None = None,
        agent: str | None = None,
    ) -> None:
        self._transport = transport or GuardedTransport()
        self._clock = clock or SystemClock()
        self.hosts = hosts or HostTurns(self._clock)
        self._agent = agent or user_agent()
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def fetch(
        self, url: str, limits: Limits, *, validators: Validators | None = None, kinds: str = "*/*"
    ) -> Answer:
        """Fetch an address. Every status but a redirect is an Answer; a body is read for status 200 alone.

        Raises FetchError: AddressRefused, Unreachable, TooSlow, TooLarge, TooManyRedirects, BadAnswer, HostPaused.
        """
        passed: list[str] = []
        permanent = True
        while True:
            if web_address(url) is None:
                raise AddressRefused(url[:200], "it is not an http or https address that can be fetched")
            answer = await self._once(url, limits, validators, kinds)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                moved = url if passed and permanent else None
                return Answer(url, answer.status, answer.headers, answer.body, answer.received, moved, tuple(passed))
            permanent = permanent and answer.status in _PERMANENT
            url = self._next(url, answer, passed, limits)

    def _next(self, url: str, answer: Answer, passed: list[str], limits: Limits) -> str:
        passed.append(url)
        target = web_address(answer.headers["location"], url)
        if target is None:
            raise AddressRefused(url, f"it leads on to {answer.headers['location'][:100]!r}, which is no web address")
        if target in passed:
            raise TooManyRedirects(url, "it leads back to itself")
        if len(passed) > limits.redirects:
            raise TooManyRedirects(passed[0], f"it leads on more than {limits.redirects} times")
        return target

    async def _once(self, url: str, limits: Limits, validators: Validators | None, kinds: str) -> Answer:
        host = urlsplit(url).hostname or ""
        async with self.hosts.turn(host, url):
            try:
                async with asyncio.timeout(limits.seconds):
                    answer = await self._ask(self._request(url, limits, validators, kinds), limits)
            except TimeoutError as error:
                raise TooSlow(url, f"it took longer than {limits.seconds:g} s") from error
            except httpcore.TimeoutException as error:
                raise TooSlow(url, f"no answer within {limits.connect_seconds:g} s") from error
            except httpcore.NetworkError as error:
                raise Unreachable(url, _plainly(error, "nobody answers there")) from error
            except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, Undecodable) as error:
                raise BadAnswer(url, f"the answer cannot be read: {_plainly(error, 'it is not HTTP')}") from error
            except FetchError as error:
                raise type(error)(url, error.reason) from error
            if answer.status in _OVERLOADED and answer.retry_after is not None:
                self.hosts.pause(host, answer.retry_after)
            return answer

    def _request(self, url: str, limits: Limits, validators: Validators | None, kinds: str) -> httpx.Request:
        headers = [
            (b"User-Agent", self._agent.encode("ascii", "replace")),
            (b"Accept", kinds.encode("ascii")),
            (b"Accept-Encoding", ACCEPTED.encode("ascii")),
            (b"Connection", b"keep-alive"),
        ]
        if validators is not None and validators.etag:
            headers.append((b"If-None-Match", validators.etag.encode("latin-1", "ignore")))
        if validators is not None and validators.last_modified:
            headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1", "ignore")))
        timeout = {"connect": limits.connect_seconds, "read": limits.seconds, "write": limits.seconds, "pool": None}
        try:
            return httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
        except (httpx.InvalidURL, UnicodeError) as error:
            raise AddressRefused(url, "it is not a correct web address") from error

    async def _ask(self, request: httpx.Request, limits: Limits) -> Answer:
        response = await self._transport.handle_async_request(request)
        headers: dict[str, str] = {}
        for raw_name, raw_value in response.headers.raw:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        try:
            if response.status_code == 200:
                body = await self._body(response, headers, str(request.url), limits)
            else:
                body = b""
                await self._drain(response)
        finally:
            await response.aclose()
        return Answer(str(request.url), response.status_code, headers, body, self._clock.now())

    async def _drain(self, response: httpx.Response) -> None:
        """Read a short body that nobody wants, so that its connection can be used again."""
        received = 0
        async for chunk in _raw(response):
            received += len(chunk)
            if received > _DRAINED:
                return

    async def _body(self, response: httpx.Response, headers: dict[str, str], url: str, limits: Limits) -> bytes:
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:18]) > limits.size:
            raise TooLarge(url, _too_large(limits))
        unpack = decoder(headers.get("content-encoding", ""))
        body = bytearray()
        received = 0
        async with AsyncExitStack() as turn:
            large = False
            async for chunk in _raw(response):
                received += len(chunk)
                if not large and max(received, len(body)) > _LARGE:
                    large = True
                    await turn.enter_async_context(self._large)
                body += unpack.decode(chunk, limits.size - len(body))
                if len(body) > limits.size or received > limits.size:
                    raise TooLarge(url, _too_large(limits))
            unpack.finish()
            return bytes(body)


def _raw(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it comes over the wire."""
    stream = response.stream
    if not isinstance(stream, httpx.AsyncByteStream):
        raise TypeError("an asynchronous transport gives an asynchronous stream")
    return stream.__aiter__()


def _too_large(limits: Limits) -> str:
    return f"it is larger than {limits.size / 1_000_000:g} MB"


def _plainly(error: Exception, otherwise: str) -> str:
    cause = error.__cause__ or error.__context__ or error
    text = (getattr(cause, "strerror", None) or str(error) or otherwise).strip().rstrip(".")
    return text[:200]
