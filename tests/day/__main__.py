"""`make day`: a simulated day to watch. `python -m tests.day [FOLDER]` serves the articles of a folder instead."""

import asyncio
import logging
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from db.session import Store
from tests.day.day import MORNING, open_day
from tests.day.press import the_day
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.slack_server import FakeSlack, words

QUESTIONS = {
    6: ("what happened today?", "what did the Philippine coast guard seize?"),
    13: ("what did Fiji sign with Tonga?", "what did Japan do today?"),
    23: ("what did Fiji sign with Tonga?", "how many trawlers did the Philippine coast guard seize?"),
}


def say(moment: datetime, text: str) -> None:
    sys.stdout.write(f"{moment:%H:%M}  {text}\n")
    sys.stdout.flush()


async def main(folder: Path | None) -> None:
    logging.basicConfig(level=logging.WARNING)
    stories = the_day(MORNING, folder=folder)
    with tempfile.TemporaryDirectory() as place:
        async with (
            await Store.open(str(Path(place) / "day.db")) as store,
            FakeDiscord() as discord,
            FakeSlack() as slack,
            open_day(store, stories, discord, slack, say) as day,
        ):
            shown = 0
            for hour, questions in QUESTIONS.items():
                await day.until(hour)
                for body in slack.messages[shown:]:
                    say(day.clock.now(), f"delivered to Slack:\n{words(body)}\n")
                shown = len(slack.messages)
                for question in questions:
                    await day.ask(question)
            say(day.clock.now(), f"{day.printed} articles printed; {len(discord.messages)} messages on Discord, "
                f"{len(slack.messages)} on Slack")  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
