"""Events a day by group, as stacked bars."""

from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from bot.digests.pictures.drawing import Bars
from bot.digests.pictures.style import FONT, LABEL, SMALL, Palette, finish, frame, write

MOST_LABELS = 8
MOST_NUMBERED = 16
"""Bars that have room for their number above them."""


def draw(drawing: Bars, palette: Palette) -> bytes:
    """Draw it."""
    figure = frame(drawing.title, drawing.subtitle, palette)
    axes = figure.add_axes((0.085, 0.235, 0.875, 0.56), facecolor=palette.back)
    below = [0] * len(drawing.days)
    for name, counts in drawing.groups:
        shown = [place for place, count in enumerate(counts) if count]
        axes.bar(
            shown, [counts[place] for place in shown], bottom=[below[place] for place in shown], width=0.72,
            color=palette.groups[name], edgecolor=palette.back, linewidth=1.2,
        )  # fmt: skip
        below = [low + count for low, count in zip(below, counts, strict=True)]
    highest = max(below)
    for place, total in enumerate(below):
        if total and len(drawing.days) <= MOST_NUMBERED:
            axes.text(
                place, total + highest * 0.025, str(total), ha="center", va="bottom", color=palette.ink,
                fontsize=LABEL, fontweight="bold", family=FONT,
            )  # fmt: skip
    axes.set_ylim(0, highest * (1.13 if len(drawing.days) <= MOST_NUMBERED else 1.04))
    axes.set_xlim(-0.6, len(drawing.days) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.grid(axis="y", color=palette.line, linewidth=1)
    axes.set_axisbelow(True)
    step = -(-len(drawing.days) // MOST_LABELS)
    ticks = range(0, len(drawing.days), step)
    axes.set_xticks(list(ticks), [_day(drawing, place) for place in ticks])
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=palette.faint, labelfontfamily=FONT, pad=6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(palette.line)
    x = 0.04
    for name, _ in drawing.groups:
        figure.add_artist(Rectangle((x, 0.075), 0.019, 0.034, facecolor=palette.groups[name], edgecolor="none"))
        text = write(figure, x + 0.027, 0.092, name, palette.ink, SMALL + 1, va="center")
        x += 0.027 + text.get_window_extent().width / figure.bbox.width + 0.03
    return finish(figure, palette)


def _day(drawing: Bars, place: int) -> str:
    day = drawing.days[place]
    if len(drawing.days) <= MOST_LABELS:
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.day} {day:%b}"
