"""Event files: both forms of ICEWS, GDELT exports, each once and all or nothing, and what is wrong with a line told."""

import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.news import imports
from bot.news.gdelt import GdeltReader, import_gdelt
from bot.news.icews import IcewsReader, import_icews
from bot.news.imports import ImportResult, Reader, WrongFormat, import_files
from db.finding import Criteria, find
from db.loading import load
from db.models import Actor, Event
from db.records import StoredEvent
from db.session import Store
from db.vocabulary import Action, Role
from tests.news.event_files import (
    ICEWS_HEADER,
    QUADRUPLES,
    gdelt_row,
    gzipped,
    icews_row,
    text_file,
    zipped,
)

Import = Callable[[Store, list[Path]], Awaitable[ImportResult]]


async def events_of(store: Store) -> list[StoredEvent]:
    async with store.reading() as session:
        return await load(session, await find(session, Criteria(imported=True), newest=False))


def told(event: StoredEvent) -> tuple[str | None, str, str | None]:
    names = {part.role: part.name for part in event.participants}
    return names.get(Role.ACTOR), event.verb, names.get(Role.TARGET)


async def test_quadruples_become_events_with_both_sides_and_their_class(store: Store, tmp_path: Path) -> None:
    result = await import_icews(store, [text_file(tmp_path / "a.tsv", QUADRUPLES)])
    assert (result.rows, result.events, result.skipped, result.problems) == (4, 4, 0, [])
    assert result.seconds > 0
    visit, arrest, praise, host = await events_of(store)
    assert told(visit) == ("Fiji", "Make a visit", "Tonga")
    assert told(arrest) == ("Police (Samoa)", "Arrest, detain, or charge with legal action", "Citizen (Samoa)")
    assert (visit.day, host.day) == (date(2012, 3, 5), date(2013, 1, 9))
    assert [event.action for event in (visit, arrest, praise, host)] == [
        Action.CONSULT,
        Action.COERCE,
        Action.SUPPORT,
        Action.CONSULT,
    ]


@pytest.mark.parametrize("form", ["plain", "windows", "gzip", "zip"])
async def test_a_file_may_be_packed_or_have_windows_line_ends(store: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / "events"
    match form:
        case "plain" | "windows":
            text_file(path, QUADRUPLES, end="\r\n" if form == "windows" else "\n")
        case "gzip":
            gzipped(path, QUADRUPLES)
        case _:
            zipped(path, {"inner.tsv": QUADRUPLES})
    assert (await import_icews(store, [path])).events == 4
    assert (await events_of(store))[-1].day == date(2013, 1, 9)


async def test_the_long_form_tells_place_sector_and_relation_by_its_code(store: Store, tmp_path: Path) -> None:
    rows = [
        ICEWS_HEADER,
        icews_row(1),
        icews_row(2, source=("Sione Vea", "Executive,Government", "Tonga"), relation=("Sail past", "1122")),
        icews_row(3, relation=("Dance together", "999"), place=("", "Samoa")),
    ]
    assert (await import_icews(store, [text_file(tmp_path / "long.tab", rows)])).events == 3
    plain, coded, unknown = await events_of(store)
    assert (plain.verb, plain.place, plain.country) == ("Consult", "Apia", "WSM")
    assert told(coded)[0] == "Sione Vea"
    assert coded.verb == "Accuse of human rights abuses"
    assert (unknown.verb, unknown.action, unknown.place) == ("Dance together", Action.OTHER, "Samoa")
    async with store.reading() as session:
        person = await session.scalar(select(Actor).where(Actor.name == "Sione Vea"))
    assert person is not None
    assert (person.kind, person.country, person.sector) == ("person", "TON", "GOV")


async def test_gdelt_rows_become_events_between_countries_and_posts(store: Store, tmp_path: Path) -> None:
    rows = [
        gdelt_row(1),
        gdelt_row(2, first=("TOKYO", "JPN", "GOV"), second=("POLICE", "FJI", "COP"), code="111", place=""),
        gdelt_row(3, first=("", "", ""), code="173"),
    ]
    result = await import_gdelt(store, [zipped(tmp_path / "export.zip", {"20230112.export.CSV": rows})])
    assert (result.rows, result.events) == (3, 3)
    visit, criticism, arrest = await events_of(store)
    assert told(visit) == ("Japan", "Make a visit", "Fiji")
    assert (visit.place, visit.country, visit.day) == ("Suva", "FJI", date(2023, 1, 12))
    assert told(criticism) == ("Government of Japan", "Criticize or denounce", "Police (Fiji)")
    assert told(arrest)[0] is None


@pytest.mark.parametrize(
    ("load_file", "row"),
    [(import_icews, QUADRUPLES[0]), (import_gdelt, gdelt_row())],
    ids=["icews", "gdelt"],
)
async def test_loading_again_adds_nothing(store: Store, tmp_path: Path, load_file: Import, row: str) -> None:
    path = text_file(tmp_path / "events", [row, row])
    assert (await load_file(store, [path])).events == 1
    again = await load_file(store, [path, path])
    assert (again.rows, again.events, again.skipped) == (4, 0, 0)


async def test_malformed_rows_are_counted_with_their_lines_and_skipped(store: Store, tmp_path: Path) -> None:
    rows = ["Fiji\tMake a visit\tTonga", "", *QUADRUPLES[:1], "Fiji\tMake a visit\tTonga\t2012-02-31"]
    rows += ["Fiji\t\tTonga\t2012-02-03", "Fi\0ji\tMake a visit\tTonga\t2012-02-03"]
    result = await import_icews(store, [text_file(tmp_path / "bad.tsv", rows)])
    assert (result.rows, result.events, result.skipped) == (5, 1, 4)
    assert result.problems == [
        "bad.tsv, line 1: 4 columns expected, 3 found; skipped.",
        'bad.tsv, line 4: "2012-02-31" is no date; skipped.',
        "bad.tsv, line 5: an empty column; skipped.",
        "bad.tsv, line 6: a NUL character; skipped.",
    ]
    long = [
        ICEWS_HEADER,
        icews_row(1),
        icews_row(2, day="soon"),
        icews_row(3) + "\tmore",
        icews_row(0, relation=("", "")),
    ]
    result = await import_icews(store, [text_file(tmp_path / "long.tab", long)])
    assert [problem.partition(":")[0] for problem in result.problems] == [f"long.tab, line {n}" for n in (3, 4, 5)]
    export = [gdelt_row(1), gdelt_row(2, day="20231301"), gdelt_row(3, code="---")]
    export.append(gdelt_row(4, first=("", "", ""), second=("", "", "")))
    result = await import_gdelt(store, [text_file(tmp_path / "export.csv", export)])
    assert (result.events, result.skipped) == (1, 3)


async def test_only_so_many_problems_are_told(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_PROBLEMS", 2)
    result = await import_icews(store, [text_file(tmp_path / "bad.tsv", [*QUADRUPLES, "a", "b", "c"])])
    assert (result.skipped, len(result.problems)) == (3, 2)


@pytest.mark.parametrize("load_file", [import_icews, import_gdelt])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,age\nSione,7\n",
        b"%PDF-1.7\n\x00\xff\xfe" * 40,
        b'{"events": []}',
        b"\x1f\x8b\x08\x00broken",
        b"PK\x03\x04broken",
        b"x" * (imports.LONGEST_LINE + 9),
    ],
    ids=["empty", "csv", "binary", "json", "broken gzip", "broken zip", "endless line"],
)
async def test_other_files_are_refused(store: Store, tmp_path: Path, load_file: Import, content: bytes) -> None:
    path = tmp_path / "other.dat"
    path.write_bytes(content)
    with pytest.raises(WrongFormat, match=r"other\.dat [^\n]*\.$"):
        await load_file(store, [path])


