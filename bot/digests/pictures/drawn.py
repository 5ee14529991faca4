"""Drawing itself; only the drawing process imports it, because it loads matplotlib."""

from bot.digests.pictures.drawing import Drawing, Picture


def draw(drawing: Drawing, palette: str) -> Picture:
    """Draw a picture."""
    raise NotImplementedError(f"{drawing.kind} {palette}")
