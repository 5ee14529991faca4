"""The part of a message that is the question: without greetings, reasons for asking, and "can you tell me"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.understanding.items import Item
from bot.asking.understanding.words import auxiliary, closed, phrases_from

_AND = Item("and", "and")


def main_part(items: Sequence[Item]) -> list[Item]:
    """Return the items of the question itself, with the circumstances of time that were put in front of it."""
    segments = _segments(_unwrapped(items))
    asking = next((i for i, segment in enumerate(segments) if _asks(segment)), None)
    if asking is None:
        kept = [segment for segment in segments if not _idle(segment)] or segments
        return [item for segment in kept for item in segment]
    before = [segment for segment in segments[:asking] if _frames_time(segment)]
    cited = [segment for segment in segments[:asking] if _words(segment, 0, ("according", "to"))]
    cited += [segment for segment in segments[:asking] if _excludes(segment)]
    question = [item for segment in (*before, *segments[asking:], *cited) for item in segment]
    return _with_antecedents(question, [item for segment in segments[:asking] for item in segment])


def _with_antecedents(question: list[Item], told: Sequence[Item]) -> list[Item]:
    """ "Marape met Albanese in May. What did they sign?": whom a pronoun means where the question names nobody."""
    named = [item for item in told if item.called]
    if not named or any(item.called for item in question):
        return question
    for at, item in enumerate(question):
        if item.plain and item.word in closed("referring"):
            several = item.word in ("they", "them")
            meant = [named[0]] + [part for other in named[1:] if several for part in (_AND, other)]
            dates = [] if any(item.date for item in question) else [item for item in told if item.date]
            meant = [replace(part, closes_clause=False, closes_sentence=False) for part in meant]
            return [*question[:at], *meant, *question[at + 1 :], *dates]
    return question


def _unwrapped(items: Sequence[Item]) -> list[Item]:
    """Without "could you tell me" and everything before it but circumstances of time."""
    items = list(items)
    for position in range(len(items)):
        for phrase in phrases_from("wrapping").get(items[position].word, ()):
            if _words(items, position, phrase) and position + len(phrase) < len(items):
                front = [item for segment in _segments(items[:position]) if _frames_time(segment) for item in segment]
                return _unwrapped([*front, *items[position + len(phrase) :]])
        if items[position].plain and items[position].word in closed("asking"):
            break
    return items


def _segments(items: Sequence[Item]) -> list[list[Item]]:
    segments: list[list[Item]] = [[]]
    for item in items:
        segments[-1].append(item)
        if item.closes_clause:
            segments.append([])
    return [segment for segment in segments if segment]


def _asks(segment: Sequence[Item]) -> bool:
    """Whether a question begins here: with a question word, perhaps behind a preposition, an auxiliary, or "list"."""
    start = 0
    while (
        start < len(segment)
        and segment[start].plain
        and segment[start].word in closed("conjunction") | closed("adverb") | closed("greeting")
    ):
        start += 1
    words = [item.word if item.plain else "" for item in segment[start : start + 2]]
    if not words:
        return False
    if words[0] in closed("asking"):
        return True
    if len(words) > 1 and words[0] in closed("preposition") and words[1] in closed("asking"):
        return True
    return len(segment) - start > 1 and (auxiliary(words[0]) is not None or words[0] in closed("listing"))


def _frames_time(segment: Sequence[Item]) -> bool:
    """Whether a segment says when: "Before Japan,", "In May 2008,"."""
    first = segment[0]
    if first.date is not None:
        return True
    return first.plain and first.word in closed("temporal") and len(segment) > 1


def _excludes(segment: Sequence[Item]) -> bool:
    """Whether a segment says who is left out: "Besides Fiji,"."""
    return any(_words(segment, 0, phrase) for phrase in phrases_from("excluding").get(segment[0].word, ()))


def _idle(segment: Sequence[Item]) -> bool:
    return all(item.plain and item.word in closed("greeting") for item in segment)


def _words(items: Sequence[Item], position: int, phrase: Sequence[str]) -> bool:
    here = items[position : position + len(phrase)]
    return len(here) == len(phrase) and all(i.plain and i.word == word for i, word in zip(here, phrase, strict=True))
