"""Train the network on the corpus: `python -m bot.reading.training.train ENCODER OUT`."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, distributed, nn
from torch.nn import functional

from bot.reading.corpus.check import checked
from bot.reading.corpus.passages import Part, Passage, files, load
from bot.reading.learned.decoding import Decoding, anchors, distances, frames
from bot.reading.learned.frames import Frame
from bot.reading.learned.labels import FARTHEST, ROLES
from bot.reading.learned.network import INPUTS
from bot.reading.learned.tokens import WordPieces
from bot.reading.training.augmentation import varied
from bot.reading.training.examples import Example, example, joined, shuffled
from bot.reading.training.network import Arguments, Encoder, Shape
from bot.reading.training.scoring import Scores, score

LONGEST = 900
"""Characters of passages that are joined for training, about the text that the reader shows the network at once."""
MOST_PIECES = 320
ARGUMENTS = 0.25
"""Weight of the arguments in the loss, which is summed over all words and parts."""


class Network(nn.Module):
    """Both networks, trained together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.arguments = Arguments(shape)


def save(network: Network, folder: Path) -> None:
    """Write the network into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"shape": asdict(network.shape), "weights": network.state_dict()}, folder / "network.pt")


def restored(path: Path) -> Network:
    """The network that was saved at `path`."""
    saved = torch.load(path, weights_only=True)
    network = Network(Shape(**saved["shape"]))
    network.load_state_dict(saved["weights"])
    return network


def batches(examples: Sequence[Example], size: int, randomness: random.Random) -> Iterator[list[Example]]:
    """Batches of examples of about the same length, in random order."""
    ordered = sorted(examples, key=lambda e: len(e.pieces.ids) + randomness.random() * 10)
    groups = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    randomness.shuffle(groups)
    yield from groups


def padded(rows: Sequence[np.ndarray], fill: int = 0) -> Tensor:
    """Rows of whole numbers as one tensor."""
    width = max(len(row) for row in rows)
    return torch.tensor(np.stack([np.pad(row, (0, width - len(row)), constant_values=fill) for row in rows]))


def features(batch: Sequence[Example]) -> list[Tensor]:
    """What the encoder is shown of the examples."""
    found = [padded([getattr(e.pieces, name) for e in batch]) for name in INPUTS[:-1]]
    return [*found, padded([np.ones(len(e.pieces.ids), dtype=np.int64) for e in batch])]


def loss_of(network: Network, batch: Sequence[Example]) -> Tensor:
    """The loss of one batch, a mean over its predicates."""
    shown = features(batch)
    ids = shown[0]
    states, actions, statuses = network.encoder(*shown)
    wanted = torch.full(ids.shape, -100)
    rows: list[int] = []
    places: list[int] = []
    for row, e in enumerate(batch):
        wanted[row, torch.tensor(e.pieces.words)] = 0
        if len(e.anchors):
            at = torch.tensor(e.pieces.words[e.anchors])
            wanted[row, at] = torch.tensor(e.actions)
            rows.extend([row] * len(e.anchors))
            places.extend(at.tolist())
    count = max(1, len(rows))
    loss = functional.cross_entropy(actions.float().flatten(0, 1), wanted.flatten(), reduction="sum")
    loss = loss / count
    if not rows:
        return loss
    states_of = statuses[rows, places].float()
    loss = loss + functional.cross_entropy(states_of, torch.tensor(np.concatenate([e.statuses for e in batch])))
    tags, labels = argument_scores(network, batch, states, rows, places)
    # Words beyond a text's end carry the label -100.
    each = functional.cross_entropy(tags.float().flatten(0, 2), labels.flatten(), reduction="sum")
    return loss + ARGUMENTS * each / count


def argument_scores(
    network: Network, batch: Sequence[Example], states: Tensor, rows: list[int], places: list[int]
) -> tuple[Tensor, Tensor]:
    """The scores of the arguments of all labelled predicates of a batch, and their labels."""
    words = padded([e.pieces.words for e in batch])
    length = words.shape[1]
    of_words = network.arguments.word(states.gather(1, words[:, :, None].expand(-1, -1, states.shape[2])))
    distance = np.full((len(rows), length), FARTHEST)
    labels = np.full((len(rows), length, len(ROLES)), -100)
    number = 0
    for e in batch:
        count = len(e.pieces.words)
        for index, anchor in enumerate(e.anchors):
            distance[number, :count] = distances(int(anchor), count)
            labels[number, :count] = e.tags[index].T
            number += 1
    mask = torch.tensor(labels[:, :, 0] != -100)
    tags = network.arguments(of_words[rows], states[rows, places], torch.tensor(distance), mask)
    return tags, torch.tensor(labels)


@torch.no_grad()
def predicted(network: Network, examples: Sequence[Example], decoding: Decoding) -> list[list[Frame]]:
    """The frames that the network finds in each example."""
    network.eval()
    found: list[list[Frame]] = []
    for e in examples:
        states, actions, statuses = network.encoder(*features([e]))
        words = torch.tensor(e.pieces.words)
        chosen = anchors(actions[0, words].float().numpy(), statuses[0, words].float().numpy(), decoding)
        if not chosen:
            found.append([])
            continue
        places = [int(e.pieces.words[a.word]) for a in chosen]
        count = len(words)
        distance = torch.tensor(np.stack([distances(a.word, count) for a in chosen]))
        of_words = network.arguments.word(states[:, words]).expand(len(chosen), -1, -1)
        tags = network.arguments(of_words, states[0, places], distance, torch.ones(len(chosen), count))
        found.append(frames(chosen, tags.float().numpy(), e.pieces, decoding))
    network.train()
    return found


def evaluated(network: Network, passages: Sequence[Passage], cutter: WordPieces, decoding: Decoding) -> Scores:
    """Scores of the network on passages, each read by itself."""
    examples = [example(passage, cutter) for passage in passages]
    return score(zip(passages, predicted(network, examples, decoding), strict=True))


def main() -> int:
    """Train; print how it goes; write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder: model.safetensors")
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=8, help="texts that each process learns from at once")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--vary", type=float, default=0.5, help="share of the passages that are varied")
    parser.add_argument("--lenient", action="store_true", help="leave out passages with faults")
    parser.add_argument("--start", type=Path, help="a trained network to go on from")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        meeting = f"file://{folder}/meeting"
        torch.multiprocessing.spawn(_run, args=(options, meeting), nprocs=options.processes)
    return 0


