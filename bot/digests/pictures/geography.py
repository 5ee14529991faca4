"""The land of the region and the spots at which events are shown, from the tables in data/."""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
WEST, EAST, SOUTH, NORTH = 58.0, 202.0, -50.0, 56.0
"""The edges of the map in degrees; east of 180 degrees longitudes go on."""

Ring = tuple[tuple[float, float], ...]


@cache
def land() -> tuple[Ring, ...]:
    """The rings of all land, as longitude and latitude."""
    return tuple(
        tuple((float(x), float(y)) for x, y in (point.split(",") for point in line.split("\t")[1].split()))
        for line in _lines("land")
    )


@cache
def spots() -> dict[str, tuple[str, float, float]]:
    """Name, longitude and latitude of a state, by its alpha-3 code, and of a sea, by the folded words for it."""
    found = {}
    for line in _lines("spots")[1:]:
        key, name, longitude, latitude = line.split("\t")
        found[key] = name, float(longitude), float(latitude)
    return found


def _lines(name: str) -> list[str]:
    text = (_DATA / f"{name}.tsv").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
