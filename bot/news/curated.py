"""The list of sources that ships with the program. None is collected from until the operator adds it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CuratedSource:
    """A source that may be added. Its address is checked when it is; `verified` says whether it ever was before."""

    name: str
    country: str
    """ISO 3166-1 alpha-3 of where it is published."""
    language: str
    address: str
    verified: bool


@cache
def curated_sources() -> tuple[CuratedSource, ...]:
    """The list, as it is written."""
    lines = (files("bot.news") / "data" / "sources.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(CuratedSource(row[0], row[1], row[2], row[3], row[4] == "verified") for row in rows)
