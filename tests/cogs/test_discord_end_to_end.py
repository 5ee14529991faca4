"""`sealane run` as a process of its own against a Discord of our own, over real sockets and through real faults."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from db import subscriptions
from db.session import Store
from db.subscriptions import Kind, NewSubscription, Slot
from tests.cogs.conftest import NOW
from tests.fakes.discord_limits import problems
from tests.fakes.discord_server import CHANNEL, GUILD, LOST, TOKEN, USER, FakeDiscord
from tests.fakes.sealane_process import Sealane

QUESTION = "who visited Tonga in May 2023?"


@asynccontextmanager
async def running(filled: Path, folder: Path, discord: FakeDiscord) -> AsyncIterator[Sealane]:
    """The program, connected."""
    if not (folder / "store.db").exists():
        shutil.copy(filled, folder / "store.db")
    settings = {"discord_token": TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
    async with Sealane(folder, "run", "--database", str(folder / "store.db"), samples="false", **settings) as sealane:
        connected = asyncio.create_task(discord.identified.wait())
        ended = asyncio.create_task(sealane.process.wait())
        await asyncio.wait((connected, ended), timeout=30, return_when=asyncio.FIRST_COMPLETED)
        assert connected.done(), sealane.log
        ended.cancel()
        yield sealane


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


async def test_from_the_start_to_an_answer_a_button_and_a_clean_end(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    async with running(filled, tmp_path, discord) as sealane:
        [registered] = discord.commands
        assert {"ask", "events", "timeline", "who", "help", "privacy"} <= {command["name"] for command in registered}
        asked = await discord.command("ask", question=QUESTION)
        assert "Fumio Kishida" in await asked.answer()
        assert asked.callback == {"type": 5, "data": {"flags": 64}}
        sources = asked.edits[0]["components"][0]["components"][0]["custom_id"]
        await asyncio.sleep(0.3)
        pressed = await discord.press(sources)
        assert "The Island Courier" in await pressed.answer()
        await discord.say("when did Kishida visit Tonga?", USER)
        await discord.reached(lambda: discord.messages)
        assert discord.messages[0]["embeds"][0]["title"] == "2 May 2023"
        code, seconds = await sealane.terminate()
        assert (code, seconds < 10) == (0, True)
        assert "Traceback" not in sealane.log
    async with running(filled, tmp_path, discord) as sealane:
        assert len(discord.commands) == 1
        again = await discord.press(sources)
        assert "The Island Courier" in await again.answer()


async def test_a_wrong_token_is_one_line_and_exit_code_two(filled: Path, tmp_path: Path, discord: FakeDiscord) -> None:
    settings = {"discord_token": "wrong", "discord_api": discord.api, "discord_gateway": discord.gateway}
    shutil.copy(filled, tmp_path / "store.db")
    async with Sealane(tmp_path, "run", "--database", "store.db", samples="false", **settings) as sealane:
        assert await sealane.ended() == 2
        [line] = sealane.log.splitlines()
        assert line.startswith("sealane: Discord refused the token: set SEALANE_DISCORD_TOKEN anew")


async def test_every_kind_of_fault_ends_in_one_answer(filled: Path, tmp_path: Path, discord: FakeDiscord) -> None:
    """429, 5xx, lost answers, a gateway that is cut and a session that is gone, one after the other."""
    async with running(filled, tmp_path, discord) as sealane:
        for status in (503, 429, LOST):
            discord.fail("PATCH", "/@original", status, times=1)
        edited = await discord.command("ask", question=QUESTION)
        discord.fail("POST", "/messages$", 503)
        discord.fail("POST", "/messages$", LOST)
        await discord.say("when did Kishida visit Tonga?")
        assert "Fumio Kishida" in await edited.answer(30)

        discord.fail("POST", "/callback", LOST, times=1)
        lost = await discord.command("ask", question=QUESTION)
        assert "Fumio Kishida" in await lost.answer()
        assert len(lost.edits) == 1

        await discord.cut()
        missed = await discord.command("who", name="Fumio Kishida")
        await asyncio.wait_for(discord.identified.wait(), 20)
        assert discord.resumes == 1
        assert "prime minister" in await missed.answer()
        assert missed.delay < 3
        assert len(missed.edits) == 1

        discord.refuse_resume = True
        await discord.cut()
        await asyncio.wait_for(discord.identified.wait(), 30)
        assert discord.identifies == 2
        after = await discord.command("ask", question=QUESTION)
        assert "Fumio Kishida" in await after.answer()
        await discord.reached(lambda: discord.messages)
        assert len(discord.messages) == 1
        assert "Traceback" not in sealane.log


async def test_an_interaction_that_discord_never_lets_be_acknowledged_is_given_up_without_noise(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    async with running(filled, tmp_path, discord) as sealane:
        fault = discord.fail("POST", "/callback", 503, times=1_000)
        given_up = await discord.command("ask", question=QUESTION)
        await asyncio.sleep(4)
        fault.times = 0
        after = await discord.command("ask", question=QUESTION)
        assert "Fumio Kishida" in await after.answer()
        assert (given_up.acknowledged, given_up.edits) == (None, [])
        assert "Traceback" not in sealane.log


async def test_a_locked_database_delays_neither_acknowledgement_nor_answer(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    async with running(filled, tmp_path, discord):
        lock = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        asked = [await discord.command("ask", question=QUESTION) for _ in range(20)]
        answers = [await one.answer(5) for one in asked]
        lock.execute("ROLLBACK")
        lock.close()
        assert all("Fumio Kishida" in answer for answer in answers)
        assert max(one.delay for one in asked) < 3


async def test_fifty_commands_a_second_are_acknowledged_in_time_and_answered_once(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    async with running(filled, tmp_path, discord) as sealane:
        asked = []
        for number in range(100):
            asked.append(await discord.command("who", user=USER + number, name="Fumio Kishida"))
            await asyncio.sleep(0.02)
        for one in asked:
            await one.answer(30)
        assert max(one.delay for one in asked) < 3
        assert all(len(one.edits) == 1 and not one.followups for one in asked)
        code, _ = await sealane.terminate()
        assert code == 0


async def test_what_is_under_way_is_answered_before_the_process_ends(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    async with running(filled, tmp_path, discord) as sealane:
        discord.fail("PATCH", "/@original", 503, times=2)
        asked = await discord.command("ask", question=QUESTION)
        await discord.reached(lambda: asked.acknowledged)
        code, seconds = await sealane.terminate()
        assert code == 0
        assert seconds < 10
        assert "Fumio Kishida" in await asked.answer(1)


async def test_an_operator_registers_the_commands_and_invites_by_hand(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    settings = {"discord_token": TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
    shutil.copy(filled, tmp_path / "store.db")
    for arguments, expected in (
        (("sync", "--guild", "5"), " commands registered in the server 5."),
        (("invite",), "scope=bot+applications.commands&permissions=274878024704"),
    ):
        async with Sealane(tmp_path, "discord", *arguments, "--database", "store.db", **settings) as sealane:
            assert await sealane.ended() == 0
            assert expected in sealane.log


async def test_a_digest_that_is_overdue_is_delivered_once_with_a_picture_and_tells_how_it_came_about(
    filled: Path, tmp_path: Path, discord: FakeDiscord
) -> None:
    shutil.copy(filled, tmp_path / "store.db")
    slot = Slot(NOW + timedelta(hours=1), (NOW + timedelta(hours=1)).replace(tzinfo=None))
    morning = NewSubscription(
        "discord",
        str(GUILD),
        str(CHANNEL),
        f"discord:{USER}",
        Kind.DIGEST,
        "UTC",
        schedule="0 10 * * *",
        name="Morning",
        size=15,
    )
    async with await Store.open(str(tmp_path / "store.db")) as store, store.writing() as session:
        await subscriptions.add(session, morning, now=NOW - timedelta(days=1), slot=slot)
    discord.fail("POST", "/channels/.*/messages$", LOST)
    async with running(filled, tmp_path, discord) as sealane:
        await discord.reached(lambda: discord.messages, seconds=40)
        [digest] = discord.messages
        assert problems(digest) == []
        told = str(digest["embeds"])
        assert "Tomas Kilani signed a harbour lease" in told
        assert "*Fiji*" not in told
        button = digest["components"][0]["components"][0]["custom_id"]
        pressed = await discord.press(button)
        assert "Morning" in await pressed.answer()
        await sealane.terminate()
        assert "Traceback" not in sealane.log
    assert len(discord.messages) == 1
