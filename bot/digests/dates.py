"""Dates in the language and zone of a subscription: all that is not English in a digest."""

from collections.abc import Container
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.digests.errors import DigestError
from db.vocabulary import Granularity

ENGLISH = "en"

# The names of months and days and the usual short orders, after the Unicode CLDR, https://cldr.unicode.org
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "ms": "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
    "fil": "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
}
_DAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom",
    "id": "Sen Sel Rab Kam Jum Sab Min",
    "ms": "Isn Sel Rab Kha Jum Sab Ahd",
    "fil": "Lun Mar Miy Huw Biy Sab Lin",
    "ja": "月 火 水 木 金 土 日",
    "zh": "周一 周二 周三 周四 周五 周六 周日",
    "ko": "월 화 수 목 금 토 일",
    "vi": "T2 T3 T4 T5 T6 T7 CN",
}
_DAY = {
    "en": "{day} {month}", "en-us": "{month} {day}", "de": "{day}. {month}", "fr": "{day} {month}",
    "es": "{day} de {month}", "id": "{day} {month}", "ms": "{day} {month}", "fil": "{month} {day}",
    "ja": "{number}月{day}日", "zh": "{number}月{day}日", "ko": "{number}월 {day}일", "vi": "{day} tháng {number}",
}  # fmt: skip
_YEAR = {
    "en": "{text} {year}", "en-us": "{text}, {year}", "de": "{text} {year}", "fr": "{text} {year}",
    "es": "{text} de {year}", "id": "{text} {year}", "ms": "{text} {year}", "fil": "{text}, {year}",
    "ja": "{year}年{text}", "zh": "{year}年{text}", "ko": "{year}년 {text}", "vi": "{text}, {year}",
}  # fmt: skip
_MONTH = {
    "ja": "{year}年{number}月", "zh": "{year}年{number}月", "ko": "{year}년 {number}월", "vi": "tháng {number}, {year}",
    "es": "{month} de {year}",
}  # fmt: skip
_WEEK = {
    "en": "week of {text}", "de": "Woche ab {text}", "fr": "semaine du {text}", "es": "semana del {text}",
    "id": "minggu {text}", "ms": "minggu {text}", "fil": "linggo ng {text}", "ja": "{text}の週", "zh": "{text}当周",
    "ko": "{text} 주", "vi": "tuần {text}",
}  # fmt: skip
LANGUAGES = ("en", "en-us", "iso", "de", "es", "fil", "fr", "id", "ja", "ko", "ms", "vi", "zh")
"""The languages of dates: British and American English, plain ISO dates, and those of the region and its readers."""


class UnknownLanguage(DigestError):  # noqa: N818
    """Dates are not written in that language here."""

    def __init__(self, language: str) -> None:
        super().__init__(f"Dates cannot be written in “{language}”: choose one of {', '.join(LANGUAGES)}.")


class Dates:
    """Writes dates in one language. Raise UnknownLanguage for one that is not in LANGUAGES."""

    def __init__(self, language: str = ENGLISH) -> None:
        wanted = language.casefold().replace("_", "-")
        found = wanted if wanted in LANGUAGES else wanted.partition("-")[0]
        if found not in LANGUAGES:
            raise UnknownLanguage(language)
        self._form = found
        self._language = found.partition("-")[0]

    def day(self, when: date, *, weekday: bool = False, year: bool = False) -> str:
        """ "8 July", with the day of the week before it and the year after it where they are wanted."""
        if self._form == "iso":
            return when.isoformat()
        text = self._fill(_DAY[self._form], when)
        if year:
            text = _YEAR[self._form].format(text=text, year=when.year)
        if not weekday:
            return text
        name = _DAYS[self._language].split()[when.weekday()]
        if self._language in ("ja", "zh", "ko"):
            return f"{text}({name})" if self._language != "zh" else f"{text}{name}"
        return f"{name} {text}"

    def span(self, first: date, last: date, granularity: Granularity | None, *, years: Container[int]) -> str:
        """An event's date as exactly as it is known; a year is left out where it is one of `years`."""
        if first == last:
            return self.day(first, year=first.year not in years)
        if self._form == "iso":
            return f"{first.isoformat()}/{last.isoformat()}"
        if granularity is Granularity.WEEK:
            return _WEEK[self._language].format(text=self.day(first, year=first.year not in years))
        if granularity is Granularity.YEAR or (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
        if granularity is Granularity.MONTH:
            return self._fill(_MONTH.get(self._language, "{month} {year}"), first)
        other = first.year != last.year
        return f"{self.day(first, year=other)} - {self.day(last, year=other or last.year not in years)}"

    def moment(self, when: datetime, zone: ZoneInfo, *, year: bool = False) -> str:
        """ "8 July, 09:00" by the clocks of the zone."""
        local = when.astimezone(zone)
        separator = " " if self._form in ("iso", "ja", "zh", "ko") else ", "
        return f"{self.day(local.date(), year=year)}{separator}{local:%H:%M}"

    def _fill(self, form: str, when: date) -> str:
        months = _MONTHS.get(self._language)
        month = months.split()[when.month - 1] if months else ""
        return form.format(day=when.day, month=month, number=when.month, year=when.year)
