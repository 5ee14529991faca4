"""Print how well articles are read: `python -m tests.evaluation [--rules] [--part PART]`."""

import argparse
import sys
from pathlib import Path

from bot.reading.corpus.check import checked
from bot.reading.corpus.passages import Part, files
from bot.reading.parser import Parser
from bot.reading.reader import Reader
from tests.evaluation import articles, cost, dates, labelled, sentences

SHARED = Path(__file__).parents[3] / "shared"
PARTS = ("articles", "corpus", "plover", "cameo", "dates", "cost")


def main() -> int:
    """Measure and print. Returns 2 where the sets are missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--rules", action="store_true", help="the rules alone, without the learned reader")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--part", type=Part, choices=list(Part), default=Part.TEST)
    options = parser.parse_args()
    if not SHARED.exists():
        sys.stderr.write(f"evaluation: the sets to measure on are not there: {SHARED}\n")
        return 2
    reader = Reader(Parser.load()) if options.rules else Reader.load()
    measured = {
        "articles": lambda: articles.figures(reader, SHARED),
        "corpus": lambda: labelled.figures(reader, checked(files())[0], options.part),
        "plover": lambda: sentences.classes(reader, list(sentences.plover(SHARED / "data" / "plover"))),
        "cameo": lambda: sentences.spans(reader, list(sentences.cameo(SHARED / "data" / "plover")), "CAMEO"),
        "dates": lambda: dates.figures(SHARED),
        "cost": lambda: cost.figures(reader, SHARED),
    }
    for name in options.only:
        for figure in measured[name]():
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
