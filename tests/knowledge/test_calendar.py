"""The calendar: which days the words of news and questions mean."""

import cProfile
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.calendar import Bound, Expression, Tense, find, phrase, resolve, window
from db.vocabulary import Granularity

THURSDAY = date(2024, 3, 14)
"""The day of publication in most of these tests."""

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 1))
PUBLISHED = st.dates(date(2005, 1, 1), date(2030, 1, 1))
INTERVALS = st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair)))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

relaxed = settings(deadline=None, max_examples=200)


def only(text: str, reference: date = THURSDAY, **circumstances: object) -> Expression:
    found = find(text, reference, **circumstances)  # type: ignore[arg-type]
    assert len(found) == 1, [expression.text for expression in found]
    return found[0]


def days(text: str, reference: date = THURSDAY, **circumstances: object) -> tuple[str, str]:
    first, last = only(text, reference, **circumstances).interval
    return first.isoformat(), last.isoformat()


def day(text: str, reference: date = THURSDAY, **circumstances: object) -> str:
    first, last = days(text, reference, **circumstances)
    assert first == last
    return first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pact was signed on 5 February 2019.", "2019-02-05"),
        ("The pact was signed on February 5, 2019, in Apia.", "2019-02-05"),
        ("The pact was signed on Feb. 5th, 2019.", "2019-02-05"),
        ("The pact was signed on the 5th of February 2019.", "2019-02-05"),
        ("Who signed it on Tuesday, 5 February 2019?", "2019-02-05"),
        ("Who signed it on Sep 2nd, 2011?", "2011-09-02"),
        ("who signed it on 2019-02-05", "2019-02-05"),
        ("who signed it on 2019-2-5", "2019-02-05"),
        ("who signed it on 05.02.2019", "2019-02-05"),
        ("who signed it on 2019/02/05", "2019-02-05"),
        ("who signed it on 25/12/2019", "2019-12-25"),
        ("who signed it on 12/25/19", "2019-12-25"),
    ],
)
def test_a_written_day_is_that_day_however_it_is_written(text: str, expected: str) -> None:
    assert day(text) == expected


def test_digits_alone_are_read_by_the_order_that_is_asked_for() -> None:
    assert day("on 4/5/2021", day_first=True) == "2021-05-04"
    assert day("on 4/5/2021", day_first=False) == "2021-04-05"
    assert day("on 4/5/2021") == "2021-05-04"


def test_digits_alone_are_not_read_as_a_day_to_come() -> None:
    assert day("on 3/4/2024", date(2024, 3, 20)) == "2024-03-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in June 2021", ("2021-06-01", "2021-06-30")),
        ("in Jun, the year 2021", ("2021-06-01", "2021-06-30")),
        ("in Jun, the year of 2021", ("2021-06-01", "2021-06-30")),
        ("in 2021-06", ("2021-06-01", "2021-06-30")),
        ("in the year 2021", ("2021-01-01", "2021-12-31")),
        ("in the year of 2021", ("2021-01-01", "2021-12-31")),
        ("its 2021 white paper", ("2021-01-01", "2021-12-31")),
        ("in fiscal 2025", ("2025-01-01", "2025-12-31")),
        ("in FY2025", ("2025-01-01", "2025-12-31")),
        ("in Q3 2021", ("2021-07-01", "2021-09-30")),
        ("in the third quarter of 2021", ("2021-07-01", "2021-09-30")),
        ("in the second half of 2021", ("2021-07-01", "2021-12-31")),
        ("in the summer of 2021", ("2021-06-01", "2021-08-31")),
        ("in winter 2021", ("2021-12-01", "2022-02-28")),
        ("in the 1990s", ("1990-01-01", "1999-12-31")),
        ("in the '90s", ("1990-01-01", "1999-12-31")),
        ("in the 21st century", ("2000-01-01", "2099-12-31")),
        ("on Christmas Eve 2022", ("2022-12-24", "2022-12-24")),
        ("on Thanksgiving 2022", ("2022-11-24", "2022-11-24")),
    ],
)
def test_a_written_period_is_its_days(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 3 to 5 May 2023", ("2023-05-03", "2023-05-05")),
        ("on May 3-5, 2023", ("2023-05-03", "2023-05-05")),
        ("on 3 and 4 May 2023", ("2023-05-03", "2023-05-04")),
        ("Dec. 30 to Jan. 2, 2023", ("2022-12-30", "2023-01-02")),
        ("between March and June 2021", ("2021-03-01", "2021-06-30")),
        ("from March 2021 to June 2022", ("2021-03-01", "2022-06-30")),
        ("from 2015 to 2019", ("2015-01-01", "2019-12-31")),
        ("the 2015-16 budget", ("2015-01-01", "2016-12-31")),
        ("from early 2022 to mid-2023", ("2022-01-01", "2023-08-31")),
        ("The fleet trained from Monday to Wednesday.", ("2024-03-11", "2024-03-13")),
        ("The fleet will train from Monday to Wednesday.", ("2024-03-18", "2024-03-20")),
    ],
)
def test_a_range_goes_from_its_first_day_to_its_last(text: str, expected: tuple[str, str]) -> None:
    found = only(text)
    assert (found.interval[0].isoformat(), found.interval[1].isoformat()) == expected
    assert found.granularity is Granularity.RANGE


