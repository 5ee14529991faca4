"""What common nouns say about somebody: callings ("spokesman"), and kinds of names ("... Group", "... Strait")."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge.actions import lexicon

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Calling:
    """What a person is by office or work. Callings of one group can stand for each other."""

    group: str
    sector: str


@cache
def _callings() -> dict[str, Calling]:
    found: dict[str, Calling] = {}
    for group, sector, words in _rows("roles.tsv"):
        for word in words.split(";"):
            found.setdefault(word, Calling(group, sector))
    return found


@cache
def _heads() -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for kind, sector, use, words in _rows("heads.tsv"):
        for word in words.split(";"):
            found.setdefault(word, (kind, sector, use))
    return found


def _rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def calling(word: str) -> Calling | None:
    """The calling that a noun names: of "spokesmen" and "Spokesman", not of "statement"."""
    return _callings().get(_singular(word, _callings()))


def role_group(word: str) -> str:
    """What groups nouns that can stand for each other: "spokesman" and "press secretary", "ship" and "tanker"."""
    found = calling(word)
    if found is not None:
        return found.group
    kinds = lexicon().kinds_of([word.lower()])
    return "vessel" if "vessel" in kinds else word.lower()


def head_kind(word: str, *, name: bool = True) -> str | None:
    """The kind of a name by its last word: an actor kind's value, "place" or "thing"; None unknown.

    `name` is False for a description, where fewer words say so: "the company" does, "the oil" does not.
    """
    found = _heads().get(_singular(word, _heads()))
    return found[0] if found and (name or found[2] == "any") else None


def head_sector(word: str) -> str | None:
    """The sector of an organisation by its last word."""
    found = _heads().get(_singular(word, _heads()))
    return (found[1] or None) if found else None


def _singular(word: str, known: Mapping[str, object]) -> str:
    word = word.lower().rstrip(".")
    if word in known:
        return word
    for plural, singular in (
        ("ies", "y"),
        ("men", "man"),
        ("women", "woman"),
        ("people", "person"),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(plural) and (stem := word[: -len(plural)] + singular) in known:
            return stem
    return word
