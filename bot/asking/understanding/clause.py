"""The shape of a question: what is asked for, who is its subject, where its verb stands, active or passive.

There is no parser of English here: questions have few shapes, and the auxiliary verb behind the question word tells which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.asking.understanding.items import Item
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actions import Lexicon
from bot.knowledge.words import noun_lemmas, stop_words
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
    """A question taken apart. `rest` begins with the main verb where one was found."""

    asking: str
    """The question word ("who"), "list", "whether", or "" for a fragment."""
    side: Side
    answer: tuple[Item, ...] = ()
    """The words that go with the question word: "which trade bloc", "how many ships"."""
    preposition: str | None = None
    """That of the question word: "with whom"."""
    amount: str | None = None
    """"many", "much" and the like behind "how"."""
    subject: tuple[Item, ...] = ()
    rest: tuple[Item, ...] = ()
    verb: bool = False
    """Whether `rest` begins with the main verb."""
    passive: bool = False
    negated: bool = False
    future: bool = False
    """Told by "will", "going to" or "next"."""
    copula: bool = False
    """Only "is" or "was" joins the question word and what follows: "who is the captain"."""
    unit: Granularity | None = None
    """"in which year"."""


_UNITS = {
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
_AMOUNTS = frozenset(["many", "much", "long", "often", "far", "big", "large", "high", "old", "fast", "deep", "wide"])
_FUTURE = frozenset(("will", "wont", "shall"))


class Shape:
    """Takes a row of items apart into a Clause."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, items: Sequence[Item], *, asked: bool) -> Clause:
        """Return the clause of a question. `asked` says that it ended with a question mark."""
        items = list(items)
        start = _past(items, 0, closed("adverb") | closed("conjunction"))
        if start >= len(items):
            return Clause("", Side.NONE)
        unit = _unit_asked(items, start)
        if unit:
            return self._behind(items, unit[1], "when", unit=unit[0])
        front = self._front(items, start)
        if front:
            return front
        word = items[start].word
        if (
            word in closed("listing")
            and items[start].plain
            and len(items) > start + 1
            and not items[start].closes_clause
        ):
            return self._listing(items, start + 1)
        if items[start].plain and auxiliary(word) and len(items) > start + 1:
            return self._whether(items, start)
        inside = self._inside(items, start)
        return inside or self._statement(items, start, asked=asked)

    # -- the question word in front

    def _front(self, items: list[Item], start: int) -> Clause | None:
        preposition = None
        at = start
        if (
            at + 1 < len(items)
            and items[at].plain
            and items[at].word in closed("preposition")
            and _asking(items[at + 1])
        ):
            preposition, at = items[at].word, at + 1
        if not _asking(items[at]):
            return None
        word = _CONTRACTED.get(items[at].word, items[at].word)
        contracted = word != items[at].word or (items[at].possessive and word != "whose")
        after = at + 1
        amount = None
        if word == "how" and after < len(items) and items[after].word in _AMOUNTS:
            amount, after = items[after].word, after + 1
        answer: list[Item] = []
        if not contracted and (word in ("which", "what", "whose") or amount in ("many", "much")):
            end = self._answer_end(items, after)
            answer, after = items[after:end], end
        unit = _unit_of(answer)
        if unit and word in ("which", "what"):
            return self._behind(items, after, "when", unit=unit)
        if contracted:
            items.insert(after, _IS)
        return self._behind(items, after, word, preposition=preposition, answer=tuple(answer), amount=amount)

    def _behind(
        self,
        items: list[Item],
        at: int,
        word: str,
        *,
        preposition: str | None = None,
        answer: tuple[Item, ...] = (),
        amount: str | None = None,
        unit: Granularity | None = None,
    ) -> Clause:
        """Take apart what stands behind the question word and the words that go with it."""
        adverbial = word in ("when", "where", "why") or (word == "how" and amount not in ("many", "much"))
        negated = _negated(items, at)
        future = any(item.plain and item.word in _FUTURE for item in items[at:])
        common = {
            "asking": word, "answer": answer, "preposition": preposition, "amount": amount,
            "unit": unit, "negated": negated, "future": future,
        }  # fmt: skip
        at = _past(items, at, closed("adverb"))
        if at >= len(items):
            return Clause(side=Side.NONE if adverbial else Side.OTHER, **common)
        kind = auxiliary(items[at].word) if items[at].plain else None
        if kind is None:
            if not adverbial and items[at].verbs and not _opens_noun_phrase(items[at]):
                return Clause(side=Side.SUBJECT, rest=tuple(items[at:]), verb=True, **common)
            subject, verb = self._subject_and_verb(items, at, "any")
            return self._inverted(items, subject, verb, adverbial, passive=False, common=common)
        after = _past(items, at + 1, closed("adverb") | closed("negation"))
        if kind == "do":
            if after >= len(items):
                return Clause(side=Side.SUBJECT, rest=tuple(items[at:]), verb=True, **common)
            if (
                not adverbial
                and items[after].plain
                and items[after].verbs
                and _base(items[after])
                and after == at + 1
                and False
            ):
                return Clause(side=Side.SUBJECT, rest=tuple(items[after:]), verb=True, **common)
            subject, verb = self._subject_and_verb(items, after, "base")
            return self._inverted(items, subject, verb, adverbial, passive=False, common=common)
        direct = self._direct(items, after, kind)
        if direct and not adverbial:
            verb, passive = direct
            return Clause(side=Side.SUBJECT, rest=tuple(items[verb:]), verb=True, passive=passive, **common)
        if kind == "be":
            return self._behind_be(items, after, adverbial, common)
        if after >= len(items):
            return Clause(side=Side.OTHER, **common)
        if kind == "have" and not adverbial and items[after].plain and not _verb_later(items, after, "inflected"):
            # "Who has nuclear weapons?": the auxiliary is the verb.
            return Clause(side=Side.SUBJECT, rest=tuple(items[at:]), verb=True, **common)
        subject, verb = self._subject_and_verb(items, after, "inflected" if kind == "have" else "base")
        passive = verb is not None and items[verb].word == "been"
        if verb is not None and items[verb].word in ("been", "be"):
            chained = self._direct(items, _past(items, verb + 1, closed("adverb")), "be")
            if chained:
                verb, passive = chained
        return self._inverted(items, subject, verb, adverbial, passive=passive, common=common)

    def _behind_be(self, items: list[Item], at: int, adverbial: bool, common: dict[str, object]) -> Clause:
        """ "who was the last to visit", "what is Kim reopening", "where was Abe shot", "who is Qian Bo"."""
        infinitive = _infinitive(items, at)
        relative = _relative(items, at)
        verb = _verb_later(items, at, "inflected")
        nearest = min((x for x in (infinitive, relative, verb) if x is not None), default=None)
        if nearest is None:
            return Clause(side=Side.NONE if adverbial else Side.OTHER, rest=tuple(items[at:]), copula=True, **common)  # type: ignore[arg-type]
        if nearest == infinitive and not (verb == infinitive):
            head = tuple(item for item in items[at:infinitive] if not _empty(item))
            to = infinitive + 1
            passive = items[to].word == "be" and to + 1 < len(items)
            verb_at = to + 1 if passive else to
            return Clause(
                side=Side.NONE if adverbial else Side.SUBJECT,
                rest=tuple(items[verb_at:]),
                verb=True,
                passive=passive,
                **_answering(common, head),
            )
        if nearest == relative:
            return self._relative_clause(items, at, relative, common)
        assert verb is not None  # noqa: S101 - it is the nearest of the three
        subject = items[at:verb]
        nouns = [position for position, item in enumerate(subject) if item.plain and not _empty(item)]
        named = [position for position, item in enumerate(subject) if item.called or item.word in closed("pronoun")]
        if not adverbial and nouns and named and named[-1] > nouns[-1] and _bare_relative(subject, named[-1]):
            # "the first person Yar'Adua negotiated with": a relative clause without its pronoun.
            head = tuple(item for item in subject[: named[-1]] if not _empty(item))
            return Clause(
                side=Side.OTHER,
                subject=tuple(subject[named[-1] :]),
                rest=tuple(items[verb:]),
                verb=True,
                **_answering(common, head),
            )
        ing = items[verb].word.endswith("ing")
        passive = not ing and self._truly_passive(items, verb)
        if not named and nouns and not adverbial and (ing or passive):
            # "the last person investigated by the police": a participle behind the asked-for.
            head = tuple(item for item in subject if not _empty(item))
            return Clause(
                side=Side.SUBJECT, rest=tuple(items[verb:]), verb=True, passive=passive, **_answering(common, head)
            )
        side = Side.NONE if adverbial else Side.OTHER
        return Clause(side=side, subject=tuple(subject), rest=tuple(items[verb:]), verb=True, passive=passive, **common)  # type: ignore[arg-type]

    def _relative_clause(self, items: list[Item], at: int, relative: int, common: dict[str, object]) -> Clause:
        head = tuple(item for item in items[at:relative] if not _empty(item))
        after = _past(items, relative + 1, closed("adverb"))
        common = _answering(common, head)
        before = items[relative - 1] if relative > at else None
        if before and before.plain and before.word in closed("preposition"):
            common["preposition"] = before.word
            common["answer"] = tuple(item for item in head if item is not before)
            subject, verb = self._subject_and_verb(items, after, "any")
            return self._inverted(items, subject, verb, False, passive=False, common=common)
        inner = self._behind(list(items), after, "who")
        if inner.side is Side.SUBJECT or inner.subject:
            return Clause(
                side=inner.side,
                subject=inner.subject,
                rest=inner.rest,
                verb=inner.verb,
                passive=inner.passive,
                **common,  # type: ignore[arg-type]
            )
        return Clause(side=Side.SUBJECT, rest=tuple(items[after:]), verb=bool(items[after:]), **common)  # type: ignore[arg-type]

    def _inverted(
        self,
        items: list[Item],
        subject: tuple[int, int],
        verb: int | None,
        adverbial: bool,
        *,
        passive: bool,
        common: dict[str, object],
    ) -> Clause:
        side = Side.NONE if adverbial else Side.OTHER
        first, last = subject
        rest = items[verb:] if verb is not None else items[last:]
        preposition = common.get("preposition")
        if (
            side is Side.OTHER
            and preposition is None
            and rest
            and rest[-1].plain
            and rest[-1].word in closed("preposition")
        ):
            # "who did Yemen sign an agreement with": the preposition is left behind.
            common = {**common, "preposition": rest[-1].word}
        return Clause(
            side=side,
            subject=tuple(items[first:last]),
            rest=tuple(rest),
            verb=verb is not None,
            passive=passive,
            **common,  # type: ignore[arg-type]
        )

    # -- other openings

    def _whether(self, items: list[Item], at: int) -> Clause:
        kind = auxiliary(items[at].word)
        negated = items[at].word in closed("negation") or _negated(items, at)
        future = any(item.plain and item.word in _FUTURE for item in items[at:])
        after = _past(items, at + 1, closed("negation"))
        common: dict[str, object] = {"asking": "whether", "negated": negated, "future": future}
        that = next(
            (i for i in range(after, min(len(items), after + 4)) if items[i].plain and items[i].word == "that"), None
        )
        if after < len(items) and items[after].word == "it" and that is not None:
            return self._statement(items, that + 1, asked=True)
        if kind == "be":
            verb = _verb_later(items, after, "inflected")
            if verb is None:
                return Clause(side=Side.NONE, subject=tuple(items[after:]), copula=True, **common)  # type: ignore[arg-type]
            passive = not items[verb].word.endswith("ing") and self._truly_passive(items, verb)
            return Clause(
                side=Side.NONE,
                subject=tuple(items[after:verb]),
                rest=tuple(items[verb:]),
                verb=True,
                passive=passive,
                **common,  # type: ignore[arg-type]
            )
        subject, verb = self._subject_and_verb(items, after, "inflected" if kind == "have" else "base")
        passive = False
        if verb is not None and items[verb].word in ("been", "be", "being"):
            chained = self._direct(items, _past(items, verb + 1, closed("adverb")), "be")
            if chained:
                verb, passive = chained
        return self._inverted(items, subject, verb, True, passive=passive, common=common)

    def _listing(self, items: list[Item], at: int) -> Clause:
        at = _past(items, at, closed("pronoun") - {"that", "this", "these", "those"})
        front = self._front(items, at) if at < len(items) else None
        if front:
            return _as_list(front)
        end = next((i for i in range(at, len(items)) if items[i].plain and items[i].word in closed("relative")), None)
        if end is not None and end > at:
            head = tuple(item for item in items[at:end] if not _empty(item))
            return _as_list(self._relative_clause(items, at, end, {"asking": "list", "answer": head}))
        return _as_list(self._fragment(items, at))

    def _inside(self, items: list[Item], start: int) -> Clause | None:
        """The question word where a statement would have what is asked for: "Haley called on which country"."""
        at = next(
            (
                i
                for i in range(len(items) - 1, start, -1)
                if items[i].plain and items[i].word in ("who", "whom", "what", "which", "where", "when")
            ),
            None,
        )
        if at is None:
            return None
        before = items[at - 1]
        prepositional = before.plain and before.word in closed("preposition")
        if not (prepositional or before.verbs) or before.closes_clause:
            return None
        if (
            items[at].word in ("who", "which", "where", "when")
            and not prepositional
            and at + 1 < len(items)
            and items[at].word != "which"
        ):
            return None
        end = self._answer_end(items, at + 1) if items[at].word in ("which", "what") else at + 1
        told = self._statement([*items[:at], *items[end:]], start, asked=True)
        return Clause(
            asking=items[at].word,
            side=Side.OTHER,
            answer=tuple(items[at + 1 : end]),
            preposition=before.word if prepositional else None,
            subject=told.subject,
            rest=told.rest,
            verb=told.verb,
            passive=told.passive,
            negated=told.negated,
        )

    def _statement(self, items: list[Item], start: int, *, asked: bool) -> Clause:
        """A statement put as a question ("Japan signed it?"), or a fragment ("countries building the Tempest")."""
        (first, last), verb = self._subject_and_verb(items, start, "any")
        aux = next((i for i in range(start, len(items)) if items[i].plain and auxiliary(items[i].word)), None)
        passive = False
        if aux is not None and aux > start and (verb is None or aux <= verb):
            direct = self._direct(
                items, _past(items, aux + 1, closed("adverb") | closed("negation")), auxiliary(items[aux].word) or "be"
            )
            if direct:
                (verb, passive), last = direct, aux
        ing = verb is not None and items[verb].word.endswith("ing") and (aux is None or aux > verb)
        named = any(item.called for item in items[first:last])
        if verb is None or ing or not (named or asked):
            return self._fragment(items, start)
        return Clause(
            "whether",
            Side.NONE,
            subject=tuple(items[first:last]),
            rest=tuple(items[verb:]),
            verb=True,
            passive=passive,
            negated=_negated(items, start),
            future=any(item.plain and item.word in _FUTURE for item in items),
        )

    def _fragment(self, items: list[Item], start: int) -> Clause:
        verb = _verb_later(items, start + 1, "participle")
        if verb is not None and items[start:verb] and not any(item.called for item in items[start:verb][-1:]):
            head = tuple(item for item in items[start:verb] if not _empty(item))
            passive = not items[verb].word.endswith("ing")
            if _noun_class(head) and not (passive and not self._truly_passive(items, verb)):
                return Clause("", Side.SUBJECT, answer=head, rest=tuple(items[verb:]), verb=True, passive=passive)
        return Clause("", Side.NONE, rest=tuple(items[start:]))

    # -- finding verbs

    def _answer_end(self, items: list[Item], start: int) -> int:
        """Where the words that go with "which", "what" or "how many" end: before the auxiliary or the verb."""
        for at in range(start, len(items)):
            item = items[at]
            if item.called:
                # "which Pacific countries" goes on, "what Wang said" has ended.
                if at == start and at + 1 < len(items) and items[at + 1].verbs and not noun_like(items[at + 1]):
                    return at
                if at > start and not item.called.origin:
                    return at
                continue
            if item.date:
                return at
            if auxiliary(item.word):
                return at
            if item.word in closed("preposition") and item.word != "of":
                return at
            if item.word in closed("determiner") and at > start and items[at - 1].word not in ("of", "the", "all"):
                return at
            if item.word in closed("pronoun") and item.word not in closed("determiner"):
                return at
            if item.verbs and not item.joined and at > start and self._finite(items, start, at):
                return at
            if item.verbs and at == start and not noun_like(item):
                return at
            if item.closes_clause:
                return at + 1
        return len(items)

    def _finite(self, items: list[Item], start: int, at: int) -> bool:
        """Whether the word is the verb behind "which ..." and not one more noun."""
        item, before = items[at], items[at - 1]
        following = items[at + 1] if at + 1 < len(items) else None
        if any(i.plain and auxiliary(i.word) for i in items[at + 1 : at + 4]) and noun_like(item):
            return False
        if not _base(item):
            return item.word not in _plural_only or (before.plain and _plural(before))
        if before.plain and _plural(before):
            return following is None or not (following.plain and noun_like(following) and not following.verbs)
        return False

    def _subject_and_verb(self, items: list[Item], start: int, form: str) -> tuple[tuple[int, int], int | None]:
        """Where the subject stands and where the verb behind it; the verb is None where none is found."""
        candidates = [
            at
            for at in range(start + 1, len(items))
            if items[at].plain and items[at].verbs and _has_form(items[at], form)
        ]
        for at in candidates:
            item, before = items[at], items[at - 1]
            if (
                before.plain
                and (before.word in closed("determiner") or before.word in closed("preposition"))
                and before.word != "to"
            ):
                continue
            if before.possessive and not before.plain and noun_like(item):
                continue
            following = items[at + 1] if at + 1 < len(items) else None
            if following and following.plain and following.verbs and _has_form(following, form) and noun_like(item):
                if not self._lexicon.frame(item.verbs[0]) and not item.closes_clause:
                    continue
            if item.closes_clause and at + 1 in candidates:
                continue
            return (start, at), at
        if candidates:
            return (start, candidates[-1]), candidates[-1]
        return (start, len(items)), None

    def _direct(self, items: list[Item], at: int, kind: str) -> tuple[int, bool] | None:
        """The lexical verb right behind an auxiliary, and whether it is passive; None where something else stands there."""
        while at < len(items) and items[at].plain:
            item = items[at]
            inner = auxiliary(item.word)
            if inner == "be" and item.word in ("be", "been", "being"):
                kind = "be"
            elif inner == "have" and item.word == "have" and kind == "modal":
                kind = "have"
            elif item.word in closed("adverb") | closed("negation"):
                pass
            elif not item.verbs:
                return None
            elif kind == "be":
                if item.word.endswith("ing"):
                    return at, False
                return (at, self._truly_passive(items, at)) if not _base(item) else None
            elif kind == "have":
                return (at, False) if not _base(item) or item.word in _SAME_FORM else None
            else:
                return (at, False) if _base(item) else None
            at += 1
        return None

    def _truly_passive(self, items: list[Item], verb: int) -> bool:
        by = any(item.plain and item.word == "by" for item in items[verb + 1 :])
        return by or not any(lemma in closed("stative") for lemma in items[verb].verbs)


