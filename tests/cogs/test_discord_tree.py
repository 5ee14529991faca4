"""What must hold for all commands and buttons at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands

from cogs.discord import syncing
from cogs.discord.buttons import DYNAMIC_ITEMS, PageButton, ReplyButton
from tests.cogs.conftest import Scene, make_bot

ADMINS = ("settings", "source", "subscription", "watch", "Read this")
"""What is for the admins of a server: nothing of it is there in a direct message."""


async def test_the_commands_are_within_discords_limits(scene: Scene) -> None:
    for command in scene.bot.tree.get_commands():
        payload = command.to_dict(scene.bot.tree)
        assert payload["contexts"] == ([0] if payload["name"] in ADMINS else [0, 1])
        assert payload["integration_types"] == [0]
        assert 1 <= len(payload["name"]) <= 32
        assert command_total(payload) <= 8000
        for part in parts(payload):
            assert 1 <= len(part["description"]) <= 100
            assert len(part.get("options", [])) <= 25
            assert len(part.get("choices", [])) <= 25
            assert not (part.get("choices") and part.get("autocomplete"))


def parts(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for option in payload.get("options", []):
        yield option
        yield from parts(option)


def command_total(payload: dict[str, Any]) -> int:
    own = len(payload["name"]) + len(payload.get("description", ""))
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in payload.get("choices", []))
    return own + choices + sum(map(command_total, payload.get("options", [])))


async def test_every_option_is_described(scene: Scene) -> None:
    for command in scene.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            assert all(parameter.description != "…" for parameter in command.parameters)


def test_the_longest_ids_of_buttons_fit() -> None:
    largest = 2**63 - 1
    for item in (ReplyButton("understood", largest), PageButton(largest, largest, 9999, "Next")):
        assert len(item.custom_id) <= 100
    assert len({item.__discord_ui_compiled_template__.pattern for item in DYNAMIC_ITEMS}) == 3


async def test_only_needed_intents_are_asked_for_and_nothing_is_cached(scene: Scene) -> None:
    assert {name for name, on in scene.bot.intents if on} == {"guilds", "guild_messages", "dm_messages"}
    assert not scene.bot.intents.message_content
    assert scene.bot._connection.max_messages is None
    assert list(scene.bot.cached_messages) == []


async def test_commands_are_registered_only_when_they_changed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(scene.requests("PUT", "/commands")) == 1
    await scene.env.restart_bot(make_bot(scene.store))
    assert len(scene.requests("PUT", "/commands")) == 1
    monkeypatch.setattr(syncing, "fingerprint", lambda tree: "changed")
    await scene.env.restart_bot(make_bot(scene.store))
    assert len(scene.requests("PUT", "/commands")) == 2


async def test_the_fingerprint_is_of_what_discord_is_told(scene: Scene) -> None:
    before = syncing.fingerprint(scene.bot.tree)
    assert before == syncing.fingerprint(scene.bot.tree)
    scene.bot.tree.remove_command("help")
    assert syncing.fingerprint(scene.bot.tree) != before
