"""The running bot on a console: one conversation each, errors told and survived, and an end when asked for."""

import asyncio
import io
import os
import signal
import sys

import pytest

from bot.asking.asker import Asker
from bot.process import load_samples, run_console, until_signalled
from bot.settings import Settings
from db import articles
from db.errors import DatabaseUnreachable
from db.session import Store
from tests.asking.conftest import filled_world, world

__all__ = ["filled_world", "world"]

SETTINGS = Settings(samples=False, _env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> "Console":
    return Console(monkeypatch)


class Console:
    """Standard input and output of one chat."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    async def chat(self, store: Store, *lines: str) -> str:
        output = io.StringIO()
        self._monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
        self._monkeypatch.setattr(sys, "stdout", output)
        await run_console(store, SETTINGS)
        return output.getvalue()


async def test_follow_ups_explanation_and_forgetting(console: Console, world: Store) -> None:
    told = await console.chat(
        world,
        "/explain",
        "what did Rabuka sign?",
        "and with whom?",
        "/explain",
        "/forget",
        "/explain",
        "and with whom?",
    )
    assert told.count("Nothing has been asked yet.") == 2
    assert "> and with whom?\nAisake Eke\n" in told
    assert "Understood as: Events in which Sitiveni Rabuka signs someone" in told
    assert told.rindex("I do not know.") > told.index("A new conversation.")


async def test_a_new_console_begins_a_new_conversation(console: Console, world: Store) -> None:
    await console.chat(world, "what did Rabuka sign?")
    assert "There is no answer yet to go on from" in await console.chat(world, "more")


async def test_an_answer_is_given_though_the_conversation_cannot_be_kept(
    console: Console, world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object) -> None:
        raise DatabaseUnreachable("world.db", "it is locked")

    monkeypatch.setattr(Asker, "remember", locked)
    assert "> what did Rabuka sign?\nthe Lau Tuna Accord\n" in await console.chat(world, "what did Rabuka sign?")


async def test_a_store_that_fails_is_told_and_the_chat_goes_on(
    console: Console, world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise DatabaseUnreachable("world.db", "no server answers there")

    monkeypatch.setattr(Asker, "answer", away)
    told = await console.chat(world, "what did Rabuka sign?", "/help")
    assert "Cannot open the database world.db: no server answers there." in told
    assert "/quit" in told


async def test_sample_articles_are_loaded_only_where_they_are_wanted_and_nothing_is_stored(
    world: Store, store: Store
) -> None:
    await load_samples(store, SETTINGS)
    async with store.reading() as session:
        assert await articles.count(session) == 0
    async with world.reading() as session:
        before = await articles.count(session)
    await load_samples(world, Settings(samples=True, _env_file=None))  # type: ignore[call-arg]
    async with world.reading() as session:
        assert await articles.count(session) == before > 0


@pytest.mark.skipif(os.name != "posix", reason="an event loop handles signals on POSIX only")
async def test_sigterm_cancels_the_work_and_waits_until_it_has_tidied_up() -> None:
    tidied = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            tidied.append("yes")

    async with asyncio.timeout(10):
        await until_signalled(work())
    assert tidied == ["yes"]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


async def test_work_that_breaks_is_not_hidden() -> None:
    async def work() -> None:
        raise RuntimeError("the reef is gone")

    with pytest.raises(RuntimeError, match="reef"):
        await until_signalled(work())
