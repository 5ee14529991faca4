"""What admins do with sources of news, in chat as on the command line; who did what is kept."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.chat.message import Entry, Message
from bot.news.clock import SystemClock
from bot.news.collecting.health import health
from bot.news.curated import curated_sources
from bot.news.errors import NewsError
from bot.news.fetching.opening import open_fetcher
from bot.news.source_list import Added, Checked, Shown, SourceList, described
from bot.news.workers import Workers
from bot.settings import Settings
from bot.subscriptions.asked import CONSOLE, Requester, Where
from bot.subscriptions.errors import BadField
from bot.subscriptions.permission import require_admin
from db import audit
from db.models import Source
from db.session import Store
from db.sources import SourceState

LARGEST_FILE = 2_000_000
"""Bytes of an OPML file at most."""
_MOST_LISTED = 100
_MOST_TITLES = 10

Opened = Callable[[], AbstractAsyncContextManager[SourceList]]
"""Opens the list of sources with what it fetches by."""


@asynccontextmanager
async def open_source_list(store: Store, settings: Settings) -> AsyncIterator[SourceList]:
    """The sources of a store, with a fetcher as the operator set it up."""
    clock = SystemClock()
    async with (
        open_fetcher(clock, contact=settings.contact, hosts=settings.fetch_hosts) as fetcher,
        Workers() as workers,
    ):
        yield SourceList(store, fetcher, workers, clock)


class Sources:
    """The sources of a store. All workspaces share them, and who changed what is kept with the workspace.

    Where `workspaces` names some, only their admins change sources, and the operator; others look at them.
    """

    def __init__(
        self,
        store: Store,
        opened: Opened,
        *,
        workspaces: Collection[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._opened = opened
        self._workspaces = workspaces
        self._clock = clock

    # Changing

    async def add(
        self, who: Requester, where: Where, words: str, *, name: str | None = None, page: bool = False
    ) -> Message:
        """Add a feed by its address, that of its site, or its name on the curated list; a page with `page`."""
        async with self._changing(who, where) as listing:
            added = await listing.add(words, name=name, page=page)
            if added.is_new:
                await self._note(who, where, "add", added.source, after=_as_json(added.source))
        return Message(text=_told_added(added))

    async def pause(self, who: Requester, where: Where, words: str) -> Message:
        """Stop polling a source for the time being."""
        return await self._set_state(who, where, words, SourceState.PAUSED, "pause", "Paused")

    async def resume(self, who: Requester, where: Where, words: str) -> Message:
        """Poll a source again."""
        return await self._set_state(who, where, words, SourceState.ACTIVE, "resume", "Resumed")

    async def remove(self, who: Requester, where: Where, words: str) -> Message:
        """Remove a source; what was read from it stays."""
        async with self._changing(who, where) as listing:
            source = await listing.remove(words)
            await self._note(who, where, "remove", source, before=_as_json(source))
        return Message(text=f"Removed source {source.id}: {source.name}.")

    async def import_(self, who: Requester, where: Where, data: bytes) -> Message:
        """Add the feeds of an OPML file; each is checked when it is first polled."""
        if len(data) > LARGEST_FILE:
            raise BadField("file", f"That file is too large: OPML may have {LARGEST_FILE // 1_000_000} MB.")
        async with self._changing(who, where) as listing:
            added = await listing.import_opml(data)
            for one in added:
                if one.is_new:
                    await self._note(who, where, "import", one.source, after=_as_json(one.source))
        new = sum(one.is_new for one in added)
        return Message(text=f"{new} sources added, {len(added) - new} were there already.")

    async def _set_state(
        self, who: Requester, where: Where, words: str, state: SourceState, action: str, done: str
    ) -> Message:
        async with self._changing(who, where) as listing:
            before = await listing.find(words)
            source = await listing.set_state(str(before.id), state)
            await self._note(who, where, action, source, {"state": before.state}, {"state": state.value})
        return Message(text=f"{done} source {source.id}: {source.name}.")

    # Looking

    async def found(self, who: Requester, where: Where) -> Sequence[Source]:
        """All sources by name."""
        async with self._for(who, where) as listing:
            return await listing.all()

    async def list(self, who: Requester, where: Where, *, curated: bool = False) -> Message:
        """A line about each source, or about each that ships with Sealane."""
        if curated:
            async with self._for(who, where):
                shipped = [f"{one.country}  {one.name}" for one in curated_sources()]
            return Message(headline="Sources that can be added by their names", lines=tuple(shipped))
        known = await self.found(who, where)
        if not known:
            return Message(headline="Sources", text="There are no sources yet. Add one by its address or its name.")
        now = self._clock()
        entries = tuple(Entry(f"{one.name} ({health(one, now)})", str(one.id)) for one in known[:_MOST_LISTED])
        more = len(known) - _MOST_LISTED
        return Message(headline="Sources", entries=entries, remarks=(f"There are {more} more.",) if more > 0 else ())

    async def show(self, who: Requester, where: Where, words: str) -> Message:
        """All about a source, and how it has been doing."""
        return shown_message(await self.shown(who, where, words), self._clock())

    async def shown(self, who: Requester, where: Where, words: str) -> Shown:
        """A source with what it gave lately."""
        async with self._for(who, where) as listing:
            return await listing.show(words)

    async def check(self, who: Requester, where: Where, words: str) -> Message:
        """What would be collected from an address; nothing is stored."""
        return checked_message(await self.checked(who, where, words), words)

    async def checked(self, who: Requester, where: Where, words: str) -> Checked:
        """What was found at an address."""
        async with self._changing(who, where) as listing:
            return await listing.check(words)

    async def export(self, who: Requester, where: Where) -> str:
        """All feeds as OPML."""
        async with self._for(who, where) as listing:
            return await listing.export_opml()

    @asynccontextmanager
    async def _changing(self, who: Requester, where: Where) -> AsyncIterator[SourceList]:
        """The list of sources for somebody who may change it, or have addresses fetched."""
        async with self._for(who, where) as listing:
            if self._workspaces and where.platform != CONSOLE.platform and where.workspace not in self._workspaces:
                raise BadField("source", "All who use this Sealane share its sources: only its operator changes them.")
            yield listing

    @asynccontextmanager
    async def _for(self, who: Requester, where: Where) -> AsyncIterator[SourceList]:
        """The list of sources for an admin; what is wrong with a source is told as a SubscriptionError."""
        async with self._store.reading() as session:
            await require_admin(session, who, where)
        async with self._opened() as listing:
            try:
                yield listing
            except NewsError as error:
                raise BadField("source", str(error)) from error

    async def _note(
        self,
        who: Requester,
        where: Where,
        action: str,
        source: Source,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        change = audit.Change(
            self._clock(),
            where.platform or "",
            where.workspace or "",
            who.person,
            f"source.{action}",
            f"{source.id} ({source.name})",
            before,
            after,
        )
        async with self._store.writing() as session:
            await audit.record(session, change)


def shown_message(shown: Shown, now: datetime) -> Message:
    """All about a source."""
    source, counts = shown.source, shown.activity
    lines = [
        str(described(source, now)["told"]),
        (
            f"Polled every {source.interval // 60} minutes; last {_when(source.polled_at)}, "
            f"last well {_when(source.succeeded_at)}, next {_when(source.due_at)}."
        ),
        (
            f"{shown.items_a_day:.1f} items a day in the last week: {counts.read} read, {counts.refused} refused, "
            f"{counts.failed} failed, {counts.waiting} waiting."
        ),
    ]
    if source.error:
        lines.append(f"Last error: {source.error}")
    return Message(headline=f"{source.name} ({source.id}), a {source.kind}: {source.address}", lines=tuple(lines))


def checked_message(checked: Checked, words: str) -> Message:
    """What would be collected."""
    feed = checked.found.feed if checked.found else None
    items = feed.items if feed else ()
    entries = tuple(
        Entry(
            item.title or item.link or "untitled", f"{item.published.moment:%Y-%m-%d}" if item.published else "no date"
        )
        for item in items[:_MOST_TITLES]
    )
    page = checked.page
    first = (
        f"Its first article has {len(page.text)} characters of text and begins: {page.text[:160]}"
        if page is not None
        else f"Its first article cannot be read: {checked.problem}"
    )
    address = checked.found.address if checked.found else words
    return Message(
        headline=f"{(feed.title if feed else None) or 'A feed'} at {address}: {len(items)} items.",
        entries=entries,
        remarks=(first,),
    )


def _told_added(added: Added) -> str:
    done = "Added" if added.is_new else "Already there:"
    return f"{done} source {added.source.id}: {added.source.name}, {added.source.address}"


def _as_json(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "address": source.address,
        "kind": source.kind,
        "country": source.country,
        "language": source.language,
    }


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
