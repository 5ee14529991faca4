"""`sealane slack`: the manifest makes an app that has what the code uses, and no more."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from cryptography.fernet import Fernet

from bot.cli import main
from cogs.slack.manifest import ABOUT_THIS, EVENTS_PATH, REDIRECT_PATH, SCOPES, SUBSCRIBE

ROOT = Path(__file__).parents[2]


def printed(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["slack", "manifest", *options]) == 0
    found: dict[str, Any] = yaml.safe_load(capsys.readouterr().out)
    return found


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEALANE_SLACK_ADDRESS", raising=False)


def test_without_an_address_it_is_for_socket_mode(capsys: pytest.CaptureFixture[str]) -> None:
    made = printed(capsys)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is False
    assert made["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}
    assert made["features"]["slash_commands"][0]["command"] == "/brief"
    assert {one["callback_id"] for one in made["features"]["shortcuts"]} == {ABOUT_THIS, SUBSCRIBE}
    assert "url" not in str(made)
    assert len(made["display_information"]["description"]) <= 140
    assert all(len(one["name"]) <= 24 for one in made["features"]["shortcuts"])


def test_with_an_address_all_requests_go_there(capsys: pytest.CaptureFixture[str]) -> None:
    made = printed(capsys, "--address", "https://sealane.example/", "--several")
    address = f"https://sealane.example{EVENTS_PATH}"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address
    assert made["oauth_config"]["redirect_urls"] == [f"https://sealane.example{REDIRECT_PATH}"]
    assert made["settings"]["token_rotation_enabled"] is True


def test_bad_options_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "manifest", "--address", "sealane"]) == 2
    assert main(["slack", "manifest", "--several"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_key_can_be_used_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "key"]) == 0
    Fernet(capsys.readouterr().out.strip().encode())


def test_every_event_that_is_listened_to_is_in_the_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    source = (ROOT / "cogs/slack/listening.py").read_text(encoding="utf-8")
    listened = set(re.findall(r'@app\.event\("([a-z_]+)"\)', source))
    events = printed(capsys)["settings"]["event_subscriptions"]["bot_events"]
    assert listened == {event.partition(".")[0] for event in events}
