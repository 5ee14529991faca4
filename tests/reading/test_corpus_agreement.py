"""Two labellings of the same passages: what counts as agreement, and that both must be of the same text."""

import pytest

from bot.reading.corpus.agreement import SECOND, accuracy, compare, kappa, paired
from bot.reading.corpus.passages import CorpusError, Letter, Passage, files, load, read_passages
from db.vocabulary import Action, Status

FIRST = """\
@ one-1 wire 2024-03-05
[a1,a2 Oslo] {1 AGREE signed} [o1 a pact] with [p1 Bonn] on [d1 Monday] and {2 REQUEST urged} [t2 Rome] to go.

@ one-2 wire 2024-03-06
[a1 Crowds in Lae] {1 PROTEST burned} [o1 tyres].
"""
SECOND_OF_THEM = """\
@ one-1 wire 2024-03-05
[a1,a2 Oslo] {1 AGREE signed a pact} with [p1 Bonn] on Monday and {2 REQUEST urged} [t2 Rome] to {3 RETREAT:urged go}.

@ one-2 wire 2024-03-06
[a1 Crowds] in [l1 Lae] {1 ASSAULT:alleged burned} [o1 tyres].
"""


def read(text: str) -> list[Passage]:
    passages, faults = read_passages(text, "f.txt")
    assert not faults
    return passages


def test_predicates_agree_where_they_share_words_and_classes_where_those_are_equal() -> None:
    found = compare(paired(read(FIRST), read(SECOND_OF_THEM)))
    assert (found.predicates.both, found.predicates.first, found.predicates.second) == (3, 3, 4)
    assert found.predicates.f1 == pytest.approx(6 / 7)
    assert found.classed.both == 2
    assert found.classes[Action.PROTEST, Action.ASSAULT] == 1
    assert found.statuses[Status.HAPPENED, Status.ALLEGED] == 1
    assert accuracy(found.classes) == pytest.approx(2 / 3)


def test_arguments_agree_by_role_whole_or_in_part() -> None:
    found = compare(paired(read(FIRST), read(SECOND_OF_THEM)))
    assert (found.exact[Letter.ACTOR].both, found.overlapping[Letter.ACTOR].both) == (2, 3)
    assert found.exact[Letter.PARTNER].f1 == 1.0
    assert (found.exact[Letter.TIME].both, found.exact[Letter.TIME].first, found.exact[Letter.TIME].second) == (0, 1, 0)
    assert found.exact[Letter.SPEAKER].f1 == 0.0
    assert found.exact_of_all.second == 7, "an argument of an act that one has alone counts against him"


def test_a_labelling_agrees_wholly_with_itself() -> None:
    found = compare(paired(read(FIRST), read(FIRST)))
    assert found.predicates.f1 == found.exact_of_all.f1 == found.overlapping_of_all.f1 == 1.0
    assert kappa(found.classes) == kappa(found.statuses) == 1.0
    assert "none" in str(found)


def test_kappa_is_what_is_left_of_agreement_by_chance() -> None:
    table = compare([]).classes
    table.update({(Action.SAY, Action.SAY): 20, (Action.SAY, Action.ACCUSE): 5})
    table.update({(Action.ACCUSE, Action.SAY): 10, (Action.ACCUSE, Action.ACCUSE): 15})
    assert accuracy(table) == pytest.approx(0.7)
    assert kappa(table) == pytest.approx(0.4)


def test_an_unknown_id_and_a_changed_text_are_named_with_their_lines() -> None:
    changed = SECOND_OF_THEM.replace("tyres", "tires").replace("one-1", "one-9")
    with pytest.raises(CorpusError) as raised:
        paired(read(FIRST), read(changed))
    assert [str(fault) for fault in raised.value.faults] == [
        "f.txt:1: no passage of the corpus has the id one-9",
        "f.txt:4: the text of one-2 is not the same as at f.txt:4",
    ]


def test_second_labels_are_of_passages_of_the_corpus_and_never_further_ones() -> None:
    again = sorted(SECOND.glob("*.txt"))
    assert again
    assert not set(again) & set(files())
    pairs = paired(load(), load(again))
    assert len(pairs) > 200
    assert kappa(compare(pairs).classes) > 0.8
