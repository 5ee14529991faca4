"""The shape of a question: what is asked for, who is its subject, where its verb stands, active or passive.

There is no parser of English here: questions have few shapes, and the auxiliary behind the question word tells which.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.asking.understanding.items import Item
from bot.asking.understanding.verbs import (
    ENDLESS,
    FUTURE,
    base_form,
    direct,
    infinitive,
    is_noun,
    negated,
    noun_like,
    past,
    past_form,
    plural,
    subject_and_verb,
    truly_passive,
    verb_later,
)
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.words import noun_lemmas
from db.vocabulary import Granularity


class Side(StrEnum):
    """On which side of the verb the asked-for stands."""

    SUBJECT = "subject"
    OTHER = "other"
    """Object, or what a preposition joins to the verb."""
    NONE = "none"
    """Neither: when, where, whether."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A question taken apart. `rest` begins with the main verb where `verb` says that one was found."""

    asking: str
    """The question word ("who"), "whether", or "" for a fragment."""
    side: Side = Side.NONE
    answer: tuple[Item, ...] = ()
    """The words that go with the question word: "which trade bloc", "how many ships"."""
    preposition: str | None = None
    """That of the question word: "with whom"."""
    amount: str | None = None
    """"many", "much" and the like behind "how"."""
    subject: tuple[Item, ...] = ()
    rest: tuple[Item, ...] = ()
    verb: bool = False
    passive: bool = False
    negated: bool = False
    future: bool = False
    """Told by "will" or "shall"."""
    copula: bool = False
    """Only "is" or "was" joins the question word and what follows: "who is the captain"."""
    unit: Granularity | None = None
    """"in which year"."""
    plural: bool = False
    """Asked with "are" or "were" for several: "who were the first to ..."."""
    listing: bool = False
    """Asked to list all."""

    @property
    def adverbial(self) -> bool:
        """Whether the question word is neither subject nor object."""
        return self.asking in ("when", "where", "why", "whether") or (
            self.asking == "how" and self.amount not in ("many", "much")
        )


UNITS = {
    "day": Granularity.DAY,
    "date": Granularity.DAY,
    "time": Granularity.DAY,
    "moment": Granularity.DAY,
    "week": Granularity.WEEK,
    "month": Granularity.MONTH,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
}
_CONTRACTED = {
    "whats": "what",
    "whatre": "what",
    "whos": "who",
    "whove": "who",
    "wheres": "where",
    "whens": "when",
    "hows": "how",
}
_IS = Item("is", "is")


def shape(items: Sequence[Item], *, asked: bool) -> Clause:
    """Take a question apart. `asked` says that it ended with a question mark."""
    row = list(items)
    start = past(row, 0, closed("adverb") | closed("conjunction"))
    if start >= len(row):
        return Clause("")
    if unit := _unit_asked(row, start):
        return _behind(row, unit[1], Clause("when", unit=unit[0]))
    if front := _front(row, start):
        return front
    if row[start].plain and len(row) > start + 1:
        if row[start].word in closed("listing") and not row[start].closes_clause:
            return replace(_listing(row, start + 1), listing=True)
        if auxiliary(row[start].word):
            return _whether(row, start)
    return _inside(row, start) or _statement(row, start, asked=asked)


# -- the question word in front


def _front(row: list[Item], start: int) -> Clause | None:
    preposition = None
    at = start
    if at + 1 < len(row) and row[at].plain and row[at].word in closed("preposition") and _asking(row[at + 1]):
        preposition, at = row[at].word, at + 1
    if not _asking(row[at]):
        return None
    written = row[at].word
    word = _CONTRACTED.get(written, written)
    contracted = word != written or (row[at].possessive and word != "whose")
    after = at + 1
    amount = None
    if word == "how" and after < len(row) and row[after].word in closed("amount"):
        amount, after = row[after].word, after + 1
    answer: list[Item] = []
    if not contracted and (word in ("which", "what", "whose") or amount in ("many", "much")):
        end = _answer_end(row, after, bare=word == "what")
        answer, after = row[after:end], end
    unit = _unit_of(answer)
    if unit and word in ("which", "what"):
        return _behind(row, after, Clause("when", unit=unit))
    if contracted:
        row.insert(after, _IS)
    return _behind(row, after, Clause(word, answer=tuple(answer), preposition=preposition, amount=amount))


