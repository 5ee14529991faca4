"""Block Kit drawn as HTML, near enough to Slack to look at: `python -m tests.slack.drawing DATABASE FOLDER`.

It asks a store a few questions, packs the answers as they would be sent, and writes a page for each picture of
docs/slack.md. A browser makes the pictures: `chromium --headless --no-sandbox --screenshot=... page.html`.
"""

import asyncio
import base64
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.asking.asker import Asker
from bot.chat.desk import Desk
from bot.chat.slack import pack
from bot.digests.composer import Composer
from bot.digests.digest import Order
from bot.digests.period import Period
from bot.digests.pictures.artist import Artist
from cogs.slack import forms
from cogs.slack.buttons import buttons_of
from db.session import Store

Json = dict[str, Any]
STYLE = """
* { box-sizing: border-box }
body { margin: 0; padding: 20px; width: 760px; background: #fff; color: #1d1c1d;
  font: 15px/1.47 Lato, "Noto Sans", "DejaVu Sans", sans-serif }
.message { display: flex; gap: 10px }
.face { width: 36px; height: 36px; border-radius: 6px; background: #1f6f8b; color: #fff; font-weight: 900;
  text-align: center; line-height: 36px; flex: none }
.who { font-weight: 900 }
.app { background: #e8e8e8; color: #616061; font-size: 10px; padding: 1px 3px; border-radius: 2px; margin: 0 5px }
.time, .only { color: #616061; font-size: 12px }
.only { margin: 0 0 4px 46px }
.header { font-size: 18px; font-weight: 900; margin: 4px 0 }
.block { margin: 8px 0; white-space: pre-wrap }
blockquote { margin: 4px 0; padding-left: 16px; border-left: 4px solid #ddd }
a { color: #1264a3; text-decoration: none }
ul { margin: 2px 0; padding-left: 26px }
.context { color: #616061; font-size: 13px }
button, .select { font: 700 13px/1 inherit; border: 1px solid #bbb; border-radius: 4px; background: #fff;
  padding: 7px 12px; margin: 0 8px 6px 0; color: #1d1c1d }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a }
.select { display: inline-block; min-width: 200px }
img { max-width: 100%; border-radius: 8px; border: 1px solid #ddd }
.modal { border: 1px solid #ccc; border-radius: 8px; width: 560px }
.modal h1 { font-size: 20px; margin: 0; padding: 16px 24px; border-bottom: 1px solid #ddd }
.modal .body { padding: 8px 24px }
.modal .foot { padding: 14px 24px; text-align: right; border-top: 1px solid #ddd }
label { font-weight: 700; display: block; margin-top: 12px }
.hint { color: #616061; font-size: 13px }
.field { border: 1px solid #bbb; border-radius: 4px; padding: 8px 12px; margin: 4px 0; min-height: 40px }
.line { display: flex }
.line > div { flex: 1 }
hr { border: 0; border-top: 1px solid #ddd }
"""


def drawn(blocks: list[Json], files: Mapping[str, bytes] | None = None) -> str:
    """Blocks as HTML."""
    return "".join(_block(block, files or {}) for block in blocks)


def _block(block: Json, files: Mapping[str, bytes]) -> str:
    match block["type"]:
        case "header":
            return f'<div class="header">{_object(block["text"])}</div>'
        case "section":
            beside = f"<div>{_element(block['accessory'])}</div>" if "accessory" in block else ""
            return f'<div class="block line"><div>{_object(block["text"])}</div>{beside}</div>'
        case "context":
            return f'<div class="block context">{"<br>".join(map(_object, block["elements"]))}</div>'
        case "actions":
            return f"<div>{''.join(map(_element, block['elements']))}</div>"
        case "divider":
            return "<hr>"
        case "image":
            data = base64.b64encode(files.get(block["slack_file"]["id"], b"")).decode()
            return f'<img alt="{escape(block["alt_text"])}" src="data:image/png;base64,{data}">'
        case "input":
            hint = f'<div class="hint">{_object(block["hint"])}</div>' if "hint" in block else ""
            optional = ' <span class="hint">(optional)</span>' if block.get("optional") else ""
            return f"<label>{_object(block['label'])}{optional}</label>{_element(block['element'])}{hint}"
        case _:
            return f'<div class="block">{"".join(map(_part, block["elements"]))}</div>'


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in part['elements'])}</ul>"
    tag = "blockquote" if part["type"] == "rich_text_quote" else "div"
    return f"<{tag}>{_inline(part)}</{tag}>"


def _inline(part: Json) -> str:
    shown = []
    for element in part["elements"]:
        text = escape(element["text"])
        for name, tag in (("bold", "b"), ("italic", "i")):
            text = f"<{tag}>{text}</{tag}>" if element.get("style", {}).get(name) else text
        shown.append(f'<a href="#">{text}</a>' if element["type"] == "link" else text)
    return "".join(shown)


def _object(text: Json) -> str:
    return escape(text["text"])


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return f'<button class="{element.get("style", "")}">{_object(element["text"])}</button>'
        case "static_select":
            chosen = element.get("initial_option", {}).get("text") or element.get("placeholder") or {"text": ""}
            return f'<div class="select">{_object(chosen)} &nbsp;▾</div>'
        case "overflow":
            return "<button>⋯</button>"
        case "conversations_select":
            return '<div class="select"># news &nbsp;▾</div>'
        case _:
            return f'<div class="field">{escape(element.get("initial_value", ""))}</div>'


def message_page(blocks: list[Json], *, alone: bool, files: Mapping[str, bytes] | None = None) -> str:
    """A message of the app; `alone` is one that only who asked sees."""
    only = '<div class="only">Only visible to you</div>' if alone else ""
    head = '<span class="who">Sealane</span><span class="app">APP</span><span class="time">9:00 AM</span>'
    body = f'<div class="message"><div class="face">S</div><div>{head}{drawn(blocks, files)}</div></div>'
    return _page(only + body)


def modal_page(view: Json) -> str:
    """A modal."""
    submit = f'<button class="primary">{_object(view["submit"])}</button>' if "submit" in view else ""
    foot = f'<div class="foot"><button>{_object(view["close"])}</button>{submit}</div>'
    title = f"<h1>{_object(view['title'])}</h1>"
    return _page(f'<div class="modal">{title}<div class="body">{drawn(view["blocks"])}</div>{foot}</div>')


def _page(body: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{body}'


async def pages(store: Store) -> dict[str, str]:
    """The pages by the names of their pictures."""
    desk = Desk(store, Asker(store), zone=ZoneInfo("UTC"))

    async def asked(question: str) -> str:
        shown = await desk.ask(question, person="slack:T:U")
        return message_page([*pack(shown.message)[0]["blocks"], *buttons_of(shown)], alone=True)

    end = datetime.now(UTC) + timedelta(hours=1)
    async with Artist() as artist:
        order = Order(Period(end - timedelta(days=2), end), size=6, palette="light")
        digest = await Composer(store, artist).digest(order)
    [body, *_] = pack(digest.message)
    files = {block["slack_file"]["id"]: digest.picture or b"" for block in body["blocks"] if block["type"] == "image"}
    filled = {
        "topic": "anything Japan signs",
        "schedule": forms.USUAL_SCHEDULE,
        "zone": "Asia/Tokyo",
        "name": "Signings",
    }
    return {
        "answer": await asked("what did Kishida sign?"),
        "digest": message_page(body["blocks"], alone=False, files=files),
        "form": modal_page(forms.form(filled)),
    }


async def _main(database: str, folder: Path) -> None:
    async with await Store.open(database) as store:
        for name, page in (await pages(store)).items():
            (folder / f"{name}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2])))
