"""A query as JSON and as a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.query import Act, Anchor, EventQuery, Kind, Name, Order, Part, Relation, Wanted, Window
from bot.asking.wording import from_json, sentence, to_json
from db.vocabulary import ActorKind, Granularity, Status
from tests.asking.understanding.asked import understood

words = st.text(min_size=1, max_size=12)
lists = st.lists(words, max_size=3).map(tuple)
names = st.builds(
    Name,
    words,
    st.sampled_from(Part),
    st.lists(st.integers(1, 99), max_size=3).map(tuple),
    st.none() | words,
    st.booleans(),
    st.booleans(),
)
windows = st.builds(Window, st.none() | st.dates(), st.none() | st.dates(), words, st.sampled_from(Granularity))
anchors = st.builds(
    Anchor, st.sampled_from(Relation), st.none() | names, st.none() | words, st.sampled_from(Granularity), st.booleans()
)
queries = st.builds(
    EventQuery,
    st.sampled_from(Kind),
    st.sampled_from(Wanted),
    names=st.lists(names, max_size=3).map(tuple),
    act=st.none() | st.builds(Act, words, lists, lists),
    words=lists,
    answer_kind=st.none() | st.sampled_from(ActorKind),
    answer_country=st.none() | words,
    answer_words=lists,
    window=st.none() | windows,
    anchor=st.none() | anchors,
    granularity=st.sampled_from(Granularity),
    status=st.lists(st.sampled_from(Status), max_size=2).map(tuple),
    order=st.sampled_from(Order),
    ordinal=st.none() | st.integers(1, 9),
    limit=st.none() | st.integers(1, 9),
    negated=st.booleans(),
)


@given(query=queries)
def test_what_is_written_as_json_reads_back(query: EventQuery) -> None:
    assert from_json(to_json(query)) == query
    assert sentence(query)


@pytest.mark.parametrize("data", [{}, {"kind": "what"}, {"kind": "nothing", "wanted": "event"}])
def test_other_json_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        from_json(data)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did Fumio Kishida sign?", "Events in which Fumio Kishida signs something, newest first"),
        (
            "Who visited Tonga in May 2023?",
            "Events in which someone visits Tonga, from 2023-05-01 to 2023-05-31, newest first",
        ),
        ("Who first praised Fiji?", "Events in which someone praises Fiji, only the first"),
        ("Did Nauru recognise Taiwan?", "Whether there are events in which Nauru recognises Taiwan, newest first"),
        ("What happened in Samoa?", "Events in which something happens, in Samoa, newest first"),
    ],
)
def test_the_sentence_says_how_a_question_was_understood(question: str, told: str) -> None:
    assert sentence(understood(question)) == told


def test_what_is_left_open_is_not_written() -> None:
    assert to_json(EventQuery(Kind.WHAT, Wanted.EVENT, window=Window(date(2024, 1, 2), None, "since"))) == {
        "kind": "what",
        "wanted": "event",
        "granularity": "day",
        "order": "newest",
        "window": {"start": "2024-01-02", "text": "since", "granularity": "day"},
    }
