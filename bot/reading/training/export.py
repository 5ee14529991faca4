"""Write a trained network as two int8 ONNX files: `python -m bot.reading.training.export NETWORK.pt OUT`."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.reading.learned.labels import FARTHEST
from bot.reading.learned.network import INPUTS
from bot.reading.training.network import Arguments
from bot.reading.training.train import restored


class Asking(nn.Module):
    """`Arguments` for one text at a time: all its words, and the indexes of those that begin predicates."""

    def __init__(self, arguments: Arguments) -> None:
        super().__init__()
        self.arguments = arguments

    def forward(self, states: Tensor, anchors: Tensor, distance: Tensor) -> Tensor:
        """Return scores [predicates, words, roles, tags] from `states` [words, width] of the words' first pieces."""
        of_words = self.arguments.word(states)[None].expand(anchors.shape[0], -1, -1)
        mask = torch.ones_like(distance)
        tags: Tensor = self.arguments(of_words, states[anchors], distance, mask)
        return tags


def export(network: Path, out: Path) -> None:
    """Write `encoder.onnx` and `arguments.onnx` into the folder `out`."""
    whole = restored(network)
    whole.eval()
    out.mkdir(parents=True, exist_ok=True)
    texts, pieces = torch.export.Dim("texts", max=64), torch.export.Dim("pieces", max=512)
    ids = torch.ones(2, 12, dtype=torch.int64)
    _write(
        whole.encoder,
        tuple(ids.clone() for _ in INPUTS),
        {name: {0: texts, 1: pieces} for name in INPUTS},
        ["states", "actions", "statuses"],
        out / "encoder.onnx",
    )
    words, predicates = torch.export.Dim("words", max=512), torch.export.Dim("predicates", max=512)
    _write(
        Asking(whole.arguments),
        (torch.zeros(9, 384), torch.tensor([1, 4, 5]), torch.full((3, 9), FARTHEST)),
        {"states": {0: words}, "anchors": {0: predicates}, "distance": {0: predicates, 1: words}},
        ["tags"],
        out / "arguments.onnx",
    )


def _write(
    module: nn.Module,
    inputs: Sequence[Tensor],
    shapes: dict[str, dict[int, object]],
    outputs: list[str],
    path: Path,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            module,
            tuple(inputs),
            str(plain),
            input_names=list(shapes),
            output_names=outputs,
            dynamic_shapes=shapes,
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(str(plain), str(path), per_channel=True, weight_type=QuantType.QInt8)


def main() -> int:
    """Export what was trained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(options.network, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
