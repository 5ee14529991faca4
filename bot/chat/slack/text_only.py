"""A packed body as text alone, for when Slack does not take its blocks: every word and link of it, up to the limit."""

from collections.abc import Iterator
from typing import Any

from bot.chat.limits import Slack
from bot.chat.plain import length
from bot.chat.slack import mrkdwn
from bot.chat.slack.packer import Body


def text_only(body: Body) -> Body | None:
    """Return the same as mrkdwn text; None where it is that already."""
    if not body.get("blocks"):
        return None
    text = ""
    for line in _lines(body["blocks"]):
        if length(text) + length(line) + 1 > Slack.TEXT:
            break
        text += f"\n{line}" if text else line
    return {"text": text or body["text"]}


def _lines(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield mrkdwn.escape(block["text"]["text"])
            case "context":
                yield from (mrkdwn.escape(element["text"]) for element in block["elements"])
            case "image":
                yield mrkdwn.escape(f"Picture: {block['alt_text']}")
            case "rich_text":
                for part in block["elements"]:
                    items = part["elements"] if part["type"] == "rich_text_list" else [part]
                    mark = {"rich_text_list": "• ", "rich_text_quote": "> "}.get(part["type"], "")
                    yield from (mark + _inline(item["elements"], mark) for item in items)


def _inline(elements: list[dict[str, Any]], mark: str) -> str:
    """Rich text as mrkdwn; its own line breaks stay, inside the quote where it is one."""
    shown = []
    for element in elements:
        lines = [mrkdwn.escape_kept(line) for line in element["text"].split("\n")]
        words = f"\n{mark if mark == '> ' else ''}".join(lines)
        address = element.get("url", "").replace("&", "&amp;")
        shown.append(f"<{address}|{words.replace('|', '/')}>" if address else words)
    return "".join(shown)
