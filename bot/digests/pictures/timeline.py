"""What happened between a pair, as a list along a line: dates on the left, so that nothing can overlap."""

from matplotlib.lines import Line2D

from bot.digests.pictures.drawing import Timeline
from bot.digests.pictures.style import DOTS, FONT, LABEL, SMALL, WIDTH, Palette, finish, frame, plain, wrapped, write

TOP, BOTTOM = 0.765, 0.16
AXIS = 0.185
MOST_MARKS = 6
TEXT = 14


def draw(drawing: Timeline, palette: Palette) -> bytes:
    """Draw it; only the first six marks have room."""
    figure = frame(drawing.title, drawing.subtitle, palette)
    marks = drawing.marks[:MOST_MARKS]
    gap = (TOP - BOTTOM) / max(len(marks) - 1, 3)
    last = TOP - gap * (len(marks) - 1)
    figure.add_artist(Line2D([AXIS, AXIS], [last, TOP], color=palette.line, linewidth=3, zorder=1))
    several_years = len({mark.day.year for mark in marks}) > 1
    day = None
    for place, mark in enumerate(marks):
        y = TOP - gap * place
        if mark.day != day:
            told = f"{mark.day.day} {mark.day:%b}" + (f" \u2019{mark.day:%y}" if several_years else "")
            write(
                figure, AXIS - 0.03, y, told, palette.ink, LABEL, ha="right", va="center",
                weight="bold",
            )  # fmt: skip
        day = mark.day
        colour = palette.groups[mark.group]
        figure.add_artist(
            Line2D(
                [AXIS], [y], marker="o", markersize=15, markerfacecolor=colour if mark.done else palette.back,
                markeredgecolor=colour, markeredgewidth=3, zorder=2,
            )
        )  # fmt: skip
        label = figure.text(
            AXIS + 0.03, y, plain(mark.label), color=palette.ink, fontsize=TEXT, family=FONT, va="center",
            linespacing=1.15,
        )  # fmt: skip
        wrapped(figure, label, (0.96 - AXIS - 0.03) * WIDTH * DOTS, 2)
    x = 0.04
    for name in dict.fromkeys(mark.group for mark in marks):
        figure.add_artist(
            Line2D([x + 0.009], [0.055], marker="o", markersize=11, color=palette.groups[name], linestyle="none")
        )
        text = write(figure, x + 0.025, 0.055, name, palette.faint, SMALL, va="center")
        x += 0.025 + text.get_window_extent().width / figure.bbox.width + 0.03
    if not all(mark.done for mark in marks):
        figure.add_artist(
            Line2D(
                [x + 0.009], [0.055], marker="o", markersize=10, markerfacecolor=palette.back,
                markeredgecolor=palette.faint, markeredgewidth=2.5, linestyle="none",
            )
        )  # fmt: skip
        write(figure, x + 0.025, 0.055, "not told as done", palette.faint, SMALL, va="center")
    return finish(figure, palette)
