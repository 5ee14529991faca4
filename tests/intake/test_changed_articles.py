"""An article that changed is read again: its events stay, are updated or withdrawn, and nobody is told what was."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.asking.asker import Asker
from bot.intake import Intake, Origin
from bot.reading.document import Document
from bot.reading.event import EventDate, Mention, ReadEvent
from bot.reading.worker import ReadingWorker
from db import events, feed_items, sources
from db.feed_items import NewItem
from db.loading import load
from db.models import Event, EventChange
from db.records import StoredEvent
from db.session import Store
from db.sources import NewSource, SourceKind
from db.vocabulary import Action, ActorKind, Granularity, Status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PUBLISHED = NOW - timedelta(hours=2)
COUNTRIES = {"Fiji": "country:FJI", "Tonga": "country:TON", "Samoa": "country:WSM", "China": "country:CHN"}


def told(
    sentence: str,
    verb: str,
    actor: str,
    *,
    object: str | None = None,  # noqa: A002 - as the record calls it
    day: date | None = None,
    status: Status = Status.HAPPENED,
    action: Action = Action.AGREE,
    target: str | None = None,
) -> ReadEvent:
    """An event as the reader gives it; its place in the text is put in by `Desk.text`."""
    return ReadEvent(
        quote=sentence,
        start=0,
        end=len(sentence),
        clause=sentence,
        action=action,
        verb=verb,
        status=status,
        actors=(mention(actor),),
        targets=(mention(target),) if target else (),
        object=object,
        date=EventDate(day, day, Granularity.DAY, "on Monday") if day else None,
    )


def mention(name: str) -> Mention:
    return Mention(name, 0, len(name), COUNTRIES.get(name), name, ActorKind.COUNTRY)


class Newsroom:
    """Articles whose events are given instead of read, each the item of a source."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = store
        self.now = NOW
        self.intake = Intake(store, clock=lambda: self.now)
        self._events: list[ReadEvent] = []
        monkeypatch.setattr(ReadingWorker, "read", self._read)

    async def _read(self, *_: object) -> list[ReadEvent]:
        return self._events

    async def item(self, number: int, story: int | None = None) -> int:
        """An item that was announced; `story` is an item of which it is a copy."""
        async with self.store.writing() as session:
            new = NewSource(f"http://news.example/{number}", SourceKind.FEED, f"Source {number}", host="news.example")
            source, _ = await sources.add(session, new, now=self.now, due_at=self.now)
            url = f"http://news.example/story/{number}"
            announced = NewItem((f"key-{number}",), "digest", url, "news.example", None, None)
            await feed_items.record(session, source.id, [announced], now=self.now)
        async with self.store.writing() as session:
            (item,) = [
                one
                for one in await feed_items.lease_due(
                    session, f"test-{number}", now=self.now, until=self.now, limit=50, each_host=50
                )
                if one.url == url
            ]
            await feed_items.join_story(session, item.id, story or item.id, b"", [])
        return item.id

    async def publish(
        self,
        item: int,
        *said: ReadEvent,
        publisher: str = "Suva Daily",
        standing: bool = False,
        published: datetime = PUBLISHED,
    ) -> list[dict[str, Any]]:
        text = "\n\n".join(dict.fromkeys(event.quote for event in said))
        self._events = [moved(event, text.index(event.quote)) for event in said]
        document = Document(
            text,
            "Title",
            publisher,
            published,
            f"http://{publisher.casefold().replace(' ', '-')}.example/news/{item}",
            None,
        )
        return await self.intake.read(document, origin=Origin(item, replaces=not standing))

    async def stored(self) -> list[StoredEvent]:
        async with self.store.reading() as session:
            found = await session.scalars(select(Event.id).order_by(Event.id))
            return await load(session, list(found))

    async def changes(self) -> list[EventChange]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(EventChange).order_by(EventChange.id)))


def moved(event: ReadEvent, by: int) -> ReadEvent:
    return replace(event, start=event.start + by, end=event.end + by)


@pytest.fixture
async def desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    room = Newsroom(store, monkeypatch)
    async with room.intake:
        yield room


