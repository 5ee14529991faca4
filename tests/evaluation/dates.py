"""Dates in the TempEval-3 training documents: whether the days that are meant are found."""

import calendar as days
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

from bot.knowledge import calendar
from tests.evaluation.measures import Figure, f1, overlap

_VALUE = re.compile(r'value="([^"]+)"')
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
Interval = tuple[date, date]


def figures(shared: Path) -> list[Figure]:
    """Value F1 over points of the calendar; durations, sets and vague times are no dates of events."""
    right = found = wanted = 0
    for path in sorted((shared / "data" / "dates" / "TBAQ-cleaned").rglob("*.tml")):
        document = path.read_text(encoding="utf-8", errors="replace")
        created = _created(document)
        if created is None:
            continue
        text, marked = _marked(document)
        expressions = [e for e in calendar.find(text, created) if e.kind in {"date", "relative"}]
        points = [(span, _interval(value)) for span, kind, value in marked if kind in {"DATE", "TIME"}]
        named = [(span, interval) for span, interval in points if interval is not None]
        wanted += len(named)
        others = [span for span, kind, value in marked if kind not in {"DATE", "TIME"} or _interval(value) is None]
        for expression in expressions:
            span = expression.start, expression.end
            if any(overlap(span, other) for other in others):
                continue
            found += 1
            right += any(overlap(span, there) and expression.interval == interval for there, interval in named)
    return [Figure("dates of TBAQ: value, F1", f1(right, found, wanted), 0.80)]


def _created(document: str) -> date | None:
    for tag in re.findall(r"<TIMEX3[^>]*CREATION_TIME[^>]*>", document):
        value = _VALUE.search(tag)
        interval = _interval(value[1]) if value else None
        if interval is not None:
            return interval[0]
    return None


def _marked(document: str) -> tuple[str, list[tuple[tuple[int, int], str, str]]]:
    """The text without tags, and its time expressions with type and value."""
    body = re.search(r"<TEXT>(.*?)</TEXT>", document, re.DOTALL)
    text, found, opened, last = "", list[tuple[tuple[int, int], str, str]](), None, 0
    source = body[1] if body else ""
    for tag in _TAG.finditer(source):
        text += unescape(source[last : tag.start()])
        last = tag.end()
        if tag[2] != "TIMEX3":
            continue
        if tag[1] and opened is not None:
            start, said = opened
            kind, value = re.search(r'type="(\w+)"', said), _VALUE.search(said)
            found.append(((start, len(text)), kind[1] if kind else "", value[1] if value else ""))
            opened = None
        elif not tag[1]:
            opened = len(text), tag[3]
    return text + unescape(source[last:]), found


def _interval(value: str) -> Interval | None:
    """The days of a TIMEX3 value; None for what is no point of the calendar."""
    value = value.split("T")[0]
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
        return day, day
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(match[1]), int(match[2])
        return (date(year, month, 1), date(year, month, days.monthrange(year, month)[1])) if 1 <= month <= 12 else None
    if match := re.fullmatch(r"(\d{4})", value):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    if match := re.fullmatch(r"(\d{3})X?", value):
        return date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        month = int(match[2]) * 3
        return date(int(match[1]), month - 2, 1), date(int(match[1]), month, days.monthrange(int(match[1]), month)[1])
    return None
