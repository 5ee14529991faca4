"""Unpacking a body while it arrives, never further than allowed.

httpx unpacks a whole received chunk before its size can be looked at: 809 bytes can become a gigabyte. Here each step
is told how much room is left.
"""

import zlib
from typing import Protocol

import brotli  # type: ignore[import-untyped]
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"
"""The encodings to ask for: those that can be unpacked step by step."""
_ZSTD_WINDOW = 8 << 20
"""Bytes; RFC 9659 3: nothing that needs a larger window may be sent over HTTP."""
_ZSTD_SLICE = 64
"""Bytes that are unpacked in one step: at most sixteen blocks of 128 KiB (RFC 8878 3.1.1.2) come out of them."""


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
    if names[0] == "br":
        return Brotli()
    if names[0] == "zstd":
        return Zstd()
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
        self._members = 0
        self._plain = False

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk."""
        parts: list[bytes] = []
        size = 0
        while chunk and size <= room and not self._plain:
            if self._inflate is None:
                chunk, self._start = self._start + chunk, b""
                if len(chunk) < 2:
                    self._start = chunk
                    return b"".join(parts)
                if not self._begin(chunk):
                    break
            part, chunk = self._unpack(chunk, room + 1 - size)
            parts.append(part)
            size += len(part)
        if self._plain and not self._members:
            parts.append(chunk[: room + 1])
        return b"".join(parts)

    def _begin(self, start: bytes) -> bool:
        """Begin with a member, of which gzip allows several in a row; False where what comes is none."""
        window = _window(start) if not self._members or start.startswith(b"\x1f\x8b") else None
        if window is None:
            self._plain = True
            return False
        self._inflate = zlib.decompressobj(window)
        self._members += 1
        return True

    def _unpack(self, chunk: bytes, most: int) -> tuple[bytes, bytes]:
        """Unpack at most so many bytes; give back what is left of the chunk as well."""
        if self._inflate is None:
            return b"", chunk
        try:
            part = self._inflate.decompress(chunk, most)
        except zlib.error as error:
            raise Undecodable("what it was packed into is damaged") from error
        if not self._inflate.eof:
            return part, self._inflate.unconsumed_tail
        rest = self._inflate.unused_data
        self._inflate = None
        return part, rest

    def finish(self) -> None:
        """Raise Undecodable where the end is missing."""
        if self._inflate is not None:
            raise Undecodable("it ends in the middle")


class Brotli:
    """Brotli (RFC 7932): 809 bytes of it can hold a gigabyte."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk."""
        parts, size = [], 0
        while not self._stream.is_finished():
            try:
                part = self._stream.process(chunk, output_buffer_limit=room + 1 - size)
            except brotli.error as error:
                raise Undecodable("what it was packed into is damaged") from error
            parts.append(part)
            size += len(part)
            chunk = b""  # the decompressor has it
            if size > room or self._stream.can_accept_more_data():
                break
        return b"".join(parts)[: room + 1]

    def finish(self) -> None:
        """Raise Undecodable where the end is missing."""
        if not self._stream.is_finished():
            raise Undecodable("it ends in the middle")


class Zstd:
    """Zstandard (RFC 8878), in one frame or several. Its library has no bound on what one step gives, so steps are
    small."""

    def __init__(self) -> None:
        self._frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame = self._frames.decompressobj()
        self._begun = False

    def decode(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk."""
        parts, size, at = [], 0, 0
        while at < len(chunk) and size <= room:
            step = chunk[at : at + _ZSTD_SLICE]
            try:
                part = self._frame.decompress(step)
            except zstandard.ZstdError as error:
                raise Undecodable("what it was packed into is damaged or needs too much memory") from error
            at += len(step)
            self._begun = True
            if self._frame.eof:
                at -= len(self._frame.unused_data)
                self._frame = self._frames.decompressobj()
                self._begun = False
            parts.append(part)
            size += len(part)
        return b"".join(parts)[: room + 1]

    def finish(self) -> None:
        """Raise Undecodable where the end is missing."""
        if self._begun:
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
