"""The labelled passages: what their format says is what is read, and what is wrong in a file is named with its line."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.corpus.check import checked, main
from bot.reading.corpus.diversity import alike, report
from bot.reading.corpus.passages import (
    CorpusError,
    Letter,
    Part,
    Passage,
    files,
    load,
    read_passages,
)
from db.vocabulary import Action, Status

HEADER = "@ wire-0001 wire 2024-03-05\n"


def only(text: str) -> Passage:
    passages, faults = read_passages(HEADER + text)
    assert not faults, [str(fault) for fault in faults]
    (passage,) = passages
    return passage


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read_passages(text, "f.txt")[1]]


def test_marks_become_spans_of_the_text_without_them() -> None:
    passage = only(
        "MANILA — [a1,a2 President Marcos] {1 AGREE signed} [o1 a pact] and {2 REQUEST urged} [t2 China] to\n"
        "{3 RETREAT:urged pull} [o3 its ships] {3 out}; [a4 he=Ferdinand Marcos; Xi Jinping] left.\n"
        "".replace("[a4 he=Ferdinand Marcos; Xi Jinping]", "[a3 it=China; Xi Jinping]")
    )
    text = passage.text
    assert text == "MANILA — President Marcos signed a pact and urged China to\npull its ships out; it left."
    assert [(m.action, m.status, [text[a:b] for a, b in m.spans]) for m in passage.predicates] == [
        (Action.AGREE, Status.HAPPENED, ["signed"]),
        (Action.REQUEST, Status.HAPPENED, ["urged"]),
        (Action.RETREAT, Status.URGED, ["pull", "out"]),
    ]
    assert [(a.letter + str(a.number), text[slice(*a.span)], a.means) for a in passage.arguments] == [
        ("a1", "President Marcos", ()),
        ("a2", "President Marcos", ()),
        ("o1", "a pact", ()),
        ("t2", "China", ()),
        ("o3", "its ships", ()),
        ("a3", "it", ("China", "Xi Jinping")),
    ]


def test_the_header_says_id_kind_and_day() -> None:
    passage = only("Rain fell.")
    assert (passage.id, passage.kind, passage.published) == ("wire-0001", "wire", date(2024, 3, 5))
    assert not passage.predicates
    assert not passage.arguments


def test_passages_are_parted_by_blank_lines() -> None:
    passages, wrong = read_passages("@ a wire 2024-01-01\nOne.\n\n\n@ b caption 2024-01-02\nTwo.\nThree.")
    assert not wrong
    assert [(p.id, p.text) for p in passages] == [("a", "One."), ("b", "Two.\nThree.")]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("{1 AGREE signed", 2, "not closed with '}'"),
        ("signed}", 2, "closes nothing"),
        ("[a1 x {1 AGREE y] z}", 2, "may nest but not cross"),
        ("{1 AGREED:planned sign}", 2, "'AGREED' is no class"),
        ("{1 AGREE:maybe sign}", 2, "'maybe' is no status"),
        ("{1 sign}", 1, "predicate 1 has no class"),
        ("{sign}", 2, "followed by the predicate's number"),
        ("{1 AGREE sign} {1 SAY say}", 2, "has a class twice"),
        ("\n".join(["Rain.", "[a1 He] left."]), 3, "'a1' belongs to no predicate"),
        ("[x1 He] {1 AGREE signed}", 2, "none of the role letters"),
        ("[the deal] {1 AGREE signed}", 2, "is no list of labels"),
        ("[a1 [a1 He]] {1 AGREE signed}", 2, "on the same words twice"),
        ("[a1  ] {1 AGREE signed}", 2, "holds no words"),
        ("re{1 AGREE signed}", 1, "cuts through a word"),
        ("a = b", 2, "'=' may only stand once"),
        ("[a1 he=] {1 AGREE signed}", 2, "nothing stands after '='"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, said: str) -> None:
    (fault, *_) = faults(HEADER + text)
    assert fault.startswith(f"f.txt:{line}: ")
    assert said in fault


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("@ a wire", "a header reads"),
        ("@ a wire 2024-02-30", "is no date"),
        ("@ a wire 20240201", "is no date"),
        ("@ a novel 2024-02-01", "'novel' is no kind of text"),
    ],
)
def test_a_wrong_header_is_named(header: str, said: str) -> None:
    assert said in faults(f"{header}\nRain.")[0]


def test_text_without_a_header_is_named() -> None:
    assert "without a header" in faults("Rain.")[0]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(HEADER + "Rain.\n")
    with pytest.raises(CorpusError, match=r"used already at a\.txt:1"):
        load([tmp_path / "a.txt", tmp_path / "b.txt"])


@dataclass
class Marked:
    """Words with marks around them, and the marks' spans."""

    written: str = ""
    plain: str = ""
    arguments: list[tuple[str, tuple[int, int]]] = field(default_factory=list)


