"""A checker of request bodies, written from Slack's documentation and not from the packer."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

# https://docs.slack.dev/reference/block-kit/blocks and .../block-elements, .../composition-objects
_TEXTS = {"section": 3000, "header": 150}
_MRKDWN_LIVE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)|:[\w+'-]+:")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "strict")) // 2


def problems(body: dict[str, Any], *, most_blocks: int = 50) -> list[str]:
    """What Slack would refuse, or show otherwise than meant, in a message's or view's `blocks` and `text`."""
    blocks = body.get("blocks") or []
    found = []
    if not (body.get("text") or "").strip():
        found.append("no text for notifications")
    if units(body.get("text") or "") > 4000:
        found.append("text of more than 4000")
    if _MRKDWN_LIVE.search(body.get("text") or ""):
        found.append(f"live markup in text: {body['text']!r}")
    return [*found, *block_problems(blocks, most_blocks=most_blocks)]


def block_problems(blocks: list[dict[str, Any]], *, most_blocks: int = 50) -> list[str]:
    """The same for blocks alone, as in a view, which may hold more of them."""
    found = []
    if len(blocks) > most_blocks:
        found.append(f"{len(blocks)} blocks")
    total = sum(units(text) for text in _all_texts(blocks))
    if most_blocks == 50 and total > 13_200:
        found.append(f"{total} characters in all blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("block_id twice")
    for block in blocks:
        found += _block(block)
    return found


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("text", "url", "value", "alt_text", "label", "hint") and isinstance(part, str):
                yield part
            else:
                yield from _all_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _all_texts(part)


def _block(block: dict[str, Any]) -> list[str]:
    found = []
    kind = block.get("type")
    try:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()
    except SlackObjectFormationError as error:
        found.append(f"{kind}: {error}")
    if units(block.get("block_id", "")) > 255:
        found.append("a block_id of more than 255")
    match kind:
        case "section" | "header":
            found += _text_object(block.get("text"), _TEXTS[kind], kind)
            found += [problem for field in block.get("fields", []) for problem in _text_object(field, 2000, "field")]
            if len(block.get("fields", [])) > 10:
                found.append("more than 10 fields")
            if kind == "header" and block["text"]["type"] != "plain_text":
                found.append("a header of mrkdwn")
            found += _element(block["accessory"]) if "accessory" in block else []
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                found.append(f"{len(block['elements'])} elements in a context")
            found += [problem for element in block["elements"] for problem in _text_object(element, 3000, kind)]
        case "actions":
            if not 1 <= len(block["elements"]) <= 25:
                found.append(f"{len(block['elements'])} elements in actions")
            ids = [element["action_id"] for element in block["elements"]]
            if len(ids) != len(set(ids)):
                found.append(f"an action_id twice: {ids}")
            found += [problem for element in block["elements"] for problem in _element(element)]
        case "image":
            if not 1 <= units(block.get("alt_text", "")) <= 2000:
                found.append("alt_text outside 1 to 2000")
            if ("image_url" in block) == ("slack_file" in block):
                found.append("an image without one source")
        case "rich_text":
            found += _rich_text(block)
        case "input":
            found += _text_object(block.get("label"), 2000, "label")
            found += _text_object(block["hint"], 2000, "hint") if "hint" in block else []
            found += _element(block["element"])
        case "divider":
            pass
        case _:
            found.append(f"a block of type {kind!r}")
    return found


def _text_object(text: dict[str, Any] | None, limit: int, where: str) -> list[str]:
    if text is None:
        return [f"{where} without text"]
    found = []
    if not 1 <= units(text["text"]) <= limit:
        found.append(f"{where} of {units(text['text'])}")
    if text["type"] not in ("plain_text", "mrkdwn"):
        found.append(f"{where} of type {text['type']}")
    if text["type"] == "mrkdwn" and text.get("verbatim") is not True:
        found.append(f"{where}: mrkdwn in which names and addresses become live by themselves")
    if text["type"] == "plain_text" and text.get("emoji") is not False:
        found.append(f"{where}: plain text in which names of emoji are live")
    return found


def _rich_text(block: dict[str, Any]) -> list[str]:
    found = []
    if not block.get("elements"):
        found.append("empty rich text")
    parts = []
    for element in block.get("elements", []):
        if element["type"] == "rich_text_list":
            if element.get("style") not in ("bullet", "ordered") or not element["elements"]:
                found.append("a bad list")
            parts += element["elements"]
        elif element["type"] in ("rich_text_section", "rich_text_quote"):
            parts.append(element)
        else:
            found.append(f"rich text of type {element['type']}")
    inline = [piece for part in parts for piece in part["elements"]]
    for piece in inline:
        if piece["type"] not in ("text", "link") or not piece["text"]:
            found.append(f"an element {piece}")
        if piece["type"] == "link" and not re.match(r"https?://", piece["url"]):
            found.append(f"a link to {piece['url']}")
    if sum(units(piece["text"]) for piece in inline) > 3000:
        found.append("rich text of more than 3000")
    return found


def _element(element: dict[str, Any]) -> list[str]:
    found = []
    if not 1 <= units(element.get("action_id", "-")) <= 255:
        found.append("an action_id outside 1 to 255")
    match element["type"]:
        case "button":
            found += _text_object(element["text"], 75, "button")
            if units(element.get("value", "")) > 2000 or units(element.get("url", "")) > 3000:
                found.append("a button with too much behind it")
        case "static_select" | "multi_static_select" | "radio_buttons" | "checkboxes" | "overflow":
            most = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}.get(element["type"], 100)
            options = element.get("options", [])
            if not 1 <= len(options) <= most:
                found.append(f"{len(options)} options")
            for option in options:
                found += _text_object(option["text"], 75, "option")
                found += _text_object(option["description"], 75, "description") if "description" in option else []
                if not 1 <= units(option["value"]) <= 150:
                    found.append("an option's value outside 1 to 150")
    if "placeholder" in element:
        found += _text_object(element["placeholder"], 150, "placeholder")
    if units(element.get("initial_value", "")) > 3000:
        found.append("an initial value of more than 3000")
    return found
