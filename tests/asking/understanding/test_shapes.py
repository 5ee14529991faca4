"""What is asked for, who is who, and what was done: by the shapes that questions have."""

import pytest

from bot.asking.query import Kind, Wanted
from tests.asking.understanding.asked import named, understood


@pytest.mark.parametrize(
    ("question", "kind", "wanted"),
    [
        ("What did Japan sign with Fiji?", Kind.WHAT, Wanted.OBJECT),
        ("What happened in Tonga?", Kind.WHAT, Wanted.EVENT),
        ("Who visited Tonga?", Kind.WHO, Wanted.ACTOR),
        ("Whom did Samoa criticise?", Kind.WHO, Wanted.PARTNER),
        ("Who did Samoa sign an agreement with?", Kind.WHO, Wanted.PARTNER),
        ("With whom did Vanuatu negotiate?", Kind.WHO, Wanted.PARTNER),
        ("By whom was the Fijian police criticised?", Kind.WHO, Wanted.ACTOR),
        ("Who was criticised by the Fijian police?", Kind.WHO, Wanted.PARTNER),
        ("Which country condemned the launch?", Kind.WHICH, Wanted.ACTOR),
        ("Tonga called on which country to help?", Kind.WHICH, Wanted.PARTNER),
        ("Which ships did India send to Fiji?", Kind.WHICH, Wanted.OBJECT),
        ("Whose visit did Tonga host?", Kind.WHICH, Wanted.PARTNER),
        ("When did Tonga join the forum?", Kind.WHEN, Wanted.DATE),
        ("In which month did Tonga join the forum?", Kind.WHEN, Wanted.DATE),
        ("Could you tell me the exact year when Tonga joined the forum?", Kind.WHEN, Wanted.DATE),
        ("Where did Rabuka meet Marape?", Kind.WHERE, Wanted.PLACE),
        ("Why did Vanuatu expel the ship?", Kind.WHAT, Wanted.REASON),
        ("How many times did China protest?", Kind.HOW_MANY, Wanted.COUNT),
        ("How often did China protest?", Kind.HOW_MANY, Wanted.COUNT),
        ("How many visits did Wang Yi make to Fiji?", Kind.HOW_MANY, Wanted.COUNT),
        ("How many patrol boats did Palau get?", Kind.HOW_MANY, Wanted.AMOUNT),
        ("Did Nauru recognise Taiwan?", Kind.YES_NO, Wanted.YES_NO),
        ("Nauru recognised Taiwan?", Kind.YES_NO, Wanted.YES_NO),
        ("Is it true that Nauru left the forum?", Kind.YES_NO, Wanted.YES_NO),
        ("Who is Penny Wong?", Kind.IDENTITY, Wanted.IDENTITY),
        ("whos penny wong", Kind.IDENTITY, Wanted.IDENTITY),
        ("What is AUKUS?", Kind.IDENTITY, Wanted.IDENTITY),
        ("What did Rabuka say about the mine?", Kind.SAY, Wanted.STATEMENT),
        ("What did Marape call the strike?", Kind.SAY, Wanted.STATEMENT),
        ("List all meetings between Vietnam and Laos", Kind.LIST, Wanted.EVENT),
        ("Name the countries that have recognised Kosovo", Kind.LIST, Wanted.ACTOR),
        ("countries that opposed the mine in Bougainville", Kind.WHICH, Wanted.ACTOR),
        ("latest on Myanmar", Kind.WHAT, Wanted.EVENT),
        ("any updates on the Tonga ferry?", Kind.WHAT, Wanted.EVENT),
        ("Fiji Tonga", Kind.WHAT, Wanted.EVENT),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question: str, kind: Kind, wanted: Wanted) -> None:
    query = understood(question)
    assert (query.kind, query.wanted) == (kind, wanted)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Japan sign with Fiji?", [("Japan", "actor"), ("Fiji", "other")]),
        ("Did both Japan and Samoa criticise Nauru?", [("Japan", "actor"), ("Samoa", "actor"), ("Nauru", "other")]),
        ("Was Tonga praised by Palau?", [("Tonga", "other"), ("Palau", "actor")]),
        ("Has Tonga been praised by Palau?", [("Tonga", "other"), ("Palau", "actor")]),
        ("From whom did Tonga receive an appeal?", [("Tonga", "other")]),
        ("What did Rabuka say about Nauru?", [("Sitiveni Rabuka", "actor"), ("Nauru", "topic")]),
        ("What did Marape sign in Tuvalu?", [("James Marape", "actor"), ("Tuvalu", "place")]),
        ("According to Marape, who attacked the village?", [("James Marape", "speaker")]),
        ("Who attacked the village according to Marape?", [("James Marape", "speaker")]),
        ("When was the pact between Fiji and Tonga signed?", [("Fiji", "either"), ("Tonga", "either")]),
        ("What did Marape say of the Nauru camp?", [("James Marape", "actor"), ("Nauru", "topic")]),
        ("who sailed through the taiwan strait", [("Taiwan Strait", "place")]),
        ("Which claimants of the South China Sea clashed?", [("South China Sea", "topic")]),
    ],
)
def test_a_name_has_the_part_that_its_place_in_the_question_gives_it(
    question: str, names: list[tuple[str, str]]
) -> None:
    assert named(understood(question)) == names


