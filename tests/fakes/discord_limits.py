"""A checker of request bodies, written from Discord's documentation and not from the packer."""

from typing import Any

# https://docs.discord.com/developers/resources/message ("Create Message", "Embed Limits")
_EMBED_TEXTS = {"title": 256, "description": 4096}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "strict")) // 2


def problems(body: dict[str, Any]) -> list[str]:
    """What Discord would refuse, or show otherwise than meant, in a "create message" body."""
    found = []
    known = {
        "content",
        "embeds",
        "allowed_mentions",
        "components",
        "attachments",
        "nonce",
        "enforce_nonce",
        "flags",
    } | {"tts"}
    if set(body) - known:
        found.append(f"unknown keys: {sorted(body)}")
    if body.get("allowed_mentions", {}).get("parse") != []:
        found.append("mentions are allowed")
    content, embeds = body.get("content"), body.get("embeds", [])
    if not (content or "").strip() and not any(_texts(embed) for embed in embeds) and not body.get("components"):
        found.append("empty message (50006)")
    if content is not None and units(content) > 2000:
        found.append(f"content of {units(content)}")
    if len(embeds) > 10:
        found.append(f"{len(embeds)} embeds")
    if sum(units(text.strip()) for embed in embeds for _, text in _texts(embed)) > 6000:
        found.append("embeds of more than 6000 characters in all")
    addresses = [embed["url"] for embed in embeds if "url" in embed]
    if len(addresses) != len(set(addresses)):
        found.append("embeds of the same address")
    for embed in embeds:
        found += _embed_problems(embed)
    for row in body.get("components", []):
        found += _row_problems(row)
    if len(body.get("components", [])) > 5:
        found.append("more than five rows")
    if len(str(body.get("nonce", ""))) > 25:
        found.append("a nonce of more than 25")
    return found


def _texts(embed: dict[str, Any]) -> list[tuple[str, str]]:
    texts = [(name, embed[name]) for name in ("title", "description") if embed.get(name)]
    texts += [(f"field {part}", field[part]) for field in embed.get("fields", []) for part in ("name", "value")]
    texts += [("footer", embed["footer"]["text"])] if "footer" in embed else []
    texts += [("author", embed["author"]["name"])] if "author" in embed else []
    return texts


def _embed_problems(embed: dict[str, Any]) -> list[str]:
    limits = {**_EMBED_TEXTS, "field name": 256, "field value": 1024, "footer": 2048, "author": 256}
    found = [f"{name} of {units(text)}" for name, text in _texts(embed) if units(text) > limits[name]]
    found += [f"blank {name}" for name, text in _texts(embed) if not text.strip()]
    if len(embed.get("fields", [])) > 25:
        found.append("more than 25 fields")
    return found


def _row_problems(row: dict[str, Any]) -> list[str]:
    found = []
    items = row.get("components", [])
    if row.get("type") != 1 or not 1 <= len(items) <= 5:
        found.append(f"a row of type {row.get('type')} with {len(items)} items")
    for item in items:
        if "custom_id" in item and not 1 <= len(item["custom_id"]) <= 100:
            found.append(f"custom_id of {len(item['custom_id'])}")
        if len(item.get("label") or "") > 80:
            found.append("a button's label of more than 80")
        options = item.get("options", [])
        if item.get("type") == 3 and not 1 <= len(options) <= 25:
            found.append(f"{len(options)} options")
        for option in options:
            texts = (option["label"], option["value"], option.get("description") or "-")
            if not all(1 <= units(text) <= 100 for text in texts):
                found.append("an option outside 1 to 100")
    return found
