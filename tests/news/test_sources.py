import json
from pathlib import Path

import pytest

from bot.cli import parser
from bot.cli.command import CommandError
from bot.news.addresses import web_address
from bot.news.collecting.health import Health, health, sentence
from bot.news.collecting.notices import take_notices
from bot.news.curated import curated_sources
from bot.news.errors import AddressRefused, ContentError, NotAFeed
from bot.news.feeds import opml
from bot.news.fetching.fetcher import Fetcher
from bot.news.source_list import NoSuchSource, SourceList
from db import sources
from db.models import Source
from db.session import Store
from db.sources import NewSource, Polled, SourceKind, SourceState
from tests.news.desk import InProcess
from tests.news.hostile.server import HostileServer, answer
from tests.news.hostile.site import Site
from tests.news.stepping import SteppingClock


@pytest.fixture
def listing(store: Store, fetcher: Fetcher, clock: SteppingClock) -> SourceList:
    return SourceList(store, fetcher, InProcess(0), clock)


@pytest.fixture
def site(server: HostileServer) -> Site:
    made = Site(server)
    made.publish(1)
    return made


async def test_a_feed_is_added_once_under_its_own_title(listing: SourceList, site: Site) -> None:
    first = await listing.add(site.feed)
    again = await listing.add(site.feed)
    assert (first.is_new, again.is_new, first.source.id) == (True, False, again.source.id)
    assert (first.source.name, first.source.kind) == ("harbour", SourceKind.FEED)


@pytest.mark.parametrize("named", [True, False])
async def test_a_sites_address_finds_its_feed(
    listing: SourceList, site: Site, server: HostileServer, named: bool
) -> None:
    link = f"<link rel='alternate' type='application/rss+xml' href='{site.feed}'>" if named else ""
    server.behaviours["/"] = answer(f"<html><head>{link}</head></html>".encode())
    server.behaviours["/rss.xml"] = server.behaviours["/harbour/feed.xml"]
    added = await listing.add(server.url("/"))
    assert added.source.address == (site.feed if named else server.url("/rss.xml"))


async def test_what_does_not_work_is_not_added(listing: SourceList, server: HostileServer) -> None:
    server.behaviours["/"] = answer(b"<html>no feed here</html>")
    with pytest.raises(NotAFeed, match="No feed was found"):
        await listing.add(server.url("/"))
    with pytest.raises(AddressRefused):
        await listing.add("file:///etc/passwd")
    with pytest.raises(AddressRefused, match="not a public address"):
        await listing.add(server.url("/", host="inside.example"))
    assert not await listing.all()


async def test_a_check_tells_what_would_be_collected_and_stores_nothing(listing: SourceList, site: Site) -> None:
    checked = await listing.check(site.feed)
    assert checked.found is not None
    assert [item.title for item in checked.found.feed.items] == ["Story 1"]
    assert checked.page is not None
    assert checked.page.title == "Story 1"
    assert not await listing.all()
    site.withdraw(1)
    assert "410" in ((await listing.check(site.feed)).problem or "")


async def test_a_source_is_found_by_number_name_address_or_a_part_that_no_other_has(
    listing: SourceList, site: Site, server: HostileServer
) -> None:
    server.behaviours["/other.xml"] = server.behaviours["/harbour/feed.xml"]
    one = (await listing.add(site.feed, name="Harbour Daily")).source
    two = (await listing.add(server.url("/other.xml"), name="Harbour Weekly")).source
    for words in (str(one.id), "harbour daily", site.feed, "daily"):
        assert (await listing.find(words)).id == one.id
    with pytest.raises(NoSuchSource, match="could be 2 sources"):
        await listing.find("Harbour")
    with pytest.raises(NoSuchSource, match="no source"):
        await listing.find("Lighthouse")
    await listing.remove("weekly")
    assert [source.id for source in await listing.all()] == [one.id]
    assert two.id != one.id


async def test_a_paused_source_is_not_due_until_it_is_resumed(
    listing: SourceList, site: Site, store: Store, clock: SteppingClock
) -> None:
    await listing.add(site.feed)

    async def due() -> int:
        async with store.writing() as session:
            taken = await sources.lease_due(session, "me", now=clock.now(), until=clock.now(), limit=9)
            return len(taken)

    await listing.set_state("harbour", SourceState.PAUSED)
    assert await due() == 0
    await listing.set_state("harbour", SourceState.ACTIVE)
    assert await due() == 1


async def test_feeds_go_out_as_opml_and_come_in_again(listing: SourceList, site: Site, store: Store) -> None:
    await listing.add(site.feed, name='Harbour & "Sons" <1>')
    text = await listing.export_opml()
    await listing.remove("Harbour")
    assert [added.is_new for added in await listing.import_opml(text.encode())] == [True]
    assert [source.name for source in await listing.all()] == ['Harbour & "Sons" <1>']
    assert [added.is_new for added in await listing.import_opml(text.encode())] == [False]


def test_opml_of_others_is_read_with_folders_and_without_what_is_no_web_address() -> None:
    data = b"""<opml version="1.0"><body><outline text="Pacific"><outline text="Bay" xmlUrl="https://bay.example/f"/>
    <outline text="Bad" xmlUrl="javascript:alert(1)"/></outline><outline text="Bay again" xmlurl="https://bay.example/f"/>
    </body></opml>"""
    assert opml.read(data) == [opml.Outline("Bay", "https://bay.example/f")]
    for broken in (b"", b"<html/>", b"not xml"):
        with pytest.raises(ContentError):
            opml.read(broken)


