"""Unpacking a body while it arrives, never further than allowed.

httpx unpacks a whole received chunk before its size can be looked at: 809 bytes can become a gigabyte. Here each step
is told how much room is left.
"""

import zlib
from typing import Protocol

ACCEPTED = "gzip, deflate"
"""The encodings to ask for: those that can be unpacked step by step with what is installed."""


class Undecodable(Exception):  # noqa: N818
    """The body is not packed as its header says, or in a way that was not asked for; the message says which."""


class Decoder(Protocol):
    """Unpacks one body."""

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk into at most `room` + 1 bytes: one more shows that it does not fit. Raises Undecodable."""
        ...

    def finish(self) -> None:
        """Say that the body has ended. Raises Undecodable where something is missing."""
        ...


def decoder(encoding: str) -> Decoder:
    """Make a decoder for a Content-Encoding header. Raises Undecodable for one that was not asked for."""
    names = [name.strip().casefold() for name in encoding.split(",")]
    names = [name for name in names if name not in ("", "identity", "none", "utf-8")]
    if not names:
        return Plain()
    if len(names) > 1:
        raise Undecodable(f"it is packed more than once ({encoding.strip()[:60]})")
    if names[0] in ("gzip", "x-gzip", "deflate"):
        return Zlib()
    raise Undecodable(f"it is packed as {names[0][:30]!r}, which was not asked for")


class Plain:
    """A body that is not packed."""

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Give the chunk back, as much as there is room for."""
        return chunk[: room + 1]

    def finish(self) -> None:
        """Nothing can be missing: a wrong length is noticed by HTTP itself."""


class Zlib:
    """gzip, and deflate with or without its frame; a body that is not packed, whatever its header says, is let through.

    Servers that compress twice over or forget to are common, and their feeds are none the worse for it.
    """

    def __init__(self) -> None:
        self._start = b""
        self._inflate: zlib._Decompress | None = None
        self._plain = False
        self._over = False

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk."""
        if self._plain:
            return chunk[: room + 1]
        if self._over or not chunk:
            return b""
        if self._inflate is None:
            self._start += chunk
            if len(self._start) < 2:
                return b""
            chunk, self._start = self._start, b""
            window = _window(chunk)
            if window is None:
                self._plain = True
                return chunk[: room + 1]
            self._inflate = zlib.decompressobj(window)
        return self._unpack(self._inflate, chunk, room)

    def _unpack(self, inflate: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
        parts, size = [], 0
        while chunk and size <= room:
            try:
                part = inflate.decompress(chunk, room + 1 - size)
            except zlib.error as error:
                raise Undecodable("what it was packed into is damaged") from error
            parts.append(part)
            size += len(part)
            if not inflate.eof:
                chunk = inflate.unconsumed_tail
            elif inflate.unused_data.startswith(b"\x1f\x8b"):  # gzip allows several members in a row
                chunk = inflate.unused_data
                inflate = self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
            else:
                self._over = True
                break
        return b"".join(parts)

    def finish(self) -> None:
        """Raise Undecodable where the end is missing."""
        if self._inflate is not None and not self._inflate.eof:
            raise Undecodable("it ends in the middle")


def _window(start: bytes) -> int | None:
    """zlib's `wbits` for a stream that starts so; None where it is not packed."""
    if start.startswith(b"\x1f\x8b"):
        return 16 + zlib.MAX_WBITS
    if start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0:  # RFC 1950 2.2: a zlib frame
        return zlib.MAX_WBITS
    if start.lstrip()[:1] in (b"<", b"{", b"[", b"\xef", b"\xfe", b"\xff"):
        return None
    return -zlib.MAX_WBITS
