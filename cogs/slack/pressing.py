"""What happens when somebody presses a button or chooses from a menu under a reply."""

from bot.chat.desk import Shown
from bot.chat.message import Message
from bot.subscriptions.provenance import provenance
from cogs.slack.bot import Declined, SealaneSlack
from cogs.slack.buttons import CHOOSE, NEXT, PREVIOUS, Press
from cogs.slack.origin import Origin
from cogs.slack.wording import worded
from db.replies import StoredReply

ANOTHERS = "Only who asked can use this. Ask yourself, and you get your own."
SHARED = "This was shared already."
THANKS = Message(text="Thank you: that is kept, and helps to make answers better.")


async def pressed(bot: SealaneSlack, origin: Origin, press: Press) -> None:
    """Do what the button says."""
    place = bot.by_address(origin, public=press.deed == "share", replace=press.deed in (CHOOSE, PREVIOUS, NEXT))
    await bot.respond(
        origin,
        place,
        lambda: _done(bot, origin, press),
        key=origin.delivery,
        about=f"the button {press.deed!r}",
    )


async def asked_about(bot: SealaneSlack, origin: Origin, key: str) -> None:
    """Tell the person alone how a delivered message came about."""

    async def work() -> Message:
        return worded(await provenance(bot.store, key))

    await bot.respond(origin, bot.by_address(origin), work, key=origin.delivery, about="the button of a delivery")


async def _done(bot: SealaneSlack, origin: Origin, press: Press) -> Shown | Message:
    desk = bot.desk
    await bot.kept(press.reply)
    match press.deed:
        case "sources" | "understood":
            return await desk.part(press.reply, press.deed)
        case "share":
            return await _shared(bot, origin, press)
        case "earlier":
            return await desk.earlier(await desk.kept(press.reply), origin.person)
        case "helpful" | "unhelpful":
            await desk.judge(press.reply, origin.person, helpful=press.deed == "helpful")
            return THANKS
        case "choose":
            return await desk.choose(await _own(bot, origin, press), press.number)
        case _:
            return await desk.turn_page(await _own(bot, origin, press), press.number)


async def _shared(bot: SealaneSlack, origin: Origin, press: Press) -> Message:
    """The answer for everybody, once: pressed again, or by two at once, it is not shared again."""
    message = await bot.desk.part(press.reply, "answer")
    if not await bot.claims.take(f"slack:{origin.team}:share:{press.reply}"):
        raise Declined(SHARED)
    return message


async def _own(bot: SealaneSlack, origin: Origin, press: Press) -> StoredReply:
    """The reply, where the same person asked for it."""
    kept = await bot.desk.kept(press.reply)
    if kept.person != origin.person:
        raise Declined(ANOTHERS)
    return kept
