"""Relations of imported events: every one is asked for by its name and by its wordings, whichever way round."""

import pytest

from bot.knowledge.relations import relations
from bot.knowledge.tables import parts, rows
from bot.knowledge.words import canonical, noun_lemmas, verb_lemmas
from db.vocabulary import Action
from tests.asking.understanding.asked import understood

TABLE = list(rows("relations"))
ICEWS = 251
"""Relations that the quadruples of 2005 to 2015 use."""


def test_the_table_has_the_relations_of_both_data_sets_each_once() -> None:
    names = [name.casefold() for _, name, _, _ in TABLE]
    assert len(set(names)) == len(names) >= ICEWS


@pytest.mark.parametrize(("code", "name", "action"), [(code, name, action) for code, name, action, _ in TABLE])
def test_a_relation_is_known_by_name_and_has_a_class(code: str, name: str, action: str) -> None:
    relation = relations().named(name.upper())
    assert relation is not None
    assert (relation.name, relation.code, relation.action) == (name, code, Action(action))
    assert relation.action is not Action.OTHER or code.startswith("01")
    assert relations().coded(code) is not None


def test_a_finer_code_means_the_wider_one_above_it() -> None:
    wider = relations().coded("040")
    assert wider is not None
    assert wider.name == "Consult"
    assert relations().coded("0409999") == wider
    assert relations().coded("9") is None
    assert relations().coded("") is None


def _spelt(word: str) -> str:
    """A word of a wording as a question would have it: of a class in angle brackets its first member."""
    classes = {name: parts(members) for name, members in rows("relation_words")}
    alternatives = classes.get(word.strip("<>?"), word.split("|"))
    return alternatives[0]


WORDINGS = [(name, wording) for _, name, _, cell in TABLE for wording in parts(cell)]


@pytest.mark.parametrize(("name", "wording"), WORDINGS)
def test_each_wording_means_its_relation(name: str, wording: str) -> None:
    elements = [_spelt(word) for word in wording.removeprefix("~").split()]
    lemmas = [
        frozenset({canonical(word), *verb_lemmas(word), *noun_lemmas(word)}) if word not in ("*", "_") else frozenset()
        for word in elements
    ]
    found = relations().worded(lemmas, [10] * len(lemmas))
    assert found is not None
    assert name in found.relations


@pytest.mark.parametrize(
    ("question", "relation", "wanted"),
    [
        ("Who made pessimistic remarks about Fiji?", "Make pessimistic comment", "actor"),
        ("To whom did Fiji express its intention to negotiate?", "Express intent to meet or negotiate", "partner"),
        ("Who received Fiji's visit?", "Host a visit", "actor"),
        ("Who hosted Fiji's visit?", "Host a visit", "actor"),
        ("Who was rejected by Fiji?", "Reject", "partner"),
        ("Who made Fiji suffer from unconventional violence?", "Use unconventional violence", "actor"),
        ("Against whom did Fiji use conventional military force?", "Use conventional military force", "partner"),
        ("Who signed a formal agreement with Fiji?", "Sign formal agreement", "actor"),
        ("Which country was accused by Fiji?", "Accuse", "partner"),
        ("Who provided economic aid to Fiji?", "Provide economic aid", "actor"),
        ("From whom did Fiji receive humanitarian aid?", "Provide humanitarian aid", "actor"),
        ("Who imposed an embargo on Fiji?", "Impose embargo, boycott, or sanctions", "actor"),
        ("With whom did Fiji have a telephone conversation?", "Discuss by telephone", "partner"),
        ("Who apologised to Fiji?", "Apologize", "actor"),
        ("Whom did Fiji thank?", "Praise or endorse", "partner"),
        ("Who demonstrated against Fiji?", "Demonstrate or rally", "actor"),
        ("Who threatened Fiji with military force?", "Threaten with military force", "actor"),
        ("Who was arrested by Fiji?", "Arrest, detain, or charge with legal action", "partner"),
        ("Who expelled the diplomats of Fiji?", "Expel or deport individuals", "actor"),
        ("Who investigated Fiji?", "Investigate", "actor"),
    ],
)
def test_relations_are_asked_for_in_many_ways(question: str, relation: str, wanted: str) -> None:
    query = understood(question)
    assert query.act is not None
    assert relation in query.act.relations
    assert query.wanted == wanted
