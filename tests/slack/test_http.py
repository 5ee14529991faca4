"""Slack's requests by HTTP: signed, delivered again, and workspaces that install Sealane themselves."""

import asyncio
import json
import sqlite3
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_payloads import ALICE, BOT_USER
from tests.fakes.slack_server import FakeSlack, actions, encoded
from tests.slack.conftest import BY_HTTP, ONE, SEVERAL, Serve

# slack_sdk gives its client secret by an aiohttp class that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
QUESTION = "who visited Tonga in May 2023?"


async def test_commands_events_and_buttons_come_by_http_and_only_from_slack(serve: Serve, slack: FakeSlack) -> None:
    async with serve(**BY_HTTP, **ONE):
        asked = await slack.command(QUESTION)
        assert asked.delay < 3
        assert "Fumio Kishida" in await asked.answer()
        pressed = await slack.press(actions(asked.responses[0])["sealane:sources"])
        assert "The Island Courier" in await pressed.answer()
        body = {"token": "x", "challenge": "c-1", "type": "url_verification"}
        status, text = await slack.post_signed(json.dumps(body).encode(), "application/json")
        assert (status, json.loads(text)["challenge"]) == (200, "c-1")

        event = payloads.event(payloads.mention_of(payloads.message(f"<@{BOT_USER}> {QUESTION}")))
        raw, kind = json.dumps(event).encode(), "application/json"
        for forged in FORGED:
            assert (await slack.post_signed(raw, kind, headers=forged))[0] == 401
        assert (await slack.post_signed(raw, kind, secret="another"))[0] == 401
        old, future = time.time() - 301, time.time() + 900
        assert [(await slack.post_signed(raw, kind, at=at))[0] for at in (old, future)] == [401, 401]
        assert not slack.messages

        # Slack tries again after a second, a minute and five; an attacker may replay what was signed just now.
        for retry in range(3):
            assert (await slack.post_signed(raw, kind, retry=retry))[0] == 200
        await slack.reached(lambda: slack.messages)
        replayed = encoded(asked)
        assert (await slack.post_signed(*replayed))[0] == 200
        later = await slack.command("who is Ana Kilani")
        assert "fisheries envoy" in await later.answer()
        assert (len(slack.messages), len(asked.responses)) == (1, 1)
    async with serve(**BY_HTTP, **ONE):
        assert (await slack.post_signed(raw, kind, retry=3))[0] == 200
        again = await slack.command(QUESTION)
        await again.answer()
        assert len(slack.messages) == 1


FORGED = [
    {"X-Slack-Signature": ""},
    {"X-Slack-Signature": "v0=\udcff"},
    {"X-Slack-Request-Timestamp": "yesterday"},
    {"X-Slack-Request-Timestamp": str(int(time.time()) - 1)},
    {"X-Slack-Request-Timestamp": "9" * 400},
]


async def test_workspaces_install_it_and_their_tokens_are_encrypted_renewed_and_removed(
    serve: Serve, slack: FakeSlack, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key, newer = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    async with serve(slack_keys=key, **BY_HTTP, **SEVERAL):
        for team in ("T0FIRST", "T0SECOND"):
            assert "Thank you" in await _install(slack, team)
        for team in ("T0FIRST", "T0SECOND"):
            slack.messages.clear()
            await slack.event(payloads.mention_of(payloads.message(f"<@{BOT_USER}> {QUESTION}")), team)
            await slack.reached(lambda: slack.messages)
            assert slack.messages[0]["team"] == team
        stranger = await slack.command(QUESTION, team="T0STRANGER")
        assert "not installed" in str(await stranger.answer())
    stored = _bytes_of(database)
    assert not any(token.encode() in stored for token in slack.tokens)

    _expire(database)
    before = dict(slack.tokens)
    async with serve(slack_keys=f"{newer},{key}", **BY_HTTP, **SEVERAL):
        await slack.reached(lambda: len(slack.tokens) == len(before) + 2)
        asked = await slack.command(QUESTION, team="T0FIRST")
        assert "Fumio Kishida" in await asked.answer()
        await slack.event({"type": "tokens_revoked", "tokens": {"oauth": [ALICE], "bot": []}}, "T0SECOND")
        await slack.event({"type": "app_uninstalled"}, "T0FIRST")
        async with asyncio.timeout(60):
            while "its tokens are deleted" not in caplog.text:  # noqa: ASYNC110 - the log wakes nobody
                await asyncio.sleep(0.02)
        assert _teams(database) == ["T0SECOND"]
        gone = await slack.command(QUESTION, team="T0FIRST")
        assert "not installed" in await gone.answer()
        still = await slack.command(QUESTION, team="T0SECOND")
        assert "Fumio Kishida" in await still.answer()
    async with serve(slack_keys=Fernet.generate_key().decode(), **BY_HTTP, **SEVERAL):
        lost = await slack.command(QUESTION, team="T0SECOND")
        assert "not installed" in await lost.answer()
        assert "cannot be decrypted" in caplog.text


async def test_an_installation_that_was_not_begun_here_is_refused(serve: Serve, slack: FakeSlack) -> None:
    async with serve(slack_keys=Fernet.generate_key().decode(), **BY_HTTP, **SEVERAL):
        base = str(slack.target).removesuffix("/slack/events")
        async with aiohttp.ClientSession() as browser:
            for query, cookie in (
                ("code=code-T0X&state=forged", "forged"),
                ("code=code-T0X", "x"),
                ("code=code-T0X&state=forged", "other"),
                ("error=access_denied", ""),
            ):
                cookies = {"slack-app-oauth-state": cookie} if cookie else {}
                async with browser.get(f"{base}/slack/oauth_redirect?{query}", cookies=cookies) as answer:
                    page = await answer.text()
                    assert "Oops" in page, page
        state, cookie = await _begin(slack)
        assert "Thank you" in await _end(slack, "code-T0FIRST", state, cookie)
        assert "Oops" in await _end(slack, "code-T0FIRST", state, cookie)
        state, cookie = await _begin(slack)
        assert "Oops" in await _end(slack, "a-bad-code", state, cookie)


async def _install(slack: FakeSlack, team: str) -> str:
    return await _end(slack, f"code-{team}", *await _begin(slack))


async def _begin(slack: FakeSlack) -> tuple[str, str]:
    base = str(slack.target).removesuffix("/slack/events")
    async with aiohttp.ClientSession() as browser, browser.get(f"{base}/slack/install") as answer:
        page = await answer.text()
        cookie = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    link = "http" + page.partition('href="http')[2].partition('"')[0].replace("&amp;", "&")
    query = parse_qs(urlsplit(link).query)
    assert "chat:write" in query["scope"][0].split(",")
    return query["state"][0], cookie


async def _end(slack: FakeSlack, code: str, state: str, cookie: str) -> str:
    base = str(slack.target).removesuffix("/slack/events")
    cookies = {"slack-app-oauth-state": cookie}
    page = f"{base}/slack/oauth_redirect?code={code}&state={state}"
    async with aiohttp.ClientSession(cookies=cookies) as browser, browser.get(page) as answer:
        return await answer.text()


def _bytes_of(database: Path) -> bytes:
    """All that is on the disk."""
    return b"".join(path.read_bytes() for path in database.parent.glob("store.db*"))


def _expire(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE slack_installations SET expires_at = '2026-01-01 00:00:00.000000'")
    connection.close()


def _teams(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    found = [team for (team,) in connection.execute("SELECT team FROM slack_installations ORDER BY team")]
    connection.close()
    return found
