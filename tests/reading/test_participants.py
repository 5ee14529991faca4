"""Who does what to whom, with whom, and what it is."""

import pytest

from db.vocabulary import Action
from tests.reading.conftest import One, Read, named


@pytest.mark.parametrize(
    ("text", "verb", "actors", "targets", "partners"),
    [
        ("Fiji and Japan signed a treaty.", "sign", ["Fiji", "Japan"], [], []),
        ("A treaty was signed by Fiji and Japan.", "sign", ["Fiji", "Japan"], [], []),
        ("Fiji signed a treaty with Japan.", "sign", ["Fiji"], [], ["Japan"]),
        ("The treaty between Fiji and Japan was signed in Suva.", "sign", ["Fiji", "Japan"], [], []),
        ("A treaty signed in May by Fiji with Japan lapsed.", "sign", ["Fiji"], [], ["Japan"]),
        ("Fiji signed a treaty with Japan, Samoa and Tonga.", "sign", ["Fiji"], [], ["Japan", "Samoa", "Tonga"]),
        ("Fiji, Samoa, Tonga and Palau abstained.", "abstain", ["Fiji", "Samoa", "Tonga", "Palau"], [], []),
        ("Vietnam sued China.", "sue", ["Vietnam"], ["China"], []),
        ("Vietnam is teaming up with Laos to build a dam.", "build", ["Vietnam"], [], []),
        ("Vietnam sailed home after mocking China.", "mock", ["Vietnam"], ["China"], []),
        ("Vietnam accused China of mocking Laos.", "mock", ["China"], ["Laos"], []),
        ("Vietnam, which mocked China, sailed home.", "mock", ["Vietnam"], ["China"], []),
        ("The island that Vietnam sold to Laos sank.", "sell", ["Vietnam"], ["Laos"], []),
        ("Vietnam promised Laos to mock China.", "mock", ["Vietnam"], ["China"], []),
        ("Vietnam persuaded Laos to mock China.", "mock", ["Laos"], ["China"], []),
        ("Vietnam imposed sanctions on China.", "impose", ["Vietnam"], ["China"], []),
        ("Vietnam welcomed China's offer.", "welcome", ["Vietnam"], ["China"], []),
        ("Vietnam attacked and robbed Laos.", "rob", ["Vietnam"], ["Laos"], []),
    ],
)
def test_everybody_has_the_part_that_the_sentence_gives(
    one: One, text: str, verb: str, actors: list[str], targets: list[str], partners: list[str]
) -> None:
    event = one(text, verb)
    assert named(event.actors) == actors
    assert named(event.targets) == targets
    assert named(event.partners) == partners


@pytest.mark.parametrize(
    ("text", "verb", "wanted"),
    [
        (
            "Laos signed a three-year pact on fishing rights, the first of its kind.",
            "sign",
            "a three-year pact on fishing rights",
        ),
        ("Manila urged Hanoi to free the crew.", "urge", "to free the crew"),
        ("Manila accused Hanoi of arming pirates.", "accuse", "arming pirates"),
        ("Manila said that the crew was safe.", "say", "the crew was safe"),
        ("Manila raised its budget to 3 percent of output.", "raise", "its budget"),
        ("Manila provided Hanoi with 40 tons of rice.", "provide", "40 tons of rice"),
        ("The Quad comprises four countries.", "comprise", "four countries"),
    ],
)
def test_the_object_is_what_the_act_is_on_in_the_words_of_the_article(
    one: One, text: str, verb: str, wanted: str
) -> None:
    assert one(text, verb).object == wanted


def test_who_is_given_something_is_the_recipient(one: One) -> None:
    assert named(one("Tokyo gave Palau a patrol boat.", "give").recipients) == ["Palau"]


def test_further_words_are_kept_with_what_joins_them(one: One) -> None:
    event = one("Manila raised its budget to 3 percent of output.", "raise")
    assert ("to", "3 percent of output") in [(c.marker, c.text) for c in event.complements]


def test_a_light_verb_tells_what_its_noun_tells(one: One) -> None:
    event = one("Suva held talks with Apia on fishing.", "talk")
    assert (event.action, named(event.partners)) == (Action.CONSULT, ["Government of Samoa"])


def test_an_event_noun_with_its_doer_is_an_event(one: One) -> None:
    event = one("Washington condemned Moscow's invasion of Ukraine.", "invade")
    assert (named(event.actors), named(event.targets)) == (["Government of Russia"], ["Ukraine"])


def test_every_clause_tells_an_event(read: Read) -> None:
    text = "Palau, which borders Indonesia, is small, and its president wants tourists to stay longer."
    assert {"border", "be", "want", "stay"} <= {event.verb for event in read(text)}


def test_the_clause_is_the_narrower_span_and_the_quote_the_sentence(one: One) -> None:
    text = "Suva voted. On Monday Apia left the forum, and Nauru stayed."
    event = one(text, "leave")
    assert event.quote == text[event.start : event.end] == "On Monday Apia left the forum, and Nauru stayed."
    assert event.clause == "On Monday Apia left the forum"