def _behind(row: list[Item], at: int, clause: Clause) -> Clause:
    """Take apart what stands behind the question word and the words that go with it."""
    clause = replace(clause, negated=negated(row, at), future=any(i.plain and i.word in FUTURE for i in row[at:]))
    open_side = Side.NONE if clause.adverbial else Side.OTHER
    at = past(row, at, closed("adverb"))
    if at >= len(row):
        return replace(clause, side=open_side)
    kind = auxiliary(row[at].word) if row[at].plain else None
    if kind is None:
        if not clause.adverbial and row[at].verbs and row[at].word not in closed("determiner"):
            return replace(clause, side=Side.SUBJECT, rest=tuple(row[at:]), verb=True)
        return _inverted(row, at, "any", clause)
    after = past(row, at + 1, closed("adverb") | closed("negation"))
    if kind == "do":
        if after >= len(row):
            return replace(clause, side=Side.SUBJECT, rest=tuple(row[at:]), verb=True)
        if not clause.adverbial and base_form(row[after]) and after > at + 1:
            # "who did not sign": nothing but the negation between the auxiliary and its verb.
            return replace(clause, side=Side.SUBJECT, rest=tuple(row[after:]), verb=True)
        return _inverted(row, after, "base", clause)
    found = direct(row, after, kind)
    if found and not clause.adverbial:
        return replace(clause, side=Side.SUBJECT, rest=tuple(row[found[0] :]), verb=True, passive=found[1])
    if kind == "be":
        return _behind_be(row, after, replace(clause, plural=row[at].word in ("are", "were")))
    if after >= len(row):
        return replace(clause, side=open_side)
    if kind == "have" and not clause.adverbial and verb_later(row, after, ENDLESS) is None:
        # "Who has nuclear weapons?": the auxiliary is the verb.
        return replace(clause, side=Side.SUBJECT, rest=tuple(row[at:]), verb=True)
    return _inverted(row, after, "inflected" if kind == "have" else "base", clause)


def _inverted(row: list[Item], at: int, form: str, clause: Clause) -> Clause:
    """Subject first, then its verb: "did China and Fiji sign", "has the agreement been signed"."""
    verb = subject_and_verb(row, at, form)
    passive = False
    end = len(row) if verb is None else verb
    chained = None
    if verb is not None and row[verb].word in ("been", "be", "being"):
        chained = direct(row, past(row, verb + 1, closed("adverb")), "be")
    if chained:
        verb, passive = chained
    rest = tuple(row[end if verb is None else verb :])
    side = Side.NONE if clause.adverbial else Side.OTHER
    preposition = clause.preposition
    if (
        side is Side.OTHER
        and preposition is None
        and rest
        and rest[-1].plain
        and rest[-1].word in closed("preposition")
    ):
        # "who did Yemen sign an agreement with": the preposition is left behind.
        preposition = rest[-1].word
    return replace(
        clause,
        side=side,
        preposition=preposition,
        subject=tuple(row[at:end]),
        rest=rest,
        verb=verb is not None,
        passive=passive,
    )


def _behind_be(row: list[Item], at: int, clause: Clause) -> Clause:
    """ "who was the last to visit", "what is Kim reopening", "where was Abe shot", "who is Qian Bo"."""
    to, relative, verb = infinitive(row, at), _relative(row, at), verb_later(row, at, ENDLESS)
    nearest = min((x for x in (to[0] if to else None, relative, verb) if x is not None), default=None)
    open_side = Side.NONE if clause.adverbial else Side.OTHER
    if nearest is None:
        return replace(clause, side=open_side, rest=tuple(row[at:]), copula=True)
    if to and nearest == to[0]:
        passive = row[to[1]].word == "be" and to[1] + 1 < len(row)
        return replace(
            clause,
            side=Side.NONE if clause.adverbial else Side.SUBJECT,
            answer=(*clause.answer, *_head(row[at : to[0]])),
            rest=tuple(row[to[1] + passive :]),
            verb=True,
            passive=passive,
        )
    if nearest == relative:
        return _relative_clause(row, at, relative, clause)
    assert verb is not None  # noqa: S101 - it is the nearest of the three
    subject = row[at:verb]
    nouns = [i for i, item in enumerate(subject) if item.plain and not _empty(item)]
    named = [i for i, item in enumerate(subject) if item.called or item.word in closed("pronoun")]
    rest = tuple(row[verb:])
    if not clause.adverbial and nouns and named and _bare_relative(subject, named[-1]):
        # "the first person Yar'Adua negotiated with": a relative clause without its pronoun.
        answer = (*clause.answer, *_head(subject[: named[-1]]))
        return replace(
            clause, side=Side.OTHER, answer=answer, subject=tuple(subject[named[-1] :]), rest=rest, verb=True
        )
    running = row[verb].word.endswith("ing")
    passive = not running and truly_passive(row, verb)
    if not clause.adverbial and nouns and not named and (running or passive):
        # "the last person investigated by the police": a participle behind the asked-for.
        answer = (*clause.answer, *_head(subject))
        return replace(clause, side=Side.SUBJECT, answer=answer, rest=rest, verb=True, passive=passive)
    return replace(clause, side=open_side, subject=tuple(subject), rest=rest, verb=True, passive=passive)