def test_a_year_that_stands_once_holds_for_both_months() -> None:
    first, second = find("patrols in May and June 2021", THURSDAY)
    assert first.interval[0] == date(2021, 5, 1)
    assert second.interval[0] == date(2021, 6, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister told reporters Tuesday.", "2024-03-12"),
        ("The minister told reporters Thursday.", "2024-03-14"),
        ("The minister told reporters on Friday night.", "2024-03-08"),
        ("The ministers will meet on Friday.", "2024-03-15"),
        ("The ministers are to meet on Thursday.", "2024-03-14"),
        ("The visit is scheduled for Monday.", "2024-03-18"),
        ("He spoke ahead of Sunday's vote.", "2024-03-17"),
        ("Manila on Wednesday protested the move.", "2024-03-13"),
        ("They met last Thursday.", "2024-03-07"),
        ("They meet next Thursday.", "2024-03-21"),
        ("They met on Tuesday of last week.", "2024-03-05"),
        ("Tuesday's launch failed.", "2024-03-12"),
        ("The drill, first held in a bigger form, ends on Saturday.", "2024-03-16"),
        ("They signed the order to launch it on Wednesday.", "2024-03-13"),
        ("They met two Fridays ago.", "2024-03-01"),
    ],
)
def test_a_weekday_is_the_nearest_on_the_side_of_its_tense(text: str, expected: str) -> None:
    assert day(text) == expected


def test_a_given_tense_comes_before_the_guessed_one() -> None:
    assert day("They will meet on Friday.", tense=Tense.PAST) == "2024-03-08"
    assert day("They met on Friday.", tense=Tense.FUTURE) == "2024-03-15"


