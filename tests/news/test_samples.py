import re
from calendar import day_name, month_abbr, month_name
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files

import pytest

from bot.news.samples import PUBLISHER, Sample, samples

_MONTHS = {name: number % 12 or 12 for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
_WEEKDAYS = "|".join(day_name)
_NAMED_MONTHS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY_WITH_DATE = re.compile(
    rf"\b(?P<weekday>{_WEEKDAYS}),\s+"
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<month>{_NAMED_MONTHS})\b|(?P<us_month>{_NAMED_MONTHS})\.?\s+(?P<us_day>\d{{1,2}})\b)"
    r"(?:,?\s+(?P<year>\d{4}))?"
)
_DATELINE = re.compile(rf"^[A-Z][^a-z—]*(?:, [A-Z][\w ]+)?, (?P<month>{_NAMED_MONTHS})\.? (?P<day>\d{{1,2}}) —")


def _dated(day: int, month: int, year: str | None, published: date) -> date:
    """Return the date meant; without a year the one that lies nearest to the day of publication."""
    if year is not None:
        return date(int(year), month, day)
    candidates = [date(published.year + shift, month, day) for shift in (-1, 0, 1)]
    return min(candidates, key=lambda candidate: abs(candidate - published))


def _ids(sample: Sample) -> str:
    return sample.name


def test_there_are_at_least_forty_samples_of_2015_to_2026() -> None:
    published = [sample.published for sample in samples()]

    assert len(published) >= 40
    assert {day.year for day in published} == set(range(2015, 2027))


def test_samples_come_oldest_first() -> None:
    published = [sample.published for sample in samples()]

    assert published == sorted(published)


def test_every_file_is_indexed_and_every_indexed_file_is_there() -> None:
    lying_there = {entry.name for entry in (files("bot.news") / "samples").iterdir() if entry.name.endswith(".txt")}

    assert {f"{sample.name}.txt" for sample in samples()} == lying_there


def test_names_and_titles_are_unique() -> None:
    for values in ([sample.name for sample in samples()], [sample.title for sample in samples()]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_the_publisher_says_that_it_is_a_sample() -> None:
    assert "sample" in PUBLISHER


@pytest.mark.parametrize("sample", samples(), ids=_ids)
def test_a_sample_is_a_short_article_of_several_paragraphs(sample: Sample) -> None:
    assert 80 <= len(sample.text.split()) <= 300
    assert sample.text.count("\n\n") >= 2
    assert sample.title
    assert sample.topic
    assert sample.title not in sample.text


@pytest.mark.parametrize("sample", samples(), ids=_ids)
def test_a_sample_is_named_after_its_day_of_publication(sample: Sample) -> None:
    assert sample.name.startswith(f"{sample.published.isoformat()}-")


@pytest.mark.parametrize("sample", samples(), ids=_ids)
def test_a_sample_puts_no_words_into_anybodys_mouth(sample: Sample) -> None:
    assert not re.search('["“”„«»]', sample.text), "speech must be told indirectly"


@pytest.mark.parametrize("sample", samples(), ids=_ids)
def test_a_dateline_gives_the_day_of_publication(sample: Sample) -> None:
    found = _DATELINE.match(sample.text)

    if found:
        assert (_MONTHS.get(found["month"]), int(found["day"])) == (sample.published.month, sample.published.day)


@pytest.mark.parametrize("sample", samples(), ids=_ids)
def test_weekdays_with_a_date_agree_with_the_calendar(sample: Sample) -> None:
    for found in _WEEKDAY_WITH_DATE.finditer(sample.text):
        day, month = found["day"] or found["us_day"], found["month"] or found["us_month"]
        meant = _dated(int(day), _MONTHS[month], found["year"], sample.published)

        assert day_name[meant.weekday()] == found["weekday"], found[0]
        assert abs(meant - sample.published) < timedelta(days=60), found[0]


def test_datelines_and_weekdays_with_a_date_are_found_at_all() -> None:
    assert sum(_DATELINE.match(sample.text) is not None for sample in samples()) >= 40
    assert sum(len(_WEEKDAY_WITH_DATE.findall(sample.text)) for sample in samples()) >= 10


def test_the_reciprocal_access_agreement_is_told_with_who_when_and_where() -> None:
    sentences = [sentence for sample in samples() for sentence in re.split(r"(?<=\.)\s+", sample.text)]

    assert any(
        all(
            words in sentence
            for words in ("Kishida", "Sunak", "signed", "Reciprocal Access", "Tower of London", "2023")
        )
        for sentence in sentences
    )