@pytest.mark.parametrize(
    ("question", "verb", "words"),
    [
        ("Which island signed a fishing treaty with Palau?", "sign", ("fishing", "treaty")),
        ("Who did the junta execute?", "execute", ("junta",)),
        ("Has the ferry Moana been seized by Fiji?", "seize", ("ferry",)),
        ("What does China plan to build in Kiribati?", "build", ()),
        ("Who held talks with Tonga over the cable?", "talk", ("cable",)),
    ],
)
def test_the_act_is_the_main_verb_and_other_words_must_be_found(
    question: str, verb: str, words: tuple[str, ...]
) -> None:
    query = understood(question)
    assert query.act is not None
    assert query.act.words == verb
    assert query.words == words


def test_synonyms_are_given_nearest_first() -> None:
    act = understood("Who criticised Tonga?").act
    assert act is not None
    assert act.verbs[0] == "criticise"
    assert {"slam", "censure"} <= set(act.verbs)


@pytest.mark.parametrize(
    ("question", "kind", "country", "words"),
    [
        ("Which country visited Tonga?", "country", None, ()),
        ("Which South Korean minister visited Tonga?", "person", "KOR", ("minister",)),
        ("Which company was fined by Palau?", "organisation", None, ("company",)),
        ("Which three countries joined the treaty?", "country", None, ()),
        ("Which Fijian party won the election?", "organisation", "FJI", ("party",)),
        ("Which ferries sank off Tonga?", None, None, ("ferries",)),
    ],
)
def test_which_tells_what_the_answer_must_be(
    question: str, kind: str | None, country: str | None, words: tuple[str, ...]
) -> None:
    query = understood(question)
    assert (query.answer_kind, query.answer_country, query.answer_words) == (kind, country, words)


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("Who did not sign the accord?", True),
        ("Hasn't Kiribati joined the forum?", True),
        ("Did Marape ask Fiji not to sign?", False),
        ("Who signed the accord?", False),
    ],
)
def test_only_the_main_verb_is_negated(question: str, negated: bool) -> None:
    assert understood(question).negated is negated


@pytest.mark.parametrize(
    ("question", "planned"),
    [
        ("What does China plan to build in Kiribati?", True),
        ("Will Indonesia host the forum?", True),
        ("Who is going to visit Tonga?", True),
        ("Who visited Tonga?", False),
    ],
)
def test_what_is_still_to_come_is_asked_for_as_planned(question: str, planned: bool) -> None:
    assert ("planned" in understood(question).status) is planned
