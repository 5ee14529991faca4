"""A question as a row of words, names and dates: what the grammar reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.asking.understanding.called import Called
from bot.asking.understanding.tokens import Token
from bot.knowledge.actions import lexicon
from bot.knowledge.calendar import Expression
from bot.knowledge.words import canonical, is_known, lemmas, mend, stop_words, verb_lemmas


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a name or a date of a question; `word` is folded and in British spelling."""

    word: str
    text: str
    called: Called | None = None
    date: Expression | None = None
    possessive: bool = False
    closes_clause: bool = False
    closes_sentence: bool = False
    joined: bool = False
    capital: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is neither a name nor a date."""
        return self.called is None and self.date is None

    @property
    def lemmas(self) -> tuple[str, ...]:
        """What the word can be a form of; nothing for names and dates."""
        return lemmas(self.word) if self.plain else ()

    @property
    def verbs(self) -> tuple[str, ...]:
        """The verbs that the word can be a form of."""
        return verbs_of(self.word) if self.plain else ()


def itemise(
    tokens: Sequence[Token],
    called: Sequence[Called],
    dates: Sequence[tuple[int, int, Expression]],
    told: Collection[str] = (),
) -> list[Item]:
    """Put names and dates, given by their spans of tokens, in the place of their words: the longer of two.

    Words that are `told` in stored articles are left as they stand, others spelt right.
    """
    spans: list[tuple[int, int, Called | None, Expression | None]] = [(c.start, c.end, c, None) for c in called]
    spans += [(start, end, None, date) for start, end, date in dates]
    # A date of one word ("May") gives way to a longer name, any other date comes before a name.
    spans.sort(key=lambda span: (-(span[1] - span[0]), span[2] is not None))
    taken: dict[int, tuple[int, int, Called | None, Expression | None]] = {}
    for span in spans:
        if not any(position in taken for position in range(span[0], span[1])):
            taken |= dict.fromkeys(range(span[0], span[1]), span)
    items = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        start, end, name, date = taken.get(position, (position, position + 1, None, None))
        plain = name is None and date is None
        if plain and end < len(tokens) and end not in taken and tokens[end].joined and _is_compound(token, tokens[end]):
            end += 1
        last = tokens[end - 1]
        items.append(
            Item(
                word=_as_meant("-".join(t.folded for t in tokens[position:end]), told)
                if plain
                else " ".join(t.folded for t in tokens[start:end]),
                text=name.text if name else date.text if date else "-".join(t.text for t in tokens[position:end]),
                called=name,
                date=date,
                possessive=last.possessive,
                closes_clause=last.closes_clause,
                closes_sentence=last.closes_sentence,
                joined=token.joined,
                capital=token.capital,
            )
        )
        position = end
    return items


def _as_meant(word: str, told: Collection[str]) -> str:
    return word if word in told else spelt(word)


@lru_cache(maxsize=16_384)
def spelt(word: str) -> str:
    """Return a word in British spelling; of one that is no word, the verb form or function word it was meant to be."""
    word = canonical(word)
    if len(word) < _SHORTEST_MISSPELT or not word.isalpha() or is_known(word):
        return word
    if word.endswith("eded"):
        return word[:-2]
    return mend(word, _VerbForms())


class _VerbForms:
    """The forms of verbs and the function words, as a container to mend spellings with."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in stop_words() or (bool(verbs_of(word)) and is_known(word)))


def _is_compound(first: Token, second: Token) -> bool:
    """Whether two words joined by a hyphen are one verb: "test-fire"."""
    return any(lexicon().is_verb(f"{first.folded}-{verb}") for verb in verb_lemmas(second.folded))


_SHORTEST_MISSPELT = 5
_COMMON = frozenset(["be", "have", "do", "get", "make", "go", "come", "let", "put", "keep"])


@lru_cache(maxsize=16_384)
def verbs_of(word: str) -> tuple[str, ...]:
    """Return the verbs that a word can be a form of: plain forms only of known verbs, since any noun looks like one."""
    first, hyphen, second = word.rpartition("-")
    if hyphen:
        return tuple(verb for end in verb_lemmas(second) if lexicon().is_verb(verb := f"{first}-{end}"))
    if word == "near":
        # "Nears" and "neared" are verbs; as it stands the word tells where.
        return ()
    found = verb_lemmas(word)
    if word.endswith(("ed", "ing")):
        return found
    known = lexicon()
    return tuple(verb for verb in found if verb in _COMMON or known.is_verb(verb) or known.verb_phrases((verb,), 0)[0])
