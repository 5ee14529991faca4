"""Published sentences with marked source, target and class: PLOVER and CAMEO. None of them trained anything."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.reading.event import Mention, ReadEvent
from bot.reading.reader import Reader
from db.vocabulary import Action, Status
from tests.evaluation.measures import Figure, f1, macro_f1, overlap

Span = tuple[int, int]
_DAY = date(2018, 1, 1)
_YIELD = frozenset({"CONCEDE", "RETREAT"})
"""PLOVER's set puts both into one class."""
_HELPFUL = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_JUDICIAL = frozenset({"investigate", "probe", "charge", "indict", "sue", "prosecute"})
_FORMAL = frozenset({"sign", "ink", "ratify", "initial"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its source and target."""

    text: str
    source: Span | None
    target: Span | None
    action: str | None = None


def plover(folder: Path) -> Iterator[Sentence]:
    """The sentences of PLV_train.tsv."""
    with (folder / "PLV_train.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text, spans = row["marked_sentence"], dict[str, Span]()
            for _ in range(2):
                first = min((text.find(f"<{mark}>") for mark in "st" if f"<{mark}>" in text), default=-1)
                if first < 0:
                    break
                mark = text[first + 1]
                text = text[:first] + text[first + 3 :]
                last = text.find(f"</{mark}>")
                text = text[:last] + text[last + 4 :]
                spans[mark] = first, last
            yield Sentence(text, spans.get("s"), spans.get("t"), row["gold_root"])


def cameo(folder: Path) -> Iterator[Sentence]:
    """The sentences of cameo_ner_train_dev_safe.txt, words and tags one a line."""
    whole = (folder / "cameo_ner_train_dev_safe.txt").read_text(encoding="utf-8")
    for block in whole.split("\n\n"):
        text, spans = "", dict[str, Span]()
        for line in block.splitlines():
            word, _, tag = line.rpartition(" ")
            if not word:
                continue
            text += "" if not text or word in ".,;:?!'s)" else " "
            start = len(text)
            text += word
            kind = tag[-1]
            if tag.startswith("B-") and kind not in spans:
                spans[kind] = start, len(text)
            elif tag.startswith("I-") and kind in spans:
                spans[kind] = spans[kind][0], len(text)
        if text:
            yield Sentence(text, spans.get("S"), spans.get("T"))


def classes(reader: Reader, sentences: Sequence[Sentence]) -> list[Figure]:
    """How often the class of the act between source and target is right."""
    pairs = []
    for sentence in sentences:
        best = _best(reader.read_sentences(sentence.text, _DAY), sentence)
        pairs.append((sentence.action, _as_theirs(best) if best is not None else "-"))
    right = sum(wanted == found for wanted, found in pairs) / len(pairs)
    return [
        Figure("PLOVER: class between marked source and target, accuracy", right, 0.80),
        Figure("PLOVER: the same, macro-F1", macro_f1(pairs), 0.76),
    ]


def _as_theirs(event: ReadEvent) -> str:
    """The class that the set has for an event: it puts intentions, demands and refusals into classes of their own.

    Source: CAMEO2PLOVER-2021, https://github.com/openeventdata/PLOVER: 03 "express intent to cooperate" is AGREE, 057
    "sign formal agreement" SUPPORT, 09 "investigate" and 115 "bring lawsuit" ACCUSE, 10 "demand" REQUEST.
    """
    found, helpful = event.action.value, event.action.value in _HELPFUL
    if event.status is Status.URGED:
        return "REQUEST"
    if event.status is Status.THREATENED:
        return "THREATEN"
    if helpful and event.status in {Status.NEGATED, Status.DENIED}:
        return "REJECT"
    if helpful and event.status is Status.PLANNED:
        return "AGREE"
    if event.verb in _JUDICIAL:
        return "ACCUSE"
    if event.verb in _FORMAL:
        return "SUPPORT"
    return "YIELD" if found in _YIELD else found


def _best(events: Sequence[ReadEvent], sentence: Sentence) -> ReadEvent | None:
    """The act that has most of source and target on their sides, one with a class of its own first."""

    def agreement(event: ReadEvent) -> tuple[float, bool, float]:
        source = _among(sentence.source, event.actors)
        target = _among(sentence.target, _others(event))
        loose = _among(sentence.target, event.actors) + _among(sentence.source, _others(event))
        marked = [sentence.text[slice(*words)] for words in (sentence.source, sentence.target) if words is not None]
        clause = sum(words in event.clause for words in marked)
        own = event.action not in {Action.SAY, Action.OTHER}
        return 2 * source + 2 * target + 0.5 * loose + 0.4 * clause, own, event.confidence

    ranked = sorted(events, key=agreement, reverse=True)
    own = [event for event in ranked if event.action not in {Action.SAY, Action.OTHER}]
    return next(iter(own or ranked), None)


def _others(event: ReadEvent) -> tuple[Mention, ...]:
    return (*event.targets, *event.partners, *event.recipients)


def _among(span: Span | None, mentions: Sequence[Mention]) -> bool:
    return span is not None and any(overlap(span, (m.start, m.end)) for m in mentions)


def spans(reader: Reader, sentences: Sequence[Sentence], name: str) -> list[Figure]:
    """How often the actor and the other side of the best act are the marked source and target."""
    right, found, wanted = 0, 0, 0
    for sentence in sentences:
        best = _best(reader.read_sentences(sentence.text, _DAY), sentence)
        for marked, mentions in (
            (sentence.source, best.actors if best else ()),
            (sentence.target, _others(best) if best else ()),
        ):
            wanted += marked is not None
            found += bool(mentions)
            right += _among(marked, mentions)
    return [Figure(f"{name}: source and target, head overlap, F1", f1(right, found, wanted), 0.80)]
