"""One line an event: verbatim, standing alone, and never seeming to tell as done what is not."""

import pytest

from bot.digests.clauses import is_noise
from bot.digests.telling import NAMED, SENTENCE, SPOKEN, WHOLE, telling
from db.vocabulary import Action, Status
from tests.digests.newsroom import DENIAL, TREATY, Told, doing, said_by, stored, to


def line(told: Told) -> str | None:
    found = telling(stored(told))
    return found.text if found else None


def test_a_clause_that_stands_alone_is_told_as_it_is() -> None:
    found = telling(stored(TREATY))
    assert found is not None
    assert (found.text, found.clarity) == ("Japan signed a fishing treaty with Fiji on 3 May 2026", WHOLE)


def test_a_clause_without_its_subject_is_told_with_the_subject_in_brackets() -> None:
    told = Told(
        "Japan, which needs fish, called in its envoys and signed a fishing treaty with Fiji.",
        "sign", Action.AGREE, doing("country:JPN"), clause="signed a fishing treaty with Fiji",
    )  # fmt: skip
    found = telling(stored(told))
    assert found is not None
    assert (found.text, found.clarity) == ("[Japan] signed a fishing treaty with Fiji", NAMED)


def test_a_pronoun_is_replaced_by_whom_it_means() -> None:
    told = Told("It signed a fishing treaty with Fiji.", "sign", Action.AGREE, doing("country:JPN"))
    assert line(told) == "[Japan] signed a fishing treaty with Fiji"


def test_a_pronoun_that_means_nobody_known_is_not_told() -> None:
    assert line(Told("It signed a fishing treaty with Fiji.", "sign", Action.AGREE)) is None


def test_a_passive_without_its_subject_gets_it_with_the_verb() -> None:
    told = Told(
        "Police said that Pita Folau, 41, was caught and charged with murder.",
        "charge", Action.COERCE, to("person:pita-folau"), clause="charged with murder in the first degree",
    )  # fmt: skip
    assert line(told) == "[Pita Folau was] charged with murder in the first degree"


def test_what_is_planned_is_told_in_the_infinitive_where_its_modal_was_left_behind() -> None:
    told = Told(
        "Fiji is expected to be short of fish and seek a treaty with Japan.",
        "seek", Action.REQUEST, doing("country:FJI"), status=Status.PLANNED, clause="seek a treaty with Japan",
    )  # fmt: skip
    assert line(told) == "[Fiji to] seek a treaty with Japan"


def test_a_part_that_only_makes_sense_in_its_sentence_is_told_with_the_whole_of_it() -> None:
    told = Told(
        "The pact is a sign of the pledge Japan made to Fiji when the two met in May.",
        "pledge", Action.AGREE, (*doing("country:JPN"), *to("country:FJI")),
        clause="Japan made to Fiji when the two met in May",
    )  # fmt: skip
    found = telling(stored(told))
    assert found is not None
    assert (found.text, found.clarity) == (told.quote.rstrip("."), SENTENCE)


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("This is the first time that Japan signed a treaty with Fiji.", "Japan signed a treaty with Fiji"),
        ("There is no evidence that Japan signed a treaty with Fiji.", "Japan signed a treaty with Fiji"),
        ("That is more than Japan has ever signed in a year.", "Japan has ever signed in a year"),
        ("It was a day on which Japan signed two treaties.", "on which Japan signed two treaties"),
    ],
)
def test_a_clause_is_not_told_without_the_words_that_turn_its_meaning(sentence: str, clause: str) -> None:
    told = Told(sentence, "sign", Action.AGREE, doing("country:JPN"), clause=clause)
    assert line(told) in (None, sentence.rstrip("."))


@pytest.mark.parametrize("status", [Status.PLANNED, Status.URGED, Status.THREATENED, Status.DENIED, Status.NEGATED])
def test_what_is_not_done_is_no_line_of_a_sentence_that_tells_something_done(status: Status) -> None:
    told = Told(
        "Leota landed in Tonga on Tuesday despite threats of a blockade by China.",
        "blockade", Action.COERCE, doing("country:CHN"), status=status, clause="a blockade by China",
    )  # fmt: skip
    assert line(told) is None


def test_what_is_denied_is_told_with_the_word_that_denies_it() -> None:
    assert line(DENIAL) == "North Korea denied that it had sold rockets to Myanmar"


def test_the_first_person_is_told_as_somebodys_words_or_not_at_all() -> None:
    told = Told(
        "We will never give up our reefs to anybody.", "give up", Action.CONCEDE, said_by("country:TON"),
        status=Status.NEGATED, quoted=True,
    )  # fmt: skip
    found = telling(stored(told))
    assert found is not None
    assert (found.text, found.clarity) == ("Tonga: “We will never give up our reefs to anybody”", SPOKEN)
    assert line(Told("We will never give up our reefs to anybody.", "give up", Action.CONCEDE)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Pita Folau/Getty Images A crowd gathers near the port",
        "Sign up for our newsletter and read more about the reefs",
        "The Post reached out to the ministry for comment",
        "Photos: Leota arrives in Tonga",
    ],
)
def test_what_a_newsroom_writes_about_itself_is_noise(text: str) -> None:
    assert is_noise(text)
    assert line(Told(f"{text}.", "gather", Action.CONSULT, doing("country:TON"))) is None


def test_a_question_is_no_line() -> None:
    assert line(Told("Will Japan sign a fishing treaty with Fiji?", "sign", Action.AGREE, doing("country:JPN"))) is None


def test_a_long_sentence_is_cut_at_a_word_and_marked() -> None:
    told = Told(f"Japan signed a treaty {'on fish and boats and nets ' * 9}with Fiji.", "sign", Action.AGREE)
    text = line(told)
    assert text is not None
    assert text.endswith("…")
    assert len(text) <= 231


def test_quotation_marks_that_were_cut_off_are_closed() -> None:
    told = Told(
        "Japan promised to “build a port of peace” and more.",
        "promise", Action.AGREE, doing("country:JPN"), clause="Japan promised to “build a port of peace",
    )  # fmt: skip
    assert line(told) == "Japan promised to “build a port of peace”"


@pytest.mark.parametrize(
    ("sentence", "clause", "subject"),
    [
        ("Fiji spoke of warnings from Japan.", "warnings from Japan", "country:JPN"),
        ("The port fears missiles and launches of rockets by China.", "launches of rockets by China", "country:CHN"),
        (
            "Any rival offers from Japan to the islands come late.",
            "Any rival offers from Japan to the islands",
            "country:JPN",
        ),
    ],
)
def test_a_noun_for_an_act_is_no_clause(sentence: str, clause: str, subject: str) -> None:
    verb = "warn" if "warn" in clause else "launch" if "launch" in clause else "offer"
    told = Told(sentence, verb, Action.THREATEN, doing(subject), clause=clause)
    assert line(told) in (None, sentence.rstrip("."))


@pytest.mark.parametrize(
    "sentence", ["Had Japan signed the treaty with Fiji.", "If Japan signed it, Fiji would be glad."]
)
def test_what_would_be_is_not_told_as_if_it_were(sentence: str) -> None:
    assert line(Told(sentence, "sign", Action.AGREE, doing("country:JPN"), status=Status.PLANNED)) is None
