"""How fast questions are answered: `python -m tests.performance.asking_speed STORE QUESTIONS.jsonl`.

Prints the wall time of a whole `sealane ask` process against that of importing SQLAlchemy's asyncio alone, medians of
alternating runs, and the milliseconds of warm questions in one process. Ratios of one run hold on a busy machine too.
"""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bot.asking.asker import Asker
from bot.asking.errors import AskingError
from db.session import Store

RUNS = 9


def seconds(*command: str) -> float:
    """Wall time of a process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


async def warm(store: str, questions: list[str]) -> list[float]:
    """Milliseconds of each question, the second time that all are asked in one process."""
    async with await Store.open(store) as opened:
        asker = Asker(opened)
        taken: list[float] = []
        for _ in range(2):
            taken = []
            for question in questions:
                started = time.perf_counter()
                try:
                    await asker.answer(question, asked=datetime(2026, 11, 23, tzinfo=UTC))
                except AskingError:
                    continue
                taken.append((time.perf_counter() - started) * 1000)
        return sorted(taken)


def main() -> None:
    """Measure and print."""
    store, path = sys.argv[1:3]
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    whole, bare = [], []
    for _ in range(RUNS):
        whole.append(seconds(sys.executable, "-m", "bot.cli", "ask", questions[0], "--database", store))
        bare.append(seconds(sys.executable, "-c", "import sqlalchemy.ext.asyncio"))
    sys.stdout.write(f"process: {median(whole):.2f} s, import: {median(bare):.2f} s\n")
    sys.stdout.write(f"ratio: {median(whole) / median(bare):.2f}\n")
    taken = asyncio.run(warm(store, questions))
    sys.stdout.write(f"warm: p50 {median(taken):.1f} ms, p95 {taken[int(len(taken) * 0.95)]:.1f} ms\n")


if __name__ == "__main__":
    main()
