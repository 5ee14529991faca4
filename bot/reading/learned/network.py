"""The trained network, run by onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from bot.reading.learned.decoding import Floats
from bot.reading.learned.tokens import Integers, Pieces

DATA = Path(__file__).parent / "data"

INPUTS = ("ids", "cases", "verbs", "nouns", "mask")
"""What the encoder is shown: the features of the pieces by their names in `Pieces`, and which of them count."""


class Network:
    """Both parts of the network, on one thread."""

    def __init__(self, folder: Path = DATA) -> None:
        """Load the network, about 24 MB. Raises onnxruntime's errors where a file is missing or damaged."""
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder = InferenceSession(folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])
        self._arguments = InferenceSession(folder / "arguments.onnx", options, providers=["CPUExecutionProvider"])

    def words(self, texts: Sequence[Pieces]) -> list[tuple[Floats, Floats, Floats]]:
        """For each text the states of its words, and their scores as predicates by class and by status."""
        longest = max(len(text.ids) for text in texts)
        shown = {name: np.zeros((len(texts), longest), dtype=np.int64) for name in INPUTS}
        for row, text in enumerate(texts):
            for name in INPUTS[:-1]:
                shown[name][row, : len(text.ids)] = getattr(text, name)
            shown["mask"][row, : len(text.ids)] = 1
        states, actions, statuses = self._encoder.run(None, shown)
        return [
            (states[row, text.words], actions[row, text.words], statuses[row, text.words])
            for row, text in enumerate(texts)
        ]

    def tags(self, states: Floats, anchors: Integers, distance: Integers) -> Floats:
        """Scores [predicates, words, roles, tags] of the arguments of the words `anchors` of one text."""
        (found,) = self._arguments.run(None, {"states": states, "anchors": anchors, "distance": distance})
        tags: Floats = found
        return tags
