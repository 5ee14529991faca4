"""The learned reader: sentences of a document become frames."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.reading.learned.decoding import Decoding, anchors, distances, frames
from bot.reading.learned.frames import Frame
from bot.reading.learned.network import DATA, Network
from bot.reading.learned.tokens import WordPieces
from bot.reading.learned.windows import Window, windows

BATCH = 4
"""Windows read together. More of them cost memory and save no time on one thread."""
MOST_PREDICATES = 32
"""Predicates of one window; news has a third of them."""


class FrameReader:
    """Finds the acts that sentences tell. One instance serves one thread."""

    def __init__(self, network: Network, cutter: WordPieces, decoding: Decoding) -> None:
        self._network = network
        self._cutter = cutter
        self._decoding = decoding

    @classmethod
    def load(cls, folder: Path = DATA) -> "FrameReader":
        """Load the network with the settings that were found for it."""
        decoding = Decoding(**json.loads((folder / "decoding.json").read_text(encoding="utf-8")))
        return cls(Network(folder), WordPieces(), decoding)

    def frames(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Frame]:
        """The acts of a document's sentences, in the order of the text. All places are those in `text`."""
        found: list[Frame] = []
        waiting = sorted(windows(text, sentences, self._cutter), key=lambda window: len(window.pieces.ids))
        for first in range(0, len(waiting), BATCH):
            found.extend(self._read(waiting[first : first + BATCH]))
        return sorted(found, key=lambda frame: frame.start)

    def _read(self, batch: Sequence[Window]) -> list[Frame]:
        found: list[Frame] = []
        told = self._network.words([window.pieces for window in batch])
        for window, (states, actions, statuses) in zip(batch, told, strict=True):
            chosen = [a for a in anchors(actions, statuses, self._decoding) if a.word >= window.first]
            chosen = chosen[:MOST_PREDICATES]
            if chosen:
                distance = np.stack([distances(anchor.word, len(states)) for anchor in chosen])
                tags = self._network.tags(states, np.array([anchor.word for anchor in chosen]), distance)
                found.extend(frames(chosen, tags, window.pieces, self._decoding))
        return found
