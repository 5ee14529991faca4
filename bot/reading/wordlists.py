"""The lists of words that the rules of reading ask for. They stand in data/words.tsv."""

from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "data" / "words.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = (line.split("\t") for line in lines[1:])
    return {name: frozenset(words.split(" ")) for name, words in rows}


def words(name: str) -> frozenset[str]:
    """The words of a list, in lower case."""
    return _lists()[name]
