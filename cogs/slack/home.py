"""The Home tab: the latest brief, and what this workspace has ordered, with what an admin can do about each."""

import logging
from typing import Any

from bot.chat.limits import Slack
from bot.chat.message import Message
from bot.chat.plain import fit
from bot.chat.slack import pack
from bot.digests.errors import DigestError
from bot.subscriptions import telling
from bot.subscriptions.asked import mentioned
from bot.subscriptions.permission import is_admin
from cogs.slack.bot import SealaneSlack
from cogs.slack.briefs import Briefs
from cogs.slack.forms import Json
from cogs.slack.ordering import Acting, Ordering
from cogs.slack.origin import Origin
from cogs.slack.people import People
from db import subscriptions
from db.subscriptions import Subscription

NEW, REFRESH, DEED = "sealane:home-new", "sealane:home-refresh", "sealane:home-deed"
MOST_SHOWN = 25
_HELP = "Ask with /brief and a question, in any channel. Mention Sealane in a channel, or write to it under Messages."
_DEEDS = {"edit": "Edit", "test": "Send a test", "log": "Log", "remove": "Remove"}
_log = logging.getLogger(__name__)


class Home:
    """Makes and publishes the Home tab of somebody."""

    def __init__(self, bot: SealaneSlack, ordering: Ordering, people: People, briefs: Briefs) -> None:
        self._bot = bot
        self._ordering = ordering
        self._people = people
        self._briefs = briefs

    async def publish(self, origin: Origin) -> None:
        """Show what there is now. What goes wrong is only logged: the tab stays as it was."""
        with self._bot.under_way.one():
            try:
                view = {"type": "home", "blocks": (await self._blocks(origin))[: Slack.VIEW_BLOCKS]}
                await origin.client.views_publish(user_id=origin.user, view=view)
            except Exception as error:
                _log.warning("The Home tab could not be shown: %s", error)

    async def _blocks(self, origin: Origin) -> list[Json]:
        try:
            brief = await self._briefs.latest(origin.team)
        except DigestError as error:
            brief = Message(text=str(error))
        acting = await self._ordering.acting(origin, None)
        async with self._bot.store.reading() as session:
            admin = await is_admin(session, acting.who, acting.where) and acting.only is None
            found = list(await subscriptions.listed(session, platform="slack", workspace=origin.team))
        return [
            *_packed(Message(text=_HELP)),
            _buttons(_button(NEW, "New subscription", primary=True), _button(REFRESH, "Refresh")),
            {"type": "divider"},
            *_packed(brief),
            {"type": "divider"},
            *await self._ordered(origin, acting, found, admin=admin),
        ]

    async def _ordered(self, origin: Origin, acting: Acting, found: list[Subscription], *, admin: bool) -> list[Json]:
        """The subscriptions: all for an admin; for others those of public channels and of channels that they made."""
        known = await self._people.called(origin, [one.channel for one in found])
        mine = {one.id for one in found if one.channel in known and known[one.channel].creator == origin.user}
        shown = [
            one for one in found if admin or one.id in mine or (one.channel in known and not known[one.channel].private)
        ]
        where = await self._people.where(origin, None, [one.channel for one in shown])
        blocks: list[Json] = [{"type": "header", "text": _plain("Subscriptions of this workspace")}]
        if not shown:
            blocks += _packed(Message(text="None yet. An admin orders digests and watches with New subscription."))
        for one in shown[:MOST_SHOWN]:
            words = fit(f"{mentioned(one)}: {telling.summary(one, where)}", Slack.SECTION)
            block: Json = {"type": "section", "text": _plain(words)}
            if admin or one.id in mine:
                block["accessory"] = _deeds(one)
            blocks.append(block)
        if len(shown) > MOST_SHOWN:
            blocks += _packed(Message(text="There are more: /brief subscriptions lists them."))
        return blocks


def deed_of(action: dict[str, Any]) -> tuple[str, str] | None:
    """What was chosen beside a subscription, and which one it is; None where it is nothing of that."""
    value = str((action.get("selected_option") or {}).get("value") or "")
    deed, _, number = value.partition(":")
    if action.get("action_id") != DEED or deed not in {*_DEEDS, "pause", "resume"} or not number.isdecimal():
        return None
    return deed, number


def _deeds(one: Subscription) -> Json:
    pausing = ("resume", "Resume") if one.paused else ("pause", "Pause")
    options = [{"text": _plain(text), "value": f"{deed}:{one.id}"} for deed, text in (pausing, *_DEEDS.items())]
    return {"type": "overflow", "action_id": DEED, "options": options}


def _packed(message: Message) -> list[Json]:
    return [block for body in pack(message, pictures=False) for block in body["blocks"]]


def _buttons(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _button(action: str, label: str, *, primary: bool = False) -> Json:
    style = {"style": "primary"} if primary else {}
    return {"type": "button", "action_id": action, "text": _plain(label), **style}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
