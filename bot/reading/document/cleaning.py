"""Clean text: what is stored, and what every offset refers to. The same input always gives the same text."""

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

_BOILERPLATE = Path(__file__).parent.parent / "data" / "boilerplate.tsv"
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_BLANKS = re.compile(r" {2,}")
_BORDERS = re.compile(r"\n{3,}")

WRAPPED = range(45, 121)
"""Length of the lines of a text that was wrapped by hand or by a mail program."""
_AS_WRITTEN = frozenset(("credit", "byline"))
LONGEST_LINE = 300
"""Longer lines are prose, whatever they start with: a caption is seldom longer."""


def clean(text: str) -> str:
    """Give the text without what is not told: markup left-overs, control and direction marks, boilerplate and captions.

    Paragraphs stay apart by one or two line ends, as they were. Spaces of all kinds become plain blanks, composed
    characters are in normal form C, hard-wrapped paragraphs are joined.
    """
    lines = tidy(text).split("\n")
    kept: list[str] = []
    for line in _unwrapped(lines):
        stripped = without_residue(line)
        if not line or (stripped and not is_boilerplate(stripped) and stripped != _last(kept)):
            kept.append(stripped)
    return _BORDERS.sub("\n\n", "\n".join(kept)).strip()


def tidy(text: str) -> str:
    """Give the text with plain blanks and line ends, composed characters, and no control or direction marks."""
    text = _LINE_ENDS.sub("\n", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
    text = unicodedata.normalize("NFC", text.translate(_translation(text)))
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n"))


def _last(lines: list[str]) -> str:
    return next((line for line in reversed(lines) if line), "")


def _translation(text: str) -> dict[int, str | None]:
    """Say what becomes of the characters that are no letters, signs or line ends: a blank, or nothing."""
    table: dict[int, str | None] = {}
    for character in set(text):
        category = unicodedata.category(character)
        if character == "\ufffd" or (category == "Zs" and character != " ") or character == "\t":
            table[ord(character)] = " "
        elif category in {"Cc", "Cf", "Cs", "Co", "Cn"} and character != "\n":
            table[ord(character)] = None
    return table


def _unwrapped(lines: list[str]) -> list[str]:
    """Join the lines of hard-wrapped paragraphs: all but the last are of much the same length."""
    joined: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        if _is_wrapped(block):
            block = [" ".join(block)]
        joined += [*block, ""]
        block = []
    return joined[:-1]


def _is_wrapped(block: list[str]) -> bool:
    if len(block) < 2 or not all(len(line) in WRAPPED for line in block[:-1]) or len(block[-1]) > WRAPPED.stop:
        return False
    # Paragraphs on lines of their own end as sentences do; wrapped lines mostly do not.
    ended = sum(line.endswith((".", "!", "?", '"', "\u201d", ":")) for line in block[:-1])
    return ended * 2 < len(block) - 1 or (len(block) == 2 and not ended)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compile the lines of the data file, one pattern a table."""
    tables: dict[str, list[str]] = {}
    for line in _BOILERPLATE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            table, pattern = line.split("\t")
            tables.setdefault(table, []).append(pattern)
    compiled = {}
    names = {table: f"(?:{'|'.join(tables.pop(table))})" for table in list(tables) if table.isupper()}
    for table, patterns in tables.items():
        pattern = "|".join(f"(?:{one})" for one in patterns)
        for name, meaning in names.items():
            pattern = pattern.replace(name, meaning)
        compiled[table] = re.compile(pattern, 0 if table in _AS_WRITTEN else re.IGNORECASE)
    return compiled


def without_residue(line: str) -> str:
    """Give a line without the buttons and labels that are copied along with it: "Enlarge this image"."""
    return _BLANKS.sub(" ", _patterns()["residue"].sub(" ", line)).strip() if line else line


def is_boilerplate(line: str) -> bool:
    """Say whether a line tells nothing: an advertisement, a share button, a byline, a caption, a copyright notice."""
    if len(line) > LONGEST_LINE:
        return False
    patterns = _patterns()
    bare = line.strip(" .:!*|\u2022\u00b7\u203a\u00bb>-\u2013\u2014[]()")
    return bool(
        not bare
        or patterns["line"].fullmatch(bare)
        or patterns["start"].match(line)
        or patterns["credit"].search(line)
        or patterns["byline"].fullmatch(line)
    )
