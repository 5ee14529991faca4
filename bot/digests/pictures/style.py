"""The look of all pictures: two palettes, one frame, type that a phone shows readably.

The colours of the groups are told apart by people of any colour vision (after Okabe and Ito,
https://jfly.uni-koeln.de/color/), and lightness differs as well, so that they survive in grey.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.digests.pictures.drawing import DARK, LIGHT
from bot.digests.pictures.groups import COOPERATION, DEMANDS, FORCE, PRESSURE, TALKS

WIDTH, HEIGHT = 10.0, 5.6
"""Inches."""
DOTS = 120
"""To the inch: 1,200 by 672 pixels."""
TITLE, SUBTITLE, LABEL, SMALL = 22, 15, 15.5, 13
"""Points. At the width of a phone a label is as high as the text around the picture."""
FONT = "DejaVu Sans"
"""Comes with matplotlib, so that every machine draws the same."""
SIGNATURE = "Sealane"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture, as #rrggbb."""

    back: str
    panel: str
    """Water on a map, an empty cell of a matrix."""
    ink: str
    faint: str
    line: str
    land: str
    shore: str
    low: str
    high: str
    """The ends of a scale from few to many."""
    groups: Mapping[str, str]


PALETTES = {
    LIGHT: Palette(
        back="#ffffff", panel="#eaf1f4", ink="#15242c", faint="#54666f", line="#c9d4d9", land="#cdd3c8",
        shore="#ffffff", low="#dbe9ef", high="#0b5570",
        groups={
            COOPERATION: "#00896a", TALKS: "#4aa8dc", DEMANDS: "#e2a200", PRESSURE: "#b85c93", FORCE: "#cf4a12",
        },
    ),
    DARK: Palette(
        back="#1b2127", panel="#232c34", ink="#eef3f5", faint="#a9b6bd", line="#3a4650", land="#4a565c",
        shore="#1b2127", low="#263844", high="#7fd0ee",
        groups={
            COOPERATION: "#1fb890", TALKS: "#6cc1f0", DEMANDS: "#f0b93a", PRESSURE: "#dd8fbc", FORCE: "#f0713c",
        },
    ),
}  # fmt: skip


def frame(title: str, subtitle: str, palette: Palette) -> Figure:
    """An empty picture with its title, cut with a mark where it is too long for one line."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor=palette.back)
    FigureCanvasAgg(figure)
    write(figure, 0.04, 0.945, title, palette.ink, TITLE, weight="bold", va="center", most=0.92)
    write(figure, 0.04, 0.868, subtitle, palette.faint, SUBTITLE, va="center", most=0.92)
    return figure


def write(
    figure: Figure, x: float, y: float, words: str, colour: str, size: float, *, most: float = 1.0, **look: object
) -> Text:
    """Write at a place of the figure (0 to 1), in at most that share of its width."""
    text = figure.text(x, y, plain(words), color=colour, fontsize=size, family=FONT, **look)  # type: ignore[arg-type]
    fit(figure, text, most * WIDTH * DOTS)
    return text


def fit(figure: Figure, text: Text, pixels: float) -> None:
    """Cut a text at a word, with a mark, until it is no wider than so many pixels."""
    renderer = renderer_of(figure)
    while text.get_window_extent(renderer).width > pixels:
        words = text.get_text().rstrip("…").rstrip()
        shorter = words.rpartition(" ")[0] or words[:-1]
        if not shorter:
            return
        text.set_text(shorter.rstrip(" ,;:-") + "…")


def renderer_of(figure: Figure) -> RendererAgg:
    """What measures the texts of a figure."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101 - `frame` makes no other
    renderer: RendererAgg = canvas.get_renderer()  # type: ignore[no-untyped-call]
    return renderer


def wrapped(figure: Figure, text: Text, pixels: float, lines: int) -> None:
    """Break a text into at most so many lines of that width, the last cut with a mark where it is longer."""
    renderer = renderer_of(figure)
    words, broken = text.get_text().split(), list[str]()
    while words and len(broken) < lines:
        last = len(broken) == lines - 1
        count = len(words)
        text.set_text(" ".join(words))
        while count > 1 and text.get_window_extent(renderer).width > pixels:
            count -= 1
            text.set_text(" ".join(words[:count]) + ("…" if last else ""))
        broken.append(text.get_text())
        words = words[count:]
    text.set_text("\n".join(broken))


_SIGNS = frozenset("–—‘’“”…€•\n")


def plain(words: str) -> str:
    """Only what the font has and what is no formula: letters beyond Latin go, and `$` stays `$`."""
    kept = "".join(letter for letter in words if letter in _SIGNS or (letter.isprintable() and ord(letter) < 0x250))
    return " ".join(kept.replace("()", "").split()).replace("$", r"\$")


def finish(figure: Figure, palette: Palette) -> bytes:
    """Sign the picture and return it as a PNG, the same bytes for the same picture."""
    write(figure, 0.96, 0.03, SIGNATURE, palette.faint, 11, ha="right", va="center")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", facecolor=palette.back, metadata={"Software": None})
    return stream.getvalue()


def on_dark(colour: str) -> bool:
    """Whether writing on this colour should be light."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
