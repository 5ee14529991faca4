"""Other events that time is measured by: "before Japan did", "in the same month as Qatar", "the day after the test"."""

from collections.abc import Sequence

from bot.asking.query import Relation
from bot.asking.understanding.called import Called
from bot.asking.understanding.frame import Circumstances, Measure, past_determiners, stand
from bot.asking.understanding.items import Item
from bot.asking.understanding.words import UNITS, auxiliary, closed

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


def same(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "in the same month as Qatar", "on the same day that ...", "during the same year"."""
    item = items[position]
    start = position
    if item.date is not None and item.date.anchored and "same" in item.word.split():
        unit = next((UNITS[word] for word in item.word.split() if word in UNITS), item.date.granularity)
        after = position + 1
    elif item.plain and item.word == "same" and position + 1 < len(items) and items[position + 1].word in UNITS:
        unit = UNITS[items[position + 1].word]
        after = position + 2
    else:
        return None
    found.drop(closed("before date"))
    if items[after - 1].closes_clause:
        found.measure = Measure(Relation.SAME, granularity=unit, dangling=True)
        return after
    if after < len(items) and items[after].plain and items[after].word in ("as", "of", "that", "when", "with", "in"):
        after += 1
    called, words, end = _complement(items, after)
    found.measure = Measure(Relation.SAME, called, words, unit, dangling=called is None and words is None)
    return max(end, start + 1)


def adjacent(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "the month before the launch", "the day after the test": in the unit next to it."""
    item = items[position]
    if item.date is not None and item.date.anchored:
        words = item.word.split()
        if words[-1] not in ("before", "after") or words[-2:-1] == [] or words[-2] not in UNITS:
            return None
        unit, relation, after = UNITS[words[-2]], _RELATIONS[(words[-1],)], position + 1
    elif (
        item.plain
        and item.word in UNITS
        and position + 1 < len(items)
        and items[position + 1].plain
        and items[position + 1].word in ("before", "after", "following")
        and found.items
        and found.items[-1].word in ("the", "a", "one")
    ):
        unit, relation, after = UNITS[item.word], _RELATIONS[(items[position + 1].word,)], position + 2
    else:
        return None
    called, words_, end = _complement(items, after)
    if called is None and words_ is None:
        return None
    found.drop(closed("before date"))
    found.dates += [item.date for item in items[after:end] if item.date]
    found.measure = Measure(relation, called, words_, unit, adjacent=True)
    return end


def measure(items: Sequence[Item], position: int, found: Circumstances) -> int | None:
    """ "before Japan did", "after the Fiji meeting"."""
    if found.measure is not None or items[position].word not in _RELATING:
        return None
    phrase = next((phrase for phrase in _RELATIONS if stand(items, position, phrase)), None)
    if phrase is None:
        return None
    after = position + len(phrase)
    at = past_determiners(items, after)
    if at >= len(items) or items[at].date is not None or (stand(items, after, ("all",)) and after + 1 == len(items)):
        return None
    called, words, end = _complement(items, after)
    if called is None and words is None:
        return None
    found.dates += [item.date for item in items[after:end] if item.date]
    found.measure = Measure(_RELATIONS[phrase], called, words)
    return end


def _complement(items: Sequence[Item], start: int) -> tuple[Called | None, str | None, int]:
    """What an act is measured by: one name, or the words of another event up to the end of the clause."""
    at = past_determiners(items, start)
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
        if following.date is not None or _measured_on(following) or stand(items, end, ("to",)):
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
