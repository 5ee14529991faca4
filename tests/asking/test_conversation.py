"""What is said next is understood from what was said before, and a question that stands by itself inherits nothing."""

import contextlib
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.asking.answer import Answer
from bot.asking.asker import Asker
from bot.asking.conversation import Choice, Turn, turn_from_json
from bot.asking.errors import AskingError
from bot.asking.evidence.focus import Scope
from bot.asking.query import EventQuery, Kind, Name, Part, Wanted
from db.session import Store
from tests.asking.world import NOW

Talk = Callable[..., Awaitable[list[Answer]]]


@pytest.fixture
def talk(world: Store) -> Talk:
    """Say several things one after the other; return the answers."""
    asker = Asker(world)

    async def say(*lines: str) -> list[Answer]:
        turn, answers = None, []
        for line in lines:
            answer, turn = await asker.answer(line, asked=NOW, before=turn)
            answers.append(answer)
        return answers

    return say


def cited(answer: Answer) -> set[str]:
    return {citation.quote for citation in answer.citations}


ACCORD = "what did Rabuka sign?"
ACCORD_QUOTE = "Sitiveni Rabuka signed the Lau Tuna Accord with Aisake Eke in Levuka on 5 March 2024."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("and with whom?", "Aisake Eke"),
        ("with whom", "Aisake Eke"),
        ("who else signed it?", "Aisake Eke"),
        ("and when?", "2024-03-05"),
        ("When was that?", "2024-03-05"),
        ("in which year?", "2024"),
        ("where?", "Levuka"),
        ("and in which town?", "Levuka"),
        ("where did he sign it?", "Levuka"),
        ("where was the accord signed?", "Levuka"),
        ("was it signed?", "yes"),
        ("did that happen?", "yes"),
        ("why?", "because boats of both islands had fished the same reefs"),
        ("why did he do it?", "because boats of both islands had fished the same reefs"),
    ],
)
async def test_another_part_is_answered_from_the_event_answered_before(talk: Talk, said: str, answer: str) -> None:
    _, second = await talk(ACCORD, said)
    assert second.answers[0] == answer
    assert ACCORD_QUOTE in cited(second)
    assert second.question == said


async def test_who_did_it_names_everyone_who_did(talk: Talk) -> None:
    _, second = await talk(ACCORD, "who did it?")
    assert second.answers == ("Sitiveni Rabuka", "Aisake Eke")


async def test_parts_can_be_asked_one_after_the_other_and_the_event_stays(talk: Talk) -> None:
    answers = await talk(ACCORD, "with whom?", "and when?", "where was that?", "and in which year?")
    assert [answer.answers[0] for answer in answers[1:]] == ["Aisake Eke", "2024-03-05", "Levuka", "2024"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("who objected?", "Samoa"),
        ("and who objected to it?", "Samoa"),
        ("who objected to the accord?", "Samoa"),
        ("who invited him?", "Jeremiah Manele"),
        ("and who invited Rabuka?", "Jeremiah Manele"),
        ("what did he say?", "the accord ends ten years of quarrels"),
        ("and what did he say about the accord?", "the accord ends ten years of quarrels"),
    ],
)
async def test_a_new_act_is_looked_for_in_the_same_articles_first(talk: Talk, said: str, answer: str) -> None:
    _, second = await talk(ACCORD, said)
    assert second.answers[0] == answer


async def test_where_and_when_are_found_where_the_article_speaks_of_the_act_again(talk: Talk) -> None:
    _, where, when = await talk("what did Palau sign?", "where?", "and when?")
    assert where.answers[0] == "Yaren"
    assert when.answers[0] == "2025-02-01"


async def test_who_did_it_is_not_taken_from_a_sentence_that_only_speaks_of_it(talk: Talk) -> None:
    _, who = await talk("what did Palau sign?", "who sang?")
    assert who.answers == ("Nauru",)
    _, denied = await talk("what did Palau sign?", "and who denied it?")
    assert "Nauru" not in denied.answers


async def test_what_an_article_does_not_tell_is_not_taken_from_elsewhere(talk: Talk) -> None:
    _, when, where = await talk(ACCORD, "who objected?", "and when?")
    assert when.answers == ("Samoa",)
    assert where.abstained


async def test_the_same_can_be_asked_about_another_one_and_another_time(talk: Talk) -> None:
    _, china, then, where, back = await talk(
        ACCORD, "what about China?", "and in 2021?", "where was it?", "and what about Rabuka in 2024?"
    )
    assert china.answers == ("a port lease",)
    assert then.answers == ("a port lease",)
    assert where.answers[0] == "Betio"
    assert back.answers == ("the Lau Tuna Accord",)


async def test_another_time_excludes_what_lies_outside_it(talk: Talk) -> None:
    _, second = await talk("what did China sign?", "and in 2019?")
    assert second.abstained


async def test_another_one_like_the_answer_is_asked_whether_it_did_so_too(talk: Talk) -> None:
    _, yes, no = await talk("who visited?", "what about Folau?", "who visited Nauru?")
    assert yes.answers[0] in {"yes", "Lusia Folau"}
    assert no.answers == ("Sina Leota",)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who visited Nauru?", "Sina Leota"),
        ("what did China sign?", "a port lease"),
        ("When did Lusia Folau visit Tonga?", "2025-05-09"),
    ],
)
async def test_a_full_question_in_the_middle_inherits_nothing(talk: Talk, question: str, answer: str) -> None:
    alone, *_ = await talk(question)
    *_, second = await talk(ACCORD, "and when?", question)
    assert second.answers == alone.answers == (answer,)
    assert second.query == alone.query


