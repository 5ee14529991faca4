"""Slack's mrkdwn: text of a source made inert, and what people write there read as plain text.

Only three characters can be escaped there: https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re

from bot.chat import plain

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Emphasis and code cannot be escaped, so each of their marks becomes the sign that looks most like it.
_MARKS = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u2018"})
_ZERO_WIDTH_SPACE = "\u200b"
# A colon is live in the short name of an emoji, "@" and "#" before a name that Slack may look up.
_LIVE = re.compile(r":(?=[\w+'-]+:)|[@#](?=\w)")
# An address is made a link even where nothing marks it as one.
_SCHEME = re.compile(r"(?<=[a-z]):(?=//)|(?<=mailto):|(?<=tel):", re.IGNORECASE)


def escape(text: str) -> str:
    """Return a text that Slack shows as it is written: no markup, link, mention or emoji in it is live."""
    return _escaped(plain.clean(text))


def escape_kept(cleaned: str) -> str:
    """The same for a text that was cleaned already: the blanks around it stay."""
    return _escaped(cleaned)


def fit(text: str, budget: int) -> str:
    """Return the escaped text in at most `budget` characters, cut at a word and marked where it is longer."""
    return plain.fit(text, budget, _escaped)


def _escaped(cleaned: str) -> str:
    text = _LIVE.sub(lambda match: match[0] + _ZERO_WIDTH_SPACE, cleaned)
    text = _SCHEME.sub(lambda match: match[0] + _ZERO_WIDTH_SPACE, text)
    return text.translate(_MARKS).translate(_ENTITIES)


_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_EMPHASIS = re.compile(r"(?<!\w)([*_~`]+)(?=\S)(.*?)(?<=\S)\1(?!\w)")


def unescape(written: str) -> str:
    """What somebody wrote, as plain text: without marks, mentions as nothing, links as their words."""
    text = _REFERENCE.sub(_words_of, written)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.clean(_EMPHASIS.sub(r"\2", text))


def _words_of(match: re.Match[str]) -> str:
    kind, address, label = match.groups()
    match kind:
        case "@" | "!":
            return " "
        case "#":
            return label or " "
        case _:
            return label or address
