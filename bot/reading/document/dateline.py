"""Datelines: the place, day and agency before the first sentence of a report. They stay in the text, marked off."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.knowledge import calendar
from db.vocabulary import Granularity

_PARAGRAPHS = 8
"""How far down a dateline may stand: under the title, a byline, a summary."""

_LONGEST = 160

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?P<date>{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?)"
_DASH = r"(?:\u2014|\u2013|--|-)"
_WIRE = r"(?P<agency>CNN(?: Business)?|AP|AFP|Reuters|VOA|BBC|UPI)"
_NO_CITY = r"(?!(?:CNN|AP|AFP|UPI|BBC|VOA|FILE|BREAKING|UPDATE|EXCLUSIVE|WATCH|PHOTOS?|READ|LIVE)\b)"
_CAPITAL = r"[A-Z\u00c0-\u00de]"
_LETTERS = r"[A-Z\u00c0-\u00de.'\u2019/-]+"
_REGION = rf"(?:, (?!{_MONTH} ?\d){_CAPITAL}[\w.'\u2019 -]{{1,24}}?)?"
_CITY = rf"(?P<place>{_NO_CITY}{_CAPITAL}{_LETTERS}(?: {_CAPITAL}{_LETTERS}){{0,4}}{_REGION})"
_TOWN = rf"(?P<place>{_NO_CITY}{_CAPITAL}[\w.'\u2019-]+(?:[ /]{_CAPITAL}[\w.'\u2019-]+){{0,4}}{_REGION})"
_SHAPES = (
    # TOKYO (AP) -   HANOI, Vietnam (AP) -   SEOUL, Aug. 20 (Yonhap) --   YANGON, July 25 (Reuters):
    rf"{_CITY}(?:,? {_DATE})?,? ?\((?P<agency>[A-Z][\w .,/&'\u2019-]{{1,40}})\) ?(?:{_DASH}|:) ?",
    # LONDON -   MANILA, Philippines -   NEW DELHI, 5 May -   NEW DELHI:
    rf"{_CITY}(?:,? {_DATE})? ?(?:\u2014|\u2013|--|(?<= )-(?= )|:(?= )) ?",
    # Seoul, South Korea CNN -   Washington (CNN)   Hong Kong/Taipei CNN Business -
    rf"{_TOWN} \(?{_WIRE}\)? ?(?:{_DASH} ?|(?<=\) ))",
    # CNN -   (CNN)   (Reuters) -
    rf"(?P<agency>CNN(?: Business)?) {_DASH} ?",
    rf"\({_WIRE}\) ?(?:{_DASH} ?)?",
    # Singapore -   with a dash of its own
    rf"{_TOWN} \u2014 ?(?=\n|[A-Z\"\u201c])",
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed, as written; [start, end) is its place in the text, the dash included."""

    start: int
    end: int
    place: str | None
    date: str | None
    agency: str | None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape) for shape in _SHAPES)


def dateline(text: str) -> Dateline | None:
    """Find the dateline at the head of one of the first paragraphs; None where there is none."""
    start = 0
    for _ in range(_PARAGRAPHS):
        if found := _at(text, start):
            return found
        border = text.find("\n", start)
        if border < 0:
            return None
        start = border + 1
        while text.startswith("\n", start):
            start += 1
    return None


def _at(text: str, start: int) -> Dateline | None:
    for shape in _patterns():
        if match := shape.match(text, start, start + _LONGEST):
            found = match.groupdict()
            place, written, agency = found.get("place"), found.get("date"), found.get("agency")
            if agency or written or _alone(text, match.end(), place or "", match.group()):
                return Dateline(start, match.end(), place, written, agency)
    return None


def _alone(text: str, end: int, place: str, whole: str) -> bool:
    """Say whether a place without day or agency is a dateline: short, and no second dash encloses a remark."""
    if place.isupper() or not whole.rstrip().endswith("\u2014"):
        return len(place.split()) <= 3 or not whole.rstrip().endswith(":")
    border = text.find("\n", end)
    return len(place.split()) <= 3 and "\u2014" not in text[end : border if border >= 0 else end + 400]


def dated(line: Dateline) -> date | None:
    """Give the day of a dateline that names its year; a day without a year is never completed."""
    if line.date is None or not re.search(r"\d{4}", line.date):
        return None
    found = calendar.resolve(line.date, date(2000, 1, 1))
    return found.interval[0] if found and found.granularity is Granularity.DAY else None
