"""When, measured by what, which of several, and who is left out."""

from datetime import date

import pytest

from bot.asking.query import Anchor, Order, Relation
from db.vocabulary import Granularity
from tests.asking.understanding.asked import named, understood


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("Who visited Tonga in March 2023?", date(2023, 3, 1), date(2023, 3, 31)),
        ("In March 2023, who visited Tonga?", date(2023, 3, 1), date(2023, 3, 31)),
        ("Who visited Tonga last month?", date(2024, 4, 1), date(2024, 4, 30)),
        ("Who visited Tonga after 3 May 2021?", date(2021, 5, 4), None),
        ("Who visited Tonga after 2012?", date(2013, 1, 1), None),
        ("Who visited Tonga since 2012?", date(2012, 1, 1), None),
        ("Who visited Tonga before June, 2011?", None, date(2011, 5, 31)),
        ("Who visited Tonga between 3 and 9 March 2023?", date(2023, 3, 3), date(2023, 3, 9)),
        ("Who visited Tonga in 2019 and 2021?", date(2019, 1, 1), date(2021, 12, 31)),
        ("After 2019, who visited Tonga before May 2022?", date(2020, 1, 1), date(2022, 4, 30)),
        ("Who visited Tonga?", None, None),
    ],
)
def test_the_window_is_the_days_that_are_asked_about(question: str, start: date | None, end: date | None) -> None:
    window = understood(question).window
    assert (window.start, window.end) == (start, end) if window else (start, end) == (None, None)
    assert named(understood(question)) == [("Tonga", "other")]


@pytest.mark.parametrize(
    ("question", "relation", "name", "part"),
    [
        ("Who praised Fiji before Tonga did?", Relation.BEFORE, "Tonga", "actor"),
        ("Before Tonga, who praised Fiji?", Relation.BEFORE, "Tonga", "actor"),
        ("Whom did Fiji praise after Tonga?", Relation.AFTER, "Tonga", "other"),
        ("Who threatened Nauru on the same day as Tonga?", Relation.SAME, "Tonga", "actor"),
        ("Who visited Nauru in the same month as Tonga did?", Relation.SAME, "Tonga", "actor"),
    ],
)
def test_time_is_measured_by_anothers_same_act(question: str, relation: Relation, name: str, part: str) -> None:
    anchor = understood(question).anchor
    assert anchor is not None
    assert anchor.name is not None
    assert (anchor.relation, anchor.name.name, str(anchor.name.part)) == (relation, name, part)


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("Who left Tonga after the eruption?", Anchor(Relation.AFTER, words="the eruption")),
        (
            "What did Fiji announce the day after the Tonga eruption?",
            Anchor(Relation.AFTER, words="the Tonga eruption", adjacent=True),
        ),
        (
            "What happened in the month before the Honiara summit?",
            Anchor(Relation.BEFORE, words="the Honiara summit", granularity=Granularity.MONTH, adjacent=True),
        ),
    ],
)
def test_time_is_measured_by_another_event_in_the_askers_words(question: str, anchor: Anchor) -> None:
    assert understood(question).anchor == anchor


@pytest.mark.parametrize(
    ("question", "order", "ordinal", "limit"),
    [
        ("Who first praised Fiji?", Order.OLDEST, 1, 1),
        ("Who was the first to praise Fiji?", Order.OLDEST, 1, 1),
        ("Who were the first to praise Fiji?", Order.OLDEST, 1, None),
        ("Who was the last to praise Fiji?", Order.NEWEST, 1, 1),
        ("Who most recently praised Fiji?", Order.NEWEST, 1, 1),
        ("When was the last time that Tonga praised Fiji?", Order.NEWEST, 1, 1),
        ("Who was the second to praise Fiji?", Order.OLDEST, 2, 1),
        ("Which two countries last praised Fiji?", Order.NEWEST, None, 2),
        ("the last three visits of Wang Yi to Fiji", Order.NEWEST, None, 3),
        ("What were the first two agreements between Nauru and Fiji?", Order.OLDEST, None, 2),
        ("Who praised Fiji?", Order.NEWEST, None, None),
    ],
)
def test_which_of_several_is_said_by_first_last_and_numbers(
    question: str, order: Order, ordinal: int | None, limit: int | None
) -> None:
    query = understood(question)
    assert (query.order, query.ordinal, query.limit) == (order, ordinal, limit)


def test_whether_something_is_the_first_time_asks_for_no_order() -> None:
    query = understood("Is it the first time that Fiji and Tonga drill together?")
    assert (query.ordinal, query.words) == (None, ("first time",))


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Who besides Japan praised Palau?", ["Japan"]),
        ("Which countries other than France and Samoa evacuated citizens from Nauru?", ["France", "Samoa"]),
        ("Who praised Palau, apart from the Japanese?", ["Japan"]),
    ],
)
def test_who_is_left_out_is_known(question: str, excluded: list[str]) -> None:
    assert [name.name for name in understood(question).names if name.excluded] == excluded


@pytest.mark.parametrize(
    ("question", "granularity"),
    [
        ("On what day did Tonga praise Fiji?", Granularity.DAY),
        ("In which month did Tonga praise Fiji?", Granularity.MONTH),
        ("What year did Tonga praise Fiji?", Granularity.YEAR),
    ],
)
def test_a_date_is_asked_for_as_finely_as_is_said(question: str, granularity: Granularity) -> None:
    assert understood(question).granularity is granularity


@pytest.mark.parametrize(
    "question",
    [
        "news about Palau",
        "what's new in Palau?",
        "Give me the headlines from Palau",
        "what are the latest developments in Palau",
        "is there any news from Palau?",
    ],
)
def test_news_are_the_newest_of_whatever_happened(question: str) -> None:
    query = understood(question)
    assert (query.wanted, query.act, query.words, query.order) == ("event", None, (), Order.NEWEST)
    assert [name.name for name in query.names] == ["Palau"]
