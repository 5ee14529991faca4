"""Putting an EventQuery together from the parts of a question."""

from bot.asking.query import Anchor, EventQuery, Name, Order, Part, Wanted
from bot.asking.understanding.acts import Told
from bot.asking.understanding.called import Called
from bot.asking.understanding.circumstances import hull
from bot.asking.understanding.clause import Clause, Side
from bot.asking.understanding.content import content, is_plural, kind_asked, number_in, number_of
from bot.asking.understanding.frame import Circumstances
from bot.asking.understanding.parts import Parts
from bot.asking.understanding.wanted import involves, kind, wanted
from bot.asking.understanding.words import closed
from bot.knowledge.actions import Lexicon
from bot.knowledge.actors import Gazetteer
from bot.knowledge.words import noun_lemmas
from db.vocabulary import ActorKind, Granularity, Status

_ANSWER_KINDS = {
    "country": ActorKind.COUNTRY,
    "person": ActorKind.PERSON,
    "organisation": ActorKind.ORGANISATION,
}
_STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)


def assembled(clause: Clause, circumstances: Circumstances, told: Told, words: Lexicon, known: Gazetteer) -> EventQuery:
    """Return the query that a clause, its act and its circumstances make."""
    return _Assembly(clause, circumstances, told, words, known).query()


class _Assembly:
    def __init__(
        self, clause: Clause, circumstances: Circumstances, told: Told, words: Lexicon, known: Gazetteer
    ) -> None:
        self._clause = clause
        self._circumstances = circumstances
        self._told = told
        self._lexicon, self._gazetteer = words, known
        ordered = circumstances.ordinal is not None
        self._wanted = wanted(clause, told, news=circumstances.news, ordered=ordered)
        self._kind = kind(clause, self._wanted)
        self._parts = Parts(clause, told, self._wanted, words, known)

    def query(self) -> EventQuery:
        names = self._names()
        anchor = self._anchor(names)
        answer_kind, answer_country, answer_words = self._answer()
        whether = self._wanted is Wanted.YES_NO
        several = number_in(self._clause.answer) or 1
        # "Which three countries last joined": not only those of the last day.
        ordinal = None if whether or several > 1 else self._circumstances.ordinal
        return EventQuery(
            kind=self._kind,
            wanted=self._wanted,
            names=tuple(names),
            act=None if involves(self._clause, self._told) else self._told.act,
            words=self._words(),
            answer_kind=answer_kind,
            answer_country=answer_country,
            answer_words=answer_words,
            window=hull(self._circumstances.dates),
            anchor=anchor,
            granularity=self._clause.unit or Granularity.DAY,
            status=self._status(),
            order=Order.NEWEST if whether else self._circumstances.order or Order.NEWEST,
            ordinal=ordinal,
            limit=self._limit(ordinal),
            negated=self._clause.negated,
        )

    def _answer(self) -> tuple[ActorKind | None, str | None, tuple[str, ...]]:
        """What the answer must be: its kind, its country, its own words."""
        answer = self._clause.answer
        asked = kind_asked(answer)
        country = next((item.called.country for item in answer if item.called and item.called.kind in _STATES), None)
        if asked == "thing":
            return None, country, ()
        bodies = [word for item in answer if item.called and not item.called.origin for word in item.word.split()]
        words = [word for word in bodies if self._gazetteer.country_of(word) is None]
        # "country" says nothing more than the kind does, "newspaper" and "leader" do.
        general = closed("occasion") if self._clause.amount else closed("country") | closed("someone")
        words += [
            word
            for word in content(answer)
            if general.isdisjoint((word, *noun_lemmas(word))) and number_of(word) is None
        ]
        if self._clause.asking == "whose":
            # "Whose visit" asks for the visitor.
            words = [word for word in words if self._lexicon.event_noun(word) is None]
        return None if self._clause.amount else _ANSWER_KINDS.get(asked or ""), country, tuple(words)

    def _names(self) -> list[Name]:
        clause = self._clause
        parts = [(item.called, self._parts.in_subject(at)) for at, item in enumerate(clause.subject) if item.called]
        parts += [(item.called, self._parts.in_rest(at)) for at, item in enumerate(clause.rest) if item.called]
        names = [self._placed(called) if part is Part.PLACE else _name(called, part) for called, part in parts]
        if not names and clause.verb and clause.side is Side.SUBJECT and (doers := self._doers()):
            names, self._wanted = doers, Wanted.PARTNER
        return names + [_name(called, Part.TOPIC, excluded=True) for called in self._circumstances.excluded]

    def _placed(self, called: Called) -> Name:
        """A place by its own name: a capital is a city there and not the government that it stands for."""
        place = self._gazetteer.place(called.text)
        if called.kind is ActorKind.GOVERNMENT and place:
            return Name(called.text, Part.PLACE, (), place[0])
        return _name(called, Part.PLACE)

    def _doers(self) -> list[Name]:
        """ "Who was the first Samoan minister to praise?" leaves open whom, and so it is the minister who praised."""
        taken = self._told.used | self._told.worded
        rest = (item for at, item in enumerate(self._clause.rest) if at not in taken)
        if not (self._told.act and self._told.act.relations) or content(
            [i for i in rest if i.word not in closed("light")]
        ):
            return []
        return [_name(item.called, Part.ACTOR) for item in self._clause.answer if item.called]

    def _words(self) -> tuple[str, ...]:
        rest = [item for at, item in enumerate(self._clause.rest) if at not in self._told.used]
        words = [*content(self._clause.subject), *content(rest)]
        if self._wanted is Wanted.YES_NO and self._circumstances.ordinal and self._circumstances.order_word:
            words.append(self._circumstances.order_word)
        return tuple(dict.fromkeys(words))

    def _anchor(self, names: list[Name]) -> Anchor | None:
        measure = self._circumstances.measure
        if measure is None:
            return None
        part = Part.ACTOR if self._wanted is Wanted.ACTOR else Part.OTHER
        if not measure.dangling:
            name = _name(measure.called, part) if measure.called else None
            return Anchor(measure.relation, name, measure.words, measure.granularity, measure.adjacent)
        # "Who hosted Wang's visit to Fiji in the same year?": the last of several must be what time is measured by.
        others = [name for name in names if name.part is not Part.ACTOR]
        if len(others) < 2:
            return None
        last = others[-1]
        names.remove(last)
        measured = Name(last.text, part, last.actors, last.name, ambiguous=last.ambiguous)
        return Anchor(measure.relation, measured, None, measure.granularity)

    def _status(self) -> tuple[Status, ...]:
        if self._told.status:
            return (self._told.status,)
        ahead = any(item.plain and item.word == "next" for item in self._clause.rest)
        return (Status.PLANNED,) if self._clause.future or ahead else ()

    def _limit(self, ordinal: int | None) -> int | None:
        if self._clause.amount:
            return None
        if self._circumstances.limit:
            return self._circumstances.limit
        one = ordinal is not None and not self._clause.plural and not is_plural(self._clause.answer)
        return 1 if one else number_in(self._clause.answer)


def _name(called: Called, part: Part, *, excluded: bool = False) -> Name:
    return Name(called.text, part, called.actors, called.name, excluded, called.ambiguous)
