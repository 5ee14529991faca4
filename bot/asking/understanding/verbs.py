"""Finding the verbs of a question, by their forms and by what stands beside them."""

from collections.abc import Sequence

from bot.asking.understanding.items import Item
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actions import lexicon

FUTURE = frozenset(("will", "wont", "shall"))
ENDLESS = ("ing", "ed", "")
"""The forms behind "is" and "has": -ing, -ed and irregular participles."""


def base_form(item: Item) -> bool:
    """Whether the word is a verb's plain form: "sign", not "signed"."""
    return item.word in item.verbs


def noun_like(item: Item) -> bool:
    """Whether a word can also be a noun: in its plain form or with -s, which verbs share with nouns."""
    return item.plain and (not item.verbs or base_form(item) or item.word.endswith("s"))


def is_noun(item: Item) -> bool:
    """Whether the lexicon has the word as a noun too: an act or a thing."""
    return lexicon().event_noun(item.word) is not None or bool(lexicon().kinds_of((item.word,)))


def past_form(item: Item) -> bool:
    """Whether the word is a verb's past."""
    return item.plain and bool(item.verbs) and not base_form(item) and not item.word.endswith(("s", "ing"))


def plural(item: Item) -> bool:
    """Whether a noun is in the plural."""
    return item.word.endswith("s") or item.word in closed("plural")


def past(row: Sequence[Item], at: int, words: frozenset[str]) -> int:
    """Where the first item behind these words stands."""
    while at < len(row) and row[at].plain and row[at].word in words:
        at += 1
    return at


def negated(row: Sequence[Item], at: int) -> bool:
    """Whether the main verb is negated: "who did not sign", "hasn't Japan"; not "ask them not to go"."""
    for position in range(at, min(len(row), at + 4)):
        item = row[position]
        if item.plain and item.word in closed("negation"):
            helped = auxiliary(item.word) or (position > 0 and auxiliary(row[position - 1].word))
            if helped or item.word == "never":
                return True
    return False


def has_form(item: Item, form: str) -> bool:
    """Whether a verb stands in a form: "base", "inflected" (no -s) or "any"."""
    if item.word in closed("be") or auxiliary(item.word) == "modal":
        return form != "any" and item.word in ("be", "been", "being")
    if form == "base":
        return base_form(item)
    if form == "inflected":
        return not (base_form(item) or item.word.endswith("s")) or item.word in closed("unchanging")
    return True


def subject_and_verb(row: Sequence[Item], start: int, form: str) -> int | None:
    """Where the verb of the subject that begins at `start` stands; None where no word behind it can be the verb."""
    verbs = [at for at in range(start + 1, len(row)) if row[at].plain and row[at].verbs]
    candidates = [at for at in verbs if has_form(row[at], form)]
    # "did Japan accused": a verb in the wrong form is better than none.
    candidates = candidates or [at for at in verbs if has_form(row[at], "any") and not noun_like(row[at])]
    for at in candidates:
        item, before = row[at], row[at - 1]
        following = row[at + 1] if at + 1 < len(row) else None
        if item.joined or (following is not None and following.joined):
            continue
        if before.plain and before.word in closed("determiner") | closed("preposition") and before.word != "to":
            continue
        if before.possessive and noun_like(item):
            continue
        two = at + 1 in candidates and noun_like(item) and not item.closes_clause
        # Of two words that could both be it ("the court rule illegal") the second is, unless the first governs it.
        if two and (lexicon().frame(item.verbs[0], "verb") is None or _in_noun_phrase(row, start, at)):
            continue
        return at
    return candidates[-1] if candidates else None


def _in_noun_phrase(row: Sequence[Item], start: int, at: int) -> bool:
    """Whether a phrase opened by an article goes on: "the Hong Kong court"."""
    opened = any(item.plain and item.word in closed("determiner") for item in row[start:at])
    return opened and not row[at - 1].plain


def verb_later(row: Sequence[Item], start: int, endings: Sequence[str]) -> int | None:
    """The first verb with one of these endings ("" is an irregular participle) that no article stands before."""
    for at in range(start, len(row)):
        item = row[at]
        following = row[at + 1] if at + 1 < len(row) else None
        if not item.plain or not item.verbs or item.joined or (following and following.joined):
            continue
        if auxiliary(item.word) and not (item.word == "had" and following and following.word in closed("determiner")):
            continue
        regular = next((ending for ending in ("ing", "ed") if item.word.endswith(ending) and not base_form(item)), None)
        irregular = (not base_form(item) and not item.word.endswith("s")) or item.word in closed("unchanging")
        if regular not in endings if regular else not ("" in endings and irregular):
            continue
        before = row[at - 1] if at > start else None
        done_by = following is not None and following.word == "by"
        if before and before.plain and before.word in closed("determiner") | closed("preposition") and not done_by:
            continue
        return at
    return None


def infinitive(row: Sequence[Item], start: int) -> tuple[int, int] | None:
    """Where "to" and its verb stand: "to sign", "to formally sign", and by mistake "to signed"."""
    for at in range(start, len(row) - 1):
        if row[at].plain and row[at].word == "to":
            verb = past(row, at + 1, closed("adverb"))
            if verb < len(row) and row[verb].plain:
                item = row[verb]
                if item.word == "be" or base_form(item) or past_form(item):
                    return at, verb
    return None


def direct(row: Sequence[Item], at: int, kind: str) -> tuple[int, bool] | None:
    """The lexical verb right behind an auxiliary, and whether it is passive; None where something else stands there."""
    while at < len(row) and row[at].plain:
        item = row[at]
        if item.word in ("be", "been", "being"):
            kind = "be"
        elif item.word == "have" and kind == "modal":
            kind = "have"
        elif item.word not in closed("adverb") and item.word not in closed("negation"):
            return _lexical(row, at, kind)
        at += 1
    return None


def _lexical(row: Sequence[Item], at: int, kind: str) -> tuple[int, bool] | None:
    item = row[at]
    if not item.verbs:
        return None
    if kind == "be":
        if item.word.endswith("ing"):
            return at, False
        return (at, truly_passive(row, at)) if has_form(item, "inflected") else None
    if kind == "have":
        return (at, False) if has_form(item, "inflected") else None
    return (at, False) if base_form(item) else None


def truly_passive(row: Sequence[Item], verb: int) -> bool:
    """Whether a participle behind "is" tells what was done to the subject: not in "is worried", "was involved in"."""
    by = any(item.plain and item.word == "by" for item in row[verb + 1 :])
    return by or closed("stative").isdisjoint(row[verb].verbs)
