"""How far two who label the same passages agree: `python -m bot.reading.corpus.agreement`.

Passages of the folder `second` were labelled again by somebody who did not see the first labels.
"""

import sys
from pathlib import Path

from bot.reading.corpus.passages import Passage, load
from bot.reading.learned.frames import Filler, Frame
from bot.reading.training.examples import PART_OF
from bot.reading.training.scoring import score

SECOND = Path(__file__).parent / "second"


def frames(passage: Passage) -> list[Frame]:
    """The labels of a passage as if a reader had found them."""
    return [
        Frame(
            tuple(sorted(mark.spans)),
            mark.action,
            mark.status,
            1.0,
            fillers=tuple(Filler(PART_OF[a.letter], *a.span, 1.0) for a in passage.of(mark.number)),
        )
        for mark in passage.predicates
    ]


def main() -> int:
    """Print the agreement as scores of the second labels against the first."""
    first = {passage.id: passage for passage in load()}
    again = [passage for passage in load(sorted(SECOND.glob("*.txt"))) if passage.id in first]
    same = [passage for passage in again if passage.text == first[passage.id].text]
    scores = score((first[passage.id], frames(passage)) for passage in same)
    sys.stdout.write(f"{len(same)} passages labelled twice\n{scores}\n{scores.confusions.most_common(20)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