async def test_after_an_unanswered_question_a_follow_up_is_about_that_one(talk: Talk) -> None:
    _, unanswered, when = await talk(ACCORD, "what did Nauru launch?", "when?")
    assert unanswered.abstained
    assert when.abstained


async def test_more_shows_what_comes_next_without_repeating_until_nothing_is_left(talk: Talk) -> None:
    first, *rest = await talk("what did Palau launch?", "more", "what else?", "and?", "show me more")
    shown = [citation.event for answer in (first, *rest) for citation in answer.shown]
    assert len(shown) == len(set(shown)) == 11
    assert rest[-1].abstained
    assert rest[-1].reason == "Nothing more is stored that answers “what did Palau launch?”."


async def test_asked_why_it_says_so_it_tells_how_it_understood_and_quotes_again(talk: Talk) -> None:
    first, second = await talk(ACCORD, "why do you say that?")
    assert second.answers == first.answers
    assert second.citations == first.citations
    assert "Sitiveni Rabuka signs something" in second.text


@pytest.mark.parametrize("said", ["more", "what else?", "why do you say that?", "source?", "thanks", "hello!", "ok"])
async def test_what_is_no_question_is_told_what_to_do(talk: Talk, said: str) -> None:
    with pytest.raises(AskingError, match=r"[Aa]sk"):
        await talk(said)


# -- names that can mean several


async def test_a_name_that_means_several_is_asked_back_and_the_number_answers(talk: Talk) -> None:
    back, second, when = await talk("where did Leota go?", "2", "and when?")
    assert back.abstained
    assert back.ambiguous == ("Sina Leota", "Tomasi Leota")
    assert back.reason == "“Leota” can mean Sina Leota or Tomasi Leota."
    assert not back.answers
    assert second.answers[0] == "Palau"
    assert when.answers == ("2025-05-08",)


@pytest.mark.parametrize("said", ["1", "1.", "the first", "Sina", "sina leota", "I mean Sina", "number one", "#1"])
async def test_a_choice_is_made_by_number_place_or_name(talk: Talk, said: str) -> None:
    _, second = await talk("who did Leota visit?", said)
    assert second.answers == ("Nauru",)


async def test_a_choice_holds_for_the_conversation(talk: Talk) -> None:
    *_, last = await talk("who did Leota visit?", "Tomasi", "what did China sign?", "who did Leota visit?")
    assert last.answers == ("Palau",)


async def test_a_name_is_not_asked_back_where_the_answer_does_not_depend_on_it(talk: Talk) -> None:
    only, *_ = await talk("what did Leota open?")
    assert only.answers == ("a school of navigation",)
    folau, *_ = await talk("when did Folau visit Tonga?")
    assert folau.answers == ("2025-05-09",)


async def test_a_new_question_may_be_asked_instead_of_choosing(talk: Talk) -> None:
    _, other = await talk("who did Leota visit?", "what did China sign?")
    assert other.answers == ("a port lease",)


@pytest.mark.parametrize("said", ["7", "0", "99999999999999999999", "number 3", "third"])
async def test_a_number_that_is_not_offered_is_told_those_that_are(talk: Talk, said: str) -> None:
    with pytest.raises(AskingError, match="from 1 to 2"):
        await talk("who did Leota visit?", said)


# -- any text


@given(st.lists(st.text(max_size=60) | st.sampled_from(["more", "and?", "why?", "what about him?", "2"]), max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_answered_refused_or_abstained_from(world: Store, lines: list[str]) -> None:
    asker, turn = Asker(world), None
    for line in [ACCORD, *lines]:
        with contextlib.suppress(AskingError):
            answer, turn = await asker.answer(line, asked=NOW, before=turn)
            assert answer.abstained == bool(answer.reason)


# -- what is kept

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["query", "events", "kind"]), inner),
    max_leaves=8,
)


def test_a_turn_is_kept_whole() -> None:
    query = EventQuery(Kind.WHO, Wanted.PARTNER, (Name("Fiji", Part.ACTOR, (3,), "Fiji"),))
    choice = Choice("Leota", 4, "Sina Leota")
    turn = Turn("who?", query, query, (1, 2), (5,), (1,), Scope.ARTICLES, (choice,), (choice,), (3,))
    assert turn_from_json(turn.as_json()) == turn


@given(st.dictionaries(st.sampled_from(["query", "part", "events", "articles", "seen", "scope", "question"]), _json))
def test_what_another_version_kept_is_ignored(state: dict[str, object]) -> None:
    assert turn_from_json(state) is None


def test_a_field_that_is_missing_or_wrong_makes_the_turn_unusable_and_no_error() -> None:
    turn = Turn("what?", EventQuery(Kind.WHAT, Wanted.EVENT))
    for name in turn.as_json():
        state = turn.as_json()
        del state[name]
        assert turn_from_json(state) is None
        assert turn_from_json({**turn.as_json(), name: {"of": "another version"}}) is None or name == "question"
