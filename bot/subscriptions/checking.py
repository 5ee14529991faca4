"""What people type for a subscription, checked: each wrong value is told in one sentence with what to do."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.digests.dates import LANGUAGES
from bot.knowledge import calendar
from bot.subscriptions.errors import BadField
from db.subscriptions import CatchUp, Kind, Palette, Quiet

LONGEST_NAME = 60
LONGEST_CHANNEL = 100
MOST_LINES = 30
MOST_AN_HOUR = 60
LONGEST_PAUSE = timedelta(days=366)
CLEARED = frozenset(("none", "-", "nothing"))
"""What somebody types to take a name away."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Choice = TypeVar("_Choice")
_KINDS = {kind.value: kind for kind in Kind} | {"brief": Kind.DIGEST, "alert": Kind.WATCH, "watches": Kind.WATCH}
_CATCH_UPS = {choice.value: choice for choice in CatchUp}
_QUIETS = {"nothing": Quiet.NOTHING, "line": Quiet.LINE, "one line": Quiet.LINE, "silence": Quiet.NOTHING}
_PALETTES = {choice.value: choice for choice in Palette} | {"no picture": Palette.NONE}
_LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def check_name(words: str) -> str | None:
    """A name; None for words that take it away. Raises BadField."""
    name = " ".join(words.split())
    if not name or name.casefold() in CLEARED:
        return None
    if len(name) > LONGEST_NAME:
        raise BadField("name", f"That name is too long: it may have {LONGEST_NAME} characters.")
    if not name.isprintable():
        raise BadField("name", "That name holds characters that cannot be shown: use letters and digits.")
    if name.isdecimal():
        raise BadField("name", "A name cannot be only a number, because numbers mean subscriptions: add a word to it.")
    return name


def check_kind(words: str) -> Kind:
    """A kind of subscription. Raises BadField."""
    return _one_of("kind", words, _KINDS, tuple(Kind))


def check_catch_up(words: str) -> CatchUp:
    """What is done after an outage. Raises BadField."""
    return _one_of("catch_up", words, _CATCH_UPS, tuple(CatchUp))


def check_quiet(words: str) -> Quiet:
    """What is sent when there is nothing to tell. Raises BadField."""
    return _one_of("quiet", words, _QUIETS, tuple(Quiet))


def check_palette(words: str) -> Palette:
    """The colours of pictures. Raises BadField."""
    return _one_of("palette", words, _PALETTES, tuple(Palette))


def check_language(words: str) -> str:
    """The language of dates. Raises BadField."""
    wanted = words.strip().casefold().replace("_", "-")
    if wanted not in LANGUAGES:
        wanted = wanted.partition("-")[0]
    if wanted not in LANGUAGES:
        raise BadField("language", f"Dates cannot be written in “{words}”: use one of {', '.join(LANGUAGES)}.")
    return wanted


def check_size(value: str | int) -> int:
    """The most lines of a digest. Raises BadField."""
    return _number("size", value, MOST_LINES, "lines")


def check_most_an_hour(value: str | int) -> int:
    """The most messages of a watch in an hour. Raises BadField."""
    return _number("most_an_hour", value, MOST_AN_HOUR, "messages an hour")


def check_pause_end(words: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when to pause, in UTC-aware time: "30 November", "Friday", "tomorrow", "3 days", "2026-12-01 08:00".

    A day alone means its beginning in the zone. None where the words leave the end open. Raises BadField.
    """
    text = " ".join(words.split())
    if not text or text.casefold() in ("resumed", "further notice", "open", "forever"):
        return None
    end = _after(text, now) or _written(text, zone) or _day(text, zone, now)
    if end is None:
        raise BadField("until", f"“{text}” is no date that I can read: say 30 November, Friday, or 3 days.")
    if end <= now:
        raise BadField("until", f"“{text}” is over: name a later day.")
    if end - now > LONGEST_PAUSE:
        raise BadField(
            "until", "A pause with an end lasts a year at most; without an end it lasts until it is resumed."
        )
    return end


def _after(text: str, now: datetime) -> datetime | None:
    """ "3 days", "for 2 weeks": that long from now."""
    words = text.casefold().removeprefix("for ").removeprefix("in ").split()
    if len(words) != 2 or not (words[0].isdecimal() or words[0] in ("a", "an", "one")):
        return None
    length = _LENGTHS.get(words[1].removesuffix("s"))
    count = int(words[0]) if words[0].isdecimal() else 1
    return now + length * min(count, 10_000) if length else None


def _written(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The beginning of the day that the words mean, the next such day where they name no year."""
    today = now.astimezone(zone).date()
    found = calendar.resolve(text, today, tense=calendar.Tense.FUTURE)
    if found and found.interval[0] == today and text[:3].casefold() in _WEEKDAYS:
        found = calendar.resolve(text, today + timedelta(days=1), tense=calendar.Tense.FUTURE)
    return datetime.combine(found.interval[0], time(), zone) if found else None


def _one_of(field: str, words: str, known: dict[str, _Choice], choices: Sequence[str]) -> _Choice:
    found = known.get(" ".join(words.casefold().split()))
    if found is None:
        told = f"{', '.join(choices[:-1])} or {choices[-1]}"
        raise BadField(field, f"“{words}” cannot be used for {field.replace('_', ' ')}: choose {told}.")
    return found


def _number(field: str, value: str | int, most: int, unit: str) -> int:
    text = str(value).strip()
    if not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= most:
        raise BadField(field, f"“{value}” cannot be used for {field.replace('_', ' ')}: say 1 to {most} {unit}.")
    return int(text)
