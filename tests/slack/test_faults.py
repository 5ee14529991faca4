"""Faults of Slack and of the network: each ends in one answer, in time, and none is told twice."""

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from bot.process import LaunchError, run_platforms
from bot.settings import Settings
from cogs.slack.launch import serve_slack
from db.session import Store
from tests.fakes.discord_server import TOKEN as DISCORD_TOKEN
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.sealane_process import Sealane
from tests.fakes.slack_payloads import BOT, BOT_USER
from tests.fakes.slack_server import APP_TOKEN, HANG, LOST, Asked, FakeSlack, words
from tests.slack.conftest import ONE, Run, Serve

QUESTION = "who visited Tonga in May 2023?"


async def test_every_kind_of_fault_ends_in_one_answer(
    serve: Serve, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve():
        for outcome in (503, 429, LOST):
            slack.fail("respond", outcome)
        asked = await slack.command(QUESTION)
        slack.fail("chat.postMessage", 429)
        slack.fail("chat.postMessage", 500)
        slack.fail("chat.postMessage", LOST)
        slack.fail("conversations.replies", 503)
        slack.fail("chat.postMessage", "internal_error")
        mention = await slack.mention(QUESTION)
        assert "Fumio Kishida" in await asked.answer()
        await slack.reached(lambda: slack.answers_to(mention))
        direct = await slack.direct(QUESTION)
        await slack.reached(lambda: len(slack.messages) == 2)
        slack.fail("chat.postMessage", "invalid_blocks")
        await slack.mention("what did Ana Kilani sign in 2015?")
        await slack.reached(lambda: len(slack.messages) == 3)
        plain = slack.messages[-1]
        assert "blocks" not in plain or not plain["blocks"]
        assert "fishing pact number 2015" in plain["text"]
        assert "&lt;" not in words(slack.messages[0])
        assert len(asked.responses) == 1
        assert (len(slack.answers_to(mention)), direct["channel"]) == (1, "D0ALICE")
        assert "Traceback" not in caplog.text


async def test_what_only_people_can_mend_is_told_to_the_operator_once(
    serve: Serve, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    codes = ("channel_not_found", "not_in_channel", "is_archived", "missing_scope", "token_revoked", "account_inactive")
    async with serve():
        for number, code in enumerate(codes, start=1):
            slack.fail("chat.postMessage", code)
            await slack.mention("")
            await slack.reached(lambda number=number: len(_posts(slack)) == number)  # type: ignore[misc]
        after = await slack.command("who Ana Kilani")
        assert "fisheries envoy" in await after.answer()
        assert len(_posts(slack)) == len(codes)
    told = [record.getMessage() for record in caplog.records if record.name == "cogs.slack.bot"]
    assert [next(code for code in codes if code in line) for line in told] == list(codes)
    assert all("Invite" in line or "nstall" in line or "Unarchive" in line for line in told)


def _posts(slack: FakeSlack) -> list[object]:
    return [call for call in slack.calls if call[0] == "chat.postMessage"]


async def test_bots_and_notices_are_not_answered(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        await slack.mention(QUESTION, user=BOT_USER)
        await slack.mention(QUESTION, bot_id=BOT)
        await slack.mention(QUESTION, bot_id="B0OTHER")
        await slack.direct(QUESTION, subtype="message_changed")
        await slack.direct(QUESTION, subtype="bot_message", bot_id="B0OTHER")
        await slack.say(QUESTION)
        await slack.say(QUESTION, thread="1700000000.000001")
        asked = await slack.command("who Ana Kilani")
        await asked.answer()
        await slack.mention("")
        await slack.reached(lambda: slack.messages)
        assert len(slack.messages) == 1


async def test_five_hundred_events_of_which_every_tenth_comes_thrice_get_five_hundred_answers(
    serve: Serve, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    """The second half with the socket cut ten times, or asked to be made anew."""
    async with serve():
        asked: list[Asked] = []
        for number in range(250):
            asked.append(await slack.command("who Ana Kilani", user=f"U{number}"))
            await slack.mention("", user=f"U{number}", twice=number % 7 == 0)
            if number % 5 == 0:
                again = asked[-1] if number % 2 else slack.asked[-1]
                for _ in range(2):
                    await slack.deliver(again)
            if number == 124:
                await slack.reached(lambda: len(slack.messages) == 125 and all(one.responses for one in asked))
            if number > 124 and number % 12 == 6:
                connections = slack.connections
                await slack.cut(warning=number % 24 == 6)
                await slack.reached(lambda before=connections: slack.connections > before)  # type: ignore[misc]
        await slack.reached(lambda: len(slack.messages) >= 250 and all(one.responses for one in asked))
        last = await slack.command("who Ana Kilani")
        await last.answer()
        assert len(slack.messages) == 250
        assert [len(one.responses) for one in asked] == [1] * 250
        assert len({one["thread_ts"] for one in slack.messages}) == 250
        assert slack.connections >= 11
        assert "Traceback" not in caplog.text


async def test_a_locked_database_delays_neither_acknowledgement_nor_answer(
    serve: Serve, slack: FakeSlack, database: Path
) -> None:
    async with serve():
        lock = sqlite3.connect(database, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        asked = [await slack.command("who Ana Kilani", user=f"U{number}") for number in range(10)]
        mention = await slack.mention(QUESTION)
        answers = [await one.answer() for one in asked]
        await slack.reached(lambda: slack.answers_to(mention))
        lock.execute("ROLLBACK")
        lock.close()
        assert all("fisheries envoy" in answer for answer in answers)
        assert max(one.delay for one in asked) < 3


async def test_what_is_under_way_is_answered_before_the_platform_ends(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        slack.fail("respond", 503, times=2)
        asked = await slack.command(QUESTION)
        await slack.reached(lambda: asked.acknowledged)
    assert "Fumio Kishida" in await asked.answer(1)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"slack_bot_token": "wrong", "slack_app_token": "x"},
            "Slack refused the token (invalid_auth): set SEALANE_SLACK_BOT",
        ),
        ({**ONE, "slack_app_token": "wrong"}, "Slack refused the token (invalid_auth): set SEALANE_SLACK_APP_TOKEN"),
        (ONE, "Set SEALANE_SLACK_APP_TOKEN for Socket Mode, or SEALANE_SLACK_SIGNING_SECRET"),
        ({**ONE, "slack_client_id": "1.2", "slack_app_token": "x"}, "Set either SEALANE_SLACK_BOT_TOKEN"),
        ({"slack_client_id": "1.2", "slack_signing_secret": "x"}, "Set SEALANE_SLACK_CLIENT_SECRET as well"),
        ({"slack_client_id": "1.2", "slack_client_secret": "x", "slack_signing_secret": "x"}, "Set SEALANE_SLACK_KEYS"),
    ],
)
async def test_settings_that_cannot_work_are_told_in_one_sentence(
    database: Path, slack: FakeSlack, settings: dict[str, str], told: str
) -> None:
    configured = Settings(_env_file=None, slack_api=slack.api, **settings)  # type: ignore[call-arg, arg-type]
    async with await Store.open(str(database)) as store:
        with pytest.raises(LaunchError) as caught:
            await asyncio.wait_for(serve_slack(store, configured), 60)
    assert str(caught.value).startswith(told)


async def test_a_wrong_token_is_one_line_and_exit_code_two(tmp_path: Path, slack: FakeSlack) -> None:
    given = {"slack_api": slack.api, "slack_bot_token": "wrong", "slack_app_token": "x", "samples": "false"}
    async with Sealane(tmp_path, "run", "--database", "store.db", **given) as sealane:
        assert await sealane.ended(60) == 2
        [line] = sealane.log.splitlines()
        assert line.startswith("sealane: Slack refused the token (invalid_auth): set SEALANE_SLACK_BOT_TOKEN")


async def test_a_fault_on_one_platform_does_not_delay_the_other(run: Run, slack: FakeSlack) -> None:
    async with FakeDiscord() as discord:
        both = {"discord_token": DISCORD_TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
        async with run(**both):
            await asyncio.wait_for(discord.identified.wait(), 60)
            slack.fail("chat.postMessage", HANG, times=99)
            slack.fail("respond", 503, times=99)
            for number in range(20):
                await slack.mention("", user=f"U{number}")
            await slack.command("who Ana Kilani")
            await slack.cut()
            asked = [await discord.command("who", name="Fumio Kishida", user=number) for number in range(1, 4)]
            for one in asked:
                assert "prime minister" in await one.answer()
                assert one.answered_at is not None
                assert one.delay < 3
            slack.faults.clear()
            await asyncio.wait_for(slack.connected.wait(), 60)
            discord.fail("PATCH", "/@original", 503, times=99)
            await discord.command("who", name="Fumio Kishida")
            await discord.cut()
            answered = await slack.command("who Ana Kilani", user="U0LAST")
            assert "fisheries envoy" in await answered.answer()
            assert answered.delay < 1


async def test_a_platform_that_cannot_start_does_not_end_the_other(
    database: Path, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    async def refused() -> None:
        raise LaunchError("It refused the token.")

    given = {"slack_api": slack.api, "slack_app_token": APP_TOKEN, "samples": False, **ONE}
    configured = Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]
    async with await Store.open(str(database)) as store:
        platforms = {"Discord": refused, "Slack": lambda: serve_slack(store, configured)}
        running = asyncio.create_task(run_platforms(store, configured, platforms))
        asked = await slack.command("who Ana Kilani")
        assert "fisheries envoy" in await asked.answer()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert "Discord is off: It refused the token." in caplog.text