_IS = Item("is", "is")
_SAME_FORM = frozenset(["come", "become", "run", "put", "cut", "hit", "set", "let", "hurt", "quit", "split", "spread", "read", "cost", "bet", "shut"])
_plural_only = frozenset(
    (
        "talks",
        "forces",
        "arms",
        "goods",
        "sanctions",
        "exercises",
        "drills",
        "visits",
        "attacks",
        "reports",
        "plans",
        "tests",
    )
)


def _as_list(clause: Clause) -> Clause:
    return Clause(
        "list" if clause.asking in ("", "list") else f"list {clause.asking}",
        clause.side,
        clause.answer,
        clause.preposition,
        clause.amount,
        clause.subject,
        clause.rest,
        clause.verb,
        clause.passive,
        clause.negated,
        clause.future,
        clause.copula,
        clause.unit,
    )


def _answering(common: dict[str, object], head: tuple[Item, ...]) -> dict[str, object]:
    return {**common, "answer": (*common["answer"], *head)} if head else dict(common)  # type: ignore[misc]


def _asking(item: Item) -> bool:
    return item.plain and item.word in closed("asking")


def _past(items: Sequence[Item], at: int, words: frozenset[str]) -> int:
    while at < len(items) and items[at].plain and items[at].word in words:
        at += 1
    return at


