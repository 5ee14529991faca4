"""The Bolt app: each kind of request is acknowledged at once and handed to the one function that handles it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.chat.message import Message
from bot.chat.slack.mrkdwn import unescape
from cogs.slack import commands, forms, home, modals, pressing, questions
from cogs.slack.bot import LONGEST_QUESTION, SealaneSlack
from cogs.slack.buttons import key_of, press_of
from cogs.slack.calling import asking_client
from cogs.slack.commands import Commands
from cogs.slack.home import Home
from cogs.slack.manifest import ABOUT_THIS, SUBSCRIBE
from cogs.slack.ordering import Ordering
from cogs.slack.origin import Origin, origin_of
from cogs.slack.workspaces import Authorize

NOT_INSTALLED = "Sealane is not installed in this workspace any more. Ask an admin to install it again."
_BOLT_SECONDS = 0.01
_ANY = re.compile(".*")
_log = logging.getLogger("cogs.slack.bolt")
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """What requests are handed to."""

    bot: SealaneSlack
    commands: Commands
    ordering: Ordering
    home: Home


def make_app(parts: Parts, api: str) -> AsyncApp:
    """The app with its listeners. Signatures are checked before it, where requests come in by HTTP."""
    app = AsyncApp(
        name="sealane",
        logger=_log,
        client=asking_client(parts.bot.session, api),
        authorize=Authorize(parts.bot.workspaces),  # type: ignore[arg-type] # Bolt takes one, and says so only inside
        request_verification_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    _listen_to_commands(app, parts)
    _listen_to_presses(app, parts)
    _listen_to_events(app, parts)
    return app


def _listen_to_commands(app: AsyncApp, parts: Parts) -> None:
    """The command and the shortcuts. Each is acknowledged before anything else, the unknown ones as well."""
    bot, ordering = parts.bot, parts.ordering

    @app.command(_ANY)
    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        async with _taken(bot, ack):
            origin = origin_of(context, body)
            typed = commands.read(body.get("text") or "")
            if commands.opens_form(typed):
                await modals.in_modal(bot, origin, lambda: _form(ordering, origin, typed))
                return
            await bot.respond(
                origin,
                bot.by_address(origin, from_command=True),
                lambda: parts.commands.do(origin, typed),
                key=origin.delivery,
                about=f"the command {typed.word.value!r}",
                conversation=origin.conversation,
            )

    @app.shortcut(ABOUT_THIS)
    async def about_this(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        async with _taken(bot, ack):
            origin = origin_of(context, body)
            question = _text_of(body.get("message") or {})[:LONGEST_QUESTION]
            await bot.respond(
                origin,
                bot.by_address(origin),
                lambda: _about(bot, origin.person, question),
                key=origin.delivery,
                about="the shortcut on a message",
            )

    @app.shortcut(SUBSCRIBE)
    async def subscribe(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        async with _taken(bot, ack):
            origin = origin_of(context, body)
            await modals.in_modal(bot, origin, lambda: modals.new_form(ordering, origin))

    @app.shortcut(_ANY)
    async def other(ack: AsyncAck) -> None:
        await ack()


def _listen_to_presses(app: AsyncApp, parts: Parts) -> None:
    """Buttons, menus and forms."""
    bot, ordering = parts.bot, parts.ordering

    @app.action(_ANY)
    async def action(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        async with _taken(bot, ack):
            origin = origin_of(context, body)
            for one in body.get("actions") or []:
                if press := press_of(one):
                    await pressing.pressed(bot, origin, press)
                elif key := key_of(one):
                    await pressing.asked_about(bot, origin, key)
                elif one.get("action_id") == home.NEW:
                    await modals.in_modal(bot, origin, lambda: modals.new_form(ordering, origin))
                elif one.get("action_id") == home.REFRESH:
                    await parts.home.publish(origin)
                elif deed := home.deed_of(one):
                    await modals.in_modal(bot, origin, lambda deed=deed: _deed(ordering, origin, *deed))  # type: ignore[misc]
                    await parts.home.publish(origin)

    @app.view(forms.SUBSCRIPTION)
    async def submitted(ack: AsyncAck, body: Body, view: Body, context: AsyncBoltContext) -> None:
        async with _taken(bot, ack, response_action="update", view=forms.loading()):
            origin = origin_of(context, body)
            await modals.submitted(bot, ordering, origin, view)
            await parts.home.publish(origin)

    @app.view(_ANY)
    async def other(ack: AsyncAck) -> None:
        await ack()

    @app.options(_ANY)
    async def options(ack: AsyncAck) -> None:
        await ack(options=[])


def _listen_to_events(app: AsyncApp, parts: Parts) -> None:
    """Messages and what befalls the app. Bolt has acknowledged an event before its listener runs."""
    bot = parts.bot

    @app.event("app_mention")
    async def mention(event: Body, body: Body, context: AsyncBoltContext) -> None:
        if questions.is_of_a_person(event):
            await questions.answer_mention(bot, origin_of(context, body), event)

    @app.event("message")
    async def message(event: Body, body: Body, context: AsyncBoltContext) -> None:
        if not questions.is_of_a_person(event):
            return
        origin = origin_of(context, body)
        mentioned = questions.MENTION.findall(event.get("text") or "")
        if event.get("channel_type") == "im":
            await questions.answer_direct(bot, origin, event)
        elif context.bot_user_id in mentioned:
            await questions.answer_mention(bot, origin, event)
        elif event.get("thread_ts") not in (None, event["ts"]) and not mentioned:
            await questions.answer_in_thread(bot, origin, event)

    @app.event("app_home_opened")
    async def opened(event: Body, body: Body, context: AsyncBoltContext) -> None:
        if event.get("tab", "home") == "home":
            await parts.home.publish(origin_of(context, body))

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await bot.workspaces.remove(context.enterprise_id, context.team_id)

    @app.event("tokens_revoked")
    async def revoked(event: Body, context: AsyncBoltContext) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await bot.workspaces.remove(context.enterprise_id, context.team_id)

    @app.event(_ANY)
    async def other() -> None:
        """Nothing: Slack sends more than is of interest, and would complain about a refusal."""


@asynccontextmanager
async def _taken(bot: SealaneSlack, ack: AsyncAck, **answer: Any) -> AsyncIterator[None]:
    """Acknowledge, and let that leave before the work begins: Bolt looks for it only now and then."""
    with bot.under_way.one():
        await ack(**answer)
        await asyncio.sleep(2 * _BOLT_SECONDS)
        yield


async def _form(ordering: Ordering, origin: Origin, typed: commands.Typed) -> Body:
    if which := commands.edited(typed):
        return await modals.edit_form(ordering, origin, which)
    kind = "watch" if typed.word is commands.Word.WATCH else "digest"
    return await modals.new_form(ordering, origin, {"kind": kind})


async def _deed(ordering: Ordering, origin: Origin, deed: str, which: str) -> Body | Message:
    if deed == "edit":
        return await modals.edit_form(ordering, origin, which)
    return await ordering.subscriptions(origin, f"{deed} {which}")


async def _about(bot: SealaneSlack, person: str, question: str) -> Any:
    if not question:
        return Message(text="That message holds no text to ask about.")
    return await bot.desk.ask(question, person=person)


def _text_of(message: Body) -> str:
    """The words of a message, or of what is attached to it."""
    attached = next((one.get("text") or one.get("fallback") for one in message.get("attachments") or []), None)
    return unescape(message.get("text") or attached or "")
