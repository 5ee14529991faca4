"""`sealane run` as a process of its own, connected to a Slack of our own."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.cogs.conftest import filled
from tests.fakes.sealane_process import Sealane
from tests.fakes.slack_server import APP_TOKEN, CLIENT, CLIENT_SECRET, SECRET, TOKEN, FakeSlack

__all__ = ["filled"]

Run = Callable[..., AbstractAsyncContextManager[Sealane]]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake
        assert fake.complaints == []


@pytest.fixture
def run(filled: Path, tmp_path: Path, slack: FakeSlack) -> Run:
    """The program, connected by Socket Mode."""

    @asynccontextmanager
    async def running(**settings: str) -> AsyncIterator[Sealane]:
        if not (tmp_path / "store.db").exists():
            shutil.copy(filled, tmp_path / "store.db")
        kept = {"slack_bot_token": TOKEN, "slack_app_token": APP_TOKEN, "slack_api": slack.api, "samples": "false"}
        async with Sealane(tmp_path, "run", "--database", str(tmp_path / "store.db"), **(kept | settings)) as sealane:
            connected = asyncio.create_task(slack.connected.wait())
            ended = asyncio.create_task(sealane.process.wait())
            await asyncio.wait((connected, ended), timeout=30, return_when=asyncio.FIRST_COMPLETED)
            assert connected.done(), sealane.log
            ended.cancel()
            yield sealane

    return running


@pytest.fixture
def run_http(filled: Path, tmp_path: Path, slack: FakeSlack) -> Run:
    """The program, listening for requests by HTTP."""

    @asynccontextmanager
    async def running(**settings: str) -> AsyncIterator[Sealane]:
        if not (tmp_path / "store.db").exists():
            shutil.copy(filled, tmp_path / "store.db")
        kept = {"slack_signing_secret": SECRET, "slack_api": slack.api, "slack_port": "0", "samples": "false"}
        async with Sealane(tmp_path, "run", "--database", str(tmp_path / "store.db"), **(kept | settings)) as sealane:
            async with asyncio.timeout(30):
                while not (found := re.search(r"Listening for Slack on (\S+:\d+)\.", sealane.log)):
                    assert sealane.process.returncode is None, sealane.log
                    await asyncio.sleep(0.02)
            slack.target = f"http://{found[1]}/slack/events"
            yield sealane

    return running


ONE = {"slack_bot_token": TOKEN}
"""Settings for one workspace."""
SEVERAL = {"slack_client_id": CLIENT, "slack_client_secret": CLIENT_SECRET}
"""Settings for workspaces that install Sealane themselves, but for the keys."""
