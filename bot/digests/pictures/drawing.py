"""What is drawn, and what comes of it: plain values that travel to the drawing process and back."""

from dataclasses import dataclass
from datetime import date

DARK, LIGHT = "dark", "light"
PALETTES = (DARK, LIGHT)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with what it shows, in words."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Events a day by group, stacked: `groups` holds a name with its count for each of `days`, the largest first."""

    title: str
    subtitle: str
    days: tuple[date, ...]
    groups: tuple[tuple[str, tuple[int, ...]], ...]
    kind: str = "events-a-day"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who with whom: `counts[i][j]` events in which `rows[i]` did something with or to `columns[j]`."""

    title: str
    subtitle: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    kind: str = "who-with-whom"


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a timeline: its day, its group, a short label, and whether it is done."""

    day: date
    group: str
    label: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened between a pair, day by day."""

    title: str
    subtitle: str
    start: date
    end: date
    marks: tuple[Mark, ...]
    kind: str = "timeline"


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at a place: longitude and latitude in degrees, the place's name, how many, and most of which group."""

    longitude: float
    latitude: float
    name: str
    count: int
    group: str


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Where in the region events were, or whom they concerned."""

    title: str
    subtitle: str
    spots: tuple[Spot, ...]
    kind: str = "map"


Drawing = Bars | Matrix | Timeline | RegionMap
