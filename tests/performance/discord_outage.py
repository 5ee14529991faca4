"""Measure how `sealane run` comes through a failing Discord: `python -m tests.performance.discord_outage STORE`.

STORE is a store with articles; it is copied. For a minute every request is answered with 500, 502 or 503 while the
gateway goes on. Prints a JSON object: what was acknowledged before, asked during and asked after, and how often each
was answered.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fakes.discord_server import TOKEN, USER, Asked, FakeDiscord, Fault
from tests.fakes.sealane_process import Sealane

QUESTION = "who visited Tokyo in May 2023?"
STATUSES = (500, 502, 503)
FOREVER = 10**9
ACKNOWLEDGED_BEFORE = 50
ASKED_AFTER = 50


async def measure(store: Path, seconds: int) -> dict[str, object]:
    """Live through the minute, and give the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(store, folder / "store.db")
        async with FakeDiscord() as discord:
            settings = {"discord_token": TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
            database = str(folder / "store.db")
            async with Sealane(folder, "run", "--database", database, samples="false", **settings) as sealane:
                await asyncio.wait_for(discord.identified.wait(), 60)
                answers = [discord.fail("PATCH", "", STATUSES[0], FOREVER)]
                before = [
                    await discord.command("ask", user=USER + n, question=QUESTION) for n in range(ACKNOWLEDGED_BEFORE)
                ]
                await discord.reached(lambda: all(one.acknowledged for one in before))
                answers.append(discord.fail("POST", "", STATUSES[0], FOREVER))
                during: list[Asked] = []
                mentions = 0
                for second in range(seconds):
                    for fault in answers:
                        fault.status = STATUSES[second % len(STATUSES)]
                    during.append(await discord.command("ask", user=USER + second, question=QUESTION))
                    if second % 5 == 0:
                        await discord.say(QUESTION, USER + second)
                        mentions += 1
                    await asyncio.sleep(1)
                _end(answers)
                after = [await discord.command("ask", user=USER + n, question=QUESTION) for n in range(ASKED_AFTER)]
                for one in (*before, *after):
                    await one.answer(60)
                await discord.reached(lambda: len(discord.messages) >= mentions, 120)
                await asyncio.sleep(30)
                return {
                    "outage_s": seconds,
                    "acknowledged_before": _answers(before),
                    "asked_during": _answers(during),
                    "mentioned_during": {"asked": mentions, "answers": len(discord.messages)},
                    "asked_after": _answers(after),
                    "exit": (await sealane.terminate())[0],
                    "tracebacks": sealane.log.count("Traceback"),
                    "log_lines": len(sealane.log.splitlines()),
                }


def _end(faults: list[Fault]) -> None:
    for fault in faults:
        fault.times = fault.met


def _answers(asked: list[Asked]) -> dict[str, int]:
    """How many were answered how often."""
    times = Counter(len(one.edits) + len(one.followups) for one in asked)
    return {"asked": len(asked), **{f"answered_{count}_times": number for count, number in sorted(times.items())}}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(asyncio.run(measure(options.store, options.seconds))) + "\n")


if __name__ == "__main__":
    main()
