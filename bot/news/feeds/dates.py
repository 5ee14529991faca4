"""Dates as feeds and pages write them.

Feed libraries read Japanese, Korean and Philippine zone names as UTC, a slashed date as another day and seconds since
1970 as the year 1770. Here everything that is not surely understood is None: the item then keeps when it was first
seen.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

from bot.news.feeds.feed import FeedDate

_LONGEST = 80
_YEARS = range(1990, 2100)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}

_HALF = r"(?:\s*(?P<half>[ap])\.?m\.?(?![a-z]))?"
_TIME = rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}})(?:[.,]\d{{1,9}})?)?{_HALF}"
_OFFSET = r"(?:utc|gmt)?\s*[+\-\u2212]\s?\d{1,2}:?\d{2}|(?:utc|gmt)[+\-\u2212]\d{1,2}"
_ZONED = rf"{_TIME}\s*(?P<zone>{_OFFSET}|[a-z]{{1,5}})?(?:\s*\([^)]*\))?"
_AFTER_DIGITS = rf"(?:[\s,]*(?:t|at)?[\s,]*{_ZONED})?"
_AFTER_WORDS = rf"(?:[\s,|·-]*(?:at\s+)?{_ZONED})?"
_WEEKDAY = r"(?:[a-z]{3,9}(?:[.,]+\s*|\s+))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_COMPACT_ZONE = r"(?:[.,]\d{1,9})?(?P<zone>z|[+\-]\d{2}:?\d{2})?"
_COMPACT_TIME = rf"t?(?P<hour>\d{{2}}):?(?P<minute>\d{{2}}):?(?P<second>\d{{2}})?{_COMPACT_ZONE}"
_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_AFTER_DIGITS}",
        rf"(?P<year>\d{{4}})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}}){_AFTER_DIGITS}",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:{_COMPACT_TIME})?",
        rf"(?P<year>\d{{4}})\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]{_AFTER_WORDS}",
        rf"{_WEEKDAY}{_DAY}[\s-]+{_NAME}[,\s-]+(?P<year>\d{{4}}|\d{{2}}){_AFTER_WORDS}",
        rf"{_WEEKDAY}{_NAME}\s+{_DAY},?\s+(?P<year>\d{{4}}){_AFTER_WORDS}",
        rf"{_WEEKDAY}{_NAME}\s+{_DAY}\s+{_ZONED}\s+(?P<year>\d{{4}})",
        rf"(?P<first>\d{{1,2}})[/.](?P<other>\d{{1,2}})[/.](?P<year>\d{{4}}){_AFTER_WORDS}",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
    )
)
"""What a whole date may look like; the first that fits is it."""


@cache
def _zones() -> dict[str, int]:
    """Minutes east of UTC by zone name."""
    lines = (files("bot.news") / "data" / "zones.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0].casefold(): int(row[1]) for row in rows}


def parse_date(text: str | None) -> FeedDate | None:
    """Read a date; None where it is not surely understood. Without a zone it is taken as UTC and is not exact."""
    if text is None:
        return None
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return _epoch(int(text[:10]))
    for shape in _SHAPES:
        found = shape.fullmatch(text)
        if found is not None:
            return _date(found.groupdict())
    return None


def _epoch(seconds: int) -> FeedDate | None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return FeedDate(moment, exact=True) if moment.year in _YEARS else None


def _date(parts: dict[str, str | None]) -> FeedDate | None:
    day = _day(parts)
    if day is None:
        return None
    if parts.get("hour") is None:
        return FeedDate(day, exact=False)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    local = day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    offset = _offset(parts.get("zone"))
    if offset is None:
        return FeedDate(local, exact=False)
    return FeedDate(local.replace(tzinfo=timezone(offset) if offset else UTC), exact=True)


def _day(parts: dict[str, str | None]) -> datetime | None:
    written = parts["year"] or "0"
    year = int(written)
    if len(written) == 2:
        year += 2000 if year < 69 else 1900
    name = parts.get("name")
    if name is not None:
        month, day = _MONTHS.get(name.casefold(), 0), int(parts["day"] or 0)
    elif parts.get("first") is not None:
        first, other = int(parts["first"] or 0), int(parts["other"] or 0)
        if first <= 12 and other <= 12 and first != other:
            return None  # day first or month first: nobody can tell
        month, day = (other, first) if first > 12 else (first, other)
    else:
        month, day = int(parts["month"] or 0), int(parts.get("day") or 1)
    try:
        return datetime(year, month, day, tzinfo=UTC) if year in _YEARS else None
    except ValueError:
        return None


def _offset(zone: str | None) -> timedelta | None:
    """The distance from UTC that a zone means; None where that is unknown or could be several."""
    if not zone:
        return None
    zone = zone.casefold().replace(" ", "").replace("\u2212", "-")
    if zone in _zones():
        return timedelta(minutes=_zones()[zone])
    digits = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if digits is None:
        return None
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    if minutes > 14 * 60:  # Kiribati is the furthest from UTC
        return None
    return timedelta(minutes=minutes if digits[1] == "+" else -minutes)
