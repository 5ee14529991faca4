"""`sealane digest`: for people, for programs, as request bodies, with a picture; bad input is told in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command, Result, filled_world, own_folder, sealane, world_path

__all__ = ["filled_world", "own_folder", "sealane", "world_path"]

pytestmark = pytest.mark.usefixtures("world_path")

# All of the made-up news was learnt on 4 May 2026 at nine in the morning, UTC.
PERIOD = ("--from", "2026-05-04", "--to", "2026-05-05")
LINE_KEYS = {
    "event", "events", "theme", "text", "when", "status", "notes", "publishers", "quote", "publisher", "published",
    "url", "title", "score", "why",
}  # fmt: skip


def digest(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.err
    (line,) = result.out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_person_is_shown_headline_counts_and_events_by_theme(sealane: Command) -> None:
    result = sealane("digest", *PERIOD, "--zone", "Asia/Tokyo")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "Indo-Pacific brief: Tue 5 May 2026"
    assert "from 4 May, 00:00 to 5 May, 00:00 (Asia/Tokyo)" in " ".join(lines[1:3])
    assert "Pacific Islands" in lines


def test_a_program_is_given_every_line_with_its_quote_and_score(sealane: Command) -> None:
    found = digest(sealane("digest", *PERIOD, "--json"))
    assert found["lines"]
    for line in found["lines"]:
        assert line.keys() >= LINE_KEYS
        assert line["score"] > 0
        assert line["why"]
    assert found["from"] == "2026-05-04T00:00:00+00:00"
    assert not found["quiet"]


def test_the_day_or_week_up_to_a_moment_is_the_same_as_its_ends(sealane: Command) -> None:
    by_ends = digest(sealane("digest", *PERIOD, "--json"))
    assert digest(sealane("digest", "--to", "2026-05-05", "--json")) == by_ends
    week = digest(sealane("digest", "--to", "2026-05-10", "--period", "week", "--json"))
    assert [line["event"] for line in week["lines"]] == [line["event"] for line in by_ends["lines"]]


def test_a_topic_is_understood_and_said_back(sealane: Command) -> None:
    found = digest(sealane("digest", *PERIOD, "--topic", "anything Palau does", "--json"))
    assert found["understood"] == "Events in which Palau does something."
    assert found["query"]["names"][0]["name"] == "Palau"
    assert {line["theme"] for line in (*found["lines"], *found["ahead"])} <= {"Pacific Islands"}


def test_a_quiet_period_is_an_answer(sealane: Command) -> None:
    result = sealane("digest", "--from", "2020-01-01", "--to", "2020-01-02")
    assert result.code == 0
    assert "Nothing was read from 1 January" in result.out


@pytest.mark.parametrize(("platform", "key"), [("discord", "embeds"), ("slack", "blocks")])
def test_the_request_bodies_are_printed_one_a_line(sealane: Command, platform: str, key: str) -> None:
    result = sealane("digest", *PERIOD, "--render", platform)
    assert result.code == 0
    assert all(key in json.loads(line) for line in result.out.splitlines())


def test_a_picture_is_written(sealane: Command, own_folder: Path) -> None:
    found = digest(sealane("digest", *PERIOD, "--chart", "map.png", "--json"))
    assert (own_folder / "map.png").read_bytes().startswith(b"\x89PNG")
    assert found["picture"].startswith("Map of the Indo-Pacific")


def test_too_little_to_draw_is_said_and_is_no_error(sealane: Command, own_folder: Path) -> None:
    result = sealane("digest", "--from", "2020-01-01", "--to", "2020-01-02", "--chart", "map.png")
    assert result.code == 0
    assert "too little to draw" in result.err
    assert not (own_folder / "map.png").exists()


def test_why_tells_what_an_event_counts(sealane: Command) -> None:
    first = digest(sealane("digest", *PERIOD, "--json"))["lines"][0]["event"]
    assert sealane("digest", *PERIOD, "--why", str(first)).out.startswith(f"Event {first} was told")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "yesterday"), ("'yesterday'", "ISO")),
        (("--from", "2026-05-05", "--to", "2026-05-04"), ("ends", "before it begins")),
        (("--from", "2020-01-01", "--to", "2026-05-04"), ("at most 92",)),
        (("--from", "2026-05-04", "--period", "day"), ("--from", "--period")),
        (("--period", "fortnight"), ("fortnight", "hour, day or week")),
        (("--zone", "Mars/Olympus"), ("Mars/Olympus",)),
        (("--topic", "flurbistan"), ("flurbistan", "cannot be followed")),
        (("--topic", "the"), ("“the”", "names nothing")),
        (("--language", "tlh"), ("tlh", "en-us")),
        (("--size", "0"), ("--size", "1 to 50")),
        (("--render", "fax"), ("fax", "console, discord or slack")),
        (("--chart", "map.jpg"), ("map.jpg", ".png")),
        (("--chart", "no/such/folder/map.png"), ("no/such/folder",)),
        (("--picture", "pie"), ("pie", "timeline")),
    ],
)
def test_bad_input_is_told_in_one_line(sealane: Command, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert sealane("digest", *arguments).refused(*words)
