"""The shape of a question: what is asked for, who is its subject, where its verb stands, active or passive.

There is no parser of English here: questions have few shapes, and the auxiliary behind the question word tells which.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.understanding.clause import Clause, Side
from bot.asking.understanding.items import Item
from bot.asking.understanding.phrases import (
    answer_end,
    bare_relative,
    is_asking,
    is_empty,
    is_kind,
    relative_at,
    unit_asked,
    unit_of,
    without_empty,
)
from bot.asking.understanding.verbs import (
    ENDLESS,
    FUTURE,
    base_form,
    direct,
    infinitive,
    negated,
    noun_like,
    past,
    subject_and_verb,
    truly_passive,
    verb_later,
)
from bot.asking.understanding.words import auxiliary, closed

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
_AHEAD = frozenset(("due", "set", "bound", "likely", "ready"))
"""Adjectives that an act to come follows: "due to meet"."""


def shape(items: Sequence[Item], *, asked: bool, news: bool = False) -> Clause:
    """Take a question apart. `asked` says that it ended with a question mark, `news` that only news are asked for."""
    row = list(items)
    if news:
        return Clause("", rest=tuple(row))
    start = past(row, 0, closed("adverb") | closed("conjunction"))
    if start >= len(row):
        return Clause("")
    if unit := unit_asked(row, start):
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
    if at + 1 < len(row) and row[at].plain and row[at].word in closed("preposition") and is_asking(row[at + 1]):
        preposition, at = row[at].word, at + 1
    if not is_asking(row[at]):
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
        end = answer_end(row, after, bare=word == "what")
        answer, after = row[after:end], end
    unit = unit_of(answer)
    if unit and word in ("which", "what"):
        return _behind(row, after, Clause("when", unit=unit))
    if contracted:
        row.insert(after, _IS)
    return _behind(row, after, Clause(word, answer=tuple(answer), preposition=preposition, amount=amount))


def _behind(row: list[Item], at: int, clause: Clause) -> Clause:
    """Take apart what stands behind the question word and the words that go with it."""
    clause = replace(clause, negated=negated(row, at), future=any(i.plain and i.word in FUTURE for i in row[at:]))
    open_side = Side.NONE if clause.adverbial else Side.OTHER
    at = past(row, at, closed("adverb") | {"else"})
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
    if kind == "modal" and row[at + 1 : after + 1] and row[after].word == "be":
        return _behind_be(row, after + 1, clause)
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
    to, relative, verb = infinitive(row, at), relative_at(row, at), verb_later(row, at, ENDLESS)
    nearest = min((x for x in (to[0] if to else None, relative, verb) if x is not None), default=None)
    open_side = Side.NONE if clause.adverbial else Side.OTHER
    if nearest is None:
        return replace(clause, side=open_side, rest=tuple(row[at:]), copula=True)
    if to and nearest == to[0] and at + 1 < to[0] and row[to[0] - 1].word in _AHEAD:
        # "With whom was Leota due to talk": the subject stands before the adjective.
        return replace(
            clause,
            side=open_side,
            subject=tuple(row[at : to[0] - 1]),
            rest=tuple(row[to[1] :]),
            verb=True,
            future=True,
        )
    if to and nearest == to[0]:
        passive = row[to[1]].word == "be" and to[1] + 1 < len(row)
        return replace(
            clause,
            side=Side.NONE if clause.adverbial else Side.SUBJECT,
            answer=(*clause.answer, *without_empty(row[at : to[0]])),
            rest=tuple(row[to[1] + passive :]),
            verb=True,
            passive=passive,
        )
    if nearest == relative:
        return _relative_clause(row, at, relative, clause)
    assert verb is not None  # noqa: S101 - it is the nearest of the three
    subject = row[at:verb]
    nouns = [i for i, item in enumerate(subject) if item.plain and not is_empty(item)]
    named = [i for i, item in enumerate(subject) if item.called or item.word in closed("pronoun")]
    rest = tuple(row[verb:])
    if not clause.adverbial and nouns and named and bare_relative(subject, named[-1]):
        # "the first person Yar'Adua negotiated with": a relative clause without its pronoun.
        answer = (*clause.answer, *without_empty(subject[: named[-1]]))
        return replace(
            clause, side=Side.OTHER, answer=answer, subject=tuple(subject[named[-1] :]), rest=rest, verb=True
        )
    running = row[verb].word.endswith("ing")
    passive = not running and truly_passive(row, verb)
    apart = bool(clause.answer) or clause.preposition is not None
    if not clause.adverbial and nouns and not named and not apart and (running or passive):
        # "the last person investigated by the police": a participle behind the asked-for.
        answer = (*clause.answer, *without_empty(subject))
        return replace(clause, side=Side.SUBJECT, answer=answer, rest=rest, verb=True, passive=passive)
    return replace(clause, side=open_side, subject=tuple(subject), rest=rest, verb=True, passive=passive)


def _relative_clause(row: list[Item], at: int, relative: int, clause: Clause) -> Clause:
    """ "the last country about which Ma spoke", "the spokespeople who commented"."""
    head = without_empty(row[at:relative])
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
    to = infinitive(row, after)
    if to and after + 1 < to[0] and row[to[0] - 1].word in _AHEAD:
        return replace(clause, subject=tuple(row[after : to[0] - 1]), rest=tuple(row[to[1] :]), verb=True, future=True)
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
    relative = relative_at(row, at)
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
    end = answer_end(row, at + 1) if row[at].word in ("which", "what") else at + 1
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
    relative = relative_at(row, start)
    if relative is not None and relative + 1 < len(row) and is_kind(without_empty(row[start:relative])):
        return _relative_clause(row, start, relative, Clause(""))
    verb = verb_later(row, start + 1, ("ing", "ed"))
    if verb is not None and not row[verb - 1].called:
        head = without_empty(row[start:verb])
        passive = not row[verb].word.endswith("ing")
        if is_kind(head) and (not passive or truly_passive(row, verb)):
            return Clause("", Side.SUBJECT, answer=head, rest=tuple(row[verb:]), verb=True, passive=passive)
    return Clause("", rest=tuple(row[start:]))
