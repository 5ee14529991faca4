"""A Discord message as a page of HTML, near enough to how Discord shows it to be judged by eye."""

import base64
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STYLE = Path(__file__).with_name("discord.css").read_text(encoding="utf-8")
_ESCAPED = re.compile(r"\\([^\w\s])")
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(&lt;(.*?)&gt;\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])")


def page(question: str, body: dict[str, Any], pictures: dict[str, bytes]) -> str:
    """The page of a message that answers `question`; `pictures` are the files sent with it, by name."""
    embeds = "".join(_embed(embed, pictures) for embed in body.get("embeds", []))
    rows = "".join(_row(row) for row in body.get("components") or [])
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>"
        f"<div class=asked>{html.escape(question)}</div><div class=message><div class=face>S</div><div>"
        f"<span class=name>Sealane</span><span class=app>APP</span>{embeds}{rows}</div></div>"
    )


def _embed(embed: dict[str, Any], pictures: dict[str, bytes]) -> str:
    title = f"<div class=title>{_inline(embed['title'])}</div>" if embed.get("title") else ""
    name = str(embed.get("image", {}).get("url", "")).removeprefix("attachment://")
    drawn = pictures.get(name)
    image = f'<img src="data:image/png;base64,{base64.b64encode(drawn).decode()}">' if drawn else ""
    edge = f"#{embed.get('color', 0x4E5058):06x}"
    text = "".join(_blocks(embed.get("description", "")))
    return f'<div class=embed style="--edge: {edge}">{title}{text}{image}</div>'


def _blocks(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.startswith("### "):
            yield f"<h3>{_inline(line[4:])}</h3>"
        elif line.startswith("> "):
            yield f"<blockquote>{_inline(line[2:])}</blockquote>"
        elif line.startswith("-# "):
            yield f"<small>{_inline(line[3:])}</small>"
        elif line.startswith("- "):
            yield f"<ul><li>{_inline(line[2:])}</ul>"
        elif line.strip():
            yield f"<p>{_inline(line)}</p>"


def _inline(text: str) -> str:
    """Links, bold and italics; what is escaped stands as it is."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(html.escape(match[1]))
        return f"\0{len(kept) - 1}\0"

    shown = html.escape(_ESCAPED.sub(keep, text), quote=False)
    shown = _LINK.sub(r'<a href="\2">\1</a>', shown)
    shown = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", shown))
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], shown)


def _row(row: dict[str, Any]) -> str:
    return f"<div class=row>{''.join(map(_component, row['components']))}</div>"


def _component(component: dict[str, Any]) -> str:
    if component["type"] == 2:  # a button
        style = " primary" if component.get("style") == 1 else ""
        return f"<span class='button{style}'>{html.escape(component.get('label') or '')}</span>"
    options = "".join(
        f"<div class=option>{html.escape(one['label'])}<small>{html.escape(one.get('description') or '')}</small></div>"
        for one in component.get("options", [])
    )
    return f"<div class=select>{html.escape(component.get('placeholder') or '')} ▾</div>{options}"
