"""Sealane connected to a Slack of our own: in this process, and as `sealane run` in a process of its own."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.settings import Settings
from cogs.slack.launch import serve_slack
from db.session import Store
from tests.cogs.conftest import filled
from tests.fakes.sealane_process import Sealane
from tests.fakes.slack_server import APP_TOKEN, CLIENT, CLIENT_SECRET, SECRET, TOKEN, FakeSlack

__all__ = ["filled"]

Run = Callable[..., AbstractAsyncContextManager[Sealane]]
Serve = Callable[..., AbstractAsyncContextManager[None]]

ONE = {"slack_bot_token": TOKEN}
"""Settings for one workspace."""
SEVERAL = {"slack_client_id": CLIENT, "slack_client_secret": CLIENT_SECRET}
"""Settings for workspaces that install Sealane themselves, but for the keys."""


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake
        assert fake.complaints == []


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A database file of a few events, which outlives what runs on it."""
    return Path(shutil.copy(filled, tmp_path / "store.db"))


@pytest.fixture
def run(database: Path, tmp_path: Path, slack: FakeSlack) -> Run:
    """The program, connected by Socket Mode."""

    @asynccontextmanager
    async def running(**settings: str) -> AsyncIterator[Sealane]:
        kept = {**ONE, "slack_app_token": APP_TOKEN, "slack_api": slack.api, "samples": "false"}
        async with Sealane(tmp_path, "run", "--database", str(database), **(kept | settings)) as sealane:
            connected = asyncio.create_task(slack.connected.wait())
            ended = asyncio.create_task(sealane.process.wait())
            await asyncio.wait((connected, ended), timeout=90, return_when=asyncio.FIRST_COMPLETED)
            assert connected.done(), sealane.log
            ended.cancel()
            yield sealane

    return running


@pytest.fixture
def serve(database: Path, slack: FakeSlack) -> Serve:
    """The platform in this process: by Socket Mode, or by HTTP where a signing secret is given."""

    @asynccontextmanager
    async def serving(**settings: str) -> AsyncIterator[None]:
        by_http = "slack_signing_secret" in settings
        port = _free_port() if by_http else 0
        means = {"slack_port": str(port)} if by_http else {**ONE, "slack_app_token": APP_TOKEN}
        given = {"slack_api": slack.api, **means, **settings}
        configured = Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]
        async with await Store.open(str(database)) as store:
            served = asyncio.create_task(serve_slack(store, configured))
            try:
                if by_http:
                    slack.target = f"http://127.0.0.1:{port}/slack/events"
                    await _listens(port, served)
                else:
                    await asyncio.wait_for(slack.connected.wait(), 60)
                yield
            finally:
                slack.connected.clear()
                served.cancel()
                with suppress(asyncio.CancelledError):
                    await served

    return serving


BY_HTTP = {"slack_signing_secret": SECRET}
"""Settings for requests by HTTP."""


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _listens(port: int, served: asyncio.Task[None]) -> None:
    async with asyncio.timeout(60):
        while not served.done():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
        await served
