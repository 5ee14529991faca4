"""Which part each name of a question has in the act, by where it stands and what preposition it hangs on."""

from collections.abc import Sequence

from bot.asking.query import Part, Wanted
from bot.asking.understanding.acts import Told
from bot.asking.understanding.called import Called
from bot.asking.understanding.clause import Clause
from bot.asking.understanding.content import is_stop
from bot.asking.understanding.items import Item
from bot.asking.understanding.verbs import base_form, is_noun
from bot.asking.understanding.wanted import involves
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actions import Lexicon
from bot.knowledge.actors import Gazetteer
from db.vocabulary import ActorKind

_REACH = 5
"""Words that may stand between a preposition and its name: "with the new Fijian government"."""
_ACCORDING = "according to"


class Parts:
    """The parts that names can have in one clause."""

    def __init__(self, clause: Clause, told: Told, wanted: Wanted, words: Lexicon, known: Gazetteer) -> None:
        self._clause = clause
        self._told = told
        self._identity = wanted is Wanted.IDENTITY
        self._involves = involves(clause, told)
        self._lexicon = words
        self._gazetteer = known

    def in_subject(self, at: int) -> Part:
        """Return the part of the name at this position of the subject."""
        subject, told = self._clause.subject, self._told
        called = subject[at].called
        before = subject[at - 1] if at and subject[at - 1].plain else None
        if self._identity or self._involves or (self._clause.copula and not self._clause.verb):
            return Part.EITHER
        if before and before.word in closed("wherever") and self.is_place(called):
            return Part.PLACE
        if self._governor(subject, at) == "between":
            return Part.EITHER
        nominal = any(self._tells_act(item) for item in subject[:at])
        if before and before.word == "of":
            return Part.OTHER if nominal or told.act is None or told.act.relations else Part.TOPIC
        if before and before.word in closed("preposition") and nominal:
            return Part.OTHER
        if called and called.is_place:
            return Part.TOPIC
        if self._clause.passive != told.turned:
            # "Abe's state funeral was held": the owner of what is done is no more than its topic.
            return Part.TOPIC if subject[at].possessive else Part.OTHER
        return Part.ACTOR

    def in_rest(self, at: int) -> Part:
        """Return the part of the name at this position behind the verb, or in a clause that has none."""
        item = self._clause.rest[at]
        governor = self._governor(self._clause.rest, at)
        if not self._clause.verb:
            return self._without_verb(item, governor)
        if self._involves:
            return Part.EITHER
        if governor == _ACCORDING:
            return Part.SPEAKER
        if self._told.speech and any(other.plain and other.word == "that" for other in self._clause.rest[1:at]):
            return Part.TOPIC
        if governor == "by" and (self._clause.passive or any(map(self._tells_act, self._clause.rest[:at]))):
            return Part.ACTOR
        return self._from_giver(at, governor) if self._told.turned else self._object(at, governor)

    def is_place(self, called: Called | None) -> bool:
        """Return whether something can happen in it: a country, a capital, or what nobody knows."""
        if called is None or called.kind in (None, ActorKind.COUNTRY):
            return called is not None
        return called.kind is ActorKind.GOVERNMENT and self._gazetteer.place(called.text) is not None

    def _without_verb(self, item: Item, governor: str | None) -> Part:
        if governor == "between" or (self._clause.copula and self._identity):
            return Part.EITHER
        if governor in closed("wherever") and self.is_place(item.called):
            return Part.PLACE
        return Part.TOPIC if governor or not item.possessive else Part.ACTOR

    def _from_giver(self, at: int, governor: str | None) -> Part:
        """The part where the subject is at the receiving end: "received aid from Japan"."""
        item = self._clause.rest[at]
        if governor in ("from", "of", "by"):
            return Part.ACTOR
        if governor == "with":
            return Part.TOPIC if self._nested(at) else Part.OTHER
        if self._happens_in(at, governor):
            return Part.PLACE
        if governor in closed("topical") and not self._in_phrase(at, governor):
            return Part.TOPIC
        return Part.TOPIC if governor is None and not item.possessive and self._attributive(at) else Part.ACTOR

    def _object(self, at: int, governor: str | None) -> Part:
        item = self._clause.rest[at]
        if item.possessive:
            return Part.TOPIC
        if governor == "between":
            return Part.EITHER
        if governor == "with":
            return Part.TOPIC if self._nested(at) or self._attributive(at) else Part.OTHER
        if self._happens_in(at, governor):
            return Part.PLACE
        if governor in closed("topical") and not self._in_phrase(at, governor):
            return Part.TOPIC
        if governor is None and self._attributive(at):
            return Part.TOPIC
        return Part.PLACE if item.called and item.called.is_place else Part.OTHER

    def _happens_in(self, at: int, governor: str | None) -> bool:
        item = self._clause.rest[at]
        if governor not in closed("wherever") or self._attributive(at):
            return False
        if item.called is not None and item.called.is_place:
            return True
        return self.is_place(item.called) and not self._in_phrase(at, governor)

    def _in_phrase(self, at: int, governor: str | None) -> bool:
        """Whether a preposition belongs to the verb ("call on") and does not tell place or topic."""
        if self._told.speech:
            return False
        return any(self._clause.rest[position].word == governor for position in self._told.used if position < at)

    def _governor(self, row: Sequence[Item], at: int) -> str | None:
        """The preposition that a name hangs on, None where it is the verb's object."""
        for position in range(at - 1, max(-1, at - _REACH), -1):
            item = row[position]
            if not item.plain:
                # "with Japan and Fiji": what holds for the first holds for the second.
                joined = row[position + 1].plain and row[position + 1].word in ("and", "or")
                return self._governor(row, position) if joined else None
            if item.word in closed("preposition"):
                according = item.word == "to" and position > 0 and row[position - 1].word == "according"
                return _ACCORDING if according else item.word
            own = row is self._clause.rest and position in self._told.used
            if item.verbs and own and item.word not in closed("determiner"):
                return None
        return None

    def _nested(self, at: int) -> bool:
        """Whether a name's preposition joins it to a noun that hangs on another one: "over its drill with ..."."""
        rest, used = self._clause.rest, self._told.used
        own = next(i for i in range(at - 1, -1, -1) if rest[i].plain and rest[i].word in closed("preposition"))
        if own == 0 or not rest[own - 1].plain or (rest[own - 1].verbs and own - 1 in used):
            return False
        before = (item for position, item in enumerate(rest[1:own], 1) if position not in used)
        return any(item.plain and item.word in closed("preposition") - {"to", "of"} for item in before)

    def _attributive(self, at: int) -> bool:
        """Whether a noun follows that the name qualifies: "Taiwan trip", "Australian visas"."""
        rest = self._clause.rest
        if rest[at].closes_clause or at + 1 >= len(rest):
            return False
        following = rest[at + 1]
        if not following.plain or is_stop(following.word) or auxiliary(following.word):
            return False
        return not base_form(following) or is_noun(following) or at + 2 >= len(rest) or rest[at].possessive

    def _tells_act(self, item: Item) -> bool:
        return item.plain and self._lexicon.event_noun(item.word) is not None
