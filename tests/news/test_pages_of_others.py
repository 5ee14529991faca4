"""Extraction measured on the pages of a public benchmark, where those are at hand."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.news.errors import PageRefused
from bot.news.pages.extraction import extract, extract_fast

PAGES = Path(__file__).parents[3] / "shared" / "data" / "pages"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the benchmark's pages are not here")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def shingle_f1(function: object) -> float:
    """Harmonic mean of mean precision and mean recall over 4-word shingles, as the benchmark defines it."""
    precisions, recalls = [], []
    for name, gold in json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8")).items():
        body = gzip.decompress((PAGES / "html" / f"{name}.html.gz").read_bytes())
        try:
            found = shingles(function(body, gold["url"]).text)  # type: ignore[operator]
        except PageRefused:
            found = Counter()
        wanted = shingles(gold["articleBody"])
        common = (found & wanted).total()
        if found:
            precisions.append(common / found.total())
        recalls.append(common / wanted.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall)


def test_the_body_is_found_as_well_as_promised() -> None:
    assert shingle_f1(extract) >= 0.955


def test_the_fast_way_finds_most_of_it() -> None:
    assert shingle_f1(extract_fast) >= 0.88
