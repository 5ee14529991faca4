"""Events kept in memory: never other than what is stored, as far as this process or a new article can tell."""

from db.articles import remove
from db.events import add_reports
from db.loading import load
from db.records import NewReport
from db.session import Store
from tests.db.building import add_article, event


async def test_a_report_added_later_is_told_with_an_event_loaded_before(store: Store) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, event("Tonga and Samoa signed a treaty."))
    async with store.reading() as session:
        assert len((await load(session, ids))[0].reports) == 1
    async with store.writing() as session:
        other, _ = await add_article(session, event("Another thing."), publisher="Apia Post")
        await add_reports(session, other, [(ids[0], NewReport("Signed, it said.", 0, 16))])
    async with store.reading() as session:
        assert len((await load(session, ids))[0].reports) == 2


async def test_an_article_of_another_process_renews_what_was_loaded(store: Store, database_url: str) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, event("Tonga and Samoa signed a treaty."))
    async with store.reading() as session:
        await load(session, ids)
    async with await Store.open(database_url) as elsewhere, elsewhere.writing() as session:
        other, _ = await add_article(session, event("Another thing."), publisher="Apia Post")
        await add_reports(session, other, [(ids[0], NewReport("Signed, it said.", 0, 16))])
    async with store.reading() as session:
        assert len((await load(session, ids))[0].reports) == 2


async def test_a_removed_event_is_not_loaded_any_more(store: Store) -> None:
    async with store.writing() as session:
        article, ids = await add_article(session, event("Tonga and Samoa signed a treaty."))
    async with store.reading() as session:
        assert await load(session, ids)
    async with store.writing() as session:
        await remove(session, article)
    async with store.reading() as session:
        assert await load(session, ids) == []