def test_a_past_weekday_may_be_the_day_after_where_news_is_made_further_east() -> None:
    assert day("Suva said on Friday.", ahead=1) == "2024-03-15"
    assert day("Suva said on Wednesday.", ahead=1) == "2024-03-13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The survey began in October.", ("2023-10-01", "2023-10-31")),
        ("The survey began in March.", ("2024-03-01", "2024-03-31")),
        ("The survey will begin in October.", ("2024-10-01", "2024-10-31")),
        ("That prompted Canberra to change the law in February.", ("2024-02-01", "2024-02-29")),
        ("They met last December.", ("2023-12-01", "2023-12-31")),
        ("They meet next June.", ("2024-06-01", "2024-06-30")),
        ("They met in December last year.", ("2023-12-01", "2023-12-31")),
        ("They met last summer.", ("2023-06-01", "2023-08-31")),
        ("what happened this spring", ("2024-03-01", "2024-05-31")),
        ("They offered talks on March 20.", ("2024-03-20", "2024-03-20")),
        ("They met on Jan. 9.", ("2024-01-09", "2024-01-09")),
    ],
)
def test_a_date_without_its_year_is_the_one_meant(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "granularity"),
    [
        ("today", ("2024-03-14", "2024-03-14"), Granularity.DAY),
        ("yesterday", ("2024-03-13", "2024-03-13"), Granularity.DAY),
        ("tomorrow morning", ("2024-03-15", "2024-03-15"), Granularity.DAY),
        ("earlier today", ("2024-03-14", "2024-03-14"), Granularity.DAY),
        ("last night", ("2024-03-13", "2024-03-13"), Granularity.DAY),
        ("the day before yesterday", ("2024-03-12", "2024-03-12"), Granularity.DAY),
        ("this week", ("2024-03-11", "2024-03-17"), Granularity.WEEK),
        ("last week", ("2024-03-04", "2024-03-10"), Granularity.WEEK),
        ("the week before last", ("2024-02-26", "2024-03-03"), Granularity.WEEK),
        ("next month", ("2024-04-01", "2024-04-30"), Granularity.MONTH),
        ("last year", ("2023-01-01", "2023-12-31"), Granularity.YEAR),
        ("last weekend", ("2024-03-09", "2024-03-10"), Granularity.RANGE),
        ("at the weekend", ("2024-03-09", "2024-03-10"), Granularity.RANGE),
        ("two weeks ago", ("2024-02-26", "2024-03-03"), Granularity.WEEK),
        ("three days ago", ("2024-03-11", "2024-03-11"), Granularity.DAY),
        ("five years ago", ("2019-01-01", "2019-12-31"), Granularity.YEAR),
        ("earlier this week", ("2024-03-11", "2024-03-14"), Granularity.RANGE),
        ("later this year", ("2024-03-14", "2024-12-31"), Granularity.RANGE),
        ("late last month", ("2024-02-21", "2024-02-29"), Granularity.RANGE),
        ("early 2019", ("2019-01-01", "2019-04-30"), Granularity.RANGE),
        ("mid-November 2023", ("2023-11-11", "2023-11-20"), Granularity.RANGE),
        ("the end of the year", ("2024-12-01", "2024-12-31"), Granularity.RANGE),
        ("by end-2025", ("2025-12-01", "2025-12-31"), Granularity.RANGE),
        ("the first week of June 2023", ("2023-06-01", "2023-06-07"), Granularity.WEEK),
        ("the last day of May 2023", ("2023-05-31", "2023-05-31"), Granularity.DAY),
        ("the week of 9 January 2023", ("2023-01-09", "2023-01-15"), Granularity.WEEK),
    ],
)
def test_a_date_told_from_today_is_counted_from_the_reference(
    text: str, expected: tuple[str, str], granularity: Granularity
) -> None:
    found = only(text)
    assert (found.interval[0].isoformat(), found.interval[1].isoformat()) == expected
    assert found.granularity is granularity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over the past two years", ("2022-03-14", "2024-03-14")),
        ("in the last 3 months", ("2023-12-14", "2024-03-14")),
        ("in the past 48 hours", ("2024-03-12", "2024-03-14")),
        ("It will be ready within 30 days.", ("2024-03-14", "2024-04-13")),
        ("so far this year", ("2024-01-01", "2024-03-14")),
        ("since 2019", ("2019-01-01", "2024-03-14")),
        ("since last Monday", ("2024-03-11", "2024-03-14")),
        ("until 2030", ("2024-03-14", "2030-12-31")),
        ("in the coming weeks", ("2024-03-14", "2024-04-11")),
    ],
)
def test_a_stretch_reaches_to_or_from_the_reference(text: str, expected: tuple[str, str]) -> None:
    found = only(text)
    assert (found.interval[0].isoformat(), found.interval[1].isoformat()) == expected
    assert found.kind == "duration"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on the same day", ("2023-11-02", "2023-11-02")),
        ("the following day", ("2023-11-03", "2023-11-03")),
        ("the next day", ("2023-11-03", "2023-11-03")),
        ("the previous month", ("2023-10-01", "2023-10-31")),
        ("a month before", ("2023-10-01", "2023-10-31")),
        ("three days earlier", ("2023-10-30", "2023-10-30")),
        ("two weeks later", ("2023-11-13", "2023-11-19")),
        ("later that year", ("2023-01-01", "2023-12-31")),
        ("in December of that year", ("2023-12-01", "2023-12-31")),
        ("the following Monday", ("2023-11-06", "2023-11-06")),
    ],
)
def test_an_anchored_date_is_counted_from_the_anchor(text: str, expected: tuple[str, str]) -> None:
    assert days(text, anchor=(date(2023, 11, 2), date(2023, 11, 2))) == expected


def test_an_anchored_date_is_counted_from_the_last_date_of_the_text() -> None:
    first, second, third = find("They met on 2 May 2023, signed two days later and left the following day.", THURSDAY)
    assert [e.interval[0].isoformat() for e in (first, second, third)] == ["2023-05-02", "2023-05-04", "2023-05-05"]
    assert not first.anchored
    assert second.anchored
    assert third.anchored


def test_a_look_back_does_not_move_the_anchor() -> None:
    text = "Exports rose in May 2023 from a year earlier, and imports fell from a year earlier."
    assert [e.interval[0].isoformat() for e in find(text, THURSDAY)] == ["2023-05-01", "2022-05-01", "2022-05-01"]


