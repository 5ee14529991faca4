"""A passage: words to be parsed together, and where each of them stands in the document."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of the document put together for parsing.

    Mostly one piece, a sentence. A sentence cut by its attribution ("A," she said, "B") is two passages: what was said,
    joined, and who said it. `pieces` are (start in `text`, start in the document, length).
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def holds(self, place: int) -> bool:
        """Whether the character at a place in the document is one of the passage's."""
        return any(document <= place < document + length for _, document, length in self.pieces)

    def place(self, offset: int) -> int:
        """The offset in the document of an offset in `text`."""
        index = bisect_right(self.pieces, (offset, 1 << 60, 0)) - 1
        start, document, length = self.pieces[max(index, 0)]
        return document + min(max(offset - start, 0), length)

    def place_end(self, offset: int) -> int:
        """The same for the offset just after a word."""
        return self.place(offset - 1) + 1 if offset else self.place(0)


def join(document: str, spans: list[tuple[int, int]]) -> Passage:
    """A passage of the document's spans, parted by a blank."""
    pieces: list[tuple[int, int, int]] = []
    parts: list[str] = []
    length = 0
    for start, end in spans:
        if parts:
            parts.append(" ")
            length += 1
        pieces.append((length, start, end - start))
        parts.append(document[start:end])
        length += end - start
    return Passage("".join(parts), tuple(pieces))
