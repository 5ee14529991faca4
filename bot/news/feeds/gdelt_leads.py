"""GDELT 2.0 export files as leads: the addresses of articles on the region, to be fetched and read.

A row itself is never published: about a fifth of the top rows are true events, and no filter on them is any better.
Format: http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf
"""

import io
import re
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from bot.news.addresses import web_address
from bot.news.errors import NotAFeed
from bot.news.feeds.feed import Feed, FeedItem

LAST_UPDATE = "http://data.gdeltproject.org/gdeltv2/lastupdate.txt"
"""Names the newest files, one a line: size, MD5 and address; new every 15 minutes."""
MOST_LEADS = 200
"""Of one file: those that most of its rows tell of. A file has some 500 addresses, a fifth of them on the region."""
MOST_MISSED = 8
"""Earlier files that are fetched after a pause: two hours' worth."""
INTERVAL = 900
"""Seconds between two files."""
_COLUMNS = 61
_MENTIONS, _COUNTRY, _ADDRESS = 31, 53, 60
_LARGEST = 60_000_000
"""Bytes of an unpacked file; real ones have about one million."""


def export_addresses(listing: bytes, *, since: datetime | None = None) -> list[str]:
    """The address of the newest export file in `lastupdate.txt`, and then of those that came out after `since`.

    A file comes out every quarter of an hour and bears its moment as its name. Raises NotAFeed.
    """
    newest = _newest(listing)
    named = re.search(r"/(\d{14})\.export", newest)
    if named is None or since is None:
        return [newest]
    addresses, moment = [newest], datetime.strptime(named[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    for _ in range(MOST_MISSED):
        moment -= timedelta(minutes=15)
        if moment <= since:
            break
        addresses.append(newest.replace(named[1], moment.strftime("%Y%m%d%H%M%S")))
    return addresses


def _newest(listing: bytes) -> str:
    found = re.search(rb"\S+\.export\.CSV\.zip", listing[:10_000], re.IGNORECASE)
    address = web_address(found[0].decode("ascii", "replace")) if found else None
    if address is None:
        raise NotAFeed("GDELT's list of newest files names no export file.")
    return address


def parse_leads(body: bytes, url: str) -> Feed:
    """Read an export file, zipped or not, into items without titles. Raises NotAFeed."""
    told: dict[str, int] = {}
    rows = 0
    for line in _unpacked(body).decode("utf-8", "replace").split("\n"):
        cells = line.rstrip("\r").split("\t")
        if len(cells) != _COLUMNS:
            continue
        rows += 1
        address = web_address(cells[_ADDRESS]) if cells[_COUNTRY] in _places() else None
        if address is not None:
            mentions = int(cells[_MENTIONS]) if cells[_MENTIONS].isdecimal() else 1
            told[address] = told.get(address, 0) + min(mentions, 100)
    if not rows:
        raise NotAFeed(f"It is no GDELT 2.0 export file: rows of {_COLUMNS} columns parted by tabs are expected.")
    first = sorted(told, key=lambda address: -told[address])[:MOST_LEADS]
    items = tuple(FeedItem(guid=None, link=address, title=None) for address in first)
    return Feed(kind="gdelt", title="GDELT", link=url, items=items)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"PK"):
        return body
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(archive.namelist()[0]) as file:
            unpacked = file.read(_LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, IndexError, RuntimeError, NotImplementedError, EOFError) as error:
        raise NotAFeed("The export file's packing is damaged.") from error
    if len(unpacked) > _LARGEST:
        raise NotAFeed("The export file is larger than any that GDELT makes.")
    return unpacked


@cache
def _places() -> frozenset[str]:
    """FIPS codes of the region's countries."""
    lines = (files("bot.news") / "data" / "gdelt_places.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith("#"))
