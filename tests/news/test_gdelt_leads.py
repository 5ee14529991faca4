import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.errors import NotAFeed
from bot.news.feeds.gdelt_leads import MOST_LEADS, MOST_MISSED, export_addresses, parse_leads
from db.sources import SourceKind
from tests.news.desk import Desk
from tests.news.hostile.server import HostileServer, answer
from tests.news.hostile.site import Site

URL = "http://data.gdeltproject.org/gdeltv2/20260302090000.export.CSV.zip"
EXPORT = Path(__file__).parents[3] / "shared" / "data" / "gdelt" / "20151027220000.events.csv"


def row(address: str, country: str = "RP", mentions: int = 1) -> str:
    cells = [""] * 61
    cells[0], cells[1], cells[31], cells[53], cells[60] = "1", "20260302", str(mentions), country, address
    return "\t".join(cells)


def zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.CSV", text)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [zipped, str.encode])
def test_an_export_gives_the_articles_on_the_region_once_each_the_most_told_first(pack: object) -> None:
    rows = [
        row("https://harbour.example/1"),
        row("https://harbour.example/2", mentions=9),
        row("https://harbour.example/1"),
        row("https://elsewhere.example/3", country="UK"),
        row("BBC Monitoring"),
        "a broken row",
    ]
    feed = parse_leads(pack("\n".join(rows)), URL)  # type: ignore[operator]
    assert [item.link for item in feed.items] == ["https://harbour.example/2", "https://harbour.example/1"]


def test_a_file_that_tells_of_very_many_articles_is_cut() -> None:
    rows = "\n".join(row(f"https://harbour.example/{n}") for n in range(MOST_LEADS * 2))
    assert len(parse_leads(zipped(rows), URL).items) == MOST_LEADS


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 broken", b"<html>", zipped(""), zipped("0" * 70_000_000)])
def test_what_is_no_export_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse_leads(body, URL)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_an_export(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse_leads(b"PK" + body, URL)


def test_the_newest_export_is_found_in_the_listing_with_those_that_were_missed() -> None:
    name = "http://a.example/{}.export.CSV.zip"
    listing = (
        f"1 abc {name.format('20260302100000')}\n2 def http://a.example/20260302100000.mentions.CSV.zip\n".encode()
    )
    newest = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert export_addresses(listing) == [name.format("20260302100000")]
    assert export_addresses(listing, since=newest - timedelta(minutes=40)) == [
        name.format(moment) for moment in ("20260302100000", "20260302094500", "20260302093000")
    ]
    assert len(export_addresses(listing, since=newest - timedelta(days=9))) == MOST_MISSED + 1
    with pytest.raises(NotAFeed):
        export_addresses(b"out of order")


@pytest.mark.skipif(not EXPORT.is_file(), reason="the GDELT export is not here")
def test_a_real_export_gives_leads() -> None:
    feed = parse_leads(EXPORT.read_bytes(), URL)
    assert 20 <= len(feed.items) <= MOST_LEADS


async def test_a_lead_is_fetched_and_read_and_the_row_itself_is_not(desk: Desk, server: HostileServer) -> None:
    site = Site(server)
    site.publish(1)
    server.behaviours["/export.CSV.zip"] = answer(zipped(row(server.url("/harbour/1"))))
    server.behaviours["/lastupdate.txt"] = answer(f"1 abc {server.url('/x.export.CSV.zip')}\n".encode())
    server.behaviours["/x.export.CSV.zip"] = server.behaviours["/export.CSV.zip"]
    await desk.add(server.url("/lastupdate.txt"), SourceKind.GDELT, "GDELT")
    await desk.collect()
    assert desk.titles == ["Story 1"]
    assert desk.delivered[0].publisher == "news.example", "GDELT publishes nothing itself"
