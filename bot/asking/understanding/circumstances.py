"""What frames the act asked for: dates, other events it is measured by, which of several, and who is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.asking.query import Window
from bot.asking.understanding.frame import Circumstances, past_determiners, stand
from bot.asking.understanding.items import Item
from bot.asking.understanding.measures import adjacent, measure, same
from bot.asking.understanding.selection import order
from bot.asking.understanding.words import closed, phrases_from
from bot.knowledge.calendar import Expression, window
from db.vocabulary import Granularity


def take_out(items: Sequence[Item]) -> Circumstances:
    """Part a question into its circumstances and the rest."""
    found = Circumstances()
    position = 0
    while position < len(items):
        after = (
            _excluded(items, position, found)
            or same(items, position, found)
            or adjacent(items, position, found)
            or _date(items, position, found)
            or measure(items, position, found)
            or order(items, position, found)
            or _trailing(items, position, found)
        )
        if after:
            _pass_on_boundary(items, position, after, found)
            position = after
        else:
            found.items.append(items[position])
            position += 1
    return found


def hull(dates: Sequence[Expression]) -> Window | None:
    """Return the days that several dates of one question mean together.

    Open ends and containing periods narrow ("between", "in Seoul in May 2022 ... before June"); otherwise the window
    covers all ("in 2019 and 2022").
    """
    if not dates:
        return None
    windows = [window(expression) for expression in dates]
    text = " … ".join(_wording(expression) for expression in dates)
    granularity = dates[0].granularity
    start, end = windows[0]
    for expression, (first, last) in zip(dates[1:], windows[1:], strict=True):
        low = max(start or date.min, first or date.min)
        high = min(end or date.max, last or date.max)
        if low <= high and (None in (start, end, first, last) or _within((start, end), (first, last))):
            narrower = expression.granularity if (first, last) == (low, high) else granularity
            start, end, granularity = low, high, narrower
        else:
            start, end = min(start or date.min, first or date.min), max(end or date.max, last or date.max)
            granularity = Granularity.RANGE
    return Window(
        None if start in (None, date.min) else start, None if end in (None, date.max) else end, text, granularity
    )


def _within(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether one of two periods contains the other; an open end is as far as days go."""
    a, b, c, d = one[0] or date.min, one[1] or date.max, other[0] or date.min, other[1] or date.max
    return (a <= c and d <= b) or (c <= a and b <= d)


def _wording(expression: Expression) -> str:
    if expression.bound and not expression.text.casefold().startswith(expression.bound.value):
        return f"{expression.bound.value} {expression.text}"
    return expression.text


def _pass_on_boundary(items: Sequence[Item], position: int, after: int, found: Circumstances) -> None:
    """Keep a clause's end that stood behind what was taken out."""
    if any(item.closes_clause for item in items[position:after]) and found.items:
        found.items[-1] = replace(found.items[-1], closes_clause=True)


def _excluded(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    for phrase in phrases_from("excluding").get(items[position].word, ()):
        if stand(items, position, phrase):
            at = past_determiners(items, position + len(phrase))
            end = position
            while at < len(items) and (called := items[at].called):
                found.excluded.append(called)
                end = at + 1
                at = end
                if at < len(items) and items[at].word in ("and", "or"):
                    at = past_determiners(items, at + 1)
            return end if end > position else None
    return None


def _date(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    expression = items[position].date
    if expression is None:
        return None
    while found.items and found.items[-1].plain and found.items[-1].word in closed("before date"):
        if found.items[-1].closes_clause or (len(found.items) == 1 and found.items[-1].word == "to"):
            break
        found.items.pop()
    found.dates.append(expression)
    # "in May 2008 and June 2009": the conjunction joins dates, not names.
    after = position + 1
    if after + 1 < len(items) and items[after].word in ("and", "or") and _next_is_date(items, after + 1):
        after += 1
    return after


def _next_is_date(items: Sequence[Item], position: int) -> bool:
    while position < len(items) and items[position].plain and items[position].word in closed("before date"):
        position += 1
    return position < len(items) and items[position].date is not None


def _trailing(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "please", "that you know of": words around the question that are no part of it."""
    if not found.items:
        return None
    starting = phrases_from("trailing").get(items[position].word, ())
    return next((position + len(phrase) for phrase in starting if stand(items, position, phrase)), None)
