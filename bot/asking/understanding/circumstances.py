"""What frames the act asked for: dates, other events it is measured by, which of several, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.asking.query import Order, Relation, Window
from bot.asking.understanding.called import Called
from bot.asking.understanding.items import Item
from bot.asking.understanding.words import auxiliary, closed, phrases_from
from bot.knowledge.calendar import Expression, window
from db.vocabulary import Granularity

_RELATIONS = {
    ("before",): Relation.BEFORE,
    ("prior", "to"): Relation.BEFORE,
    ("ahead", "of"): Relation.BEFORE,
    ("earlier", "than"): Relation.BEFORE,
    ("until",): Relation.BEFORE,
    ("after",): Relation.AFTER,
    ("following",): Relation.AFTER,
    ("since",): Relation.AFTER,
    ("later", "than"): Relation.AFTER,
    ("subsequent", "to"): Relation.AFTER,
}
_RELATING = frozenset(phrase[0] for phrase in _RELATIONS)
_UNITS = {
    "day": Granularity.DAY,
    "date": Granularity.DAY,
    "time": Granularity.DAY,
    "moment": Granularity.DAY,
    "week": Granularity.WEEK,
    "month": Granularity.MONTH,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
}
_BEFORE_DATES = frozenset(
    [
        "in",
        "on",
        "at",
        "during",
        "by",
        "before",
        "after",
        "from",
        "for",
        "of",
        "over",
        "within",
        "around",
        "as",
        "back",
        "since",
        "until",
        "to",
        "the",
    ]
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}


@dataclass(frozen=True, slots=True)
class Measure:
    """Another event that time is measured by; see `query.Anchor`."""

    relation: Relation
    called: Called | None = None
    words: str | None = None
    granularity: Granularity = Granularity.DAY
    adjacent: bool = False
    dangling: bool = False
    """Nothing was said of the other event: "in the same year"."""


@dataclass(slots=True)
class Circumstances:
    """The circumstances of a question and the items that remain when they are taken out."""

    items: list[Item] = field(default_factory=list)
    dates: list[Expression] = field(default_factory=list)
    measure: Measure | None = None
    order: Order | None = None
    ordinal: int | None = None
    order_word: str | None = None
    excluded: list[Called] = field(default_factory=list)
    news: bool = False
    """Whether the latest is asked for as such: "what is the latest on ..."."""


def take_out(items: Sequence[Item]) -> Circumstances:
    """Part a question into its circumstances and the rest."""
    found = Circumstances()
    position = 0
    while position < len(items):
        after = (
            _excluded(items, position, found)
            or _same(items, position, found)
            or _adjacent(items, position, found)
            or _date(items, position, found)
            or _measure(items, position, found)
            or _order(items, position, found)
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


def _words(items: Sequence[Item], position: int, phrase: Sequence[str]) -> bool:
    """Whether these words stand there, all of them plain."""
    here = items[position : position + len(phrase)]
    return len(here) == len(phrase) and all(i.plain and i.word == word for i, word in zip(here, phrase, strict=True))


def _pass_on_boundary(items: Sequence[Item], position: int, after: int, found: Circumstances) -> None:
    """Keep a clause's end that stood behind what was taken out."""
    if any(item.closes_clause for item in items[position:after]) and found.items:
        last = found.items[-1]
        found.items[-1] = _closing(last)


def _closing(item: Item) -> Item:
    return Item(
        item.word,
        item.text,
        item.called,
        item.date,
        item.possessive,
        True,
        item.closes_sentence,
        item.joined,
        item.capital,
    )