def _run(rank: int, options: argparse.Namespace, meeting: str) -> None:
    """One of the processes: each learns from its share of every batch, and all take the same steps."""
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    torch.manual_seed(options.seed)
    randomness = random.Random(options.seed)
    cutter = WordPieces()
    passages = checked(files())[0] if options.lenient else load()
    train = [passage for passage in passages if passage.part is Part.TRAIN]
    dev = [passage for passage in passages if passage.part is Part.DEV]
    network = _begun(options)
    torch.manual_seed(options.seed + rank)
    optimizer = torch.optim.AdamW(_groups(network, options), weight_decay=0.01, fused=True)
    total = _steps(train, options.batch * options.processes) * options.epochs
    warm = max(1, total // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)))
    )
    started = time.monotonic()
    for epoch in range(1, options.epochs + 1):
        groups = list(shuffled(train, randomness, LONGEST))
        examples = [example(varied(joined(group), randomness, options.vary), cutter) for group in groups]
        examples = [e for e in examples if len(e.pieces.ids) <= MOST_PIECES]
        shares = list(batches(examples, options.batch, randomness))
        shares = shares[: len(shares) - len(shares) % options.processes]
        losses = []
        for batch in shares[rank :: options.processes]:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            _shared(network)
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        if rank == 0:
            scores = evaluated(network, dev, cutter, Decoding())
            mean = sum(losses) / max(1, len(losses))
            _say(f"epoch {epoch}: loss {mean:.3f}, {time.monotonic() - started:.0f} s, {scores.short}")
            save(network, options.out)
    if rank == 0:
        _say(f"{scores}\n{scores.confusions.most_common(25)}")
    distributed.destroy_process_group()


def _begun(options: argparse.Namespace) -> Network:
    """The network before training."""
    if options.start:
        network = restored(options.start)
    else:
        network = Network(Shape())
        network.encoder.load_pretrained(options.encoder / "model.safetensors")
        with torch.no_grad():
            # Most words begin no predicate and belong to no argument.
            network.arguments.tags.bias.view(len(ROLES), 3)[:, 0] = 3.0
            network.encoder.actions.bias[0] = 3.0
    network.encoder.words.weight.requires_grad_(False)  # few words of the vocabulary stand in the corpus
    return network


def _groups(network: Network, options: argparse.Namespace) -> list[dict[str, object]]:
    """The weights by how fast they learn: those that are pretrained, and the others."""
    learning = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    return [
        {"params": [weight for name, weight in learning if _pretrained(name)], "lr": options.encoder_rate},
        {"params": [weight for name, weight in learning if not _pretrained(name)], "lr": options.head_rate},
    ]


def _shared(network: Network) -> None:
    """Make the gradients of all processes their mean."""
    if distributed.get_world_size() == 1:
        return
    learning = [weight for weight in network.parameters() if weight.requires_grad]
    found = [torch.zeros_like(weight) if weight.grad is None else weight.grad for weight in learning]
    flat = torch.cat([grad.flatten() for grad in found])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    at = 0
    for weight in learning:
        weight.grad = flat[at : at + weight.numel()].view_as(weight)
        at += weight.numel()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _pretrained(name: str) -> bool:
    heads = ("hidden", "actions", "statuses", "cases", "verbs", "nouns", "hints")
    return name.startswith("encoder.") and name.split(".")[1] not in heads


def _steps(train: Sequence[Passage], batch: int) -> int:
    """About how many steps an epoch has."""
    groups = list(shuffled(train, random.Random(0), LONGEST))
    return -(-len(groups) // batch)


if __name__ == "__main__":
    sys.exit(main())
