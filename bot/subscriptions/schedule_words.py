"""Schedules as people say them, as cron expressions: "weekdays 08:30", "Mondays 9am", "first of the month in Tokyo".

A schedule is kept as cron expressions with ";" between them, in the manner of Debian's cron as cronsim reads it; its
wall times are those of a time zone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.delivery import schedule
from bot.knowledge.names import fold
from bot.subscriptions.errors import BadSchedule, BadZone
from bot.subscriptions.schedule_groups import PARTS_OF_DAY
from bot.subscriptions.schedule_phrase import EXAMPLES, WORDS, Phrase, day_of_week
from bot.subscriptions.zones import zones

LONGEST = 300
"""Characters that a schedule may have as it is typed."""
_SHORTHANDS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NAMED_MONTH = re.compile("|".join(_MONTHS))
_NAMED_DAY = re.compile("SUN|MON|TUE|WED|THU|FRI|SAT")
_CRON_FIELD = re.compile(r"[\d*][\dA-Za-z*/,#?-]*|[A-Za-z]{3}(?:[-,][A-Za-z]{3})*|LW?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is due. `zone` is an IANA name where the words gave one."""

    cron: str
    zone: str | None = None


@lru_cache(maxsize=1024)
def read_schedule(words: str) -> Schedule:
    """Read a schedule. Raises BadSchedule, or BadZone for a zone in it that does not exist."""
    text = " ".join(words.split())
    if not text:
        raise BadSchedule(f"Say when: for example {EXAMPLES}.")
    if len(text) > LONGEST:
        raise BadSchedule(f"That schedule is too long: {LONGEST} characters are enough for any.")
    text, zone = _without_zone(text)
    expressions: list[str] = []
    for part in text.split(";"):
        if part.strip():
            expressions += _cron(part.strip()) or Phrase(part.strip()).expressions()
    expressions = list(dict.fromkeys(expressions))
    if not expressions:
        raise BadSchedule(f"Say when: for example {EXAMPLES}.")
    cron = ";".join(expressions)
    try:
        schedule.check(cron)
    except schedule.BadSchedule as error:
        raise BadSchedule(str(error)) from None
    return Schedule(cron, zone)


def _without_zone(text: str) -> tuple[str, str | None]:
    """A zone may end a schedule: "… (Asia/Tokyo)", "… in Tokyo", "… Tokyo time", "… JST"."""
    match = re.fullmatch(r"(?P<rest>.*\S)\s*\((?P<zone>[^()]+)\)", text)
    if match is None:
        match = re.fullmatch(r"(?P<rest>.*\S)\s+in (?P<zone>[^\W\d][\w ,.'’/+-]*?)(?: time)?", text, re.IGNORECASE)
        if match and any(word.removesuffix("s") in PARTS_OF_DAY for word in fold(match["zone"]).split()):
            match = None
    if match:
        return match["rest"], zones().find(match["zone"])
    tail = text.removesuffix(" time").split(" ")
    for count in (3, 2, 1):
        if len(tail) > count and tail[-count][0].isalpha() and fold(tail[-1]) not in WORDS:
            try:
                return " ".join(tail[:-count]), zones().find(" ".join(tail[-count:]))
            except BadZone:
                continue
    return text, None


def _cron(text: str) -> list[str] | None:
    """The text where it is a cron expression or a shorthand of cron, in its usual spelling."""
    if text.casefold() in _SHORTHANDS:
        return [_SHORTHANDS[text.casefold()]]
    explicit = text.casefold().startswith("cron ")
    fields = text[5:].strip("\"'“” ").split() if explicit else text.split()
    if not explicit and (len(fields) not in (5, 6) or not all(map(_CRON_FIELD.fullmatch, fields))):
        return None
    if len(fields) != 5:
        raise BadSchedule(
            "A cron expression has five fields: minute, hour, day of the month, month, day of the week. "
            "For example 30 8 * * 1-5."
        )
    minute, hour, of_month, month, of_week = (part.upper().replace("?", "*") for part in fields)
    month = _NAMED_MONTH.sub(lambda match: str(_MONTHS.index(match[0]) + 1), month)
    of_week = _NAMED_DAY.sub(lambda match: str(day_of_week(match[0])), of_week)
    return [" ".join((minute, hour, of_month, month, of_week))]
