"""Conversations are kept in the store, each by its key, until they expire or are forgotten."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.asking.asker import Asker
from bot.asking.errors import AskingError
from bot.asking.narrowing import Narrowing
from db import conversations
from db.session import Store
from tests.asking.world import NOW, fill

ACCORD = "what did Rabuka sign?"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def filled_store(store: Store) -> Store:
    """The made-up news on each database."""
    await fill(store)
    return store


async def test_a_follow_up_in_a_kept_conversation_is_answered_on_both_databases(filled_store: Store) -> None:
    asker = Asker(filled_store, clock=Clock())
    await asker.ask(ACCORD, asked=NOW, conversation="a")
    # Another process has another Asker and the same store.
    answer = await Asker(filled_store, clock=Clock()).ask("and with whom?", asked=NOW, conversation="a")
    assert answer.answers == ("Aisake Eke",)
    more = await asker.ask("more", asked=NOW, conversation="a")
    assert more.abstained


async def test_a_choice_is_kept_with_the_conversation(world: Store) -> None:
    asker = Asker(world, clock=Clock())
    await asker.ask("who did Leota visit?", asked=NOW, conversation="a")
    assert (await asker.ask("Tomasi", asked=NOW, conversation="a")).answers == ("Palau",)
    assert (await asker.ask("who did Leota visit?", asked=NOW, conversation="a")).answers == ("Palau",)
    assert (await asker.ask("who did Leota visit?", asked=NOW, conversation="b")).ambiguous


async def test_a_choice_made_beside_the_question_is_kept_as_well(world: Store) -> None:
    asker = Asker(world)
    first, turn = await asker.answer("who did Leota visit?", asked=NOW, narrowing=Narrowing(meant="Sina Leota"))
    assert first.answers == ("Nauru",)
    again, _ = await asker.answer("who did Leota visit?", asked=NOW, before=turn)
    assert again.answers == ("Nauru",)


async def test_conversations_are_kept_apart(world: Store) -> None:
    asker = Asker(world, clock=Clock())
    await asker.ask(ACCORD, asked=NOW, conversation="person 1/channel")
    await asker.ask("what did China sign?", asked=NOW, conversation="person 2/channel")
    first = await asker.ask("and with whom?", asked=NOW, conversation="person 1/channel")
    second = await asker.ask("and with whom?", asked=NOW, conversation="person 2/channel")
    assert (first.answers, second.answers) == (("Aisake Eke",), ("Kiribati",))


async def test_a_conversation_expires(world: Store) -> None:
    clock = Clock()
    asker = Asker(world, conversation_hours=2, clock=clock)
    await asker.ask(ACCORD, asked=NOW, conversation="a")
    clock.now += timedelta(hours=1, minutes=59)
    assert (await asker.ask("and when?", asked=NOW, conversation="a")).answers == ("2024-03-05",)
    clock.now += timedelta(hours=2, minutes=1)
    assert await asker.recall("a") is None
    with pytest.raises(AskingError):
        await asker.ask("more", asked=NOW, conversation="a")


async def test_a_forgotten_conversation_is_gone_and_others_stay(world: Store) -> None:
    asker = Asker(world, clock=Clock())
    for key in ("a", "b"):
        await asker.ask(ACCORD, asked=NOW, conversation=key)
    await asker.forget("a")
    assert await asker.recall("a") is None
    assert await asker.recall("b") is not None
    async with world.reading() as session:
        assert await conversations.get(session, "a", now=NOW - timedelta(days=9)) is None


@pytest.mark.parametrize(
    "state",
    [
        {"query": {"kind": "what", "wanted": "event"}, "events": [], "articles": [], "shown": 3, "question": "?"},
        {"version": 9, "turns": ["what?"]},
        {"question": "what?", "query": {"kind": "riddle"}},
        {"question": None, "query": [], "events": "x"},
    ],
)
async def test_what_another_version_kept_is_ignored_and_the_question_stands_alone(
    world: Store, state: dict[str, object]
) -> None:
    asker = Asker(world, clock=Clock())
    async with world.writing() as session:
        await conversations.put(session, "a", state, expires_at=NOW + timedelta(days=1))
    assert await asker.recall("a") is None
    assert (await asker.ask(ACCORD, asked=NOW, conversation="a")).answers == ("the Lau Tuna Accord",)
    assert (await asker.ask("where?", asked=NOW, conversation="a")).answers[0] == "Levuka"


async def test_events_that_are_gone_meanwhile_are_no_error(world: Store) -> None:
    asker = Asker(world, clock=Clock())
    _, turn = await asker.answer(ACCORD, asked=NOW)
    assert turn is not None
    lost = type(turn)(turn.question, turn.query, events=(7, 8), articles=(99,), seen=(7,))
    for line in ("and when?", "who objected?", "more", "why do you say that?", "who is he?", "what about China?"):
        answer, _ = await asker.answer(line, asked=NOW, before=lost)
        assert answer.question == line


async def test_a_refused_line_leaves_the_conversation_as_it_was(world: Store) -> None:
    asker = Asker(world, clock=Clock())
    await asker.ask(ACCORD, asked=NOW, conversation="a")
    for line in ("", "   ", "thanks", "日本は何に署名しましたか", "x" * 10_000):
        with pytest.raises(AskingError):
            await asker.ask(line, asked=NOW, conversation="a")
    assert (await asker.ask("and when?", asked=NOW, conversation="a")).answers == ("2024-03-05",)


async def test_today_is_where_the_asker_is(world: Store) -> None:
    asker = Asker(world)
    late = datetime(2025, 5, 8, 22, tzinfo=UTC)
    tonga, _ = await asker.answer("who visited Tonga today?", asked=late, zone=ZoneInfo("Pacific/Tongatapu"))
    assert tonga.query is not None
    assert tonga.query.window is not None
    assert tonga.query.window.start == date(2025, 5, 9)
    hawaii, _ = await asker.answer("who visited Tonga today?", asked=late, zone=ZoneInfo("Pacific/Honolulu"))
    assert hawaii.query is not None
    assert hawaii.query.window is not None
    assert hawaii.query.window.start == date(2025, 5, 8)