WORDS = st.lists(
    st.sampled_from(["Japan", "signed", "the pact,", "on Monday", "“yes”", "Élysée’s", "2 %"]), min_size=1, max_size=4
)
LABELS = st.lists(st.sampled_from([f"{letter}1" for letter in Letter]), min_size=1, max_size=3, unique=True)


@st.composite
def marked(draw: st.DrawFn, depth: int = 0) -> Marked:
    found = Marked()
    for index in range(draw(st.integers(1, 3))):
        blank = " " if index else ""
        found.written += blank
        found.plain += blank
        if depth < 3 and draw(st.booleans()):
            inner, labels = draw(marked(depth + 1)), draw(LABELS)
            start = len(found.plain)
            taken = {label for label, span in inner.arguments if span == (0, len(inner.plain))}
            labels = [label for label in labels if label not in taken] or ["a1"]
            if set(labels) & taken:
                found.written += inner.written
                found.plain += inner.plain
                found.arguments.extend((label, (a + start, b + start)) for label, (a, b) in inner.arguments)
                continue
            found.arguments.extend((label, (a + start, b + start)) for label, (a, b) in inner.arguments)
            found.arguments.extend((label, (start, start + len(inner.plain))) for label in labels)
            found.written += f"[{','.join(labels)} {inner.written}]"
            found.plain += inner.plain
        else:
            words = " ".join(draw(WORDS))
            found.written += words
            found.plain += words
    return found


@given(marked())
def test_nested_marks_are_read_as_they_were_written(text: Marked) -> None:
    passage = only("{1 AGREE agreed} " + text.written)
    shift = len("agreed ")
    assert passage.text == "agreed " + text.plain
    assert sorted((a.letter + str(a.number), a.span) for a in passage.arguments) == sorted(
        (label, (start + shift, end + shift)) for label, (start, end) in text.arguments
    )


@given(st.text(alphabet="@ab1{}[]=,:; \nAGREE-2024", max_size=200))
def test_any_text_is_read_or_faulted(text: str) -> None:
    passages, wrong = read_passages(text, "f")
    for passage in passages:
        assert not set("{}[]=") & set(passage.text)
        for mark in passage.predicates:
            assert all(0 <= start < end <= len(passage.text) for start, end in mark.spans)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in wrong)


@pytest.mark.parametrize(
    ("name", "part"), [("alpha-0001", Part.TRAIN), ("alpha-0002", Part.TRAIN), ("bravo-0001", Part.TRAIN)]
)
def test_the_part_of_a_passage_never_changes(name: str, part: Part) -> None:
    passages, _ = read_passages(f"@ {name} wire 2024-03-05\nRain.")
    assert passages[0].part is part


def test_a_tenth_of_the_passages_is_for_the_test() -> None:
    text = "\n\n".join(f"@ p{number} wire 2024-03-05\nRain." for number in range(5_000))
    parts = [passage.part for passage in read_passages(text)[0]]
    assert 0.08 < parts.count(Part.TEST) / len(parts) < 0.12
    assert 0.08 < parts.count(Part.DEV) / len(parts) < 0.12


def test_passages_that_repeat_each_other_are_named() -> None:
    sentence = "The foreign ministers of both island states agreed to patrol the strait together from next spring"
    other = "Rice in the north was sold at twice the price of last year, said farmers in the valley"
    text = "\n\n".join(f"@ {i} wire 2024-03-05\n{said}." for i, said in enumerate([sentence, other, sentence + " on"]))
    passages, _ = read_passages(text)
    assert [(pair.one.id, pair.other.id) for pair in alike(passages)] == [("2", "0")]
    assert "passages 3" in report(passages)


def test_the_checker_ends_with_2_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(HEADER + "[a1 Fiji] {1 AGREE signed}.\n")
    bad.write_text(HEADER.replace("0001", "0002") + "[a1 Fiji {1 AGREE signed}.\n")
    assert main([str(good)]) == 0
    assert "AGREE:1" in capsys.readouterr().out
    assert main([str(good), str(bad), str(tmp_path / "none.txt")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert any(line.startswith(f"{bad}:2: ") for line in said)


def test_the_corpus_keeps_to_its_format() -> None:
    passages, wrong = checked(files())
    assert not wrong, "\n".join(map(str, wrong[:20]))
    assert len(passages) == len({passage.text for passage in passages})
