"""Discord's markdown: text of a source made inert, cut to length, and linked.

What is live in a message: https://docs.discord.com/developers/reference#message-formatting
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

CUT = "…"
LONGEST_ADDRESS = 1_000
"""A longer one would leave too little room for what it belongs to, and is left out."""

_MARKUP = re.compile(r"[\\*_~`|<>\[\]#]")
_LINE_START = re.compile(r"^(?:[-+](?=\s|#|$)|\d+(?=[.)](?:\s|$)))")
# A colon is live in an address and in the short name of an emoji.
_COLON = re.compile(r":(?=//|[\w+~-]+:)")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_INVITATION = re.compile(r"(?<=discord)\.(?=gg|com|new|gift)|(?<=discordapp)\.(?=com)|(?<=dis)\.(?=gd)", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\[\]\\`|\"'{}^]")
_SPACES = re.compile(r"\s+")
_JOINERS = "\u200d\u200c"
"""They hold emoji and letters of some scripts together; all other invisible characters go."""
_ZERO_WIDTH_SPACE = "\u200b"


def length(text: str) -> int:
    """Return the length in UTF-16 units: no count of Discord's is higher."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Put a text on one line, without control, direction, surrogate and private characters."""
    spaced = _SPACES.sub(" ", text).strip()
    if spaced.isascii() and spaced.isprintable():
        return spaced
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return _SPACES.sub(" ", "".join(kept)).strip()


def escape(text: str) -> str:
    """Return a text that Discord shows as it is written: no markup, link, mention or invitation in it is live."""
    return _escaped(clean(text))


def _escaped(cleaned: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", cleaned)
    text = _COLON.sub(r"\\:", text)
    text = _INVITATION.sub(r"\\.", text)
    text = _MENTION.sub(f"@{_ZERO_WIDTH_SPACE}", text)
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    # "1." loses its meaning by its point being escaped, "-" by being escaped itself.
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def fit(text: str, budget: int) -> str:
    """Return the escaped text in at most `budget` characters, cut at a word and marked where it is longer."""
    cleaned = clean(text)
    # Escaping never shortens, so what lies beyond the budget is cut off in any case.
    if len(cleaned) <= budget and length(whole := _escaped(cleaned)) <= budget:
        return whole
    words = cleaned[: max(budget, 0) + 1].split(" ")
    count = _most(len(words) - 1, lambda n: _fits(" ".join(words[:n]), budget))
    if count:
        return _marked(" ".join(words[:count]))
    word = words[0]
    letters = _most(len(word), lambda n: _fits(word[:n], budget))
    while letters and _holds_together(word, letters):
        letters -= 1
    return _marked(word[:letters]) if letters else CUT if budget >= 1 else ""


def link(title: str, address: str | None, budget: int) -> str:
    """Return `[title](<address>)` with the title in at most `budget` characters; without a usable address the title."""
    target = safe_address(address)
    title = clean(title)
    if not target or "://" in title:
        return fit(title, budget)
    # A bracket would end the title, even an escaped one.
    return f"[{fit(title.translate(str.maketrans('[]', '()')), budget)}](<{target}>)"


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


def _fits(text: str, budget: int) -> bool:
    return length(_marked(text)) <= budget


def _marked(text: str) -> str:
    return _escaped(text.rstrip(" ,;:-")) + CUT


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