async def test_a_file_of_the_other_format_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongFormat, match="no ICEWS file"):
        await import_icews(store, [text_file(tmp_path / "a", [gdelt_row()])])
    with pytest.raises(WrongFormat, match="no GDELT"):
        await import_gdelt(store, [text_file(tmp_path / "a", QUADRUPLES)])


async def test_missing_files_and_unclear_archives_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongFormat, match="cannot be read: No such file"):
        await import_icews(store, [tmp_path / "nowhere"])
    with pytest.raises(WrongFormat, match="cannot be read: Is a directory"):
        await import_icews(store, [tmp_path])
    with pytest.raises(WrongFormat, match="holds 2 files"):
        await import_icews(store, [zipped(tmp_path / "two.zip", {"a": QUADRUPLES, "b": QUADRUPLES})])
    locked = zipped(tmp_path / "locked.zip", {"a": QUADRUPLES})
    with zipfile.ZipFile(locked) as archive:
        directory = archive.start_dir
    content = bytearray(locked.read_bytes())
    content[6] |= 1
    content[directory + 8] |= 1
    locked.write_bytes(content)
    with pytest.raises(WrongFormat, match="is encrypted"):
        await import_icews(store, [locked])


async def test_an_import_that_breaks_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    good = text_file(tmp_path / "good.tsv", QUADRUPLES)
    cut = tmp_path / "cut.tsv.gz"
    many = [f"Fiji\tConsult\tTonga\t{1995 + n // 12}-{1 + n % 12:02}-0{1 + n % 7}" for n in range(240)]
    cut.write_bytes(gzipped(tmp_path / "whole.gz", many).read_bytes()[:-40])
    with pytest.raises(WrongFormat, match="damaged"):
        await import_icews(store, [good, cut])
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 0
        assert await session.scalar(select(func.count()).select_from(Actor)) == 0
    assert (await import_icews(store, [good])).events == 4


async def test_progress_is_told_after_every_batch_and_events_are_learnt_at_the_clocks_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    now, seen = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), list[int]()
    path = text_file(tmp_path / "a.tsv", QUADRUPLES)
    await import_files(store, IcewsReader(), [path], seen.append, clock=lambda: now)
    assert seen[-1] == 4
    assert len(seen) == 2
    async with store.reading() as session:
        assert {event.learnt_at for event in await session.scalars(select(Event))} == {now}


cells = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), max_size=20)
lines = st.lists(
    st.one_of(
        cells,
        st.lists(cells, min_size=4, max_size=4).map("\t".join),
        st.tuples(cells, cells, cells, st.dates().map(str)).map("\t".join),
        st.lists(cells, min_size=20, max_size=20).map("\t".join),
        st.builds(gdelt_row, day=st.one_of(cells, st.dates().map("{:%Y%m%d}".format)), code=cells, place=cells),
        st.builds(gdelt_row, first=st.tuples(cells, cells, cells)),
        st.builds(icews_row, source=st.tuples(cells, cells, cells), relation=st.tuples(cells, cells)),
    ),
    max_size=12,
)


@given(lines=lines, reader=st.sampled_from([IcewsReader, GdeltReader]), header=st.booleans())
def test_whatever_the_lines_each_is_a_row_of_known_actors_or_a_problem(
    lines: list[str], reader: type[Reader], header: bool
) -> None:
    result, reading = ImportResult(), reader()
    try:
        rows = list(reading.rows(Path("x"), iter([ICEWS_HEADER, *lines] if header else lines), result))
    except WrongFormat:
        return
    assert len(rows) + result.skipped == result.rows
    for row in rows:
        for key in (row.source, row.target):
            assert key is None or reading.actor(key).key == key
