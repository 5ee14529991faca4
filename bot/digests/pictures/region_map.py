"""The region with a bubble for each place, and beside it the places by number, readable on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from bot.digests.pictures.drawing import RegionMap, Spot
from bot.digests.pictures.geography import EAST, NORTH, SOUTH, WEST, land
from bot.digests.pictures.style import (
    DOTS,
    FONT,
    LABEL,
    SMALL,
    Palette,
    finish,
    frame,
    on_dark,
    plain,
    renderer_of,
    write,
)

MOST_LISTED = 8
MOST_NAMED = 7
SIZES = 17.0, 38.0
"""Points across of the smallest and the largest bubble."""
PUSHES = 200
GAP = 2.0
"""Pixels between bubbles."""
SIDES = ((1, 0, "left", "center"), (-1, 0, "right", "center"), (0, 1, "center", "bottom"), (0, -1, "center", "top"))


def draw(drawing: RegionMap, palette: Palette) -> bytes:
    """Draw it."""
    figure = frame(drawing.title, drawing.subtitle, palette)
    axes = figure.add_axes((0.04, 0.075, 0.615, 0.745), facecolor=palette.panel)
    axes.add_collection(
        PolyCollection(land(), facecolors=palette.land, edgecolors=palette.shore, linewidths=0.5, zorder=1)
    )
    axes.set_xlim(WEST, EAST)
    axes.set_ylim(SOUTH, NORTH)
    axes.set_aspect("auto")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    most = max(spot.count for spot in drawing.spots)
    bubbles = placed(axes, drawing.spots, most)
    for bubble in bubbles:
        _draw(axes, bubble, palette)
    _name(figure, axes, bubbles, palette)
    _list(figure, drawing.spots, most, palette)
    return finish(figure, palette)


@dataclass(slots=True)
class Bubble:
    """A spot's bubble: its centre on the picture and how far it reaches, in pixels."""

    spot: Spot
    x: float
    y: float
    reach: float


def placed(axes: Axes, spots: Sequence[Spot], most: int) -> list[Bubble]:
    """The bubbles, their areas telling the numbers, pushed apart until none covers another."""
    bubbles = []
    for spot in spots:
        x, y = axes.transData.transform((spot.longitude, spot.latitude))
        across = max(SIZES[0], SIZES[1] * (spot.count / most) ** 0.5)
        bubbles.append(Bubble(spot, float(x), float(y), across / 2 * DOTS / 72))
    for _ in range(PUSHES):
        moved = False
        for one, other in combinations(bubbles, 2):
            apart = hypot(other.x - one.x, other.y - one.y) or 1.0
            overlap = one.reach + other.reach + GAP - apart
            if overlap <= 0:
                continue
            moved = True
            # The smaller one gives way more.
            share = other.reach / (one.reach + other.reach)
            across, up = (other.x - one.x) / apart * overlap, ((other.y - one.y) or 1.0) / apart * overlap
            one.x, one.y = one.x - across * share, one.y - up * share
            other.x, other.y = other.x + across * (1 - share), other.y + up * (1 - share)
        if not moved:
            break
    return bubbles


def _draw(axes: Axes, bubble: Bubble, palette: Palette) -> None:
    colour = palette.groups[bubble.spot.group]
    x, y = axes.transData.inverted().transform((bubble.x, bubble.y))
    points = bubble.reach * 2 * 72 / DOTS
    axes.plot(
        [x], [y], marker="o", markersize=points, markerfacecolor=colour, markeredgecolor=palette.back,
        markeredgewidth=1.6, zorder=3,
    )  # fmt: skip
    axes.text(
        x, y, str(bubble.spot.count), ha="center", va="center_baseline", fontsize=11 if points < 24 else 14,
        color="#ffffff" if on_dark(colour) else "#15242c", fontweight="bold", family=FONT, zorder=4,
    )  # fmt: skip


def _name(figure: Figure, axes: Axes, bubbles: Sequence[Bubble], palette: Palette) -> None:
    """Name the first spots where there is room: beside, above or below, over no bubble and no other name."""
    renderer = renderer_of(figure)
    whole = axes.get_window_extent(renderer)
    taken = [
        Bbox.from_extents(one.x - one.reach, one.y - one.reach, one.x + one.reach, one.y + one.reach) for one in bubbles
    ]
    for bubble in bubbles[:MOST_NAMED]:
        away = bubble.reach + 6
        for dx, dy, horizontal, vertical in SIDES:
            x, y = axes.transData.inverted().transform((bubble.x + dx * away, bubble.y + dy * away))
            text = axes.text(
                x, y, plain(bubble.spot.name), ha=horizontal, va=vertical, color=palette.ink, fontsize=SMALL,
                family=FONT, zorder=5,
            )  # fmt: skip
            box = text.get_window_extent(renderer).padded(1)
            inside = whole.x0 <= box.x0 and box.x1 <= whole.x1 and whole.y0 <= box.y0 and box.y1 <= whole.y1
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()


def _list(figure: Figure, spots: tuple[Spot, ...], most: int, palette: Palette) -> None:
    """The places by number, on the right, and what the colours mean."""
    shown = spots[:MOST_LISTED]
    left, top, gap = 0.685, 0.79, 0.066
    for place, spot in enumerate(shown):
        y = top - gap * place
        colour = palette.groups[spot.group]
        figure.add_artist(Line2D([left + 0.011], [y], marker="o", markersize=13, color=colour, linestyle="none"))
        write(figure, left + 0.033, y, spot.name, palette.ink, LABEL, va="center", most=0.21)
        write(figure, 0.96, y, str(spot.count), palette.ink, LABEL, ha="right", va="center", weight="bold")
    groups = list(dict.fromkeys(spot.group for spot in spots))
    y = 0.075 + 0.045 * len(groups)
    for name in groups:
        figure.add_artist(
            Line2D([left + 0.011], [y], marker="o", markersize=9, color=palette.groups[name], linestyle="none")
        )
        write(
            figure, left + 0.033, y, f"mostly {name[0].lower()}{name[1:]}", palette.faint, SMALL, va="center", most=0.25
        )
        y -= 0.045
