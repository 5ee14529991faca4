"""Articles: once each, and gone with what only they tell."""

from datetime import UTC, datetime, timedelta, timezone

from db import actors, articles, events
from db.finding import Criteria, Involved, find
from db.loading import load
from db.records import NewReport
from db.search import search
from db.session import Store
from db.vocabulary import Role
from tests.db.building import NOW, add_actor, add_article, article, event


async def test_the_same_article_is_stored_once(store: Store) -> None:
    async with store.writing() as session:
        first, new = await articles.add(session, article("Fiji hosted the forum."), read_at=NOW)
        again, new_again = await articles.add(session, article("Fiji hosted the forum.", title="Other"), read_at=NOW)
        other, _ = await articles.add(
            session, article("Fiji hosted the forum.", publisher="Islands Weekly"), read_at=NOW
        )
        assert (new, new_again, again) == (True, False, first)
        assert other != first
        assert await articles.known(session, article("Fiji hosted the forum.")) == first
        assert await articles.known(session, article("Fiji hosted a forum.")) is None
        assert await articles.count(session) == 2


async def test_an_article_comes_back_as_it_was_told(store: Store) -> None:
    published = datetime(2024, 3, 5, 15, 0, tzinfo=timezone(timedelta(hours=9)))
    new = article(
        "Niue’s café 太平洋 “opened”.",
        published=published,
        title="Opening",
        publisher="Islands Weekly",
        url="https://example.org/a?b=c",
        name="opening",
        sample=True,
    )
    async with store.writing() as session:
        identifier, _ = await articles.add(session, new, read_at=NOW)
    async with store.reading() as session:
        stored = await articles.get(session, identifier)
        assert stored is not None
        assert (stored.title, stored.publisher, stored.url) == (new.title, new.publisher, new.url)
        assert (stored.name, stored.sample) == ("opening", True)
        assert stored.published == datetime(2024, 3, 5, 6, 0, tzinfo=UTC)
        assert stored.published.tzinfo is UTC
        assert await articles.text_of(session, identifier) == new.text
        assert await articles.texts_of(session, [identifier, 999]) == {identifier: new.text}
        assert await articles.get(session, 999) is None
        assert await articles.text_of(session, 999) is None


async def test_removing_an_article_removes_what_only_it_tells(store: Store) -> None:
    async with store.writing() as session:
        nauru, tuvalu = await add_actor(session, "Nauru"), await add_actor(session, "Tuvalu")
        both, ids = await add_article(
            session,
            event("Nauru quietly signed the cable pact.", "sign", (Role.ACTOR, nauru)),
            event("Tuvalu rejected the reef plan.", "reject", (Role.ACTOR, tuvalu)),
        )
        other, _ = await add_article(session, text="The cable pact is now signed by Nauru.")
        await events.add_reports(session, other, [(ids[0], NewReport("The cable pact is now signed by Nauru.", 0, 38))])
        assert await articles.remove(session, both)
        (left,) = await load(session, ids)
        assert left.id == ids[0]
        assert [report.article.id for report in left.reports] == [other]
        assert await search(session, ["reef"]) == []
        assert await search(session, ["now", "cable"]) == [ids[0]]
        assert await search(session, ["quietly"]) == []
        assert await find(session, Criteria((Involved((tuvalu,)),))) == []
        assert await actors.named(session, ["nauru", "tuvalu"]) == {"nauru": [nauru]}
        assert not await articles.remove(session, both)


async def test_only_samples_are_removed_as_samples(store: Store) -> None:
    async with store.writing() as session:
        _, (kept,) = await add_article(session, event("Palau launched a patrol boat."))
        for number in range(3):
            await add_article(session, event(f"Sample sentence {number}."), sample=True)
        assert await articles.remove_samples(session) == 3
        assert await articles.count(session) == 1
        assert await search(session, ["sentence"]) == []
        assert await search(session, ["patrol"]) == [kept]
        assert await articles.remove_samples(session) == 0
