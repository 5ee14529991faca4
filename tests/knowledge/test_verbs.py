from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.tables import parts, rows
from bot.knowledge.verbs import verbs
from bot.knowledge.words import canonical
from db.vocabulary import Action


def _plain(cell: str) -> list[str]:
    return [verb for verb in parts(cell) if not verb.startswith("~")]


def _listed() -> list[tuple[str, str]]:
    return [(action, cell) for action, row, _ in rows("verbs") for cell in row.split("|")]


def test_every_verb_is_decided_by_one_set_only() -> None:
    twice = [v for v, n in Counter(v for _, cell in _listed() for v in _plain(cell)).items() if n > 1]
    assert twice == []


def test_every_borrowed_verb_and_every_kin_belongs_somewhere() -> None:
    borrowed = {verb[1:] for _, cell in _listed() for verb in parts(cell) if verb.startswith("~")}
    kin = {verb for _, _, near in rows("verbs") for verb in parts(near)}
    assert [verb for verb in sorted(borrowed | kin) if verb not in verbs()] == []


def test_no_set_borrows_what_it_has() -> None:
    sets = [[verb.lstrip("~") for verb in parts(cell)] for _, cell in _listed()]
    assert [members for members in sets if len(members) != len(set(members))] == []


def test_every_class_is_of_the_vocabulary_and_has_verbs() -> None:
    assert {Action(action) for action, _ in _listed()} == set(Action)


def test_verbs_are_listed_in_the_spelling_that_they_are_looked_up_by() -> None:
    assert [verb for verb in verbs() if canonical(verb) != verb] == []


def test_the_lexicon_is_wide_enough_for_news() -> None:
    assert len(verbs()) >= 1200


@pytest.mark.parametrize(
    ("verb", "action"),
    [
        ("sign", Action.AGREE),
        ("visit", Action.CONSULT),
        ("endorse", Action.SUPPORT),
        ("team up", Action.COOPERATE),
        ("resupply", Action.AID),
        ("back down", Action.CONCEDE),
        ("pull out", Action.RETREAT),
        ("call on", Action.REQUEST),
        ("denounce", Action.ACCUSE),
        ("rule out", Action.REJECT),
        ("warn", Action.THREATEN),
        ("take to the streets", Action.PROTEST),
        ("sanction", Action.SANCTION),
        ("test-fire", Action.MOBILIZE),
        ("detain", Action.COERCE),
        ("bomb", Action.ASSAULT),
        ("reveal", Action.SAY),
        ("elect", Action.OTHER),
        ("yodel", Action.OTHER),
    ],
)
def test_a_verb_alone_has_its_plain_class(verb: str, action: Action) -> None:
    assert verbs().action(verb) is action


def test_american_spelling_and_capitals_find_the_same_verb() -> None:
    assert verbs().action("Criticize") is verbs().action("criticise") is Action.ACCUSE
    assert "Mobilize" in verbs()


def test_an_unknown_phrase_counts_as_its_known_beginning() -> None:
    assert verbs().known("negotiate alongside") == "negotiate"
    assert verbs().action("collaborate with") is Action.COOPERATE


@pytest.mark.parametrize(
    ("verb", "others"),
    [
        ("sign", {"ink", "initial", "put pen to"}),
        ("visit", {"travel to", "fly to", "arrive in", "tour"}),
        ("say", {"tell", "state", "announce"}),
        ("launch", {"fire", "test-fire", "lob"}),
        ("meet", {"confer", "sit down"}),
        ("seize", {"impound", "detain", "hold"}),
        ("kill", {"shoot dead", "assassinate", "execute"}),
    ],
)
def test_verbs_that_mean_the_same_are_synonyms_without_the_verb_itself(verb: str, others: set[str]) -> None:
    found = verbs().synonyms(verb)
    assert others <= set(found)
    assert verb not in found
    assert len(found) == len(set(found))


def test_graded_acts_are_kin_and_not_the_same() -> None:
    assert "torture" not in verbs().synonyms("attack")
    assert "torture" in verbs().kin("attack")


def test_feelings_of_one_family_are_no_synonyms() -> None:
    assert "anger" not in verbs().synonyms("please")


def test_kin_of_a_verb_tell_neighbouring_acts_and_no_synonyms() -> None:
    kin = verbs().kin("visit")
    assert {"meet", "arrive"} <= set(kin)
    assert set(kin).isdisjoint(verbs().synonyms("visit"))


@given(st.text(max_size=60))
def test_any_text_at_all_has_a_class_and_no_surprises(text: str) -> None:
    known = verbs()
    assert isinstance(known.action(text), Action)
    assert known.known(known.known(text)) == known.known(text)
    assert set(known.kin(text)).isdisjoint(known.synonyms(text))
