"""Questions in messages: Sealane is mentioned, written to directly, or replied to in a thread where it answered."""

import re
from typing import Any

from bot.asking.errors import AskingError
from bot.chat.desk import Shown
from bot.chat.message import Message
from bot.chat.slack.mrkdwn import unescape
from cogs.slack.bot import SealaneSlack, checked
from cogs.slack.origin import Origin

EMPTY = Message(
    text="Ask me something: mention me with a question, such as “what did Japan sign this month?”, or type /brief."
)
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_ORDINARY = (None, "", "file_share", "thread_broadcast")
"""Subtypes of messages that people wrote."""


def is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether somebody wrote it: no bot, no notice of Slack's, no edit."""
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in _ORDINARY


def key_of(event: dict[str, Any]) -> str:
    """The same for both events as which Slack delivers a message that mentions the bot."""
    return f"message:{event['channel']}:{event['ts']}"


async def answer_mention(bot: SealaneSlack, origin: Origin, event: dict[str, Any]) -> None:
    """Answer in the thread of the message, where the person can ask on."""
    await _answer(bot, origin, event, thread=event.get("thread_ts") or event["ts"])


async def answer_direct(bot: SealaneSlack, origin: Origin, event: dict[str, Any]) -> None:
    """Answer below the message, or in its thread: a direct conversation is one."""
    await _answer(bot, origin, event, thread=event.get("thread_ts"))


async def answer_in_thread(bot: SealaneSlack, origin: Origin, event: dict[str, Any]) -> None:
    """Answer a reply in a thread where Sealane answered the same person, unless it is no question to it."""
    await _answer(bot, origin, event, thread=event["thread_ts"], addressed=False)


async def _answer(
    bot: SealaneSlack, origin: Origin, event: dict[str, Any], *, thread: str | None, addressed: bool = True
) -> None:
    channel = event["channel"]
    question = unescape(event.get("text") or "")
    conversation = f"{channel}:{thread}" if thread else channel

    async def follows_up() -> bool:
        return bool(question) and await bot.desk.remembers(origin.person, conversation)

    async def work() -> Shown | Message | None:
        if not question:
            return EMPTY
        if addressed:
            return await bot.desk.ask(
                checked(question), person=origin.person, place=conversation, workspace=origin.workspace
            )
        try:
            shown = await bot.desk.ask(
                checked(question), person=origin.person, place=conversation, workspace=origin.workspace
            )
        except AskingError:
            return None
        return shown if shown.offers else None

    key = key_of(event)
    await bot.respond(
        origin,
        bot.in_channel(origin, f"{origin.team}:{key}", thread=thread),
        work,
        key=key,
        about=f"a message in {channel}",
        conversation=conversation,
        wanted=None if addressed else follows_up,
    )
