"""What a question asks for: the form of the question, and the part of the events that is the answer."""

from bot.asking.query import Kind, Wanted
from bot.asking.understanding.acts import Told
from bot.asking.understanding.clause import Clause, Side
from bot.asking.understanding.content import kind_asked
from bot.asking.understanding.words import closed
from bot.knowledge.words import noun_lemmas

_PEOPLE = ("who", "whom", "whose")
_ACTORS = ("country", "person", "organisation")


def wanted(clause: Clause, told: Told, *, news: bool, ordered: bool) -> Wanted:
    """Return which part of the matching events is the answer.

    `news` says that the latest is asked for as such, `ordered` that the first or last of several is.
    """
    if clause.unit or clause.asking == "when":
        return Wanted.DATE
    if clause.asking == "whether":
        return Wanted.YES_NO
    if clause.asking == "where":
        return Wanted.PLACE
    if clause.asking == "why":
        return Wanted.REASON
    if clause.amount:
        return _amount(clause)
    if clause.asking in _PEOPLE:
        # "who is Qian Bo" names someone, "who was the last to sign" asks for someone.
        return Wanted.IDENTITY if clause.copula and not ordered else actor(clause, told)
    if clause.asking in ("what", "which") and _is_quantity(clause):
        return Wanted.AMOUNT
    if news and not clause.verb:
        return Wanted.EVENT
    return _thing(clause, told) if clause.asking in ("which", "what") or clause.answer else Wanted.EVENT


def actor(clause: Clause, told: Told) -> Wanted:
    """Return on which side of the act the one asked for is."""
    if clause.side is Side.SUBJECT:
        return Wanted.PARTNER if clause.passive != told.turned else Wanted.ACTOR
    if clause.passive:
        return Wanted.ACTOR if clause.preposition == "by" else Wanted.PARTNER
    return Wanted.ACTOR if told.turned else Wanted.PARTNER


def kind(clause: Clause, part: Wanted) -> Kind:
    """Return the form of the question."""
    if clause.listing:
        return Kind.LIST
    if part in _KIND_OF:
        return _KIND_OF[part]
    if clause.answer and kind_asked(clause.answer) != "thing":
        return Kind.WHERE if part is Wanted.PLACE and clause.preposition else Kind.WHICH
    if part is Wanted.PLACE:
        return Kind.WHERE
    return Kind.WHO if clause.asking in _PEOPLE else Kind.WHAT


_KIND_OF = {
    Wanted.DATE: Kind.WHEN,
    Wanted.YES_NO: Kind.YES_NO,
    Wanted.IDENTITY: Kind.IDENTITY,
    Wanted.STATEMENT: Kind.SAY,
    Wanted.COUNT: Kind.HOW_MANY,
    Wanted.AMOUNT: Kind.HOW_MANY,
}


def involves(clause: Clause, told: Told) -> bool:
    """Whether any part in any act is asked for: "how many events involve Fiji"."""
    events = any(not {"event", "thing"}.isdisjoint(noun_lemmas(item.word)) for item in clause.answer if item.plain)
    return events and told.act is not None and told.act.words in closed("involving")


def _amount(clause: Clause) -> Wanted:
    """ "How many visits" counts events, "how many missiles" asks for a number that is told."""
    if clause.amount != "many":
        return Wanted.COUNT if clause.amount == "often" else Wanted.AMOUNT
    nouns = {lemma for item in clause.answer if item.plain for lemma in noun_lemmas(item.word)}
    return Wanted.COUNT if nouns & closed("countable") else Wanted.AMOUNT


def _is_quantity(clause: Clause) -> bool:
    """Whether a figure answers: "what share of the trade", "what was the deficit"."""
    asked = clause.rest if clause.copula and not clause.answer else clause.answer
    return any(item.plain and not closed("quantity").isdisjoint(noun_lemmas(item.word)) for item in asked)


def _thing(clause: Clause, told: Told) -> Wanted:
    """What "what" and "which" ask for."""
    asked = kind_asked(clause.answer)
    act = told.act.words if told.act else None
    if asked in _ACTORS:
        return actor(clause, told) if clause.verb else Wanted.IDENTITY if clause.asking else Wanted.EVENT
    if asked == "place" and (clause.preposition in closed("wherever") or act is None):
        return Wanted.PLACE
    if told.speech and clause.side is not Side.SUBJECT and (not clause.answer or asked == "thing"):
        return Wanted.STATEMENT
    if clause.copula:
        return Wanted.EVENT if act is not None and act not in closed("said") else Wanted.IDENTITY
    if clause.answer and asked != "thing":
        return Wanted.OBJECT
    if not clause.verb or clause.side is Side.SUBJECT or act in closed("doing"):
        return Wanted.EVENT
    return Wanted.OBJECT
