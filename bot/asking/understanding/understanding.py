"""Question -> EventQuery."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.query import Anchor, EventQuery, Kind, Name, Order, Part, Wanted
from bot.asking.understanding import names as naming
from bot.asking.understanding.acts import Acts, Told
from bot.asking.understanding.circumstances import Circumstances, hull, take_out
from bot.asking.understanding.clause import Clause, Side, shape
from bot.asking.understanding.errors import EmptyQuestion, NotUnderstood, OtherScript, TooLong
from bot.asking.understanding.items import Item, itemise
from bot.asking.understanding.names import Called, Names
from bot.asking.understanding.segments import main_part
from bot.asking.understanding.tokens import Token, plain, tokenise
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge import calendar
from bot.knowledge.actions import Lexicon, lexicon
from bot.knowledge.actors import Gazetteer, gazetteer
from bot.knowledge.words import noun_lemmas, stop_words
from db.vocabulary import ActorKind, Granularity, Status

LONGEST_QUESTION = 2000
"""Characters. Nobody asks longer questions, and the time to understand one grows with its length."""


class Understanding:
    """The grammar of questions. One instance serves a process: it holds tables of words and nothing of any question."""

    def __init__(self, words: Lexicon | None = None, known: Gazetteer | None = None) -> None:
        words = words or lexicon()
        self._gazetteer = known or gazetteer()
        self._acts = Acts(words)
        self._lexicon = words

    async def understand(self, session: AsyncSession, question: str, asked: date) -> EventQuery:
        """Return what a question asks for, its names looked up in the store.

        `asked` is the day it was asked where the asker is. Raise NotUnderstood (EmptyQuestion, TooLong, OtherScript) where
        there is nothing to look for.
        """
        tokens = tokens_of(question)
        found = await naming.look_up(session, naming.sought(tokens, self._gazetteer), self._gazetteer)
        return self._read(question, tokens, asked, found)

    def parse(self, question: str, asked: date, known: Names) -> EventQuery:
        """Return what a question asks for, given what the store knows of its names. Pure; raises as `understand` does."""
        return self._read(question, tokens_of(question), asked, known)

    def _read(self, question: str, tokens: Sequence[Token], asked: date, known: Names) -> EventQuery:
        text = plain(question)
        dates = _dates(text, tokens, asked)
        on = dates[0][2].interval[1] if dates else asked
        tokens = naming.mended(tokens, known, self._gazetteer)
        called = naming.find(tokens, known, self._gazetteer, min(on, asked))
        circumstances = take_out(main_part(itemise(tokens, called, dates)))
        if not circumstances.items and not circumstances.dates and circumstances.measure is None:
            raise NotUnderstood('Nothing in this can be looked for. Ask for instance "who visited Fiji last month?"')
        clause = shape(circumstances.items, asked=text.rstrip().endswith("?"))
        return _Query(clause, circumstances, self._acts.of(clause), self._lexicon, self._gazetteer).build()


def tokens_of(question: str) -> tuple[Token, ...]:
    """Cut a question into words. Raise EmptyQuestion, TooLong or OtherScript for what cannot be a question in English."""
    text = plain(question)
    if len(text) > LONGEST_QUESTION:
        raise TooLong(len(text), LONGEST_QUESTION)
    if not text.isascii():
        letters = [letter for letter in text if letter.isalpha()]
        if sum(map(_is_latin, letters)) * 2 < len(letters):
            raise OtherScript
    tokens = tuple(token for token in tokenise(text) if token.folded)
    if not tokens:
        raise EmptyQuestion
    return tokens


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _dates(text: str, tokens: Sequence[Token], asked: date) -> list[tuple[int, int, calendar.Expression]]:
    """The dates in a question, each with its span of tokens."""
    found = []
    for expression in calendar.find(text, asked):
        inside = [
            i for i, token in enumerate(tokens) if token.start >= expression.start and token.end <= expression.end
        ]
        if inside:
            found.append((inside[0], inside[-1] + 1, expression))
    return found


class _Query:
    """Puts an EventQuery together from the parts of a question."""

    def __init__(
        self, clause: Clause, circumstances: Circumstances, told: Told, words: Lexicon, known: Gazetteer
    ) -> None:
        self._clause = clause
        self._circumstances = circumstances
        self._told = told
        self._lexicon = words
        self._gazetteer = known
        self._asking = clause.asking
        self._turned = clause.passive != told.turned
        self._answer_class = _class_of(clause.answer)
        self._filled_from_answer = False

    def build(self) -> EventQuery:
        wanted = self._wanted()
        kind = self._kind(wanted)
        names = self._names(wanted)
        answer_kind, answer_country, answer_words = self._answer()
        act = None if self._involves() else self._told.act
        if self._told.act and any(name.part is Part.ACTOR for name in names) and self._filled_from_answer:
            wanted = Wanted.PARTNER
        anchor = self._anchor(wanted, names)
        order, ordinal = self._order(wanted)
        return EventQuery(
            kind=kind,
            wanted=wanted,
            names=tuple(names),
            act=act,
            words=self._words(wanted),
            answer_kind=answer_kind,
            answer_country=answer_country,
            answer_words=answer_words,
            window=hull(self._circumstances.dates),
            anchor=anchor,
            granularity=self._clause.unit or Granularity.DAY,
            status=self._status(),
            order=order,
            ordinal=ordinal,
            limit=self._limit(),
            negated=self._clause.negated,
        )

    # -- what is asked for

    def _wanted(self) -> Wanted:
        clause, asking = self._clause, self._asking
        if clause.unit or asking == "when":
            return Wanted.DATE
        if asking == "whether":
            return Wanted.YES_NO
        if asking == "where":
            return Wanted.PLACE
        if clause.amount:
            return self._amount(clause.amount)
        if asking in ("who", "whom", "whose"):
            return Wanted.IDENTITY if self._identifies() else self._actor()
        if self._circumstances.news and not clause.verb:
            return Wanted.EVENT
        if asking in ("which", "what") or clause.answer:
            return self._thing()
        return Wanted.EVENT

    def _identifies(self) -> bool:
        """Whether only someone or something is named: "who is Qian Bo", "what is AUKUS"."""
        return self._clause.copula and self._circumstances.ordinal is None

    def _actor(self) -> Wanted:
        """On which side of the act the asked-for one is."""
        if self._clause.side is Side.SUBJECT:
            return Wanted.PARTNER if self._turned else Wanted.ACTOR
        if self._clause.passive:
            return Wanted.ACTOR if self._clause.preposition == "by" else Wanted.PARTNER
        return Wanted.ACTOR if self._told.turned else Wanted.PARTNER

    def _amount(self, amount: str) -> Wanted:
        if amount in ("often",):
            return Wanted.COUNT
        if amount != "many":
            return Wanted.AMOUNT
        nouns = {lemma for item in self._clause.answer if item.plain for lemma in noun_lemmas(item.word)}
        return Wanted.COUNT if nouns & closed("countable") else Wanted.AMOUNT

    def _thing(self) -> Wanted:
        """What "what" and "which" ask for."""
        clause = self._clause
        if self._answer_class in ("country", "person", "organisation"):
            return self._actor() if clause.verb else Wanted.EVENT if self._asking == "" else Wanted.IDENTITY
        if self._answer_class == "place" and (clause.preposition in closed("wherever") or self._told.act is None):
            return Wanted.PLACE
        said = self._told.speech and clause.side is not Side.SUBJECT
        if said and (not clause.answer or self._answer_class == "thing"):
            return Wanted.STATEMENT
        if clause.copula:
            event = self._told.act is not None and self._told.act.words not in closed("said")
            return Wanted.EVENT if event else Wanted.IDENTITY
        if clause.answer and self._answer_class != "thing":
            return Wanted.OBJECT
        if not clause.verb or clause.side is Side.SUBJECT or self._does():
            return Wanted.EVENT
        return Wanted.OBJECT

    def _involves(self) -> bool:
        """ "How many events involve Fiji": any part in any act."""
        events = any(set(noun_lemmas(item.word)) & {"event", "thing"} for item in self._clause.answer if item.plain)
        return events and self._told.act is not None and self._told.act.words in closed("involving")

    def _does(self) -> bool:
        return self._told.act is not None and self._told.act.words in ("do", "happen", "occur")

    def _kind(self, wanted: Wanted) -> Kind:
        if self._clause.listing:
            return Kind.LIST
        by_wanted = {
            Wanted.DATE: Kind.WHEN,
            Wanted.YES_NO: Kind.YES_NO,
            Wanted.IDENTITY: Kind.IDENTITY,
            Wanted.STATEMENT: Kind.SAY,
            Wanted.COUNT: Kind.HOW_MANY,
            Wanted.AMOUNT: Kind.HOW_MANY,
        }
        if wanted in by_wanted:
            return by_wanted[wanted]
        if self._clause.answer and self._answer_class != "thing":
            return Kind.WHERE if wanted is Wanted.PLACE and self._clause.preposition else Kind.WHICH
        if wanted is Wanted.PLACE:
            return Kind.WHERE
        return Kind.WHO if self._asking in ("who", "whom", "whose") else Kind.WHAT

    def _answer(self) -> tuple[ActorKind | None, str | None, tuple[str, ...]]:
        """What the answer must be: its kind, its country, its own words."""
        answer = self._clause.answer
        kinds = {"country": ActorKind.COUNTRY, "person": ActorKind.PERSON, "organisation": ActorKind.ORGANISATION}
        kind = kinds.get(self._answer_class or "") if self._clause.amount is None else None
        country = next((item.called.country for item in answer if item.called and item.called.kind in _STATES), None)
        if self._answer_class == "thing":
            return None, country, ()
        # "country" says nothing more than the kind does; "newspaper" and "leader" do.
        general = closed("country") | {"person", "people", "someone", "individual"}
        words = tuple(
            word
            for word in _content(answer)
            if self._clause.amount or (word not in general and not (set(noun_lemmas(word)) & general))
        )
        bodies = [word for item in answer if item.called and not item.called.origin for word in item.word.split()]
        own = {word for word in bodies if self._gazetteer.country_of(word) is None}
        return kind, country, (*(word for word in bodies if word in own), *words)

    # -- who takes part

    def _names(self, wanted: Wanted) -> list[Name]:
        clause = self._clause
        names: list[Name] = []
        for at, item in enumerate(clause.subject):
            if item.called:
                names.append(_name(item.called, self._subject_part(at, wanted)))
        for at, item in enumerate(clause.rest):
            if item.called:
                part = self._rest_part(at, wanted)
                names.append(self._placed(item.called) if part is Part.PLACE else _name(item.called, part))
        if not any(name.part is not Part.ACTOR for name in names) and clause.side is Side.SUBJECT and clause.verb:
            names += self._from_answer(names)
        names += [_name(called, Part.TOPIC, excluded=True) for called in self._circumstances.excluded]
        return names

    def _is_place(self, called: Called | None) -> bool:
        """Whether something happens in it: a country, a capital, or what nobody knows."""
        if called is None or called.kind in (None, ActorKind.COUNTRY):
            return called is not None
        return called.kind is ActorKind.GOVERNMENT and self._gazetteer.place(called.text) is not None

    def _placed(self, called: Called) -> Name:
        """A place by its own name: a capital is a city there and not the government that it stands for."""
        place = self._gazetteer.place(called.text)
        if called.kind is ActorKind.GOVERNMENT and place:
            return Name(called.text, Part.PLACE, (), place[0])
        return _name(called, Part.PLACE)

    def _from_answer(self, names: Sequence[Name]) -> list[Name]:
        """ "Who was the first Samoan minister to praise?" leaves open whom, and so it is the minister who praised."""
        act = self._told.act
        told = self._told.used | self._told.worded
        others = [
            item for at, item in enumerate(self._clause.rest) if at not in told and item.word not in closed("light")
        ]
        if act is None or not act.relations or names or _content(others):
            return []
        doers = [_name(item.called, Part.ACTOR) for item in self._clause.answer if item.called]
        self._filled_from_answer = bool(doers)
        return doers

    def _subject_part(self, at: int, wanted: Wanted) -> Part:
        item = self._clause.subject[at]
        before = self._clause.subject[at - 1] if at else None
        if wanted is Wanted.IDENTITY or self._involves() or (self._clause.copula and not self._clause.verb):
            return Part.EITHER
        nominal = any(i.plain and self._lexicon.event_noun(i.word) for i in self._clause.subject[:at])
        if before and before.plain and before.word == "of":
            return Part.OTHER if nominal or self._told.act is None or self._told.act.relations else Part.TOPIC
        if before and before.plain and before.word in closed("preposition") and nominal:
            return Part.OTHER
        if self._turned:
            # "Abe's state funeral was held": the owner of what is done is no more than its topic.
            return Part.TOPIC if item.possessive else Part.OTHER
        return Part.ACTOR

    def _rest_part(self, at: int, wanted: Wanted) -> Part:
        rest = self._clause.rest
        item = rest[at]
        governor = self._governor(at)
        if not self._clause.verb:
            if self._clause.copula and wanted is Wanted.IDENTITY:
                return Part.EITHER
            if governor in closed("wherever") and self._is_place(item.called):
                return Part.PLACE
            return Part.TOPIC if governor or not item.possessive else Part.ACTOR
        if self._involves():
            return Part.EITHER
        if governor == "according to":
            return Part.SPEAKER
        if self._told.speech and any(i.plain and i.word == "that" for i in rest[1:at]):
            return Part.TOPIC
        if governor == "by" and (self._clause.passive or self._nominal_before(at)):
            return Part.ACTOR
        if self._told.turned and governor in ("from", "of", "by"):
            return Part.ACTOR
        if item.possessive and not self._told.turned:
            return Part.TOPIC
        if governor == "with":
            return Part.TOPIC if self._nested(at) else Part.OTHER
        in_phrase = any(rest[i].word == governor for i in self._told.used if i < at)
        if (
            governor in closed("wherever")
            and not in_phrase
            and self._is_place(item.called)
            and not self._attributive(at)
        ):
            if governor != "from" or not self._told.turned:
                return Part.PLACE
        if governor in closed("topical") and not in_phrase:
            return Part.TOPIC
        if governor is None and (item.possessive or self._attributive(at)):
            return Part.ACTOR if self._told.turned and item.possessive else Part.TOPIC
        return Part.ACTOR if self._told.turned else Part.OTHER

    def _governor(self, at: int) -> str | None:
        """The preposition that a name hangs on, None where it is the verb's object."""
        rest = self._clause.rest
        for position in range(at - 1, max(-1, at - 5), -1):
            item = rest[position]
            if not item.plain:
                # "with Japan and Fiji", "Fiji's capital Suva": what held for the first holds for the second.
                joined = rest[position + 1].plain and rest[position + 1].word in ("and", "or")
                return self._governor(position) if joined else None
            if item.word in closed("preposition"):
                return (
                    "according to"
                    if item.word == "to" and position and rest[position - 1].word == "according"
                    else item.word
                )
            if item.verbs and position in self._told.used and item.word not in closed("determiner"):
                return None
        return None

    def _nested(self, at: int) -> bool:
        """Whether a name's preposition joins it to a noun that another preposition governs: "over its drill with ..."."""
        rest = self._clause.rest
        own = next(i for i in range(at - 1, -1, -1) if rest[i].plain and rest[i].word in closed("preposition"))
        if own == 0 or not rest[own - 1].plain or (rest[own - 1].verbs and own - 1 in self._told.used):
            return False
        return any(
            item.plain and item.word in closed("preposition") and item.word not in ("to", "of")
            for position, item in enumerate(rest[1:own], 1)
            if position not in self._told.used
        )

    def _attributive(self, at: int) -> bool:
        """Whether a noun follows that the name qualifies: "Taiwan trip", "Australian visas"."""
        rest = self._clause.rest
        if rest[at].closes_clause or at + 1 >= len(rest):
            return False
        following = rest[at + 1]
        if not following.plain or is_stop(following.word) or auxiliary(following.word):
            return False
        return (
            not following.verbs or following.word not in following.verbs or at + 2 >= len(rest) or rest[at].possessive
        )

    def _nominal_before(self, at: int) -> bool:
        """Whether an act told by a noun stands before: "talks by officials of Turkey"."""
        return any(item.plain and self._lexicon.event_noun(item.word) for item in self._clause.rest[:at])

    # -- what else is said

    def _words(self, wanted: Wanted) -> tuple[str, ...]:
        rest = [item for at, item in enumerate(self._clause.rest) if at not in self._told.used]
        words = [*_content(self._clause.subject), *_content(rest)]
        if wanted is Wanted.YES_NO and self._circumstances.order_word and self._circumstances.ordinal:
            words.append(self._circumstances.order_word)
        if self._clause.unit is None and self._asking == "when":
            words += _content(self._clause.answer)
        return tuple(dict.fromkeys(words))

    def _anchor(self, wanted: Wanted, names: list[Name]) -> Anchor | None:
        measure = self._circumstances.measure
        if measure is None:
            return None
        part = Part.ACTOR if wanted is Wanted.ACTOR else Part.OTHER
        if measure.dangling:
            # "Who received Wang's visit, or Fiji's, in the same year?": the last one named must be what is measured by.
            others = [name for name in names if name.part is not Part.ACTOR]
            if len(others) < 2:
                return None
            names.remove(others[-1])
            last = others[-1]
            measured = Name(last.text, part, last.actors, last.name, ambiguous=last.ambiguous)
            return Anchor(measure.relation, measured, None, measure.granularity)
        name = _name(measure.called, part) if measure.called else None
        return Anchor(measure.relation, name, measure.words, measure.granularity, measure.adjacent)

    def _order(self, wanted: Wanted) -> tuple[Order, int | None]:
        order, ordinal = self._circumstances.order, self._circumstances.ordinal
        if wanted is Wanted.YES_NO:
            return Order.NEWEST, None
        return order or Order.NEWEST, ordinal

    def _status(self) -> tuple[Status, ...]:
        if self._told.status:
            return (self._told.status,)
        ahead = any(item.plain and item.word == "next" for item in self._clause.rest)
        return (Status.PLANNED,) if self._clause.future or ahead else ()

    def _limit(self) -> int | None:
        numbers = {
            "one": 1,
            "two": 2,
            "three": 3,
            "four": 4,
            "five": 5,
            "six": 6,
            "seven": 7,
            "eight": 8,
            "nine": 9,
            "ten": 10,
        }
        if self._clause.amount:
            return None
        if self._circumstances.ordinal and not self._clause.plural and not _is_plural(self._clause.answer):
            return 1
        return next((numbers[item.word] for item in self._clause.answer if item.plain and item.word in numbers), None)


def _name(called: Called, part: Part, *, excluded: bool = False) -> Name:
    return Name(called.text, part, called.actors, called.name, excluded, called.ambiguous)


_STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)


def _is_plural(answer: Sequence[Item]) -> bool:
    """Whether several are asked for: "which countries"."""
    return any(item.plain and noun_lemmas(item.word)[0] != item.word for item in answer[-1:])


def is_stop(word: str) -> bool:
    """Whether a word names neither thing nor act."""
    return word in stop_words() or word in closed("idle")


def _class_of(answer: Sequence[Item]) -> str | None:
    """What kind of thing is asked for, by the last noun that says so."""
    for item in reversed(answer):
        if item.plain:
            for lemma in noun_lemmas(item.word):
                for name in ("country", "person", "organisation", "place", "thing"):
                    if lemma in closed(name):
                        return name
    return None


def _content(items: Sequence[Item]) -> list[str]:
    """The words that name things and acts; hyphenated ones whole."""
    found: list[str] = []
    gap = True
    for item in items:
        if not item.plain:
            gap = True
            continue
        if is_stop(item.word):
            gap = True
            continue
        if item.joined and not gap:
            found[-1] = f"{found[-1]}-{item.word}"
        else:
            found.append(item.word)
        gap = False
    return found
