"""The network: MiniLM over word pieces, a classifier of words, and a small network that reads the text for each act."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.reading.learned.labels import ACTIONS, CASES, FARTHEST, ROLES, STATUSES

HINTED = 32
"""Numbers in which the classifier is told a hint of the lexicon."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network. The encoder's are those of all-MiniLM-L6-v2."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    reading_width: int = 192
    reading_layers: int = 1
    reading_heads: int = 6
    dropout: float = 0.1


class Dropout(nn.Module):
    """Dropout out of a pool of chances drawn once: on a processor, drawing them anew takes as long as the layer."""

    POOL = 1 << 23

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        pool = (torch.rand(self.POOL) >= rate).to(torch.float32) / (1 - rate)
        self.register_buffer("pool", pool, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with some of it set to nought, in training."""
        if not self.training or self.rate == 0:
            return x
        count = x.numel()
        if count > self.POOL:
            raise ValueError(f"a batch of {count} numbers is more than the pool of {self.POOL} chances")
        start = int(torch.randint(0, self.POOL - count + 1, ()))
        return x * self.pool[start : start + count].view(x.shape).to(x.dtype)


class Attention(nn.Module):
    """Self-attention, written out where it is exported so that its products can be quantised."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` is added to the scores: 0 for pieces that count, a large negative number for padding."""
        batch, length, width = x.shape
        size = width // self.heads

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, size).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if self.training:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
            return self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        scores = query @ key.transpose(2, 3) * size**-0.5 + mask
        mixed = scores.softmax(-1) @ value
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width))


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.first_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.second_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The layer's output for `x`."""
        x = self.first_norm(x + self.dropout(self.attention(x, mask)))
        return self.second_norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with letter case and the lexicon's hints as further inputs, and a classifier of first words."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.kinds = nn.Embedding(2, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.verbs = nn.Embedding(len(ACTIONS), shape.width)
        self.nouns = nn.Embedding(len(ACTIONS), shape.width)
        for features in (self.cases, self.verbs, self.nouns):
            nn.init.zeros_(features.weight)
        self.hints = nn.Embedding(2 * len(ACTIONS), HINTED)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = Dropout(shape.dropout)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, shape.dropout) for _ in range(shape.layers)
        )
        self.hidden = nn.Linear(shape.width + 2 * HINTED, shape.width)
        self.actions = nn.Linear(shape.width, len(ACTIONS))
        self.statuses = nn.Linear(shape.width, len(STATUSES))

    def forward(
        self, ids: Tensor, cases: Tensor, verbs: Tensor, nouns: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the state of each piece, and its scores as the first word of a predicate, by class and by status."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places)[None] + self.kinds.weight[0]
        x = x + self.cases(cases) + self.verbs(verbs) + self.nouns(nouns)
        x = self.dropout(self.norm(x))
        added = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, added)
        hinted = torch.cat([x, self.hints(verbs), self.hints(nouns + len(ACTIONS))], -1)
        head = self.dropout(functional.gelu(self.hidden(hinted)))
        return x, self.actions(head), self.statuses(head)

    def load_pretrained(self, path: Path) -> None:
        """Take over the weights of a BERT model in the safetensors format."""
        found = read_safetensors(path)
        own = self.state_dict()

        def put(name: str, source: str) -> None:
            own[name].copy_(found[source])

        put("words.weight", "embeddings.word_embeddings.weight")
        put("positions.weight", "embeddings.position_embeddings.weight")
        put("kinds.weight", "embeddings.token_type_embeddings.weight")
        for kind in ("weight", "bias"):
            put(f"norm.{kind}", f"embeddings.LayerNorm.{kind}")
            for index in range(len(self.layers)):
                there, here = f"encoder.layer.{index}", f"layers.{index}"
                for part in ("query", "key", "value"):
                    put(f"{here}.attention.{part}.{kind}", f"{there}.attention.self.{part}.{kind}")
                put(f"{here}.attention.out.{kind}", f"{there}.attention.output.dense.{kind}")
                put(f"{here}.first_norm.{kind}", f"{there}.attention.output.LayerNorm.{kind}")
                put(f"{here}.up.{kind}", f"{there}.intermediate.dense.{kind}")
                put(f"{here}.down.{kind}", f"{there}.output.dense.{kind}")
                put(f"{here}.second_norm.{kind}", f"{there}.output.LayerNorm.{kind}")


class Arguments(nn.Module):
    """Reads a text once more for one predicate: which words fill which of its parts."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.word = nn.Linear(shape.width, shape.reading_width)
        self.predicate = nn.Linear(shape.width, shape.reading_width)
        self.distance = nn.Embedding(2 * FARTHEST + 1, shape.reading_width)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.norm = nn.LayerNorm(shape.reading_width)
        self.layers = nn.ModuleList(
            Layer(shape.reading_width, shape.reading_heads, 2 * shape.reading_width, shape.dropout)
            for _ in range(shape.reading_layers)
        )
        self.hidden = nn.Linear(2 * shape.reading_width, shape.reading_width)
        self.tags = nn.Linear(shape.reading_width, 3 * len(ROLES))
        self.dropout = Dropout(shape.dropout)

    def forward(self, words: Tensor, anchor: Tensor, distance: Tensor, mask: Tensor) -> Tensor:
        """Return scores [predicates, words, roles, tags].

        `words` [predicates, words, reading width] are the encoder's states of the words' first pieces after `word`,
        `anchor` [predicates, width] the states of the predicates' first words, `distance` [predicates, words] the words
        from the predicate, clipped and counted from 0.
        """
        x = words + self.predicate(anchor)[:, None] + self.distance(distance)
        x = read = self.dropout(self.norm(functional.gelu(x)))
        added = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            read = layer(read, added)
        x = self.dropout(functional.gelu(self.hidden(torch.cat([x, read], -1))))
        tags: Tensor = self.tags(x)
        return tags.view(tags.shape[0], tags.shape[1], len(ROLES), 3)


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The float tensors of a safetensors file: a length, a JSON table of contents, and the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    found: dict[str, Tensor] = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(data, dtype="<f4", count=(last - first) // 4, offset=8 + length + first)
            found[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return found
