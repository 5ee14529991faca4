"""Choose thresholds and temperatures on the development part: `python -m bot.reading.training.calibrate FOLDER`.

Works on the exported network with nothing but what reading needs, and prints how it does on the part named.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from bot.reading.corpus.passages import Part, Passage, load
from bot.reading.learned.decoding import Decoding, Floats, anchors, distances, frames, softmax
from bot.reading.learned.frames import Frame
from bot.reading.learned.network import Network
from bot.reading.learned.tokens import WordPieces
from bot.reading.training.examples import Example, example
from bot.reading.training.scoring import Scores, score

TEMPERATURES = [round(0.6 + 0.1 * step, 1) for step in range(35)]
THRESHOLDS = [round(0.25 + 0.05 * step, 2) for step in range(11)]
_CANDIDATE = 0.05
"""Chance of a word to begin a predicate, below which it does not count for the temperature."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage with the network's scores of its words."""

    passage: Passage
    example: Example
    states: Floats
    actions: Floats
    statuses: Floats


def seen(network: Network, passages: Sequence[Passage]) -> list[Seen]:
    """What the network says of the words of each passage."""
    cutter = WordPieces()
    found = []
    for passage in passages:
        own = example(passage, cutter)
        (told,) = network.words([own.pieces])
        found.append(Seen(passage, own, *told))
    return found


def read(network: Network, one: Seen, decoding: Decoding) -> list[Frame]:
    """The frames of a passage."""
    chosen = anchors(one.actions, one.statuses, decoding)
    if not chosen:
        return []
    distance = np.stack([distances(anchor.word, len(one.states)) for anchor in chosen])
    tags = network.tags(one.states, np.array([anchor.word for anchor in chosen]), distance)
    return frames(chosen, tags, one.example.pieces, decoding)


def scored(network: Network, all_seen: Sequence[Seen], decoding: Decoding) -> Scores:
    """How well the passages are read."""
    return score((one.passage, read(network, one, decoding)) for one in all_seen)


def calibrated(network: Network, all_seen: Sequence[Seen]) -> Decoding:
    """The temperatures of the least surprise, then the thresholds of the best F1."""
    decoding = Decoding(
        temperature=_temperature(
            np.concatenate([one.actions for one in all_seen]),
            np.concatenate([_labels(one.example) for one in all_seen]),
        ),
        status_temperature=_temperature(
            np.concatenate([one.statuses[one.example.anchors] for one in all_seen]),
            np.concatenate([one.example.statuses for one in all_seen]),
        ),
    )
    by_predicate = {
        value: scored(network, all_seen, replace(decoding, predicate=value)).classed.f1 for value in THRESHOLDS
    }
    decoding = replace(decoding, predicate=max(by_predicate, key=lambda value: by_predicate[value]))
    by_argument = {
        value: scored(network, all_seen, replace(decoding, argument=value)).arguments.f1 for value in THRESHOLDS
    }
    return replace(decoding, argument=max(by_argument, key=lambda value: by_argument[value]))


def _labels(one: Example) -> np.ndarray:
    labels = np.zeros(len(one.pieces.words), dtype=np.int64)
    labels[one.anchors] = one.actions
    return labels


def _temperature(scores: Floats, labels: np.ndarray) -> float:
    """The temperature at which the labels are least surprising, over the words that may begin a predicate."""
    chances = softmax(scores)
    kept = (1 - chances[:, 0] > _CANDIDATE) | (labels > 0)
    scores, labels = scores[kept], labels[kept]

    def surprise(temperature: float) -> float:
        told = softmax(scores / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(told, 1e-9)).mean())

    return min(TEMPERATURES, key=surprise)


def main() -> int:
    """Calibrate, or only score where there is a calibration; print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--score", type=Part, choices=list(Part), help="only score this part")
    options = parser.parse_args()
    network, passages = Network(options.folder), load()
    settings = options.folder / "decoding.json"
    if options.score:
        decoding = Decoding(**json.loads(settings.read_text(encoding="utf-8")))
        part = options.score
    else:
        part = Part.DEV
        decoding = calibrated(network, seen(network, [passage for passage in passages if passage.part is part]))
        settings.write_text(json.dumps(asdict(decoding), indent=2) + "\n", encoding="utf-8")
    result = scored(network, seen(network, [passage for passage in passages if passage.part is part]), decoding)
    sys.stdout.write(f"{part}: {decoding}\n{result}\n{result.confusions.most_common(20)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