def test_the_curated_list_is_well_formed_and_its_addresses_are_marked() -> None:
    listed = curated_sources()
    assert len(listed) > 60
    assert len({source.address for source in listed}) == len({source.name for source in listed}) == len(listed)
    for source in listed:
        assert web_address(source.address) == source.address
        assert (len(source.country), source.language, source.verified) == (3, "en", False)


async def test_the_health_of_a_source_is_told_in_words(
    listing: SourceList, site: Site, store: Store, clock: SteppingClock
) -> None:
    source = (await listing.add(site.feed)).source

    async def polled(error: str | None, news: int = 0) -> Source:
        async with store.writing() as session:
            await sources.lease_due(session, "me", now=clock.now(), until=clock.now(), limit=9)
            result = Polled(clock.now(), 3600, error, news=news)
            await sources.finish_poll(session, source.id, "me", result, now=clock.now())
        return await listing.find(str(source.id))

    assert health(source, clock.now()) is Health.NEW
    assert health(await polled(None, news=3), clock.now()) is Health.WELL
    clock.advance(8 * 86_400)
    silent = await polled(None)
    assert health(silent, clock.now()) is Health.SILENT
    assert "nothing new for 8 days" in sentence(silent, clock.now())
    for _ in range(3):
        failing = await polled("The server answered 500.")
        clock.advance(3600)
    assert health(failing, clock.now()) is Health.FAILING
    assert sentence(failing, clock.now()) == "It has failed 3 times in a row, for 3 hours: The server answered 500."


class Watched:
    """A source whose polls are made up, and what its admins are told."""

    def __init__(self, store: Store, clock: SteppingClock, source: Source) -> None:
        self._store, self._clock, self._id = store, clock, source.id

    async def polled(self, error: str | None = None, *, news: int = 0, gone: bool = False, days: float = 0) -> None:
        self._clock.advance(days * 86_400)
        now = self._clock.now()
        async with self._store.writing() as session:
            await sources.lease_due(session, "me", now=now, until=now, limit=9)
            await sources.finish_poll(session, self._id, "me", Polled(now, 3600, error, news=news, gone=gone), now=now)

    async def notices(self) -> list[str]:
        async with self._store.writing() as session:
            return [notice.text for notice in await take_notices(session, now=self._clock.now())]


@pytest.fixture
async def watched(listing: SourceList, site: Site, store: Store, clock: SteppingClock) -> Watched:
    return Watched(store, clock, (await listing.add(site.feed)).source)


async def test_the_admins_are_told_once_of_each_long_failure(watched: Watched) -> None:
    await watched.polled(news=1)
    await watched.polled("The server answered 500.")
    assert await watched.notices() == []
    await watched.polled("The server answered 502.", days=2)
    (text,) = await watched.notices()
    assert text.startswith("The source harbour (number 1) needs a look. It has failed 2 times in a row, for 2 days: ")
    await watched.polled("The server answered 502.", days=2)
    assert await watched.notices() == []
    await watched.polled(days=1)
    await watched.polled("The server answered 500.", days=1)
    await watched.polled("The server answered 500.", days=2)
    assert len(await watched.notices()) == 1


async def test_the_admins_are_told_once_of_each_long_silence_though_the_source_answers(watched: Watched) -> None:
    await watched.polled(news=5)
    for _ in range(3):
        await watched.polled(days=5)
    (text,) = await watched.notices()
    assert "It answers, but has had nothing new for 15 days." in text
    await watched.polled(days=5)
    assert await watched.notices() == []
    await watched.polled("The server answered 500.")
    await watched.polled("The server answered 500.", days=2)
    assert len(await watched.notices()) == 1, "that it fails by now is another trouble"
    await watched.polled(news=1)
    await watched.polled(days=20)
    assert len(await watched.notices()) == 1


async def test_the_admins_are_told_once_that_a_source_is_gone(watched: Watched) -> None:
    await watched.polled("The server says that it is gone for good (410).", gone=True)
    (text,) = await watched.notices()
    assert "no longer polled" in text
    assert await watched.notices() == []


async def test_no_source_is_added_twice_by_address(store: Store, clock: SteppingClock) -> None:
    new = NewSource("https://bay.example/f", SourceKind.FEED, "Bay", host="bay.example")
    async with store.writing() as session:
        first = await sources.add(session, new, now=clock.now(), due_at=clock.now())
        second = await sources.add(session, new, now=clock.now(), due_at=clock.now())
    assert (first[0].id, first[1], second[1]) == (second[0].id, True, False)


async def test_the_command_line_adds_lists_shows_checks_and_exports(
    server: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Site(server, host="127.0.0.1")
    site.publish(1)
    monkeypatch.setenv("SEALANE_FETCH_HOSTS", f"127.0.0.1:{server.port}")

    async def sealane(*arguments: str) -> str:
        options = parser().parse_args([*arguments, "--database", str(tmp_path / "store.db")])
        assert await options.run(options) == 0
        return capsys.readouterr().out

    assert await sealane("source", "add", site.feed) == f"Added source 1: harbour, {site.feed}\n"
    assert json.loads(await sealane("source", "list", "--json"))["health"] == "new"
    assert "It has not been polled yet." in await sealane("source", "show", "harbour")
    assert "Story 1" in await sealane("source", "check", "1")
    assert site.feed in await sealane("source", "export", "-")
    assert await sealane("source", "pause", "1") == "Paused source 1: harbour.\n"
    with pytest.raises(CommandError, match="There is no source"):
        await sealane("source", "show", "lighthouse")
    monkeypatch.setenv("SEALANE_FETCH_HOSTS", "")
    with pytest.raises(CommandError, match="not a public address"):
        await sealane("source", "check", site.feed)
