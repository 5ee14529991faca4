"""`sealane subscription` as a stranger uses it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

TOPIC = "events between China and the Philippines"


@pytest.fixture(autouse=True)
def database(own_folder: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that the settings name."""
    (own_folder / "store.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SEALANE_DATABASE", "store.db")


def test_a_subscription_lives_its_whole_life_on_the_command_line(sealane: Command, own_folder: Path) -> None:
    added = sealane("subscription", "add", TOPIC, "--schedule", "weekdays 08:30", "--zone", "Manila", "--name", "Brief")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith(
        "Added subscription 1 (Brief)\nA digest in this console, weekdays at 08:30 (Asia/Manila)."
    )
    there = ("--platform", "discord", "--workspace", "8", "--channel", "4")
    added = sealane("subscription", "add", "anything Japan signs", "--kind", "watch", *there)
    assert "A watch in channel 4" in added.out
    for arguments, expected in (
        (("list",), "2: watch in channel 4: anything Japan signs"),
        (("list", "--platform", "console"), "1 (Brief): digest in this console"),
        (("show", "brief"), "Understood as: Events that involve both China and the Philippines."),
        (("edit", "brief", "--schedule", "7:00 and 18:00", "--topic", "everything"), "daily at 07:00 and 18:00"),
        (("edit", "2", "--channel", "5"), "A watch in channel 5"),
        (("pause", "brief", "--until", "3 days"), "Paused until"),
        (("resume", "brief"), "Resumed subscription 1"),
        (("preview", "brief"), "Nothing was read from"),
        (("test", "brief"), "A test is on its way"),
        (("log", "brief"), "test, planned"),
        (("doctor", "2"), "Discord is not connected here"),
        (("why", "brief", "77"), "There is no event 77"),
        (("export", "all.json"), ""),
        (("import", "all.json"), "0 of 2 subscriptions were added; 2 were there already."),
        (("remove", "1"), "Removed subscription 1 (Brief)"),
    ):
        done = sealane("subscription", *arguments)
        assert (done.code, done.err) == (0, ""), arguments
        assert expected in done.out, arguments
    exported = (own_folder / "all.json").read_text()
    assert "1 of 2 subscriptions were added" in sealane("subscription", "import", "-", given=exported).out
    assert json.loads(sealane("subscription", "export", "-").out)["subscriptions"][0]["channel"] == "5"


def test_json_is_one_object_a_line(sealane: Command) -> None:
    sealane("subscription", "add", TOPIC)
    sealane("subscription", "test", "1")
    [line] = sealane("subscription", "list", "--json").out.splitlines()
    assert json.loads(line)["schedule"] == "0 7 * * *"
    assert json.loads(sealane("subscription", "show", "1", "--json").out) == json.loads(line)
    [line] = sealane("subscription", "log", "1", "--json").out.splitlines()
    assert json.loads(line)["state"] == "composed"
    checks = [json.loads(line) for line in sealane("subscription", "doctor", "1", "--json").out.splitlines()]
    assert {check["finding"] for check in checks} == {"well", "note", "fault"}
    assert all(check["mend"] for check in checks if check["finding"] == "fault")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "blorf gnarf"), "cannot be followed"),
        (("add", "--schedule", "now and then"), "I cannot read “now”"),
        (("add", "--zone", "Tokio"), "did you mean Asia/Tokyo?"),
        (("add", "--size", "0"), "say 1 to 30 lines"),
        (("add", "--platform", "slack"), "Name the channel: --platform slack --workspace ID --channel ID."),
        (("list", "--channel", "4"), "Say with --platform whose workspace or channel that is"),
        (("show", "9"), "There is no subscription “9” here."),
        (("edit", "9", "--size", "3"), "There is no subscription “9” here."),
        (("log", "9", "--limit", "0"), "--limit should be a number from 1 on."),
        (("import", "none.json"), "Cannot read none.json"),
        (("import", "store.db"), "That file is not JSON."),
        (("export", "none/all.json"), "Cannot write none/all.json"),
    ],
)
def test_bad_input_ends_in_one_clear_line(sealane: Command, arguments: tuple[str, ...], words: str) -> None:
    assert sealane("subscription", *arguments).refused(words)


def test_a_platform_whose_settings_are_wrong_is_left_out(sealane: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALANE_SLACK_BOT_TOKEN", "xoxb-1")
    sealane("subscription", "add", TOPIC, "--platform", "slack", "--workspace", "T1", "--channel", "C1")
    examined = sealane("subscription", "doctor", "1")
    assert examined.code == 0
    assert examined.err.startswith("sealane: Slack is left out: Set SEALANE_SLACK_APP_TOKEN")
    assert "[?] Channel: Slack is not connected here" in examined.out