def _negated(items: Sequence[Item], at: int) -> bool:
    """Whether the main verb is negated: "who did not sign", "hasn't Japan"; not "ask them not to go"."""
    for position in range(at, min(len(items), at + 4)):
        item = items[position]
        if (
            item.plain
            and item.word in closed("negation")
            and (auxiliary(item.word) or auxiliary(items[position - 1].word) or item.word == "never")
        ):
            return True
    return False


def _base(item: Item) -> bool:
    return item.word in item.verbs


def _has_form(item: Item, form: str) -> bool:
    if item.word in closed("be") or (auxiliary(item.word) == "modal"):
        return form != "any" and item.word in ("be", "been", "being")
    if form == "base":
        return _base(item)
    if form == "inflected":
        return (not _base(item) and not item.word.endswith("s")) or item.word in _SAME_FORM
    return True


def noun_like(item: Item) -> bool:
    """Whether a word can also be a noun: its form is a noun's, or the lexicon of acts has it as one."""
    return item.plain and not item.word.endswith(("ed", "ing")) and bool(noun_lemmas(item.word))


def _opens_noun_phrase(item: Item) -> bool:
    return item.word in closed("determiner")


def _plural(item: Item) -> bool:
    return item.word.endswith("s") or item.word in ("people", "men", "women", "children", "spokespeople")


