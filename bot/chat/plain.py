"""Plain text for chat: on one line without hidden characters, cut to a length, and addresses that can be linked."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

CUT = "…"
LONGEST_ADDRESS = 1_000
"""A longer one would leave too little room for what it belongs to, and is left out."""

_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\[\]\\`|\"'{}^]")
_SPACES = re.compile(r"\s+")
_JOINERS = "\u200d\u200c"
"""They hold emoji and letters of some scripts together; all other invisible characters go."""


def length(text: str) -> int:
    """Return the length in UTF-16 units: no platform's count is higher."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Put a text on one line, without control, direction, surrogate and private characters."""
    spaced = _SPACES.sub(" ", text).strip()
    if spaced.isascii() and spaced.isprintable():
        return spaced
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return _SPACES.sub(" ", "".join(kept)).strip()


def fit(text: str, budget: int, escape: Callable[[str], str] = str) -> str:
    """Return the cleaned and escaped text in at most `budget` characters, cut at a word and marked where it is longer.

    `escape` must never shorten.
    """
    cleaned = clean(text)

    def marked(part: str) -> str:
        return escape(part.rstrip(" ,;:-")) + CUT

    def fits(part: str) -> bool:
        return length(marked(part)) <= budget

    # Escaping never shortens, so what lies beyond the budget is cut off in any case.
    if len(cleaned) <= budget and length(whole := escape(cleaned)) <= budget:
        return whole
    words = cleaned[: max(budget, 0) + 1].split(" ")
    count = _most(len(words) - 1, lambda n: fits(" ".join(words[:n])))
    if count:
        return marked(" ".join(words[:count]))
    word = words[0]
    letters = _most(len(word), lambda n: fits(word[:n]))
    while letters and _holds_together(word, letters):
        letters -= 1
    return marked(word[:letters]) if letters else CUT if budget >= 1 else ""


def safe_address(address: str | None) -> str | None:
    """Return a web address in which nothing can end the link, None for what is none."""
    if not address or not address.isprintable() or len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if (
        parts.scheme not in ("http", "https")
        or not host
        or "@" in parts.netloc
        or _UNSAFE_IN_ADDRESS.search(parts.netloc)
    ):
        return None
    encoded = _UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0], safe=""), address)
    return encoded if length(encoded) <= LONGEST_ADDRESS and clean(encoded) == encoded else None


def _most(highest: int, holds: Callable[[int], bool]) -> int:
    """Return the highest number up to `highest` for which it holds, given that it then holds for all lower ones."""
    low, high = 0, highest
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _holds_together(word: str, at: int) -> bool:
    """Whether a cut before the character would tear apart what is seen as one."""
    return at < len(word) and (unicodedata.combining(word[at]) != 0 or word[at] in _JOINERS or word[at - 1] in _JOINERS)
