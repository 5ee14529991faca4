"""Bytes become characters: what kind of file it is, and in which encoding."""

import codecs
import re

from bot.reading.document.errors import NotText

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x00\x00\x01\x00", "a picture (icon)"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"%!PS", "a PostScript file"),
)
"""First bytes of the kinds of files that people mistake for text, from the formats' definitions."""

_OFFICE = ((b"word/", "a Word document"), (b"xl/", "an Excel workbook"), (b"ppt/", "a PowerPoint presentation"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})|^<\?xml[^>]{0,100}encoding=["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)


def kind_of(data: bytes) -> str | None:
    """Name the kind of a file that is no text, from its first bytes; None where it may be text."""
    head = data[:4096]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04"):
        if b"mimetypeapplication/vnd.oasis" in head:
            return "an OpenDocument file"
        if b"mimetypeapplication/epub" in head:
            return "an e-book (EPUB)"
        return next((kind for mark, kind in _OFFICE if mark in data), "a ZIP archive")
    if head[:4] == b"RIFF":
        return "a picture (WebP)" if head[8:12] == b"WEBP" else "a sound or video file"
    if head[4:8] == b"ftyp":
        return "a sound or video file"
    return None


def decode(data: bytes, name: str) -> str:
    """Decode a text file: by its byte-order mark, as UTF-8, as UTF-16, by what it declares, or by what it looks like.

    Raises NotText for anything else.
    """
    if kind := kind_of(data):
        raise NotText(name, kind)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _other(data, name)
    if "\x00" in text:
        return _wide(data, name)
    _refuse_binary(text, name)
    return text


def _wide(data: bytes, name: str) -> str:
    """Read UTF-16 without a mark: in European text every other byte is zero."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > half * 0.4 and even < half * 0.1:
        return data.decode("utf-16-le", "replace")
    if even > half * 0.4 and odd < half * 0.1:
        return data.decode("utf-16-be", "replace")
    raise NotText(name, "a binary file")


def _other(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096]:
        return _wide(data, name)
    # UTF-8 with a few broken bytes is still UTF-8.
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if sum(not character.isascii() for character in mended) - broken > 4 * broken:
        return mended
    declared = _DECLARED.search(data[:2048])
    if declared:
        try:
            return data.decode((declared[1] or declared[2]).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    text = _guess(data)
    _refuse_binary(text, name)
    return text


def _guess(data: bytes) -> str:
    """Choose between the West European code page, which English is written in, and what the bytes look like."""
    foreign = sum(byte > 127 for byte in data)
    if foreign > len(data) * 0.1:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:100_000]).best()
        if best is not None:
            return data.decode(best.encoding, "replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _refuse_binary(text: str, name: str) -> None:
    sample = text[:4096]
    controls = sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in sample)
    if controls > len(sample) * 0.02:
        raise NotText(name, "a binary file")
