"""Measure `sealane run` on Discord under load: `python -m tests.performance.discord_load STORE`.

STORE is a store with articles; it is copied. While commands come in, another process reads the articles that
`--reading FILE ...` names. Prints a JSON object a round: seconds to the acknowledgement and the answer, and memory.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import quantiles

from tests.fakes.discord_server import TOKEN, USER, Asked, FakeDiscord
from tests.fakes.sealane_process import Sealane

COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("ask", {"question": "what did Kishida sign?"}),
    ("ask", {"question": "who visited Tokyo in May 2023?"}),
    ("events", {"who": "Japan"}),
    ("who", {"name": "Fumio Kishida"}),
    ("ask", {"question": "when did Australia and Japan last meet?"}),
    ("timeline", {"who": "China", "since": "2022"}),
    ("help", {}),
    ("ask", {"question": "has Britain joined the CPTPP?"}),
)


async def measure(store: Path, options: argparse.Namespace) -> AsyncIterator[dict[str, object]]:
    """Send the commands, once a round, and give each round's figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(store, folder / "store.db")
        async with FakeDiscord() as discord:
            settings = {"discord_token": TOKEN, "discord_api": discord.api, "discord_gateway": discord.gateway}
            database = str(folder / "store.db")
            async with Sealane(folder, "run", "--database", database, samples="false", **settings) as sealane:
                await asyncio.wait_for(discord.identified.wait(), 60)
                for _ in range(options.rounds):
                    begun = sealane.processor()
                    reading = await _reading(database, options.reading)
                    asked = await _send(discord, options.commands, options.rate, options.only)
                    if reading:
                        await reading.wait()
                    spent = (sealane.processor() - begun) / len(asked)
                    yield {
                        **_figures(asked),
                        "processor_s_each": round(spent, 4),
                        "memory_kib": sealane.memory(),
                    }
                    discord.asked.clear()
                    discord.requests.clear()
                code, seconds = await sealane.terminate()
                yield {"exit": code, "seconds_to_end": round(seconds, 2)}


async def _reading(database: str, articles: list[str]) -> asyncio.subprocess.Process | None:
    if not articles:
        return None
    program = str(Path(sys.executable).with_name("sealane"))
    return await asyncio.create_subprocess_exec(
        program, "read", "--database", database, *articles, stdout=asyncio.subprocess.DEVNULL
    )


async def _send(discord: FakeDiscord, count: int, rate: float, only: str | None) -> list[Asked]:
    asked: list[Asked] = []
    mixed = [command for command in COMMANDS if only in (None, command[0])]
    begun = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        name, options = mixed[number % len(mixed)]
        asked.append(await discord.command(name, user=USER + number, **options))
    for one in asked:
        await one.answer(60)
    return asked


def _figures(asked: list[Asked]) -> dict[str, object]:
    delays = [one.delay for one in asked]
    answers = [one.answered_at - one.sent for one in asked if one.answered_at is not None]
    return {
        "commands": len(asked),
        "answered_once": sum(len(one.edits) == 1 and not one.followups for one in asked),
        "acknowledged_s": _spread(delays),
        "answered_s": _spread(answers),
    }


def _spread(values: list[float]) -> dict[str, float]:
    cuts = quantiles(values, n=100)
    return {"p50": round(cuts[49], 3), "p99": round(cuts[98], 3), "max": round(max(values), 3)}


async def _main(options: argparse.Namespace) -> None:
    async for figures in measure(options.store, options):
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--commands", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=50.0, help="commands a second")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", choices=sorted({name for name, _ in COMMANDS}), help="this command alone")
    parser.add_argument("--reading", nargs="*", default=[], metavar="FILE")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
