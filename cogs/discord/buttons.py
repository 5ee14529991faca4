"""Buttons and menus under replies. All they need stands in their ids, so they work after a restart."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.chat.desk import Offer, Shown
from bot.chat.limits import Discord
from bot.chat.message import Message
from cogs.discord.delivery import NOBODY, Drawn

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot  # noqa: F401 (named in a string below)

Press = discord.Interaction["SealaneBot"]

LABELS = {
    "sources": "Sources",
    "earlier": "Earlier",
    "understood": "How I understood this",
    "share": "Share",
    "helpful": "Helpful",
    "unhelpful": "Not helpful",
}
_MOST_SHARES_REMEMBERED = 10_000


def view_of(shown: Shown, *, public: bool = False) -> discord.ui.View | None:
    """The buttons for what a reply offers; None where it offers nothing. What is public already is not shared."""
    view = discord.ui.View(timeout=None)
    if Offer.CHOOSE in shown.offers and shown.choices:
        view.add_item(ChoiceMenu(shown.id, _number(shown.person), _options(shown)))
    if Offer.PAGES in shown.offers:
        view.add_item(PageButton(shown.id, _number(shown.person), shown.page - 1, "Previous", disabled=shown.page == 0))
        view.add_item(PageButton(shown.id, _number(shown.person), shown.page + 1, "Next", disabled=not shown.has_next))
    if Offer.SOURCES in shown.offers:
        view.add_item(ReplyButton("sources", shown.id, f"Sources ({shown.sources})"))
    for offer in (Offer.EARLIER, Offer.UNDERSTOOD, Offer.SHARE):
        if offer in shown.offers and not (public and offer is Offer.SHARE):
            view.add_item(ReplyButton(offer.value, shown.id))
    if Offer.JUDGE in shown.offers:
        view.add_item(ReplyButton("helpful", shown.id, row=1))
        view.add_item(ReplyButton("unhelpful", shown.id, row=1))
    return view if view.children else None


def person_of(user: discord.abc.User) -> str:
    """How the desk knows somebody."""
    return f"discord:{user.id}"


def workspace_of(guild: int | None) -> tuple[str, str] | None:
    """How the desk knows a server; None in direct messages."""
    return ("discord", str(guild)) if guild else None


class ReplyButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=rf"sealane:(?P<deed>{'|'.join(LABELS)}):(?P<reply>\d{{1,19}})",
):
    """A button that does one thing with a kept reply."""

    def __init__(self, deed: str, reply: int, label: str | None = None, row: int | None = None) -> None:
        self.deed = deed
        self.reply = reply
        super().__init__(
            discord.ui.Button(
                label=label or LABELS[deed],
                custom_id=f"sealane:{deed}:{reply}",
                style=discord.ButtonStyle.primary if deed == "share" else discord.ButtonStyle.secondary,
            ),
            row=row,
        )

    @classmethod
    async def from_custom_id(cls, _: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:  # type: ignore[override]
        """Make the button anew from its id."""
        return cls(match["deed"], int(match["reply"]), getattr(item, "label", None))

    async def callback(self, interaction: Press) -> None:  # type: ignore[override]
        """Do it."""
        desk = interaction.client.desk
        person = person_of(interaction.user)
        match self.deed:
            case "sources" | "understood":
                await interaction.client.respond(interaction, lambda: desk.part(self.reply, self.deed))
            case "earlier":
                await interaction.client.respond(interaction, lambda: self._earlier(interaction, person))
            case "share":
                await self._share(interaction)
            case _:
                await interaction.client.respond(interaction, lambda: self._judge(interaction, person))

    async def _earlier(self, interaction: Press, person: str) -> Shown:
        desk = interaction.client.desk
        return await desk.earlier(await desk.kept(self.reply), person)

    async def _share(self, interaction: Press) -> None:
        if not interaction.client.shares.add(self.reply):
            await interaction.response.send_message("You have shared this already.", ephemeral=True)
            return
        desk = interaction.client.desk
        await interaction.client.respond(interaction, lambda: desk.part(self.reply, "answer"), ephemeral=False)

    async def _judge(self, interaction: Press, person: str) -> Message:
        await interaction.client.desk.judge(self.reply, person, helpful=self.deed == "helpful")
        return Message(text="Thank you: that is kept, and helps to make answers better.")


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"sealane:page:(?P<reply>\d{1,19}):(?P<person>\d{1,20}):(?P<page>-?\d{1,4})",
):
    """A button to another page of a list. Only who asked for the list turns its pages."""

    def __init__(self, reply: int, person: int, page: int, label: str, *, disabled: bool = False) -> None:
        self.reply = reply
        self.person = person
        self.page = page
        custom_id = f"sealane:page:{reply}:{person}:{page}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled))

    @classmethod
    async def from_custom_id(cls, _: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:  # type: ignore[override]
        """Make the button anew from its id."""
        return cls(
            int(match["reply"]), int(match["person"]), int(match["page"]), getattr(item, "label", None) or "Page"
        )

    async def callback(self, interaction: Press) -> None:  # type: ignore[override]
        """Turn the page."""
        if await _is_anothers(interaction, self.person):
            return
        await interaction.client.respond(interaction, lambda: self._turn(interaction), update=True)

    async def _turn(self, interaction: Press) -> Shown:
        desk = interaction.client.desk
        return await desk.turn_page(await desk.kept(self.reply), self.page)


class ChoiceMenu(
    discord.ui.DynamicItem[discord.ui.Select[discord.ui.View]],
    template=r"sealane:choose:(?P<reply>\d{1,19}):(?P<person>\d{1,20})",
):
    """A menu of those that an ambiguous name can mean."""

    def __init__(self, reply: int, person: int, options: list[discord.SelectOption]) -> None:
        self.reply = reply
        self.person = person
        super().__init__(
            discord.ui.Select(
                custom_id=f"sealane:choose:{reply}:{person}", placeholder="Which one do you mean?", options=options
            )
        )

    @classmethod
    async def from_custom_id(cls, _: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:  # type: ignore[override]
        """Make the menu anew from its id."""
        return cls(int(match["reply"]), int(match["person"]), list(getattr(item, "options", [])))

    async def callback(self, interaction: Press) -> None:  # type: ignore[override]
        """Go on with the one that was chosen."""
        if await _is_anothers(interaction, self.person):
            return
        chosen = int(self.item.values[0])
        await interaction.client.respond(interaction, lambda: self._choose(interaction, chosen), update=True)

    async def _choose(self, interaction: Press, chosen: int) -> Shown:
        desk = interaction.client.desk
        return await desk.choose(await desk.kept(self.reply), chosen)


class Shares:
    """Which replies were shared lately, so that pressing twice does not share twice."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    def add(self, reply: int) -> bool:
        """Note a reply; return False where it was shared before."""
        if reply in self._seen:
            return False
        self._seen[reply] = None
        if len(self._seen) > _MOST_SHARES_REMEMBERED:
            self._seen.popitem(last=False)
        return True


DYNAMIC_ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (ReplyButton, PageButton, ChoiceMenu)
Work = Callable[[], Awaitable[Shown | Message | Drawn]]
"""What an interaction is answered with, worked out after it was acknowledged."""


async def _is_anothers(interaction: Press, person: int) -> bool:
    """Whether somebody else asked for this; then the one who pressed is told so."""
    if interaction.user.id == person:
        return False
    sentence = "Only who asked can use this. Use the command yourself, and you get your own."
    await interaction.response.send_message(sentence, ephemeral=True, allowed_mentions=NOBODY)
    return True


def _options(shown: Shown) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=choice.name[: Discord.OPTION_LABEL] or "?",
            value=str(position),
            description=choice.description[: Discord.OPTION_DESCRIPTION] if choice.description else None,
        )
        for position, choice in enumerate(shown.choices[: Discord.SELECT_OPTIONS])
    ]


def _number(person: str) -> int:
    return int(person.rpartition(":")[2])
