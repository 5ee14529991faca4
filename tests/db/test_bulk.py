"""Bulk import: every row once, all or nothing, found like any other event."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from db import bulk
from db.bulk import ImportedEvent
from db.finding import Criteria, Involved, count, find
from db.loading import load
from db.models import Event, Participant
from db.search import search
from db.session import Store
from db.vocabulary import Action, Granularity, Role, Status
from tests.db.building import NOW, add_actor, add_article, day, event


def rows(source: int, target: int, number: int, first: int = 0) -> list[ImportedEvent]:
    verbs = ("Make a visit", "Praise or endorse", "Impose embargo")
    return [
        ImportedEvent(day(f"2012-03-{1 + item % 28:02}"), Action.CONSULT, verbs[item % 3], item, source, target)
        for item in range(first, first + number)
    ]


async def test_loading_again_adds_nothing(store: Store) -> None:
    async with store.writing() as session:
        fiji, tonga = await add_actor(session, "Fiji"), await add_actor(session, "Tonga")
        batch = rows(fiji, tonga, 300)
        assert await bulk.load(session, batch + batch[:50], source="icews", learnt_at=NOW) == 300
        assert await bulk.load(session, batch, source="icews", learnt_at=NOW) == 0
        assert await bulk.load(session, rows(fiji, tonga, 100, first=250), source="icews", learnt_at=NOW) == 50
        assert await bulk.load(session, [], source="icews", learnt_at=NOW) == 0
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 350
        assert await session.scalar(select(func.count()).select_from(Participant)) == 700


async def test_batches_are_numbered_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    async with store.writing() as session:
        fiji, tonga = await add_actor(session, "Fiji"), await add_actor(session, "Tonga")
        batch = rows(fiji, tonga, 60)
        assert await bulk.load(session, iter(batch + batch), source="icews", learnt_at=NOW) == 60


async def test_an_imported_event_is_found_and_loaded_like_any_other(store: Store) -> None:
    async with store.writing() as session:
        fiji, tonga, samoa = [await add_actor(session, name) for name in ("Fiji", "Tonga", "Samoa")]
        _, (read,) = await add_article(session, event("Fiji visited.", "visit", (Role.ACTOR, fiji)))
        row = ImportedEvent(
            day("2012-03-05"), Action.CONSULT, "Make a visit", -(2**63), fiji, tonga, samoa, "Apia", "WSM"
        )
        alone = ImportedEvent(day("2012-03-06"), Action.PROTEST, "Rally", 2**63 - 1, None, tonga)
        assert await bulk.load(session, [row, alone], source="gdelt", learnt_at=NOW) == 2
        ((visit, rally),) = (await find(session, Criteria(imported=True), newest=False),)
        stored, other = await load(session, [visit, rally])
        assert (stored.action, stored.verb, stored.status) == (Action.CONSULT, "Make a visit", Status.HAPPENED)
        assert (stored.starts, stored.ends, stored.granularity) == (row.day, row.day, Granularity.DAY)
        assert (stored.place, stored.country, stored.source, stored.reports) == ("Apia", "WSM", "gdelt", ())
        assert [(part.role, part.name) for part in stored.participants] == [
            (Role.ACTOR, "Fiji"),
            (Role.TARGET, "Tonga"),
            (Role.PLACE, "Samoa"),
        ]
        assert [part.role for part in other.participants] == [Role.TARGET]
        assert await find(session, Criteria((Involved((fiji,), (Role.ACTOR,)),), verbs=("Make a visit",))) == [visit]
        assert await find(session, Criteria((Involved((fiji,)),), imported=False)) == [read]
        assert await count(session, Criteria((Involved((tonga,), (Role.TARGET,)),), first=day("2012-03-06"))) == 1
        assert await search(session, ["visit"]) == [read]


async def test_an_import_that_breaks_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 10)
    async with store.writing() as session:
        fiji, tonga = await add_actor(session, "Fiji"), await add_actor(session, "Tonga")

    def breaking() -> Iterator[ImportedEvent]:
        yield from rows(fiji, tonga, 35)
        raise OSError("the disk was pulled")

    with pytest.raises(OSError, match="pulled"):
        async with store.writing() as session:
            await bulk.load(session, breaking(), source="icews", learnt_at=NOW)
    async with store.writing() as session:
        assert await count(session, Criteria()) == 0
        assert await bulk.load(session, rows(fiji, tonga, 35), source="icews", learnt_at=NOW) == 35


async def test_a_row_whose_actor_is_not_stored_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with store.writing() as session:
            await bulk.load(session, rows(1, 2, 1), source="icews", learnt_at=NOW)
    async with store.reading() as session:
        assert await count(session, Criteria()) == 0


async def test_ids_go_on_after_those_of_articles(store: Store) -> None:
    async with store.writing() as session:
        fiji = await add_actor(session, "Fiji")
        when = day("2012-03-05")
        _, (first,) = await add_article(session, event("Fiji spoke.", "speak", (Role.ACTOR, fiji), starts=when))
        row = ImportedEvent(when, Action.SAY, "Make statement", 5, fiji)
        await bulk.load(session, [row, row._replace(fingerprint=6)], source="icews", learnt_at=NOW)
        assert await session.scalar(select(func.count()).select_from(Participant)) == 3
        _, (last,) = await add_article(session, replace(event("Fiji spoke again.", "speak"), starts=when))
        assert await find(session, Criteria(), newest=False) == [first, first + 1, first + 2, first + 3]
        assert last == first + 3
