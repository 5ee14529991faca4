"""The desk: replies, what they offer, and what is kept of them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.asker import Asker
from bot.asking.errors import AskingError
from bot.asking.listing import EventFilter
from bot.asking.lookup import UnreadableDate, days
from bot.chat.desk import Desk, Gone, Offer
from bot.chat.keeping import message_from_json, message_to_json
from bot.chat.message import Entry, Message, Quotation
from db import articles, events, workspace_settings
from db.records import NewArticle, NewEvent, NewReport
from db.session import Store
from db.vocabulary import Action, Granularity, Status

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
texts = st.text(max_size=20)
quotations = st.builds(Quotation, texts, st.none() | texts, st.none() | texts, st.none() | texts, st.none() | texts)
messages = st.builds(
    Message,
    headline=st.none() | texts.filter(bool),
    text=texts,
    lines=st.lists(texts, max_size=3).map(tuple),
    entries=st.lists(st.builds(Entry, texts, st.none() | texts, st.none() | quotations), max_size=3).map(tuple),
    quotations=st.lists(quotations, max_size=3).map(tuple),
    remarks=st.lists(texts, max_size=2).map(tuple),
    choices=st.lists(texts, max_size=3).map(tuple),
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with await Store.open(str(tmp_path / "store.db")) as store:
        async with store.writing() as session:
            for number in range(1, 20):
                quote = f"Police closed harbour number {number} in Suva."
                article = NewArticle(quote, datetime(2024, 1, number, tzinfo=UTC), publisher="The Island Courier")
                identifier, _ = await articles.add(session, article, read_at=NOW)
                day = date(2024, 1, number)
                status = Status.PLANNED if number == 19 else Status.HAPPENED
                event = NewEvent(
                    action=Action.COERCE,
                    verb="close",
                    status=status,
                    report=NewReport(quote, 0, len(quote)),
                    starts=day,
                    ends=day,
                    granularity=Granularity.DAY,
                )
                await events.add(session, identifier, [event], published=day, learnt_at=NOW)
        yield Desk(store, Asker(store, clock=lambda: NOW), zone=ZoneInfo("UTC"), clock=lambda: NOW)


@given(messages)
def test_a_message_is_kept_and_given_back_the_same(message: Message) -> None:
    assert message_from_json(message_to_json(message)) == message


async def test_a_list_has_pages_without_gaps_and_repeats(desk: Desk) -> None:
    seen = []
    for page in range(3):
        shown = await desk.events(EventFilter(), person="x:1", page=page)
        seen += [entry.when for entry in shown.message.entries]
        assert shown.has_next == (page < 2)
        assert Offer.PAGES in shown.offers
    assert seen == [f"{number} January 2024" for number in range(19, 0, -1)]


async def test_a_page_beyond_the_last_is_empty_and_one_before_the_first_is_the_first(desk: Desk) -> None:
    assert (await desk.events(EventFilter(), person="x:1", page=99)).message.entries == ()
    assert (await desk.events(EventFilter(), person="x:1", page=-5)).page == 0


async def test_what_is_not_done_is_not_listed_as_done(desk: Desk) -> None:
    first = (await desk.events(EventFilter(), person="x:1")).message.entries[0]
    assert first.text == "Police closed harbour number 19 in Suva (planned, not told as done)"


async def test_a_kept_list_is_turned_by_its_own_filter(desk: Desk) -> None:
    shown = await desk.events(EventFilter(action=Action.COERCE, since="2024-01-05", oldest_first=True), person="x:1")
    await desk.keep(shown)
    turned = await desk.turn_page(await desk.kept(shown.id), 1)
    assert turned.message.entries[0].when == "13 January 2024"
    assert turned.id == shown.id


async def test_what_was_never_kept_is_gone(desk: Desk) -> None:
    with pytest.raises(Gone, match="no longer kept"):
        await desk.kept(12345)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023", None, (date(2023, 1, 1), None)),
        (None, "May 2023", (None, date(2023, 5, 31))),
        ("2 May 2023", "2 May 2023", (date(2023, 5, 2), date(2023, 5, 2))),
        (None, None, (None, None)),
    ],
)
def test_a_period_is_read_as_people_write_it(
    since: str | None, until: str | None, expected: tuple[date | None, date | None]
) -> None:
    assert days(since, until, NOW.date()) == expected


def test_a_period_that_cannot_be_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnreadableDate, match="“soonish” is no date"):
        days("soonish", None, NOW.date())
    with pytest.raises(AskingError, match="before it begins"):
        days("2024", "2023", NOW.date())


async def test_today_is_that_of_the_zone_that_a_workspace_chose(store: Store) -> None:
    late = datetime(2026, 5, 4, 22, tzinfo=UTC)
    desk = Desk(store, Asker(store, clock=lambda: late), zone=ZoneInfo("UTC"), clock=lambda: late)
    async with store.writing() as session:
        await workspace_settings.put(session, "slack", "T1", workspace_settings.ZONE, "Pacific/Auckland")
    days = []
    for workspace in (("slack", "T1"), ("slack", "T2"), None):
        shown = await desk.ask("who visited Tonga today?", person="slack:T1:U1", workspace=workspace)
        days.append(shown.state["query"]["window"]["start"])
    assert days == ["2026-05-05", "2026-05-04", "2026-05-04"]
