"""The grammar of schedules in words: days with times, times with days, and how often."""

import re

from bot.subscriptions.errors import BadSchedule
from bot.subscriptions.schedule_groups import PARTS_OF_DAY, Group, run_field

EXAMPLES = "“daily at 7:00”, “weekdays 08:30”, “Mondays 9am” or “7:00 and 18:00”"

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_DAY_OF = {
    **{spelt: day for day, name in enumerate(_DAYS) for spelt in (name, name + "s", name[:3], name[:3] + "s")},
    "tues": 2, "weds": 3, "thur": 4, "thurs": 4,
}  # fmt: skip
_DAY_SETS = {
    "weekday": (1, 2, 3, 4, 5), "weekdays": (1, 2, 3, 4, 5), "workday": (1, 2, 3, 4, 5), "workdays": (1, 2, 3, 4, 5),
    "weekend": (0, 6), "weekends": (0, 6),
    "daily": tuple(range(7)), "day": tuple(range(7)), "days": tuple(range(7)), "everyday": tuple(range(7)),
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_EXACT = ("noon", "midday", "midnight")
_FILLERS = frozenset(
    {"at", "on", "every", "each", "the", "of", "and", "in", "a", "an", "per", "once", ",", "&", "o'clock", "hrs"}
)
_RANGE = ("-", "–", "to", "through", "until", "till")

_TOKEN = re.compile(
    r"\d{1,2}\s*[:.]\s*\d{2}\s*(?:[ap]\.?m\b\.?)?"  # 7:30, 07.30 pm
    r"|\d{1,2}\s*(?:[ap]\.?m\b\.?)"  # 7am
    r"|\d{1,2}h\d{2}\b|\d{1,2}h\b"  # 7h30, 19h
    r"|\d+(?:st|nd|rd|th)\b|:\d{2}\b|\d+"
    r"|[^\W\d_](?:[^\W_]|['’./+_](?=\w))*|\S"
)
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})|h)?\s*(?:([ap])\.?m\.?)?")
_HOURS = re.compile(r"(\d+)h")

WORDS = frozenset({*_DAY_OF, *_DAY_SETS, *PARTS_OF_DAY, *_ORDINALS, *_FILLERS, "month", "hour", "am", "pm"})
"""Words of schedules: none of them is looked up as a zone."""


def day_of_week(name: str) -> int:
    """The number of a day by its English name or the first three letters of that; Sunday is 0. Raises KeyError."""
    return _DAY_OF[name.casefold()]


