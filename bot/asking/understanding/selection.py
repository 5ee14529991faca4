"""Which of several events a question asks for: the first, the last three, the second, or whatever is new."""

from collections.abc import Sequence

from bot.asking.query import Order
from bot.asking.understanding.content import number_of
from bot.asking.understanding.frame import Circumstances, stand
from bot.asking.understanding.items import Item
from bot.asking.understanding.words import auxiliary, closed, row

_COUNTED = ("time", "person", "country", "one", "to")
"""Words before which an ordinal counts events; elsewhere it is an adjective ("the Second Army")."""


def order(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """Take out words that say which of several events is meant: return where they end, None where none stand there."""
    if not items[position].plain or found.news:
        return None
    return _news(items, position, found) or _ranked(items, position, found)


def _news(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "any updates on the ferry", "what's new in Fiji": taken out with all that stands before."""
    at = position
    while at < len(items) and items[at].plain and items[at].word in closed("fresh"):
        at += 1
    if at < len(items) and items[at].plain and items[at].word in closed("news"):
        at += 1
    elif at == position or items[at - 1].word not in ("latest", "newest", "new"):
        return None
    ends = at == len(items) or items[at].date is not None
    if not ends and not (items[at].plain and items[at].word in closed("preposition") - {"to"}):
        return None
    if not all(item.plain and _introduces(item.word) for item in found.items):
        return None
    found.news, found.order = True, Order.NEWEST
    found.items.clear()
    return at


def _introduces(word: str) -> bool:
    """Whether a word can stand before "news" where nothing else is asked."""
    classes = ("asking", "determiner", "pronoun", "listing", "adverb", "greeting", "conjunction")
    return auxiliary(word) is not None or any(word in closed(name) for name in classes)


def _ranked(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    word, after = items[position].word, position + 1
    if (word == "most" and stand(items, after, ("recent",))) or stand(items, position, ("most", "recently")):
        return _counted(items, after + 1, found, Order.NEWEST, word)
    if word in row("ordinal")[1:] and after < len(items) and items[after].word in _COUNTED:
        return _ordered(found, Order.OLDEST, row("ordinal").index(word) + 1, word, after)
    oldest, newest = word in closed("oldest"), word in closed("newest")
    if not (oldest or newest):
        return None
    if word == "last" and stand(items, 0, ("how", "long")) and (after == len(items) or items[position].closes_clause):
        return None
    if word == "first" and stand(items, after, ("of", "all")):
        return after + 2
    if word in ("recent", "recently"):
        return _ordered(found, Order.NEWEST, None, word, after)
    if after < len(items) and items[after].word == "time":
        return _time_phrase(items, after, found, oldest=oldest, word=word)
    return _counted(items, after, found, Order.OLDEST if oldest else Order.NEWEST, word)


def _counted(items: Sequence[Item], after: int, found: Circumstances, direction: Order, word: str) -> int:
    """ "the last three", "two most recent": so many of them; else the one."""
    number = number_of(items[after].word) if after < len(items) and items[after].plain else None
    if number:
        after += 1
    elif found.items and found.items[-1].plain and (number := number_of(found.items[-1].word)):
        found.items.pop()
    if not number:
        return _ordered(found, direction, 1, word, after)
    if found.order is None:
        found.limit = number
    return _ordered(found, direction, None, word, after)


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


def _ordered(found: Circumstances, direction: Order, ordinal: int | None, word: str, after: int) -> int:
    if found.order is None or found.ordinal is None:
        found.order, found.ordinal, found.order_word = direction, ordinal, word
    return after
