"""What all platforms say of the commands of admins, in the words that are typed on Slack."""

import re
from dataclasses import replace

from bot.chat.message import Message

_NAMES = {"subscription": "subscriptions", "source": "sources", "settings": "settings"}
_COMMAND = re.compile(rf"(?<!\S)/({'|'.join(_NAMES)})\b")


def spoken(sentence: str) -> str:
    """ "/subscription log" becomes "/brief subscriptions log"."""
    return _COMMAND.sub(lambda match: f"/brief {_NAMES[match[1]]}", sentence)


def worded(message: Message) -> Message:
    """The same in a message: in what we say ourselves, and not in what sources say."""
    return replace(
        message,
        text=spoken(message.text),
        lines=tuple(map(spoken, message.lines)),
        remarks=tuple(map(spoken, message.remarks)),
    )