def _relative_clause(row: list[Item], at: int, relative: int, clause: Clause) -> Clause:
    """ "the last country about which Ma spoke", "the spokespeople who commented"."""
    head = _head(row[at:relative])
    after = past(row, relative + 1, closed("adverb"))
    before = row[relative - 1] if relative > at else None
    if before and before.plain and before.word in closed("preposition"):
        clause = replace(
            clause, preposition=before.word, answer=(*clause.answer, *(i for i in head if i is not before))
        )
        return _inverted(row, after, "any", clause)
    inner = _behind(list(row), after, Clause("who"))
    return replace(
        inner,
        asking=clause.asking,
        answer=(*clause.answer, *head),
        amount=clause.amount,
        unit=clause.unit,
        copula=False,
    )


# -- other openings


def _whether(row: list[Item], at: int) -> Clause:
    kind = auxiliary(row[at].word)
    clause = Clause(
        "whether",
        negated=row[at].word in closed("negation") or negated(row, at),
        future=any(item.plain and item.word in FUTURE for item in row[at:]),
    )
    after = past(row, at + 1, closed("negation"))
    that = next((i for i in range(after, min(len(row), after + 4)) if row[i].plain and row[i].word == "that"), None)
    if after < len(row) and row[after].word == "it" and that is not None and that + 1 < len(row):
        return _statement(row, that + 1, asked=True)
    if kind != "be":
        return _inverted(row, after, "inflected" if kind == "have" else "base", clause)
    verb = verb_later(row, after, ENDLESS)
    if verb is None:
        return replace(clause, subject=tuple(row[after:]), copula=True)
    passive = not row[verb].word.endswith("ing") and truly_passive(row, verb)
    return replace(clause, subject=tuple(row[after:verb]), rest=tuple(row[verb:]), verb=True, passive=passive)


def _listing(row: list[Item], at: int) -> Clause:
    at = past(row, at, closed("pronoun") - closed("determiner"))
    if at >= len(row):
        return Clause("")
    if front := _front(row, at):
        return front
    relative = _relative(row, at)
    if relative is not None and not any(item.verbs for item in row[at:relative] if not noun_like(item)):
        return _relative_clause(row, at, relative, Clause(""))
    return _fragment(row, at)


def _inside(row: list[Item], start: int) -> Clause | None:
    """The question word where a statement would have what is asked for: "Haley called on which country"."""
    at = next((i for i in range(len(row) - 1, start, -1) if row[i].plain and row[i].word in closed("asking")), None)
    if at is None or row[at - 1].closes_clause:
        return None
    before = row[at - 1]
    prepositional = before.plain and before.word in closed("preposition")
    last = at + 1 == len(row)
    if not (prepositional or before.verbs) or not (prepositional or last or row[at].word == "which"):
        return None
    end = _answer_end(row, at + 1) if row[at].word in ("which", "what") else at + 1
    told = _statement([*row[:at], *row[end:]], start, asked=True)
    return replace(
        told,
        asking=row[at].word,
        side=Side.OTHER,
        answer=tuple(row[at + 1 : end]),
        preposition=before.word if prepositional else None,
    )


def _statement(row: list[Item], start: int, *, asked: bool) -> Clause:
    """A statement put as a question ("Japan signed it?"), or a fragment ("countries building the Tempest")."""
    verb = subject_and_verb(row, start, "any")
    end = len(row) if verb is None else verb
    helper = next((i for i in range(start, len(row)) if row[i].plain and auxiliary(row[i].word)), None)
    passive = False
    if helper is not None and start < helper <= end:
        found = direct(
            row, past(row, helper + 1, closed("adverb") | closed("negation")), auxiliary(row[helper].word) or "be"
        )
        if found:
            (verb, passive), end = found, helper
    running = verb is not None and row[verb].word.endswith("ing") and (helper is None or helper > verb)
    if verb is None or running or not (asked or any(item.called for item in row[start:end])):
        return _fragment(row, start)
    return Clause(
        "whether",
        subject=tuple(row[start:end]),
        rest=tuple(row[verb:]),
        verb=True,
        passive=passive,
        negated=negated(row, start),
        future=any(item.plain and item.word in FUTURE for item in row),
    )


