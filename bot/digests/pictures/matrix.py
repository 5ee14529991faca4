"""Who with whom: a row for each who did something, a column for each it was done with or to."""

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyBboxPatch

from bot.digests.pictures.drawing import Matrix
from bot.digests.pictures.style import (
    DOTS,
    FONT,
    LABEL,
    SMALL,
    WIDTH,
    Palette,
    finish,
    fit,
    frame,
    on_dark,
    plain,
    write,
)

CELL_GAP = 0.06


def draw(drawing: Matrix, palette: Palette) -> bytes:
    """Draw it."""
    figure = frame(drawing.title, drawing.subtitle, palette)
    axes = figure.add_axes((0.2, 0.085, 0.76, 0.61), facecolor=palette.back)
    most = max(max(row) for row in drawing.counts)
    scale = LinearSegmentedColormap.from_list("few to many", [palette.low, palette.high])
    for row, counts in enumerate(drawing.counts):
        for column, count in enumerate(counts):
            if drawing.rows[row] == drawing.columns[column]:
                continue
            colour = _hexadecimal(scale(0.15 + 0.85 * count / most)) if count else palette.panel
            axes.add_patch(
                FancyBboxPatch(
                    (column + CELL_GAP, row + CELL_GAP), 1 - 2 * CELL_GAP, 1 - 2 * CELL_GAP,
                    boxstyle="round,pad=0,rounding_size=0.08", facecolor=colour, edgecolor="none",
                )
            )  # fmt: skip
            if count:
                ink = "#ffffff" if on_dark(colour) else "#15242c"
                axes.text(
                    column + 0.5, row + 0.52, str(count), ha="center", va="center", color=ink, fontsize=LABEL,
                    fontweight="bold", family=FONT,
                )  # fmt: skip
    axes.set_xlim(0, len(drawing.columns))
    axes.set_ylim(len(drawing.rows), 0)
    axes.set_axis_off()
    for place, name in enumerate(drawing.rows):
        axes.text(
            -0.12, place + 0.5, plain(name), ha="right", va="center", color=palette.ink, fontsize=LABEL, family=FONT
        )
    for place, name in enumerate(drawing.columns):
        text = axes.text(
            place + 0.5, -0.12, plain(name), ha="center", va="bottom", color=palette.ink, fontsize=LABEL - 1,
            family=FONT,
        )  # fmt: skip
        fit(figure, text, 0.98 * 0.76 * WIDTH * DOTS / len(drawing.columns))
    write(figure, 0.19, 0.79, "who", palette.faint, SMALL, va="center", ha="right", style="italic")
    write(figure, 0.207, 0.79, "did something with or to whom", palette.faint, SMALL, va="center", style="italic")
    return finish(figure, palette)


def _hexadecimal(colour: tuple[float, float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])