MONDAY = date(2026, 3, 2)
SIGNED = told("Fiji signed a fishing accord on Monday.", "sign", "Fiji", object="a fishing accord", day=MONDAY)
SEIZED = told(
    "Tonga seized five trawlers on Monday.", "seize", "Tonga", object="five trawlers", day=MONDAY, action=Action.COERCE
)


async def test_what_still_stands_stays_the_same_event_at_its_new_place(desk: Newsroom) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SIGNED)
    added = told("China praised the accord.", "praise", "China", action=Action.SUPPORT)
    after = await desk.publish(item, added, SIGNED)
    assert {event["id"] for event in after} > {before["id"]}
    again = next(event for event in after if event["id"] == before["id"])
    assert again["start"] == len(added.quote) + 2
    assert await desk.changes() == []
    assert [len(event.reports) for event in await desk.stored()] == [1, 1]


async def test_what_no_longer_stands_is_withdrawn_recorded_and_no_more_found(desk: Newsroom) -> None:
    item = await desk.item(1)
    _, seized = await desk.publish(item, SIGNED, SEIZED)
    asker = Asker(desk.store)
    desk.now += timedelta(hours=3)
    await desk.publish(item, SIGNED)
    assert [event.verb for event in await desk.stored()] == ["sign"]
    (change,) = await desk.changes()
    assert (change.event_id, change.kind, change.became_id) == (seized["id"], "withdrawn", None)
    assert change.changed_at == desk.now
    assert change.before["quote"] == SEIZED.quote
    assert (change.before["publisher"], change.before["starts"]) == ("Suva Daily", "2026-03-02")
    assert change.reason == "Suva Daily changed the article, which no longer says so."
    answer = await asker.ask("what did Tonga seize?", asked=NOW)
    assert answer.abstained


async def test_what_is_told_otherwise_is_updated_with_what_was_said_before(desk: Newsroom) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SEIZED)
    seven = told(
        "Tonga seized seven trawlers on Monday.", "seize", "Tonga", object="seven trawlers", day=MONDAY,
        action=Action.COERCE,
    )  # fmt: skip
    desk.now += timedelta(hours=3)
    (after,) = await desk.publish(item, seven)
    assert (after["id"], after["object"]) == (before["id"], "seven trawlers")
    (change,) = await desk.changes()
    assert (change.event_id, change.kind, change.became_id) == (before["id"], "updated", after["id"])
    assert (change.before["object"], change.before["quote"]) == ("five trawlers", SEIZED.quote)
    assert seven.quote in change.reason
    async with desk.store.reading() as session:
        assert await events.learnt_at(session, after["id"]) == desk.now


@pytest.mark.parametrize(
    "now",
    [
        told("Fiji denied signing a fishing accord.", "sign", "Fiji", object="a fishing accord", status=Status.DENIED),
        told("Samoa signed a fishing accord on Monday.", "sign", "Samoa", object="a fishing accord", day=MONDAY),
        told(
            "Fiji signed a fishing accord on Sunday.", "sign", "Fiji", object="a fishing accord", day=date(2026, 3, 1)
        ),
        told("Fiji initialled a fishing accord on Monday.", "initial", "Fiji", object="a fishing accord", day=MONDAY),
    ],
    ids=["status", "who", "day", "act"],
)
async def test_another_status_actor_day_or_act_is_an_update(desk: Newsroom, now: ReadEvent) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SIGNED)
    (after,) = await desk.publish(item, now)
    (change,) = await desk.changes()
    assert (change.kind, change.event_id, change.became_id) == ("updated", before["id"], after["id"])
    assert len(await desk.stored()) == 1


async def test_what_is_only_added_to_an_event_is_no_update(desk: Newsroom) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SIGNED)
    fuller = told(
        "Fiji signed a new fishing accord with Samoa on Monday.", "sign", "Fiji", object="a new fishing accord",
        day=MONDAY, target="Samoa",
    )  # fmt: skip
    desk.now += timedelta(hours=3)
    (after,) = await desk.publish(item, fuller)
    assert (after["id"], after["object"]) == (before["id"], "a new fishing accord")
    assert await desk.changes() == []
    async with desk.store.reading() as session:
        assert await events.learnt_at(session, after["id"]) == NOW


