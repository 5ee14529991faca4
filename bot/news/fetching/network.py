"""Connections that cannot be led astray: a name is resolved once, and what was checked is connected to.

The check stands where the connection is made, so redirects, unusual spellings of addresses (2130706433, 0x7f.1) and
names that resolve differently the second time all come through it.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from bot.news.errors import AddressRefused, Unreachable
from bot.news.fetching.guard import AllowedHosts, is_public

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the IP addresses of a host name, in the order in which to try them. Raises OSError where there are none."""

CONNECTIONS = 100
"""Open at once to all hosts together."""
KEPT = 20
"""Idle connections that are kept: feeds are asked for so seldom that more would only be dropped by their servers."""
KEEP_SECONDS = 15.0


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the operating system."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only."""

    def __init__(
        self, resolver: Resolver, allowed: AllowedHosts, inner: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._resolve = resolver
        self._allowed = allowed
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises AddressRefused where any of them is not public."""
        failure: Exception | None = None
        for address in await self._addresses(host, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        if failure is None:
            raise Unreachable(host, "the name has no address")
        raise failure

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(host, f"the name cannot be resolved ({_plainly(error)})") from error
        if (host, port) not in self._allowed:
            private = [address for address in addresses if not is_public(address)]
            if private:
                raise AddressRefused(host, f"it leads to {private[0]}, which is not a public address")
        return addresses

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no news comes from a socket file."""
        raise AddressRefused(path, "it is a socket file")

    async def sleep(self, seconds: float) -> None:
        """Sleep, as httpcore does between attempts."""
        await self._inner.sleep(seconds)


def _plainly(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")


class _Stream(httpx.AsyncByteStream):
    """A body as it arrives, still encoded."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport over guarded connections.

    It knows no proxy: one from the environment would connect in our place and go round the check. Its errors are
    httpcore's.
    """

    def __init__(
        self,
        *,
        resolver: Resolver = resolve,
        allowed: AllowedHosts | None = None,
        tls: ssl.SSLContext | None = None,
        connections: int = CONNECTIONS,
        kept: int = KEPT,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=kept,
            keepalive_expiry=KEEP_SECONDS,
            http2=True,
            network_backend=GuardedBackend(resolver, allowed or AllowedHosts()),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and give back its answer, the body still to be read."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()
