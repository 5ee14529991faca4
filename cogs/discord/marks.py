"""The button under each delivered message. It tells how the message came about, and its id is the message's key: the
channel's history keeps it, so that a message whose sending had no answer is found again.
"""

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.subscriptions.provenance import provenance

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

PREFIX = "told:"
LABEL = "About this message"
_BUTTON, _ROW, _GREY = 2, 1, 2
# https://docs.discord.com/developers/components/reference#component-object-component-types


class Mark(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=rf"{PREFIX}(?P<key>[a-z0-9]{{1,25}})",
):
    """The button, when it is pressed."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(discord.ui.Button(label=LABEL, custom_id=PREFIX + key))

    @classmethod
    async def from_custom_id(
        cls,
        _: "discord.Interaction[SealaneBot]",  # type: ignore[override]
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the button anew from its id."""
        return cls(match["key"])

    async def callback(self, interaction: "discord.Interaction[SealaneBot]") -> None:  # type: ignore[override]
        """Tell the person who pressed it, and nobody else."""
        bot = interaction.client
        await bot.respond(interaction, lambda: provenance(bot.store, self.key))


def mark(key: str) -> list[dict[str, Any]]:
    """The components of a message with this key."""
    button = {"type": _BUTTON, "style": _GREY, "label": LABEL, "custom_id": PREFIX + key}
    return [{"type": _ROW, "components": [button]}]


def marked(message: dict[str, Any]) -> str | None:
    """The key of a message of a channel's history; None where it has none."""
    for row in message.get("components") or []:
        for component in row.get("components") or []:
            custom_id = str(component.get("custom_id") or "")
            if custom_id.startswith(PREFIX):
                return custom_id.removeprefix(PREFIX)
    return None
