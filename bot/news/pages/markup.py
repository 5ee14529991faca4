"""Bytes of a page become a tree."""

import codecs
import re

from lxml import html  # type: ignore[import-untyped]

from bot.news.errors import ContentError

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-zA-Z0-9_\-]{2,30})""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([a-zA-Z0-9_\-]{2,30})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# https://encoding.spec.whatwg.org/#names-and-labels: what browsers take these names for.
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "shift_jis": "cp932"} | {
    "ascii": "cp1252", "us-ascii": "cp1252", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "x-sjis": "cp932"
}  # fmt: skip
_ESCAPES = b"\x1b$"
"""Begins Japanese characters in ISO-2022-JP, whose bytes are all ASCII."""


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode a page: valid UTF-8 is UTF-8 whatever it declares; else its declared encoding, else Windows-1252."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if _ESCAPES not in body:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    declared = _DECLARED.search(body[:4096])
    header = _HEADER.search(content_type or "")
    for name in (header[1] if header else None, declared[1].decode("ascii") if declared else None):
        if name is not None and name.casefold() not in ("utf-8", "utf8"):  # which it is not, or it had been decoded
            try:
                return body.decode(_MEANT.get(name.casefold(), name), "replace")
            except LookupError:
                continue
    return body.decode("utf-8" if _mostly_utf8(body) else "cp1252", "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII are UTF-8: one bad byte must not turn a page into another encoding."""
    beyond = sum(byte > 127 for byte in body)
    return body.decode("utf-8", "replace").count("\ufffd") * 20 < beyond


def tree(text: str) -> "html.HtmlElement":
    """Parse a page. Raises ContentError where there is nothing to parse."""
    # lxml refuses text that declares an encoding of its own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:200]) + text[200:]
    try:
        # A comment in the middle of a sentence, as some sites put everywhere, would end the text that is extracted.
        parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
        parsed = html.document_fromstring(text.replace("\0", ""), parser=parser)
    except (ValueError, html.etree.ParserError) as error:
        raise ContentError("The page is empty.") from error
    return parsed