def _fragment(row: list[Item], start: int) -> Clause:
    verb = verb_later(row, start + 1, ("ing", "ed"))
    if verb is not None and not row[verb - 1].called:
        head = _head(row[start:verb])
        passive = not row[verb].word.endswith("ing")
        if _is_kind(head) and (not passive or truly_passive(row, verb)):
            return Clause("", Side.SUBJECT, answer=head, rest=tuple(row[verb:]), verb=True, passive=passive)
    return Clause("", rest=tuple(row[start:]))


# -- parts of questions


def _answer_end(row: list[Item], start: int, *, bare: bool = False) -> int:
    """Where the words that go with "which", "what" or "how many" end: before the auxiliary or the verb.

    `bare` says that there need be none: "what Wang said".
    """
    for at in range(start, len(row)):
        item = row[at]
        following = row[at + 1] if at + 1 < len(row) else None
        if item.called:
            # "which Pacific countries" goes on, "what Wang said" has ended.
            if at == start and bare and following and _says(following):
                return at
            if at > start and not item.called.origin:
                return at
        elif (
            item.date
            or auxiliary(item.word)
            or (item.word in closed("preposition") and item.word != "of")
            or (item.word in closed("determiner") and at > start and row[at - 1].word not in ("of", "the", "all"))
            or (item.word in closed("pronoun") and item.word not in closed("determiner"))
            or (item.verbs and not item.joined and (_finite(row, at) if at > start else not noun_like(item)))
        ):
            return at
        if item.closes_clause:
            return at + 1
    return len(row)


def _finite(row: list[Item], at: int) -> bool:
    """Whether the word is the verb behind "which ..." and not one more noun."""
    item, before = row[at], row[at - 1]
    following = row[at + 1] if at + 1 < len(row) else None
    if following and following.joined:
        return False
    if noun_like(item) and any(i.plain and auxiliary(i.word) for i in row[at + 1 : at + 4]):
        return False
    if base_form(item) and not is_noun(item) and not (following and past_form(following)):
        return True
    if base_form(item):
        after_plural = before.plain and plural(before)
        return after_plural and not (following and following.plain and noun_like(following) and not following.verbs)
    if item.word.endswith("s"):
        # "which company operates the ship", but "which sanctions violations": behind the verb an article is needed.
        return before.plain and not plural(before) and following is not None and not noun_like(following)
    return True


def _says(item: Item) -> bool:
    """Whether a word behind a name can only be its verb."""
    return bool(item.verbs) and not noun_like(item) and not item.joined and not auxiliary(item.word)


def _asking(item: Item) -> bool:
    return item.plain and item.word in closed("asking")


def _empty(item: Item) -> bool:
    return item.plain and (item.word in closed("determiner") or item.word in closed("adverb"))


def _head(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if not _empty(item))


def _relative(row: Sequence[Item], start: int) -> int | None:
    return next((at for at in range(start + 1, len(row)) if row[at].plain and row[at].word in closed("relative")), None)


def _bare_relative(subject: Sequence[Item], named: int) -> bool:
    """Whether a noun stands right before the last name, as in "person Biden met", and nothing behind it."""
    if named == 0 or any(item.plain and not _empty(item) for item in subject[named + 1 :]):
        return False
    at = named - 1
    while at > 0 and _empty(subject[at]):
        at -= 1
    before = subject[at]
    return before.plain and not _empty(before) and before.word not in closed("preposition") | closed("conjunction")


def _is_kind(head: Sequence[Item]) -> bool:
    """Whether the words are for a kind of actor or thing that can be asked for."""
    lemmas = {lemma for item in head if item.plain for lemma in noun_lemmas(item.word)}
    return any(lemmas & closed(name) for name in ("country", "person", "organisation", "thing"))


def _unit_of(answer: Sequence[Item]) -> Granularity | None:
    plain = _head([item for item in answer if item.plain])
    return UNITS.get(noun_lemmas(plain[-1].word)[0]) if plain else None


def _unit_asked(row: Sequence[Item], start: int) -> tuple[Granularity, int] | None:
    """ "the exact month when", "the year in which": the unit and where the clause begins."""
    at = start
    while at < min(len(row), start + 4) and row[at].plain and row[at].word in closed("determiner") | closed("exact"):
        at += 1
    if at == start or at + 1 >= len(row) or row[at].word not in UNITS:
        return None
    unit, after = UNITS[row[at].word], at + 1
    if row[after].word in ("when", "that"):
        return unit, after + 1
    if row[after].word in ("in", "on", "at") and after + 1 < len(row) and row[after + 1].word == "which":
        return unit, after + 2
    return None
