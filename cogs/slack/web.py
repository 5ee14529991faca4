"""Our listener: Slack's requests, checked by their signature, and the pages on which workspaces install Sealane."""

import hashlib
import hmac
import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from bot.chat.limits import Slack
from bot.process import LaunchError
from cogs.slack.manifest import EVENTS_PATH

LARGEST = 1_000_000
"""Bytes of a request; Slack's are a few thousand."""
_log = logging.getLogger(__name__)


class Listener:
    """An HTTP server for Slack. `secret` signs its requests; without one only installations are served."""

    def __init__(
        self,
        app: AsyncApp,
        *,
        secret: str | None,
        installing: AsyncOAuthFlow | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._secret = secret
        self._installing = installing
        self._clock = clock
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen, and return the port. Raise `LaunchError` where that cannot be."""
        application = web.Application(client_max_size=LARGEST)
        if self._secret:
            application.router.add_post(EVENTS_PATH, self._take)
        if self._installing:
            application.router.add_get(self._installing.install_path, self._install)
            application.router.add_get(self._installing.redirect_uri_path, self._return)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise LaunchError(
                f"Sealane cannot listen on {host}:{port} ({error.strerror or error}): set SEALANE_SLACK_PORT to a "
                "free port, or end what uses this one."
            ) from None
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_slacks(request, body):
            return web.Response(status=401, text="This is not signed by Slack.")
        return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))

    def _is_slacks(self, request: web.Request, body: bytes) -> bool:
        """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
        time = request.headers.get("X-Slack-Request-Timestamp", "")
        if not (time.isascii() and time.isdigit() and len(time) < 12):
            return False
        if abs(self._clock().timestamp() - int(time)) > Slack.SIGNATURE_SECONDS:
            return False
        signed = hmac.new((self._secret or "").encode(), b"v0:" + time.encode() + b":" + body, hashlib.sha256)
        given = request.headers.get("X-Slack-Signature", "")
        return hmac.compare_digest(f"v0={signed.hexdigest()}".encode(), given.encode("utf-8", "surrogateescape"))

    async def _install(self, request: web.Request) -> web.Response:
        assert self._installing  # noqa: S101 - or there is no such route
        return await to_aiohttp_response(await self._installing.handle_installation(await to_bolt_request(request)))

    async def _return(self, request: web.Request) -> web.Response:
        assert self._installing  # noqa: S101 - or there is no such route
        return await to_aiohttp_response(await self._installing.handle_callback(await to_bolt_request(request)))
