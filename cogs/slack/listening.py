"""The Bolt app: each kind of request is acknowledged at once and handed to the one function that handles it."""

import logging
import re
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.chat.message import Message
from bot.chat.slack.mrkdwn import unescape
from cogs.slack import commands, pressing, questions
from cogs.slack.bot import LONGEST_QUESTION, SealaneSlack
from cogs.slack.buttons import press_of
from cogs.slack.calling import asking_client
from cogs.slack.manifest import ABOUT_THIS
from cogs.slack.origin import origin_of
from cogs.slack.workspaces import Authorize

NOT_INSTALLED = "Sealane is not installed in this workspace any more. Ask an admin to install it again."
_ANY = re.compile(".*")
_log = logging.getLogger("cogs.slack.bolt")
Body = dict[str, Any]


def make_app(bot: SealaneSlack, api: str) -> AsyncApp:
    """The app with its listeners. Signatures are checked before it, where requests come in by HTTP."""
    app = AsyncApp(
        name="sealane",
        logger=_log,
        client=asking_client(bot.session, api),
        authorize=Authorize(bot.workspaces),  # type: ignore[arg-type] # Bolt takes one, and says so only inside
        request_verification_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    _listen_to_people(app, bot)
    _listen_to_events(app, bot)
    return app


def _listen_to_people(app: AsyncApp, bot: SealaneSlack) -> None:
    """Commands, buttons and shortcuts. Each is acknowledged before anything else, the unknown ones as well."""

    @app.command(_ANY)
    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        origin = origin_of(context, body)
        typed = commands.read(body.get("text") or "")
        await bot.respond(
            origin,
            bot.by_address(origin, from_command=True),
            lambda: commands.ASKING[typed.word](bot, origin, typed),
            key=origin.delivery,
            about=f"the command {typed.word.value!r}",
            conversation=origin.conversation,
        )

    @app.action(_ANY)
    async def action(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        for one in body.get("actions") or []:
            if press := press_of(one):
                await pressing.pressed(bot, origin_of(context, body), press)

    @app.shortcut(ABOUT_THIS)
    async def about_this(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        origin = origin_of(context, body)
        question = _text_of(body.get("message") or {})[:LONGEST_QUESTION]
        await bot.respond(
            origin,
            bot.by_address(origin),
            lambda: _about(bot, origin.person, question),
            key=origin.delivery,
            about="the shortcut on a message",
        )


def _listen_to_events(app: AsyncApp, bot: SealaneSlack) -> None:
    """Messages and what befalls the app. Bolt has acknowledged an event before its listener runs."""

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


async def _about(bot: SealaneSlack, person: str, question: str) -> Any:
    if not question:
        return Message(text="That message holds no text to ask about.")
    return await bot.desk.ask(question, person=person)


def _text_of(message: Body) -> str:
    """The words of a message, or of what is attached to it."""
    attached = next((one.get("text") or one.get("fallback") for one in message.get("attachments") or []), None)
    return unescape(message.get("text") or attached or "")
