"""The reader: the text of an article becomes events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from bot.knowledge import calendar
from bot.reading.analysis import predicates
from bot.reading.cast import Cast
from bot.reading.coreference import Coreference, Named
from bot.reading.document.dateline import dateline
from bot.reading.event import Mention, ReadEvent
from bot.reading.events import Teller
from bot.reading.headlines import in_sentence_case, is_headline
from bot.reading.identities import Identities
from bot.reading.introductions import Introductions
from bot.reading.learned.frames import Frame, FramesFinder
from bot.reading.learned.reading import FrameReader
from bot.reading.linking import Linker
from bot.reading.merging import merged
from bot.reading.narrative import StoryTime, with_doers
from bot.reading.parser import Parser
from bot.reading.predicates import Predicate, Role
from bot.reading.quotation import Kind, Quotations, Unit
from bot.reading.scene import Scene
from bot.reading.sentences import is_readable, paragraphs, sentences
from bot.reading.speech import attributing, is_speech_word, with_speaker
from db.vocabulary import Action

if TYPE_CHECKING:
    from bot.reading.document import Document

MOST_CHARACTERS = 200_000
"""Characters of a text that are read, some 35,000 words; an article has a twentieth of it."""

MOST_SPOKEN_OF = 3
"""Those whom a statement is about, the first named ones."""


@dataclass(slots=True)
class _Said:
    """Who spoke last, for quotations that go on without saying whose they are."""

    by_quotation: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    in_paragraph: dict[int, tuple[Mention, ...]] = field(default_factory=dict)


class Reader:
    """Reads texts. One instance serves one thread."""

    def __init__(self, parser: Parser, frames: FramesFinder | None = None) -> None:
        self._parser = parser
        self._frames = frames

    @classmethod
    def load(cls) -> "Reader":
        """Load the models: the parser's and the learned reader's."""
        return cls(Parser.load(), FrameReader.load())

    def read(self, document: "Document") -> list[ReadEvent]:
        """The events of an article, in the order of its text."""
        return self.read_sentences(document.text, document.published.date())

    def read_sentences(self, text: str, published: date) -> list[ReadEvent]:
        """The events of a clean text published on that day, in the order of the text."""
        return _Reading(text[:MOST_CHARACTERS], published).events(self._parser, self._frames)


class _Reading:
    """The reading of one text."""

    def __init__(self, text: str, published: date) -> None:
        self._text = text
        self._published = published
        self._paragraphs = paragraphs(text)
        self._quotations = Quotations(text, self._paragraphs)
        self._cast = Cast()
        self._linker = Linker(text, published, self._cast)
        self._coreference = Coreference(self._linker.of_country)
        self._said = _Said()
        self._time = StoryTime(published)
        self._anchor: calendar.Interval | None = None
        self._learned = False

    def events(self, parser: Parser, reader: FramesFinder | None) -> list[ReadEvent]:
        units = list(self._units())
        self._learned = reader is not None
        frames = self._frames(reader, units) if reader is not None else []
        trees = parser.parse(unit.passage.text for unit in units)
        parsed = [
            (unit, predicates(tree, unit.passage, [frame for frame in frames if unit.passage.holds(frame.start)]))
            for unit, tree in zip(units, trees, strict=True)
        ]
        introductions = Introductions(self._text, self._linker, self._cast)
        for _, found in parsed:
            introductions.hear(found)
        self._find_speakers_ahead(parsed)
        events: list[ReadEvent] = []
        identities = Identities(self._text, self._linker)
        number, sentence = 0, None
        for place, (unit, found) in enumerate(parsed):
            number += unit.sentence != sentence
            sentence = unit.sentence
            if unit.kind is Kind.ATTRIBUTION:
                self._note_sayers(number, parsed[place + 1][1])
            told = list(self._told(number, unit, found))
            if unit.kind is Kind.STATEMENT and events and parsed[place - 1][0].sentence == sentence:
                self._add_spoken_of(events, told)
            events.extend(told)
            events.extend(identities.events(unit, found))
        return merged(with_doers(events))

    def _units(self) -> Iterator[Unit]:
        filed = dateline(self._text)
        for number, (start, end) in enumerate(self._paragraphs):
            if filed is not None and start <= filed.start < end:
                start = filed.end
            for sentence in sentences(self._text, start, end, number):
                words = self._text[sentence.start : sentence.end]
                if not is_readable(words):
                    continue
                for unit in self._quotations.units(sentence, is_speech_word):
                    if is_headline(words):
                        passage = replace(unit.passage, text=in_sentence_case(unit.passage.text))
                        yield replace(unit, passage=passage)
                    else:
                        yield unit

    def _frames(self, reader: FramesFinder, units: Sequence[Unit]) -> list[Frame]:
        """The acts that the units' sentences tell; headlines are shown in the case of a sentence."""
        shown = list(self._text)
        for unit in units:
            for start, place, length in unit.passage.pieces:
                shown[place : place + length] = unit.passage.text[start : start + length]
        spans = dict.fromkeys((unit.sentence.start, unit.sentence.end) for unit in units)
        return reader.frames("".join(shown), list(spans))

    # Who says what

    def _find_speakers_ahead(self, parsed: Sequence[tuple[Unit, Sequence[Predicate]]]) -> None:
        """A quotation's speaker is often named after its first sentences: find the named ones before telling."""
        for unit, found in parsed:
            index = attributing(found, ahead=unit.ahead) if unit.kind is Kind.ATTRIBUTION else None
            if index is None or unit.quotation is None:
                continue
            for argument in with_speaker(found, index).of(Role.SUBJECT):
                mentions = tuple(m for m in self._linker.mentions(argument.phrase) if m.key)
                if mentions:
                    self._said.by_quotation[unit.quotation] = mentions

    @staticmethod
    def _add_spoken_of(events: list[ReadEvent], statement: Sequence[ReadEvent]) -> None:
        """Make those whom a statement is about the targets of its attribution, where it has no addressee."""
        for place in range(len(events) - 1, -1, -1):
            said = events[place]
            if said.start != statement[0].start if statement else True:
                return
            if said.object is None or said.action is not Action.SAY or said.targets or said.recipients:
                continue
            speakers = {mention.key for mention in said.actors}
            about: dict[str, Mention] = {}
            for event in statement:
                for mention in (*event.actors, *event.targets, *event.partners, *event.recipients):
                    if mention.key is not None and mention.key not in speakers:
                        about.setdefault(mention.key, mention)
            events[place] = replace(said, targets=tuple(about.values())[:MOST_SPOKEN_OF])
            return

    def _note_sayers(self, number: int, statement: Sequence[Predicate]) -> None:
        """Enter the subjects of the article's own words around a quote: "Tokyo and Delhi "will act," *they* said"."""
        for predicate in statement:
            for argument in predicate.of(Role.SUBJECT):
                phrase = argument.phrase
                if argument.shared or self._quotations.at(phrase.start) is not None:
                    continue
                mentions = self._linker.mentions(phrase)
                if len(mentions) > 1 and all(mention.key for mention in mentions):
                    self._coreference.note(Named(phrase.start, number, mentions, plural=True, subject=True, main=True))

    def _told(self, number: int, unit: Unit, found: list[Predicate]) -> Iterator[ReadEvent]:
        speaker = self._speaker(unit) if unit.kind is Kind.STATEMENT else ()
        index = attributing(found, ahead=unit.ahead) if unit.kind is Kind.ATTRIBUTION else None
        if index is not None:
            found[index] = with_speaker(found, index)
        scene = Scene(unit, number, found, self._linker, self._coreference, speaker)
        teller = Teller(self._text, scene, self._published, self._anchor, learned=self._learned)
        told = teller.events(without=index)
        if index is not None:
            self._heard(unit, scene.subjects(index))
            told = chain([(teller.said(index, unit.said or ""), False)], told)
        for event, plain_past in told:
            if event.date is not None:
                self._anchor = (event.date.start, event.date.end)
            yield self._time.dated(event, unit.sentence.paragraph, plain_past=plain_past)

    def _heard(self, unit: Unit, speaker: tuple[Mention, ...]) -> None:
        if unit.quotation is not None:
            self._said.by_quotation[unit.quotation] = speaker
        self._said.in_paragraph[unit.sentence.paragraph] = speaker

    def _speaker(self, unit: Unit) -> tuple[Mention, ...]:
        if unit.quotation is not None and unit.quotation in self._said.by_quotation:
            return self._said.by_quotation[unit.quotation]
        paragraph = unit.sentence.paragraph
        return self._said.in_paragraph.get(paragraph) or self._said.in_paragraph.get(paragraph - 1, ())