class Phrase:
    """Reads one phrase from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = _TOKEN.findall(text.casefold().replace("’", "'"))
        self._tokens = [str(_NUMBERS.index(token)) if token in _NUMBERS else token for token in found]
        self._at = 0
        self._groups = [Group()]
        self._times_first: bool | None = None

    def expressions(self) -> list[str]:
        """The cron expressions of all that the phrase says. Raises BadSchedule."""
        while self._at < len(self._tokens):
            if not (self._how_often() or self._day() or self._part_of_day() or self._time()):
                token = self._peek()
                if token not in _FILLERS:
                    raise BadSchedule(
                        f"I cannot read “{token}” in the schedule “{self._text}”. Say it like {EXAMPLES}."
                    )
                self._at += 1
        if not any(group.has_days or group.has_times or group.parts_of_day for group in self._groups):
            raise BadSchedule(f"“{self._text}” says no time. Say it like {EXAMPLES}.")
        return [expression for group in self._groups for expression in group.expressions()]

    def _peek(self, offset: int = 0) -> str:
        at = self._at + offset
        return self._tokens[at] if 0 <= at < len(self._tokens) else ""

    def _for_days(self) -> Group:
        """The group that further days belong to: a new one where days come before times and there are times already."""
        if self._times_first is None:
            self._times_first = self._groups[-1].has_times
        if not self._times_first and self._groups[-1].has_times:
            self._groups.append(Group())
        return self._groups[-1]

    def _for_times(self) -> Group:
        """The group that further times belong to, the other way round."""
        if self._times_first is None:
            self._times_first = not self._groups[-1].has_days
        if self._times_first and self._groups[-1].has_days:
            self._groups.append(Group())
        return self._groups[-1]

    # How often

    def _how_often(self) -> bool:
        word, following = self._peek(), self._peek(1)
        if word in ("hourly", "hour"):
            return self._several_times_a_day(1, 1)
        if word == "half" and following in ("hour", "an"):
            return self._minutes(30, 3 if following == "an" else 2)
        number = int(word) if word.isdecimal() else None
        if number and following in ("hours", "hour"):
            return self._several_times_a_day(number, 2)
        if number and following in ("minutes", "minute", "min", "mins"):
            return self._minutes(number, 2)
        if (match := _HOURS.fullmatch(word)) and self._peek(-1) in ("every", "each"):
            return self._several_times_a_day(int(match[1]), 1)
        if (word in ("other", "fortnightly", "biweekly", "fortnight")) or (number and following in ("weeks", "days")):
            raise BadSchedule(
                "“Every other” day or week cannot be kept across month ends. "
                "Say days of the week or of the month instead, such as “1st and 15th of the month”."
            )
        if word in ("twice", "thrice") or (number and following == "times"):
            raise BadSchedule("Say at which times, for example “7:00 and 18:00”.")
        if word in ("weekly", "week"):
            self._at += 1
            if not any(token in _DAY_OF for token in self._tokens):
                self._for_days().weekdays.add(1)
            return True
        if word in ("quarterly", "quarter"):
            self._at += 1
            self._for_days().days.append(("1", "1,4,7,10", "*"))
            return True
        return False

    def _minutes(self, number: int, tokens: int) -> bool:
        if not number or 60 % number:
            raise BadSchedule(f"An hour cannot be parted into every {number} minutes: use 15, 20, 30 or 60.")
        return self._repeat(tokens, "0" if number == 60 else f"*/{number}", 1)

    def _several_times_a_day(self, number: int, tokens: int) -> bool:
        if not number or 24 % number:
            raise BadSchedule(f"A day cannot be parted into every {number} hours: use 1, 2, 3, 4, 6, 8 or 12.")
        return self._repeat(tokens, "0", number)

    def _repeat(self, tokens: int, minute: str, step: int) -> bool:
        self._at += tokens
        if self._peek() == "at" and self._peek(1).startswith(":"):
            minute = str(self._in_range(int(self._peek(1)[1:]), 59))
            self._at += 2
        hours = "*" if step == 1 else f"*/{step}"
        if self._peek() in ("from", "between"):
            self._at += 1
            first = self._clock_time()
            if self._peek() not in (*_RANGE, "and"):
                raise BadSchedule(
                    f"Say from when to when, for example “hourly from 8:00 to 18:00”, not “{self._text}”."
                )
            self._at += 1
            last = self._clock_time()
            if first[0] >= last[0]:
                raise BadSchedule("The hours must go from an earlier to a later one of the same day.")
            hours = f"{first[0]}-{last[0]}" + ("" if step == 1 else f"/{step}")
            minute = str(first[1]) if minute == "0" else minute
        self._for_times().every = (minute, hours)
        return True

    # Days

    def _day(self) -> bool:
        word, following = self._peek(), self._peek(1)
        if word in ("working", "business", "week") and following in ("day", "days"):
            self._at += 2
            self._for_days().weekdays.update(_DAY_SETS["weekdays"])
            return True
        if word in ("monthly", "month"):
            self._at += 1
            if all(_ordinal(token) is None for token in self._tokens):
                if self._peek(-3) == "of":
                    raise BadSchedule("Say which day of the month, for example “1st and 15th of the month at 9:00”.")
                self._for_days().days.append(("1", "*", "*"))
            return True
        if _ordinal(word) is not None:
            return self._of_the_month(self._ordinals())
        if word in _DAY_SETS:
            self._at += 1
            self._for_days().weekdays.update(_DAY_SETS[word])
            return True
        if word in _DAY_OF:
            self._at += 1
            self._for_days().weekdays.update(self._range_of_days(_DAY_OF[word]))
            return True
        return False

    def _range_of_days(self, first: int) -> list[int]:
        if self._peek() not in _RANGE or self._peek(1) not in _DAY_OF:
            return [first]
        last = _DAY_OF[self._peek(1)]
        self._at += 2
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)]

    def _ordinals(self) -> list[int]:
        """The numbers of "first and third", "1st, 10th and 20th"."""
        found: list[int] = []
        while True:
            ahead = next((n for n in range(3) if self._peek(n) not in (",", "and")), 3)
            number = _ordinal(self._peek(ahead))
            if number is None:
                return found
            found.append(number)
            self._at += ahead + 1

    def _of_the_month(self, numbers: list[int]) -> bool:
        """The days after "first", "15th" or "last": of the month, or a day of the week in it."""
        word = self._peek()
        if word in _DAY_OF or word in ("weekday", "workday", "day", "date"):
            self._at += 1
        days: list[tuple[str, str, str]] = []
        if word in ("weekday", "workday"):
            if numbers != [0]:
                raise BadSchedule("Only the last weekday of the month can be kept; say a day, such as “first Monday”.")
            days.append(("LW", "*", "*"))
        elif word in _DAY_OF:
            if max(numbers) > 5:
                raise BadSchedule(f"No month has {max(numbers)} of one day of the week.")
            days += [("*", "*", f"{_DAY_OF[word]}#{number}") for number in sorted(numbers) if number]
            days += [("*", "*", f"{_DAY_OF[word]}L")] if 0 in numbers else []
        else:
            if max(numbers) > 31:
                raise BadSchedule(f"No month has {max(numbers)} days.")
            if any(numbers):
                days.append((run_field({number for number in numbers if number}), "*", "*"))
            days += [("L", "*", "*")] if 0 in numbers else []
        self._for_days().days += days
        return True

    # Times

    def _part_of_day(self) -> bool:
        word = self._peek().removesuffix("s")
        if word not in PARTS_OF_DAY:
            return False
        group = self._groups[-1]
        if word in _EXACT:
            self._for_times().times.append((PARTS_OF_DAY[word], 0))
        elif group.times and self._peek(-1) in ("the", "at"):
            group.times[-1] = _in_part(group.times[-1], word)
        else:
            group.parts_of_day.append(word)
        self._at += 1
        return True

    def _time(self) -> bool:
        if not self._peek()[:1].isdigit():
            return False
        time = self._clock_time()
        group = self._for_times()
        group.times.append(_in_part(time, group.parts_of_day[-1]) if group.parts_of_day else time)
        return True

    def _clock_time(self) -> tuple[int, int]:
        word = self._peek()
        match = _TIME.fullmatch(word)
        if match is None and not (word.isdecimal() and len(word) == 4):
            if word not in _EXACT:
                raise BadSchedule(f"“{word}” is no time of day. Say it like 7:00, 18:30 or 9am.")
            self._at += 1
            return PARTS_OF_DAY[word], 0
        self._at += 1
        if match is None:
            return self._in_range(int(word[:2]), 23), self._in_range(int(word[2:]), 59)
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half:
            if not 1 <= hour <= 12:
                raise BadSchedule(f"“{word}” is no time of day: before am and pm the hour goes from 1 to 12.")
            hour = hour % 12 + (12 if half == "p" else 0)
        return self._in_range(hour, 23), self._in_range(minute, 59)

    def _in_range(self, number: int, most: int) -> int:
        if number > most:
            wrong = "hours go from 0 to 23" if most == 23 else "minutes go from 0 to 59"
            raise BadSchedule(f"There is no such time in “{self._text}”: {wrong}.")
        return number


def _in_part(time: tuple[int, int], part: str) -> tuple[int, int]:
    """6:00 of the evening is 18:00."""
    hour, minute = time
    later = part in ("afternoon", "evening") or (part == "night" and hour >= 6)
    return (hour + 12 if later and hour < 12 else hour), minute


def _ordinal(word: str) -> int | None:
    """1 for "first" and "1st", 0 for "last"."""
    if word == "last":
        return 0
    if word in _ORDINALS:
        return _ORDINALS[word]
    number = word[:-2]
    return int(number) if word.endswith(("st", "nd", "rd", "th")) and number.isdecimal() and int(number) else None
