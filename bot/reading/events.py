"""From predicates to events."""

from collections.abc import Iterator
from datetime import date

from bot.knowledge import calendar
from bot.knowledge.actions import lexicon
from bot.reading.dates import Dates
from bot.reading.event import Complement, Mention, Place, ReadEvent
from bot.reading.learned.frames import Part
from bot.reading.participants import Participants, as_told, is_somebody, participants
from bot.reading.places import place, place_of
from bot.reading.predicates import Argument, Form, Phrase, Predicate, Relation, Role, Tense, Told
from bot.reading.quotation import Kind
from bot.reading.scene import Scene
from bot.reading.speech import content, is_speech, source, told_by
from bot.reading.status import FACTS, statuses
from bot.reading.wordlists import words
from db.vocabulary import Action, Status

LONGEST_OBJECT = 600
"""Characters of an object or of what was said."""

_SUPPORTING = words("supporting verbs")

_NOT_TOLD_BY_NOUNS = frozenset({Action.OTHER, Action.SAY, Action.AGREE, Action.COOPERATE, Action.SUPPORT})
"""Classes whose nouns ("ties", "deal", "support") name a state or a thing as often as an act."""
_TOLD_BY_NOUNS = words("acts told with their content")
_COMPLETING = words("completing prepositions")
_CAUSED = words("causing verbs")
_PLANNING = words("planning verbs")

_LIGHT = words("light verbs")


_SURE = frozenset({Status.URGED, Status.NEGATED, Status.DENIED, Status.THREATENED, Status.ALLEGED})
"""What the grammar says of an act that is not told as done, more surely than the learned reader does."""

_BACKGROUND = 0.3
"""Most confidence in what is told for its words alone."""
_DOUBTFUL = 0.3
"""Confidence of the learned reader, below which there is rather no act."""
_EVEN = 0.5
"""Confidence of the learned reader, below which its class is more likely wrong than right."""