async def test_what_another_publisher_still_tells_is_neither_updated_nor_withdrawn(desk: Newsroom) -> None:
    one, two = await desk.item(1), await desk.item(2)
    (first,) = await desk.publish(one, SIGNED)
    (same,) = await desk.publish(two, SIGNED, publisher="Apia Times")
    assert first["id"] == same["id"]
    denied = told("Fiji denied signing a fishing accord.", "sign", "Fiji", object="an accord", status=Status.DENIED)
    await desk.publish(one, denied)
    kept, fresh = sorted(await desk.stored(), key=lambda event: event.status is Status.DENIED)
    assert (kept.id, kept.status) == (first["id"], Status.HAPPENED)
    assert [report.article.publisher for report in kept.reports] == ["Apia Times"]
    assert [report.article.publisher for report in fresh.reports] == ["Suva Daily"]
    assert await desk.changes() == []


async def test_a_sentence_that_still_stands_but_was_read_otherwise_keeps_its_event(desk: Newsroom) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SIGNED)
    other = told(SIGNED.quote, "fish", "Samoa", action=Action.OTHER)
    await desk.publish(item, other)
    assert before["id"] in {event.id for event in await desk.stored()}
    assert await desk.changes() == []


async def test_the_id_of_a_withdrawn_event_is_never_given_to_another(desk: Newsroom) -> None:
    item = await desk.item(1)
    (before,) = await desk.publish(item, SEIZED)
    (after,) = await desk.publish(item, SIGNED)
    assert after["id"] != before["id"]


async def test_handing_the_changed_article_on_twice_changes_nothing_more(desk: Newsroom) -> None:
    item = await desk.item(1)
    await desk.publish(item, SIGNED, SEIZED)
    first = await desk.publish(item, SIGNED)
    assert await desk.publish(item, SIGNED) == first
    assert len(await desk.changes()) == 1


async def test_an_excerpt_of_what_stood_there_takes_nothing_back(desk: Newsroom) -> None:
    item = await desk.item(1)
    further = [
        told(f"Ship {number} of the fleet left harbour {number} for the reef.", "leave", "Fiji") for number in range(9)
    ]
    before = await desk.publish(item, SIGNED, *further)
    assert await desk.publish(item, SIGNED, *further[:2]) == before
    assert await desk.changes() == []


async def test_an_address_that_leads_to_another_article_takes_nothing_back(desk: Newsroom) -> None:
    item = await desk.item(1)
    await desk.publish(item, SEIZED)
    await desk.publish(item, SIGNED, publisher="Front Page")
    assert {event.verb for event in await desk.stored()} == {"seize", "sign"}
    assert await desk.changes() == []


async def test_news_that_a_single_page_shows_no_more_is_not_withdrawn(desk: Newsroom) -> None:
    item = await desk.item(1)
    await desk.publish(item, SEIZED, standing=True)
    await desk.publish(item, SIGNED, standing=True)
    assert {event.verb for event in await desk.stored()} == {"seize", "sign"}
    assert await desk.changes() == []


async def test_a_copy_of_a_story_reports_the_same_events_whatever_they_are_about(desk: Newsroom) -> None:
    said = told('Fiji said it was "disappointed".', "say", "Fiji", object="it was disappointed", action=Action.SAY)
    one = await desk.item(1)
    two, other = await desk.item(2, story=one), await desk.item(3)
    await desk.publish(one, said)
    await desk.publish(two, said, publisher="Apia Times")
    await desk.publish(other, said, publisher="Another Story")
    reports = [[report.article.publisher for report in event.reports] for event in await desk.stored()]
    assert sorted(reports) == [["Another Story"], ["Suva Daily", "Apia Times"]]


async def test_the_same_words_of_another_day_are_another_event(desk: Newsroom) -> None:
    daily = told("Tonga's navy sent ships to watch the border.", "send", "Tonga", action=Action.MOBILIZE)
    one = await desk.item(1)
    two = await desk.item(2, story=one)
    await desk.publish(one, daily)
    await desk.publish(two, daily, published=PUBLISHED + timedelta(days=3))
    assert [len(event.reports) for event in await desk.stored()] == [1, 1]
