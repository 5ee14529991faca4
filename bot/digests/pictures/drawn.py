"""Drawing itself; only the drawing process imports it, because it loads matplotlib."""

from bot.digests.pictures import bars, matrix, region_map, timeline
from bot.digests.pictures.describing import describe
from bot.digests.pictures.drawing import Bars, Drawing, Matrix, Picture, Timeline
from bot.digests.pictures.style import PALETTES


def draw(drawing: Drawing, palette: str) -> Picture:
    """Draw a picture in the palette, "dark" or "light"."""
    return Picture(_png(drawing, palette), describe(drawing))


def _png(drawing: Drawing, palette: str) -> bytes:
    colours = PALETTES[palette]
    if isinstance(drawing, Bars):
        return bars.draw(drawing, colours)
    if isinstance(drawing, Matrix):
        return matrix.draw(drawing, colours)
    if isinstance(drawing, Timeline):
        return timeline.draw(drawing, colours)
    return region_map.draw(drawing, colours)
