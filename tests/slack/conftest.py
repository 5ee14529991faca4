"""`sealane run` as a process of its own, connected to a Slack of our own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.cogs.conftest import filled
from tests.fakes.sealane_process import Sealane
from tests.fakes.slack_server import APP_TOKEN, TOKEN, FakeSlack

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
