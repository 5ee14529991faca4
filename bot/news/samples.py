"""The sample articles that a new installation starts with.

They tell real events of the Indo-Pacific, 2015 to 2026, in our own words. Their texts lie in samples/ beside this
module, one file each, with a table of their titles and dates.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

PUBLISHER = "Sealane sample"
"""Shown with every citation of a sample, so that nobody takes one for a newspaper's report."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample article. `name` is its file's stem; `text` the body, its paragraphs parted by empty lines."""

    name: str
    title: str
    published: date
    topic: str
    text: str


@cache
def samples() -> tuple[Sample, ...]:
    """Return all sample articles, oldest first."""
    folder = files("bot.news") / "samples"
    index = (folder / "index.tsv").read_text(encoding="utf-8")
    lines = [line for line in index.splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines[1:]:
        file, title, published, topic = line.split("\t")
        text = (folder / file).read_text(encoding="utf-8").strip()
        found.append(Sample(file.removesuffix(".txt"), title, date.fromisoformat(published), topic, text))
    return tuple(sorted(found, key=lambda sample: (sample.published, sample.name)))