def test_what_a_past_text_tells_of_the_next_years_began_on_its_date() -> None:
    _, stretch = find("The plan began in 2018. Over the next two years, it added three bases.", THURSDAY)
    assert stretch.interval[1] == date(2020, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said no.",
        "a speech by May and Theresa May's reply",
        "The talks may resume.",
        "Protesters march on the capital.",
        "The March on Suva drew thousands.",
        "Jan Hendriks and Mar Villanueva met.",
        "a crew of 2,000 troops",
        "passed with 2019 votes",
        "2000 people fled",
        "a Boeing 737 and an F-2000",
        "under Resolution 1874",
        "a two-day visit by a 10-year-old",
        "the first visit in 25 years",
        "in which month did they meet",
        "a 24/7 hotline",
        "the ratio was 3:2 and 45.5 percent",
        "at 1930 GMT",
        "the second hand of the clock may fall",
        "the sun sat low",
        "",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find(text, THURSDAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what did she say in may", ("2023-05-01", "2023-05-31")),
        ("what did she say in march 2021", ("2021-03-01", "2021-03-31")),
        ("WHAT DID SHE SAY IN MAY 2021", ("2021-05-01", "2021-05-31")),
        ("news since wed", ("2024-03-13", "2024-03-14")),
    ],
)
def test_questions_in_any_case_keep_their_dates(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == expected


def test_a_set_is_marked_as_one() -> None:
    assert [only(text).kind for text in ("every Monday", "a weekly call", "on Fridays", "each year")] == ["set"] * 4


def test_vague_words_are_found_only_on_request() -> None:
    assert find("He recently said that talks are now near.", THURSDAY) == []
    vague = find("He recently said that talks are now near.", THURSDAY, vague=True)
    assert [(e.text, e.kind, e.approximate) for e in vague] == [("recently", "vague", True), ("now", "vague", True)]


@pytest.mark.parametrize(
    ("text", "bound", "expected"),
    [
        ("before 2 April 2011", Bound.BEFORE, (None, date(2011, 4, 1))),
        ("after the year 2012", Bound.AFTER, (date(2013, 1, 1), None)),
        ("since 2019", Bound.SINCE, (date(2019, 1, 1), None)),
        ("until June 2023", Bound.UNTIL, (None, date(2023, 6, 30))),
        ("by May 2023", Bound.BY, (None, date(2023, 5, 31))),
        ("in May 2023", None, (date(2023, 5, 1), date(2023, 5, 31))),
    ],
)
def test_the_window_of_a_bounded_date_is_open_on_one_side(
    text: str, bound: Bound | None, expected: tuple[date | None, date | None]
) -> None:
    found = only(text)
    assert found.bound is bound
    assert window(found) == expected


def test_the_text_of_an_expression_is_its_span() -> None:
    text = "Officials said on Wednesday's call that May's summit will be on the 5th of June."
    for found in find(text, THURSDAY):
        assert text[found.start : found.end] == found.text
    assert find(text, THURSDAY)[0].text == "Wednesday"


def test_resolve_reads_one_expression_and_nothing_else() -> None:
    found = resolve("on 5 May 2023", THURSDAY)
    assert found is not None
    assert found.interval == (date(2023, 5, 5), date(2023, 5, 5))
    assert resolve("May", THURSDAY) is not None
    assert resolve("after the summit", THURSDAY) is None
    assert resolve("Kishida on Monday", THURSDAY) is None
    assert resolve("Monday and 5 May 2023", THURSDAY) is None


@pytest.mark.parametrize(
    ("interval", "granularity", "said"),
    [
        ((date(2023, 1, 11), date(2023, 1, 11)), Granularity.DAY, "11 January 2023"),
        ((date(2022, 12, 1), date(2022, 12, 31)), Granularity.MONTH, "December 2022"),
        ((date(2023, 1, 9), date(2023, 1, 15)), Granularity.WEEK, "the week of 9 January 2023"),
        ((date(2024, 5, 3), date(2024, 5, 5)), Granularity.RANGE, "between 3 and 5 May 2024"),
        ((date(2024, 5, 30), date(2024, 6, 2)), Granularity.RANGE, "between 30 May and 2 June 2024"),
        ((date(2023, 12, 30), date(2024, 1, 2)), Granularity.RANGE, "between 30 December 2023 and 2 January 2024"),
        ((date(2022, 6, 1), date(2022, 8, 31)), Granularity.SEASON, "summer 2022"),
        ((date(2022, 12, 1), date(2023, 2, 28)), Granularity.SEASON, "winter 2022/23"),
        ((date(2022, 1, 1), date(2022, 12, 31)), Granularity.YEAR, "2022"),
        ((date(2021, 3, 1), date(2021, 6, 30)), Granularity.RANGE, "between March and June 2021"),
        ((date(2021, 3, 1), date(2022, 6, 30)), Granularity.RANGE, "between March 2021 and June 2022"),
        ((date(2015, 1, 1), date(2019, 12, 31)), Granularity.RANGE, "between 2015 and 2019"),
    ],
)
def test_an_interval_is_said_as_people_say_it(interval: tuple[date, date], granularity: Granularity, said: str) -> None:
    assert phrase(interval, granularity) == said


FORMATS = (
    "{d.day} {month} {d.year}",
    "{d.day} {short} {d.year}",
    "{month} {d.day}, {d.year}",
    "{short}. {d.day}, {d.year}",
    "the {ordinal} of {month} {d.year}",
    "{month} {ordinal}, {d.year}",
    "{weekday}, {d.day} {month} {d.year}",
    "{weekday}, {short} {d.day}, {d.year}",
    "{d.year}-{d.month:02}-{d.day:02}",
    "{d.year}-{d.month}-{d.day}",
    "{d.year}/{d.month:02}/{d.day:02}",
    "{d.day:02}/{d.month:02}/{d.year}",
    "{d.day}.{d.month}.{d.year}",
    "{d.day} {month}, the year {d.year}",
)


@relaxed
@given(DAYS, st.sampled_from(FORMATS), PUBLISHED)
def test_every_day_is_read_back_from_every_form(d: date, form: str, reference: date) -> None:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(d.day, "th")
    text = form.format(d=d, month=f"{d:%B}", short=f"{d:%b}", weekday=f"{d:%A}", ordinal=f"{d.day}{ending}")
    found = find(f"The treaty was signed on {text}, officials said.", reference, day_first=True)
    assert [e.interval for e in found] == [(d, d)]
    assert found[0].granularity is Granularity.DAY
    again = resolve(text, reference, day_first=True)
    assert again is not None
    assert again.interval == (d, d)


@relaxed
@given(st.dates(date(1950, 1, 1), date(2090, 12, 28)), st.integers(0, 60))
def test_what_is_said_is_understood(first: date, length: int) -> None:
    last = first + timedelta(length)
    found = find(phrase((first, last), Granularity.RANGE), first, day_first=True)
    assert [e.interval for e in found] == [(first, last)]


@relaxed
@given(PUBLISHED, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_never_further_than_six_days_off(reference: date, weekday: str) -> None:
    past = only(f"on {weekday}", reference, tense=Tense.PAST)
    future = only(f"on {weekday}", reference, tense=Tense.FUTURE)
    assert 0 <= (reference - past.interval[0]).days <= 6
    assert 0 <= (future.interval[0] - reference).days <= 6
    assert f"{past.interval[0]:%A}" == f"{future.interval[0]:%A}" == weekday


VOCABULARY = """
the last next previous May march Jan . , - 3 31 2,000 2019 2021-02-30 99/99/9999 Friday of in to until since from
between and two weeks days years ago earlier after before first quarter half year Q3 'n '90s early mid late end so far
this same day
weekend every a an couple few hundred 21st century 1000 2999 0000 00 – ’ s winter spring Christmas Thanksgiving
tomorrow will to be said ( ) yesterday hours within past coming that 9999 decade
"""
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=25)


def _holds(text: str, reference: date, anchor: tuple[date, date] | None = None) -> None:
    end = 0
    for found in find(text, reference, anchor=anchor, vague=True):
        assert end <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        assert found.interval[0] <= found.interval[1]
        window(found)
        phrase(found.interval, found.granularity)
        end = found.end


@relaxed
@given(WORDS, st.dates(), st.none() | INTERVALS)
def test_any_words_of_time_in_any_order_give_ordered_spans(
    words: list[str], reference: date, anchor: tuple[date, date] | None
) -> None:
    _holds(" ".join(words), reference, anchor)
    _holds("".join(words), reference, anchor)


@relaxed
@given(st.text(max_size=200), st.dates())
def test_any_text_is_read_without_an_error(text: str, reference: date) -> None:
    _holds(text, reference)


@pytest.mark.parametrize(
    "piece",
    [
        "may ",
        "1,",
        "2019-",
        "Jan. 20-",
        "the ",
        "first three ",
        "to ",
        "1",
        "between 3 and ",
        "'s",
        "since ",
        "last ",
        "1.1.",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def calls(count: int) -> int:
        """Calls made, Python's and the regular expressions', which unlike seconds are the same on a busy machine."""
        profile = cProfile.Profile()
        profile.runcall(find, piece * count, THURSDAY)
        return sum(int(entry.callcount) for entry in profile.getstats())

    calls(200)
    assert calls(8_000) < max(calls(1_000), 100) * 8 * 2


def test_nothing_heavy_is_loaded() -> None:
    script = "import sys, bot.knowledge.calendar; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "numpy", "sqlalchemy", "asyncio", "bot.reading"} & set(loaded)