class Teller:
    """Makes the events of one scene."""

    def __init__(
        self,
        text: str,
        scene: Scene,
        reference: date,
        anchor: calendar.Interval | None,
        *,
        learned: bool = False,
    ) -> None:
        """`learned` says that a learned reader has told of every act, so that what it left out is rather none."""
        self._learned = learned
        self._text = text
        self._scene = scene
        self._predicates = scene.predicates
        self._statuses = statuses(scene.predicates)
        self._dates = Dates(scene.unit.passage, scene.predicates, self._statuses, reference, anchor)
        self._asks = text[: scene.unit.sentence.end].rstrip("\"”’' ").endswith("?")
        self._source = source(scene.predicates, self._named_in)

    def _named_in(self, predicate: Predicate, role: Role, preposition: str) -> tuple[Mention, ...]:
        for argument in predicate.of(role):
            if argument.preposition == preposition:
                return tuple(m for m in self._scene.who(argument.phrase) if is_somebody(m))
        return ()

    def events(self, without: int | None = None) -> Iterator[tuple[ReadEvent, bool]]:
        """The events of the passage in the order of its predicates, but for the one `without`.

        With each goes whether it is told in the plain past, as stories are.
        """
        for index, predicate in enumerate(self._predicates):
            if index != without and (predicate.told is not None or self._tells(index, predicate)):
                yield self._event(index, predicate), predicate.tense is Tense.PAST and not predicate.perfect
        if self._source:
            yield self._sourced(), False

    def said(self, index: int, words: str) -> ReadEvent:
        """The event of an attribution: its predicate with the quoted words for its object."""
        return self._event(index, self._predicates[index], said=words)

    def _tells(self, index: int, predicate: Predicate) -> bool:
        """Whether a predicate tells an event of its own."""
        arguments = [a for a in predicate.arguments if not a.shared]
        if predicate.lemma in _SUPPORTING and not predicate.of(Role.OBJECT, Role.ATTRIBUTE):
            completed = any(
                c.predicate is not None
                and self._predicates[c.predicate].governor == index
                and self._predicates[c.predicate].relation is Relation.INFINITIVE
                for c in predicate.clauses
            )
            if completed or not arguments:
                return False
        if predicate.form is Form.NOUN:
            return self._noun_tells(index, predicate)
        if predicate.tense is not Tense.NONE or predicate.modal:
            return bool(predicate.arguments or predicate.clauses)
        if predicate.relation in {Relation.PURPOSE, Relation.MODIFIER, Relation.PREPOSITION, Relation.PARTICIPLE}:
            return bool(arguments or predicate.clauses)
        return bool(predicate.arguments)

    def _noun_tells(self, index: int, predicate: Predicate) -> bool:
        """Whether an event noun tells of a certain event with somebody in it."""
        if self._statuses[index] not in FACTS and not predicate.definite:
            return False
        told = lexicon().event_noun(predicate.lemma)
        with_content = told is not None and told.verb in _TOLD_BY_NOUNS and bool(predicate.clauses)
        if told is None or (told.action in _NOT_TOLD_BY_NOUNS and not with_content):
            return False
        return any(m.key or m.country for a in predicate.arguments for m in self._scene.who(a.phrase))

    def _event(self, index: int, predicate: Predicate, said: str | None = None) -> ReadEvent:
        verb, joined = self._verb(predicate)
        parts = participants(predicate, self._scene, self._dates.is_time, joined)
        ruled = parts
        if predicate.told is not None:
            parts = as_told(predicate.told, self._scene, ruled)
        self._add_spoken_of(index, predicate, parts)
        status = self._status(index, predicate, verb)
        stated = said
        if stated is None and (is_speech(predicate.lemma) or predicate.first(Role.OBJECT) is None):
            stated = content(self._predicates, index)
        object_words = self._object_words(parts.object)
        object_ = stated or self._object(index, predicate, ruled)
        if predicate.told is not None and stated is None:
            object_ = self._told_object(predicate.told, object_)
        ruled_action = self._ruled_action(predicate, verb, ruled, object_words)
        background = self._is_background(predicate, ruled_action)
        start, end = self._quote()
        return ReadEvent(
            quote=self._text[start:end],
            start=start,
            end=end,
            clause=self._text[predicate.start : predicate.end],
            action=self._action(predicate, ruled_action),
            verb=verb if self._is_told_by_noun(predicate) else self._told_verb(verb, object_words),
            status=status,
            actors=tuple(parts.actors),
            partners=tuple(parts.partners),
            targets=tuple(parts.targets),
            recipients=tuple(parts.recipients),
            object=object_[:LONGEST_OBJECT] if object_ else None,
            place=self._place(predicate),
            date=self._dates.of(index),
            speaker=self._speaker(index),
            complements=tuple(self._complements(index, predicate, parts)),
            quoted=self._scene.unit.kind is Kind.STATEMENT,
            confidence=self._confidence(index, parts, status, background=background),
            at=-1 if background else predicate.at,
        )

    def _add_spoken_of(self, index: int, predicate: Predicate, parts: Participants) -> None:
        """Whom words are about, or an act that is only told of is on, where the predicate has no other side itself."""
        if parts.targets or parts.partners or parts.recipients or predicate.form is Form.COPULA:
            return
        for clause in predicate.clauses:
            if clause.predicate is None or self._predicates[clause.predicate].governor != index:
                continue
            below = self._predicates[clause.predicate]
            if below.relation not in {Relation.CONTENT, Relation.INFINITIVE, Relation.PREPOSITION}:
                continue
            inner = participants(below, self._scene, self._dates.is_time)
            sides = (*inner.targets, *inner.partners, *inner.recipients)
            if below.relation is Relation.CONTENT:
                sides = (*inner.actors, *sides)
            parts.add(parts.targets, tuple(mention for mention in sides if mention.key or mention.country))
            return

    def _quote(self) -> tuple[int, int]:
        sentence = self._scene.unit.sentence
        return sentence.start, sentence.end

    def _status(self, index: int, predicate: Predicate, verb: str) -> Status:
        """A plan is planned itself, so that what is only intended is never told as done."""
        status = self._statuses[index]
        if status in FACTS and self._asks:
            return Status.ALLEGED
        if predicate.told is not None:
            status = self._weighed(predicate, predicate.told.status, status)
        frame = lexicon().frame(verb, "verb")
        if status not in FACTS or frame is None:
            return status
        joined = "to" if any(c.marker == "to" for c in predicate.clauses) else "noun"
        noun = predicate.first(Role.OBJECT)
        if joined == "noun" and (noun is None or lexicon().event_noun(noun.noun.lemma) is None):
            return status
        below = frame.status(joined)
        if below is Status.THREATENED or (
            below is Status.PLANNED and frame.action in {Action.OTHER, Action.AGREE} and verb in _PLANNING
        ):
            return below
        return status

    def _weighed(self, predicate: Predicate, told: Status, ruled: Status) -> Status:
        """The status of an act from what the learned reader and the rules say of it.

        Whether it is done, the learned reader knows better; why it is not, and what the verb's form says, the rules.
        """
        if told in FACTS:
            under_way = predicate.progressive and predicate.tense is Tense.PRESENT and ruled is Status.ONGOING
            return Status.ONGOING if under_way else told
        if ruled in _SURE:
            return ruled
        own_words = predicate.relation is Relation.MAIN and self._scene.unit.kind is not Kind.STATEMENT
        plain = own_words and predicate.tense is Tense.PAST and not self._source
        return ruled if plain and ruled is Status.HAPPENED else told

    def _verb(self, predicate: Predicate) -> tuple[str, str | None]:
        """The verb with its particle and the preposition that belongs to it."""
        if predicate.form is Form.NOUN or self._caused_noun(predicate):
            told = lexicon().event_noun(self._caused_noun(predicate) or predicate.lemma)
            return (told.verb if told else predicate.lemma), None
        base = f"{predicate.lemma} {predicate.particle}" if predicate.particle else predicate.lemma
        if predicate.of(Role.OBJECT):
            return base, None
        for argument in predicate.of(Role.OBLIQUE):
            phrasal = f"{base} {argument.preposition}"
            if argument.preposition and lexicon().is_verb(phrasal) and self._belongs(base, phrasal, argument):
                return phrasal, argument.preposition
        return base, None

    def _belongs(self, base: str, phrasal: str, argument: Argument) -> bool:
        """Whether a preposition belongs to the verb ("voted *in* a new king") and not to a time or place."""
        if self._dates.is_time(argument.phrase):
            return False
        if place(argument.phrase, self._dates.is_time, argument.preposition) is None:
            return True
        return not lexicon().is_verb(base) or lexicon().action_of(phrasal) is Action.CONSULT

    def _action(self, predicate: Predicate, ruled: Action) -> Action:
        """The class: the learned reader's, but the lexicon's where that has one and the other is rather wrong."""
        if self._is_background(predicate, ruled):
            return Action.SAY if ruled is Action.SAY else Action.OTHER
        told = predicate.told
        if told is None or (told.confidence < _EVEN and ruled is not Action.OTHER):
            return ruled
        # One alone cooperates with nobody: such drills are a show of force.
        alone = told.action is Action.COOPERATE and not told.of(Part.PARTNER) and len(told.of(Part.ACTOR)) < 2
        return ruled if alone and ruled is Action.MOBILIZE else told.action

    def _is_background(self, predicate: Predicate, ruled: Action) -> bool:
        """Whether a predicate is told for its words alone, because the learned reader finds no act in it."""
        told = predicate.told
        return self._learned and (told is None or (told.confidence < _DOUBTFUL and ruled is Action.OTHER))

    def _ruled_action(self, predicate: Predicate, verb: str, parts: Participants, object_words: list[str]) -> Action:
        noun = predicate.lemma if predicate.form is Form.NOUN else self._caused_noun(predicate)
        told = lexicon().event_noun(noun) if noun is not None else None
        if told is not None:
            return told.action
        return lexicon().action_of(verb, object_words, partners=bool(parts.partners) and not parts.targets)

    def _is_told_by_noun(self, predicate: Predicate) -> bool:
        return predicate.form is Form.NOUN or self._caused_noun(predicate) is not None

    def _caused_noun(self, predicate: Predicate) -> str | None:
        """The event noun that a verb of causing tells: "drew *criticism*"."""
        phrase = predicate.first(Role.OBJECT) if predicate.lemma in _CAUSED and not predicate.passive else None
        told = lexicon().event_noun(phrase.noun.lemma) if phrase is not None else None
        return told.noun if told is not None else None

    @staticmethod
    def _told_verb(verb: str, object_words: list[str]) -> str:
        """The verb, or that of the noun which a verb with little meaning of its own carries: "hold talks" -> "talk"."""
        if not object_words or (verb not in _LIGHT and lexicon().action_of(verb) is not Action.OTHER):
            return verb
        return lexicon().light(verb, object_words[0]) or verb

    @staticmethod
    def _object_words(phrase: Phrase | None) -> list[str]:
        if phrase is None:
            return []
        modifiers = [word.lemma for word in phrase.words[: phrase.head] if word.tag[:1] in "NJV"]
        of = [inner.noun.lemma for preposition, inner in phrase.complements if preposition == "of"]
        return [phrase.noun.lemma, *reversed(modifiers), *of]

    def _object(self, index: int, predicate: Predicate, parts: Participants) -> str | None:
        """What the act is on, in the text's words; beside somebody it is done to, what that one is to do."""
        phrase = parts.object
        somebody = phrase is not None and any(is_somebody(m) and m.key for m in self._scene.who(phrase))
        if phrase is not None and not somebody:
            return self._with_its_own(predicate, phrase)
        for clause in predicate.clauses:
            if clause.predicate is None or self._predicates[clause.predicate].governor != index:
                continue
            below = self._predicates[clause.predicate]
            if below.relation in {Relation.INFINITIVE, Relation.CONTENT, Relation.PREPOSITION}:
                if below.relation is Relation.PREPOSITION and clause.marker not in {
                    "of",
                    "for",
                    "from",
                    "against",
                    "on",
                    "to",
                }:
                    continue
                bare = clause.marker == "to" and below.infinitive and not clause.text.startswith("not ")
                return f"to {clause.text}" if bare else clause.text
        if phrase is not None:
            return None
        for complement in parts.complements:
            if complement.marker in {"on", "for", "about", "of", "to"} and not self._is_somebody_there(
                predicate, complement
            ):
                return complement.text
        return None

    def _told_object(self, told: Told, ruled: str | None) -> str | None:
        """The object as the learned reader tells it, in the parser's words where both mean the same."""
        sides = {f.phrase.text for f in told.of(Part.ACTOR, Part.PARTNER, Part.RECIPIENT, Part.TARGET)}
        for filled in told.of(Part.OBJECT):
            text = filled.phrase.text
            return ruled if ruled is not None and (text in ruled or ruled.startswith(text[:12])) else text
        if ruled is not None and ruled not in sides:
            return ruled
        for filled in told.of(Part.TARGET):
            if not any(mention.key for mention in self._scene.who(filled.phrase)):
                return filled.phrase.text
        return None

    def _with_its_own(self, predicate: Predicate, phrase: Phrase) -> str:
        """The words of a phrase with what follows and completes it: "rejected *objections to the case*"."""
        text, end = self._without_time(phrase), phrase.end
        if lexicon().event_noun(phrase.each[-1].noun.lemma) is None:
            return text
        for argument in predicate.of(Role.OBLIQUE):
            own = argument.preposition in _COMPLETING and not self._dates.is_time(argument.phrase)
            tail = self._text[end : argument.phrase.end]
            if own and tail == f" {argument.preposition} {argument.phrase.text}":
                text, end = text + tail, argument.phrase.end
        return text

    def _without_time(self, phrase: Phrase) -> str:
        """The words of a phrase without a date at the end, which the parser often takes for a part of it."""
        text = phrase.text
        for preposition, inner in reversed(phrase.each[-1].complements):
            tail = f" {preposition} {inner.text}"
            if self._dates.is_time(inner) and text.endswith(tail):
                text = text.removesuffix(tail)
        return text

    def _is_somebody_there(self, predicate: Predicate, complement: Complement) -> bool:
        for argument in predicate.of(Role.OBLIQUE):
            if argument.preposition == complement.marker and argument.phrase.text == complement.text:
                return any(is_somebody(mention) for mention in self._scene.who(argument.phrase))
        return False

    def _complements(self, index: int, predicate: Predicate, parts: Participants) -> Iterator[Complement]:
        yield from parts.complements
        for argument in predicate.of(Role.BARE):
            yield Complement("", argument.phrase.text)
        for clause in predicate.clauses:
            yield Complement(clause.marker, clause.text[:LONGEST_OBJECT])

    def _place(self, predicate: Predicate) -> Place | None:
        for filled in predicate.told.of(Part.PLACE) if predicate.told is not None else ():
            if found := place(filled.phrase, self._dates.is_time, filled.preposition):
                return found
        return place_of(predicate, self._dates.is_time)

    def _speaker(self, index: int) -> Mention | None:
        if self._scene.speaker and self._scene.unit.kind is Kind.STATEMENT:
            return self._scene.speaker[0]
        told = self._predicates[index].told
        for filled in told.of(Part.SPEAKER) if told is not None else ():
            if speaker := next((mention for mention in self._scene.who(filled.phrase) if is_somebody(mention)), None):
                return speaker
        above = told_by(self._predicates, index)
        said_by = self._scene.subjects(above) if above is not None else self._source
        return next((mention for mention in said_by if is_somebody(mention)), None)

    def _sourced(self) -> ReadEvent:
        """The event that the source of a sentence says what it tells."""
        start, end = self._quote()
        return ReadEvent(
            quote=self._text[start:end],
            start=start,
            end=end,
            clause=self._text[start:end],
            action=Action.SAY,
            verb="say",
            status=Status.HAPPENED,
            actors=self._source,
            object=self._text[start:end][:LONGEST_OBJECT],
            confidence=0.6,
        )

    def _confidence(self, index: int, parts: Participants, status: Status, *, background: bool) -> float:
        """A rough estimate; what lowers it was found to go with errors."""
        predicate = self._predicates[index]
        if predicate.told is not None:
            return round(predicate.told.confidence, 2)
        value = 0.85
        if not parts.actors:
            value -= 0.25
        elif any(argument.shared for argument in predicate.of(Role.SUBJECT)):
            value -= 0.05
        if status not in {Status.HAPPENED, Status.ONGOING}:
            value -= 0.05
        if predicate.form is Form.NOUN:
            value -= 0.15
        if self._scene.unit.kind is Kind.STATEMENT:
            value -= 0.05
        if background and predicate.form is not Form.COPULA:
            value = min(value, _BACKGROUND)
        return round(value, 2)
