"""Discord's markdown: text of a source made inert, cut to length, and linked.

What is live in a message: https://docs.discord.com/developers/reference#message-formatting
"""

import re

from bot.chat import plain
from bot.chat.plain import clean, safe_address

_MARKUP = re.compile(r"[\\*_~`|<>\[\]#]")
_LINE_START = re.compile(r"^(?:[-+](?=\s|#|$)|\d+(?=[.)](?:\s|$)))")
# A colon is live in an address and in the short name of an emoji.
_COLON = re.compile(r":(?=//|[\w+~-]+:)")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_INVITATION = re.compile(r"(?<=discord)\.(?=gg|com|new|gift)|(?<=discordapp)\.(?=com)|(?<=dis)\.(?=gd)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def escape(text: str) -> str:
    """Return a text that Discord shows as it is written: no markup, link, mention or invitation in it is live."""
    return _escaped(clean(text))


def _escaped(cleaned: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", cleaned)
    text = _COLON.sub(r"\\:", text)
    text = _INVITATION.sub(r"\\.", text)
    text = _MENTION.sub(f"@{_ZERO_WIDTH_SPACE}", text)
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    # "1." loses its meaning by its point being escaped, "-" by being escaped itself.
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def fit(text: str, budget: int) -> str:
    """Return the escaped text in at most `budget` characters, cut at a word and marked where it is longer."""
    return plain.fit(text, budget, _escaped)


def link(title: str, address: str | None, budget: int) -> str:
    """Return `[title](<address>)` with the title in at most `budget` characters; without a usable address the title."""
    target = safe_address(address)
    title = clean(title)
    if not target or "://" in title:
        return fit(title, budget)
    # A bracket would end the title, even an escaped one.
    return f"[{fit(title.translate(str.maketrans('[]', '()')), budget)}](<{target}>)"
