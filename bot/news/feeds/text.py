"""Plain text out of what feeds and pages put into titles and summaries."""

import html
import re

_TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^<>]*)>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")


def plain(text: object, longest: int) -> str | None:
    """Text without tags, entities and control characters, cut at `longest` characters; None if nothing is left."""
    if not isinstance(text, str):
        return None
    text = text[: longest * 20]
    text = _TAG.sub(" ", _HIDDEN.sub(" ", text)) if "<" in text else text
    if "&" in text:
        text = html.unescape(text)
        text = _TAG.sub(" ", _HIDDEN.sub(" ", text)) if "<" in text else text
    text = " ".join(_CONTROL.sub("", text).split())
    return text[:longest].rstrip() or None
