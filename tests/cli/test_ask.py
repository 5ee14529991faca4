"""`sealane ask`: one question or a batch, for people and for programs; bad input is told in one line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Command, Result

pytestmark = pytest.mark.usefixtures("world_path")

ANSWER_KEYS = {
    "id", "question", "kind", "answers", "text", "abstained", "reason", "ambiguous", "query", "total", "citations",
    "milliseconds",
}  # fmt: skip
CITATION_KEYS = {"event", "quote", "publisher", "published", "url", "title"}


def answers(result: Result) -> list[dict[str, Any]]:
    assert result.code == 0, result.err
    return [json.loads(line) for line in result.out.splitlines()]


def batch(folder: Path, *lines: object) -> str:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return str(path)


def test_a_person_is_told_the_thing_first_then_the_telling_then_the_quote_with_its_source(sealane: Command) -> None:
    result = sealane("ask", "what did Rabuka sign?")
    lines = result.out.splitlines()
    assert lines[0] == "the Lau Tuna Accord"
    assert "Aisake Eke in Levuka on 5 March 2024" in " ".join(lines[1:3])
    assert "— The Lagoon Post, 6 March 2024, Fiji and Tonga settle a tuna dispute" in result.out
    assert (result.code, result.err) == (0, "")


def test_a_program_is_given_one_object_with_every_key_of_the_contract(sealane: Command) -> None:
    (answer,) = answers(sealane("ask", "--json", "what did Rabuka sign?"))
    assert answer.keys() >= ANSWER_KEYS
    assert answer["citations"][0].keys() >= CITATION_KEYS
    assert (answer["id"], answer["kind"], answer["answers"]) == (None, "what", ["the Lau Tuna Accord"])


def test_finding_nothing_is_an_answer(sealane: Command) -> None:
    result = sealane("ask", "what did Samoa sign?")
    assert result.code == 0
    assert result.out.startswith("I do not know.")


def test_explain_tells_how_the_question_was_understood(sealane: Command) -> None:
    told = sealane("ask", "--explain", "what did Rabuka sign?").out
    assert "Understood as: Events in which Sitiveni Rabuka signs something" in told


def test_an_ambiguous_name_offers_numbered_choices(sealane: Command) -> None:
    told = sealane("ask", "who did Leota visit?").out
    assert "Which one do you mean?" in told
    assert "1. Sina Leota\n  2. Tomasi Leota" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give either one question or --batch FILE"),
        (("who?", "--batch", "x"), "Give either one question or --batch FILE"),
        (("",), "There is no question"),
        ((" \t ",), "There is no question"),
        (("?!",), "There is no question"),
        (("日本は何に署名しましたか",), "English"),
        (("what did Fiji sign " * 600,), "characters"),
        (("more",), "ask a question first"),
        (("thanks",), "Ask about"),
        (("who?", "--asked", "soon"), "'soon' is not an ISO date"),
        (("who?", "--asked", "2023-02-30"), "'2023-02-30' is not an ISO date"),
        (("who?", "--asked", ""), "'' is not an ISO date"),
        (("who?", "--asked", "9999-12-31"), "the year must be from 1000 to 9000"),
        (("who?", "--zone", "Mars/Olympus"), "There is no time zone 'Mars/Olympus'"),
        (("who?", "--zone", ""), "There is no time zone ''"),
        (("who?", "--zone", "../etc/passwd"), "There is no time zone"),
        (("--batch", "missing.jsonl"), "There is no file missing.jsonl"),
        (("--batch", ""), "There is no file"),
        (("--batch", "."), ". is a folder"),
    ],
)
def test_bad_usage_is_told_in_one_line(sealane: Command, arguments: tuple[str, ...], words: str) -> None:
    result = sealane("ask", *arguments)
    assert result.refused(words), result


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE events; --",
        'who AND (NOT NEAR("a" "b")) OR * ^ "',
        "text:who tags:a1 -sign",
        "%s %d {0} {} \\ \0",
        "who \u202e signed \x1b[31m?",
        "WHERE 1=1 OR 'a'='a' UNION SELECT * FROM actors",
    ],
)
def test_operators_of_databases_are_only_words(sealane: Command, question: str) -> None:
    assert sealane("ask", question).code in (0, 2)
    assert answers(sealane("ask", "--json", "what did Rabuka sign?"))[0]["answers"] == ["the Lau Tuna Accord"]


@given(question=st.text(max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_or_refused_without_a_traceback(sealane: Command, question: str) -> None:
    result = sealane("ask", "--json", "--", question)
    assert result.code in (0, 2)
    assert "Traceback" not in result.err
    assert result.code == 0 or result.refused()


# -- batches


def test_a_batch_is_answered_line_by_line_in_order(sealane: Command, tmp_path: Path) -> None:
    path = batch(
        tmp_path,
        {"id": "a", "question": "what did Rabuka sign?"},
        {"id": 2, "question": "what did China sign?", "asked": "2022-01-01", "zone": "Asia/Tokyo"},
        {"id": "c", "question": "and with whom?", "follows": "a"},
        {"id": "d", "question": "and with whom?", "follows": 2},
        {"id": "e", "question": "and where?", "follows": "a"},
        {"id": "f", "question": "who did Leota visit?"},
        {"id": "g", "question": "Tomasi", "follows": "f"},
        {"id": "h", "question": ""},
        {"id": "i", "question": "and when?", "follows": "h"},
    )
    found = answers(sealane("ask", "--batch", path))
    assert [answer["id"] for answer in found] == ["a", 2, "c", "d", "e", "f", "g", "h", "i"]
    first = {answer["id"]: (answer["answers"] or [None])[0] for answer in found}
    assert first["c"] == "Aisake Eke"
    assert first["d"] == "Kiribati"
    assert first["e"] == "Levuka"
    assert first["g"] == "Palau"
    assert found[5]["ambiguous"] == ["Sina Leota", "Tomasi Leota"]
    assert found[5]["answers"] == []
    assert found[7]["abstained"]
    assert found[7]["reason"].startswith("There is no question")


def test_a_batch_is_read_from_standard_input_with_or_without_a_byte_order_mark(sealane: Command) -> None:
    line = '\ufeff{"id": 1, "question": "what did Rabuka sign?"}\n\n'
    assert answers(sealane("ask", "--batch", "-", given=line))[0]["answers"] == ["the Lau Tuna Accord"]
    assert answers(sealane("ask", "--batch", "-", given="")) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[1, 2]", 'needs "id" and "question"'),
        ('{"question": "who?"}', 'needs "id" and "question"'),
        ('{"id": 3}', 'needs "id" and "question"'),
        ('{"id": 3, "question": 5}', 'needs "id" and "question"'),
        ('{"id": 3, "question": "who?", "zone": "Mars/Olympus"}', "There is no time zone 'Mars/Olympus'"),
        ('{"id": 3, "question": "who?", "asked": "soon"}', "'soon' is not an ISO date"),
        ('{"id": 3, "question": "who?", "follows": 77}', "it follows '77'"),
        ('{"id": 3, "question": "who?", "follows": 3}', "it follows '3'"),
    ],
)
def test_a_bad_line_is_named_before_any_is_answered(sealane: Command, line: str, words: str) -> None:
    result = sealane("ask", "--batch", "-", given='{"id": 1, "question": "who visited Nauru?"}\n' + line)
    assert result.refused("-, line 2: ", words), result


def test_a_batch_that_is_no_text_is_refused(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "wide.jsonl").write_bytes('{"id": 1}'.encode("utf-16"))
    assert sealane("ask", "--batch", "wide.jsonl").refused("not UTF-8 text")
