"""Draw the pictures of the documentation: `python -m tests.drawing FOLDER`. Needs Chromium.

The program runs as it is, with the sample articles, against a Discord of our own; what it sends is drawn.
"""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.news.samples import samples
from tests.drawing.discord_page import page
from tests.fakes.discord_server import TOKEN, Asked, FakeDiscord
from tests.fakes.sealane_process import Sealane

WIDTH = 800
SCENES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("answer", "/ask what did Kishida sign with Britain?", "ask", {"question": "what did Kishida sign with Britain?"}),
    ("ambiguous", "/ask who did Kim meet?", "ask", {"question": "who did Kim meet?"}),
    ("brief", "/brief topic: China and the Philippines", "brief", {"topic": "China and the Philippines"}),
    ("timeline", "/timeline who: Taiwan with: China", "timeline", {"who": "Taiwan", "with": "China", "since": "2022"}),
)


async def _draw(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        async with FakeDiscord() as discord:
            settings = {"discord_token": TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
            async with Sealane(Path(scratch), "run", "--database", "store.db", **settings):
                await asyncio.wait_for(discord.identified.wait(), 60)
                await asyncio.to_thread(_wait_for_samples, Path(scratch, "store.db"))
                for name, typed, command, options in SCENES:
                    asked: Asked = await discord.command(command, **options)
                    await asked.answer(60)
                    written = Path(scratch, f"{name}.html")
                    shown = page(typed, asked.edits[-1], dict(discord.files))
                    await asyncio.to_thread(written.write_text, shown, encoding="utf-8")
                    await _photograph(written, folder / f"discord-{name}.png")


def _wait_for_samples(database: Path) -> None:
    """Return when all sample articles are in the store."""
    while True:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("SELECT count(*) FROM articles").fetchone()[0] >= len(samples()):
                return
        time.sleep(1)


async def _photograph(written: Path, picture: Path) -> None:
    """Take a picture of a page with Chromium, and cut off what is empty below."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed to draw: install the package chromium.")
    process = await asyncio.create_subprocess_exec(
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--window-size={WIDTH},2400", "--force-device-scale-factor=1.5", f"--screenshot={picture}", written.as_uri(),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await process.wait()
    _trim(picture)


def _trim(picture: Path) -> None:
    from PIL import Image, ImageChops

    image = Image.open(picture).convert("RGB")
    empty = Image.new("RGB", image.size, image.getpixel((image.width - 1, image.height - 1)))
    box = ImageChops.difference(image, empty).getbbox()
    if box:
        image.crop((0, 0, image.width, min(image.height, box[3] + 24))).quantize(128).save(picture, optimize=True)


if __name__ == "__main__":
    asyncio.run(_draw(Path(sys.argv[1])))