def _empty(item: Item) -> bool:
    return item.plain and item.word in closed("determiner") | closed("adverb")


def _verb_later(items: Sequence[Item], start: int, form: str) -> int | None:
    """The first verb in this form from there on that no article stands before."""
    for at in range(start, len(items)):
        item = items[at]
        if not item.plain or not item.verbs or item.joined or (at + 1 < len(items) and items[at + 1].joined):
            continue
        if form == "participle" and not item.word.endswith(("ing", "ed")) and _base(item):
            continue
        if (
            form in ("inflected", "participle")
            and (_base(item) or item.word.endswith("s"))
            and item.word not in _SAME_FORM
        ):
            continue
        if auxiliary(item.word):
            continue
        before = items[at - 1] if at > start else None
        if before and before.plain and before.word in closed("determiner") | closed("preposition"):
            continue
        return at
    return None


def _infinitive(items: Sequence[Item], start: int) -> int | None:
    """Where "to" with a verb stands."""
    for at in range(start, len(items) - 1):
        if (
            items[at].plain
            and items[at].word == "to"
            and items[at + 1].plain
            and (_base(items[at + 1]) or items[at + 1].word == "be")
        ):
            return at
    return None


def _relative(items: Sequence[Item], start: int) -> int | None:
    return next(
        (
            at
            for at in range(start, len(items))
            if at > start and items[at].plain and items[at].word in closed("relative")
        ),
        None,
    )