def _excluded(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    for phrase in phrases_from("excluding").get(items[position].word, ()):
        if _words(items, position, phrase):
            at = _past_determiners(items, position + len(phrase))
            end = position
            while at < len(items) and (called := items[at].called):
                found.excluded.append(called)
                end = at + 1
                at = end
                if at < len(items) and items[at].word in ("and", "or"):
                    at = _past_determiners(items, at + 1)
            return end if end > position else None
    return None


def _date(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    expression = items[position].date
    if expression is None:
        return None
    while found.items and found.items[-1].plain and found.items[-1].word in _BEFORE_DATES:
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
    while position < len(items) and items[position].plain and items[position].word in _BEFORE_DATES:
        position += 1
    return position < len(items) and items[position].date is not None


def _same(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "in the same month as Qatar", "on the same day that ...", "during the same year"."""
    item = items[position]
    start = position
    if item.date is not None and item.date.anchored and "same" in item.word.split():
        unit = next((_UNITS[word] for word in item.word.split() if word in _UNITS), item.date.granularity)
        after = position + 1
    elif item.plain and item.word == "same" and position + 1 < len(items) and items[position + 1].word in _UNITS:
        unit = _UNITS[items[position + 1].word]
        after = position + 2
    else:
        return None
    while found.items and found.items[-1].plain and found.items[-1].word in _BEFORE_DATES | {"the"}:
        found.items.pop()
    if items[after - 1].closes_clause:
        found.measure = Measure(Relation.SAME, granularity=unit, dangling=True)
        return after
    if after < len(items) and items[after].plain and items[after].word in ("as", "of", "that", "when", "with", "in"):
        after += 1
    called, words, end = _complement(items, after)
    found.measure = Measure(Relation.SAME, called, words, unit, dangling=called is None and words is None)
    return max(end, start + 1)


def _adjacent(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "the month before the launch", "the day after the test": in the unit next to it."""
    item = items[position]
    if item.date is not None and item.date.anchored:
        words = item.word.split()
        if words[-1] not in ("before", "after") or words[-2:-1] == [] or words[-2] not in _UNITS:
            return None
        unit, relation, after = _UNITS[words[-2]], _RELATIONS[(words[-1],)], position + 1
    elif (
        item.plain
        and item.word in _UNITS
        and position + 1 < len(items)
        and items[position + 1].plain
        and items[position + 1].word in ("before", "after", "following")
        and found.items
        and found.items[-1].word in ("the", "a", "one")
    ):
        unit, relation, after = _UNITS[item.word], _RELATIONS[(items[position + 1].word,)], position + 2
    else:
        return None
    called, words_, end = _complement(items, after)
    if called is None and words_ is None:
        return None
    while found.items and found.items[-1].plain and found.items[-1].word in _BEFORE_DATES:
        found.items.pop()
    found.dates += [item.date for item in items[after:end] if item.date]
    found.measure = Measure(relation, called, words_, unit, adjacent=True)
    return end


def _measure(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "before Japan did", "after the Fiji meeting"."""
    if found.measure is not None or items[position].word not in _RELATING:
        return None
    phrase = next((phrase for phrase in _RELATIONS if _words(items, position, phrase)), None)
    if phrase is None:
        return None
    after = position + len(phrase)
    at = _past_determiners(items, after)
    if at >= len(items) or items[at].date is not None or (_words(items, after, ("all",)) and after + 1 == len(items)):
        return None
    called, words, end = _complement(items, after)
    if called is None and words is None:
        return None
    found.dates += [item.date for item in items[after:end] if item.date]
    found.measure = Measure(_RELATIONS[phrase], called, words)
    return end


def _complement(items: Sequence[Item], start: int) -> tuple[Called | None, str | None, int]:
    """What an act is measured by: one name, or the words of another event up to the end of the clause."""
    at = _past_determiners(items, start)
    if at >= len(items):
        return None, None, start
    item = items[at]
    if item.called and not item.possessive:
        end = at + 1
        if item.closes_clause or end == len(items):
            return item.called, None, end
        following = items[end]
        if auxiliary(following.word) and (end + 1 == len(items) or following.closes_clause):
            return item.called, None, end + 1
        if following.word in closed("asking") or auxiliary(following.word) == "do":
            return item.called, None, end
        if following.date is not None or _measured_on(following) or _words(items, end, ("to",)):
            return item.called, None, end
        if following.closes_clause and following.word in closed("adverb") | {"first", "last"}:
            return item.called, None, end
    end = start
    while end < len(items):
        if (
            end > start
            and items[start - 1].plain
            and items[end].word in closed("asking")
            and _starts_question(items, start)
        ):
            break
        end += 1
        if items[end - 1].closes_clause:
            break
    words = " ".join(item.text for item in items[start:end])
    return None, words or None, end


def _measured_on(item: Item) -> bool:
    """Whether a word goes on to another circumstance: "after Iran in 2009"."""
    return item.plain and item.word in ("in", "on", "during", "before", "after", "for")


def _starts_question(items: Sequence[Item], start: int) -> bool:
    return not any(item.word in closed("asking") for item in items[:start])


def _past_determiners(items: Sequence[Item], position: int) -> int:
    while position < len(items) and items[position].plain and items[position].word in closed("determiner"):
        position += 1
    return position


def _order(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    item = items[position]
    if not item.plain or found.news:
        return None
    word, after = item.word, position + 1
    if (word == "most" and _words(items, after, ("recent",))) or _words(items, position, ("most", "recently")):
        return _ordered(found, Order.NEWEST, 1, word, after + 1)
    if word in _ORDINALS and after < len(items) and items[after].word in ("time", "person", "country", "one", "to"):
        return _ordered(found, Order.OLDEST, _ORDINALS[word], word, after)
    oldest, newest = word in closed("oldest"), word in closed("newest")
    if not (oldest or newest):
        return None
    if word == "first" and _words(items, after, ("of", "all")):
        return after + 2
    if word in ("recent", "recently"):
        return _ordered(found, Order.NEWEST, None, word, after)
    if word == "latest" and (
        after >= len(items) or items[after].word in ("on", "about", "from", "with", "in", "news", "regarding")
    ):
        found.news, found.order = True, Order.NEWEST
        return after + (after < len(items) and items[after].word == "news")
    if after < len(items) and items[after].word == "time":
        return _time_phrase(items, after, found, oldest=oldest, word=word)
    return _ordered(found, Order.OLDEST if oldest else Order.NEWEST, 1, word, after)


def _time_phrase(items: Sequence[Item], time: int, found: Circumstances, *, oldest: bool, word: str) -> int:
    """ "for the first time", "when was the last time that ..."."""
    while found.items and found.items[-1].word in ("for", "the"):
        found.items.pop()
    after = time + 1
    if len(found.items) >= 2 and found.items[-1].word in closed("be") and found.items[-2].word in ("when", "what"):
        found.items.pop()
    if after < len(items) and items[after].word in ("that", "when") and len(found.items) <= 1:
        after += 1
    return _ordered(found, Order.OLDEST if oldest else Order.NEWEST, 1, f"{word} time", after)


def _ordered(found: Circumstances, order: Order, ordinal: int | None, word: str, after: int) -> int:
    if found.order is None or found.ordinal is None:
        found.order, found.ordinal, found.order_word = order, ordinal, word
    return after


def _trailing(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "please", "that you know of": words around the question that are no part of it."""
    if not found.items:
        return None
    starting = phrases_from("trailing").get(items[position].word, ())
    return next((position + len(phrase) for phrase in starting if _words(items, position, phrase)), None)
