"""What is typed in chat instead of a question is put as the question that it stands for; questions stay as they are."""

import pytest

from bot.asking.query import Kind, Wanted
from bot.asking.understanding.chat_forms import as_question
from tests.asking.understanding.asked import understood


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Rabuka's line on the canal", "what did Rabuka say about the canal"),
        ("tokyo's reaction to the launch?", "what did tokyo say about the launch"),
        ("Kremlin response to the strike", "what did Kremlin say about the strike"),
        ("Zelenskyy on the grain deal", "what did Zelenskyy say about the grain deal"),
        ("prof Qwertz re the canal?", "what did professor Qwertz say about the canal"),
        ("Ana Qwertz: what is Fiji's view of the pact?", "what did Ana Qwertz say about Fiji's view of the pact"),
        ("Ana Qwertz, who's that", "who is Ana Qwertz"),
        ("Ana Qwertz?", "who is Ana Qwertz"),
        ("date Fiji joined the forum", "when Fiji joined the forum"),
        ("need the names of the ships Palau seized", "which are the ships Palau seized"),
        ("reasons for the delay", "why the delay"),
        ("who flew to DC w/ Rabuka", "who flew to Washington with Rabuka"),
    ],
)
def test_fragments_are_put_as_questions(typed: str, question: str) -> None:
    assert as_question(typed) == question


@pytest.mark.parametrize(
    "typed",
    [
        "who signed the canal pact?",
        "latest on Fiji",
        "any news on submarines",
        "did Rabuka speak on Tuesday?",
        "missile launches?",
        "and China?",
        "China and the Philippines",
        "what happened on 4 August 2022",
        "anything Japan signs",
        "events in Tonga",
    ],
)
def test_questions_topics_and_follow_ups_stay_as_they_are(typed: str) -> None:
    assert as_question(typed) == typed


def test_a_fragment_is_understood_like_its_question() -> None:
    query = understood("Japan's reaction to the launch")
    assert (query.kind, query.wanted) == (Kind.SAY, Wanted.STATEMENT)
    assert understood("what did Japan say about the launch?") == query
