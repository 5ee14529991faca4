"""The phrases of a question: where the words end that go with "which", what they are for, where clauses begin."""

from collections.abc import Sequence

from bot.asking.understanding.items import Item
from bot.asking.understanding.verbs import base_form, is_noun, noun_like, past_form, plural
from bot.asking.understanding.words import UNITS, auxiliary, closed
from bot.knowledge.words import noun_lemmas
from db.vocabulary import Granularity


def answer_end(row: list[Item], start: int, *, bare: bool = False) -> int:
    """Return where the words that go with "which", "what" or "how many" end: before the auxiliary or the verb.

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


def is_asking(item: Item) -> bool:
    """Return whether the word is a question word."""
    return item.plain and item.word in closed("asking")


def is_empty(item: Item) -> bool:
    """Return whether the word only points: an article or an adverb."""
    return item.plain and (item.word in closed("determiner") or item.word in closed("adverb"))


def without_empty(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items that say something, numbers too: "the four ships"."""
    return tuple(item for item in items if not is_empty(item) or item.word in closed("number") - {"one"})


def relative_at(row: Sequence[Item], start: int) -> int | None:
    """Return where a relative pronoun stands behind the start."""
    return next((at for at in range(start + 1, len(row)) if row[at].plain and row[at].word in closed("relative")), None)


def bare_relative(subject: Sequence[Item], named: int) -> bool:
    """Return whether a noun stands right before the last name, as in "person Biden met", and nothing behind it."""
    if named == 0 or any(item.plain and not is_empty(item) for item in subject[named + 1 :]):
        return False
    at = named - 1
    while at > 0 and is_empty(subject[at]):
        at -= 1
    before = subject[at]
    return before.plain and not is_empty(before) and before.word not in closed("preposition") | closed("conjunction")


def is_kind(head: Sequence[Item]) -> bool:
    """Return whether the words are for a kind of actor or thing that can be asked for."""
    lemmas = {lemma for item in head if item.plain for lemma in noun_lemmas(item.word)}
    return any(lemmas & closed(name) for name in ("country", "person", "organisation", "thing"))


def unit_of(answer: Sequence[Item]) -> Granularity | None:
    """Return the unit that "which year" asks for."""
    plain = without_empty([item for item in answer if item.plain])
    return UNITS.get(noun_lemmas(plain[-1].word)[0]) if plain else None


def unit_asked(row: Sequence[Item], start: int) -> tuple[Granularity, int] | None:
    """Return the unit and where the clause begins: "the exact month when", "the year in which"."""
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