def _bare_relative(subject: Sequence[Item], named: int) -> bool:
    """Whether a noun stands right before the name, as in "person Biden met", and not "the Osaka mayor Biden met"."""
    before = subject[named - 1]
    return before.plain and not _empty(before) and before.word not in closed("preposition") | closed("conjunction")


def _noun_class(head: Sequence[Item]) -> str | None:
    words = [lemma for item in head if item.plain for lemma in noun_lemmas(item.word)]
    return next(
        (name for name in ("country", "person", "organisation", "thing") for word in words if word in closed(name)),
        None,
    )


def _unit_of(answer: Sequence[Item]) -> Granularity | None:
    plain = [item for item in answer if item.plain and not _empty(item)]
    return _UNITS.get(noun_lemmas(plain[-1].word)[0]) if plain else None


def _unit_asked(items: Sequence[Item], start: int) -> tuple[Granularity, int] | None:
    """ "the exact month when", "what time in which": the unit and where the clause begins."""
    at = start
    while (
        at < len(items)
        and at < start + 4
        and items[at].plain
        and (
            items[at].word in closed("determiner")
            or items[at].word in ("exact", "specific", "precise", "particular", "what", "which")
        )
    ):
        at += 1
    if at == start or at + 1 >= len(items) or not items[at].plain or items[at].word not in _UNITS:
        return None
    unit, after = _UNITS[items[at].word], at + 1
    if items[after].word in ("when", "that"):
        return unit, after + 1
    if items[after].word in ("in", "on", "at") and after + 1 < len(items) and items[after + 1].word == "which":
        return unit, after + 2
    return None


def is_stop(word: str) -> bool:
    """Whether a word names neither thing nor act."""
    return word in stop_words()
