"""When it was. The articles are of Wednesday, 15 May 2024."""

from datetime import date

import pytest

from db.vocabulary import Granularity
from tests.reading.conftest import One, Read

DAY = Granularity.DAY


@pytest.mark.parametrize(
    ("text", "verb", "start", "end"),
    [
        ("Suva voted on Monday.", "vote", date(2024, 5, 13), date(2024, 5, 13)),
        ("Suva will vote on Monday.", "vote", date(2024, 5, 20), date(2024, 5, 20)),
        ("On 3 April 2023 Suva voted.", "vote", date(2023, 4, 3), date(2023, 4, 3)),
        ("Suva voted in March.", "vote", date(2024, 3, 1), date(2024, 3, 31)),
        ("Suva plans to vote in June.", "vote", date(2024, 6, 1), date(2024, 6, 30)),
        ("Suva voted yesterday.", "vote", date(2024, 5, 14), date(2024, 5, 14)),
        ("Suva voted last week.", "vote", date(2024, 5, 6), date(2024, 5, 12)),
        ("Suva is on Friday to vote.", "vote", date(2024, 5, 17), date(2024, 5, 17)),
    ],
)
def test_a_date_belongs_to_its_verb_and_its_tense(one: One, text: str, verb: str, start: date, end: date) -> None:
    found = one(text, verb).date
    assert found is not None
    assert (found.start, found.end) == (start, end)


def test_each_verb_has_its_own_date(one: One) -> None:
    text = "Apia said on Monday that Suva had voted in March."
    said, voted = one(text, "say").date, one(text, "vote").date
    assert said is not None
    assert voted is not None
    assert (said.start, voted.start) == (date(2024, 5, 13), date(2024, 3, 1))


def test_a_date_does_not_leak_onto_what_is_only_planned(one: One) -> None:
    text = "In March Suva voted, vowing to double its budget."
    assert one(text, "vow").date is not None
    assert one(text, "double").date is None


def test_a_date_in_front_holds_for_coordinated_verbs(one: One) -> None:
    text = "On Monday Suva voted and left the forum."
    assert one(text, "vote").date == one(text, "leave").date is not None


def test_the_same_day_is_that_of_the_event_before(read: Read) -> None:
    events = read("Suva voted on Monday. On the same day, Apia left the forum.")
    left = next(event for event in events if event.verb == "leave").date
    assert left is not None
    assert (left.start, left.granularity) == (date(2024, 5, 13), DAY)


def test_a_date_of_a_noun_is_not_that_of_the_verb(one: One) -> None:
    assert one("Suva praised the best harvest since 1902.", "praise").date is None
    assert one("Suva marked last year's flood.", "mark").date is None


def test_a_story_of_former_times_goes_on_in_its_paragraph(read: Read) -> None:
    events = read("In March 2019 the army seized Suva. Soldiers attacked the port.\n\nRebels attacked Apia.")
    port, rebels = (event for event in events if event.verb == "attack")
    assert port.date is not None
    assert port.date.start.year == 2019
    assert rebels.date is None


def test_nothing_is_made_up(one: One) -> None:
    assert one("Suva voted.", "vote").date is None
