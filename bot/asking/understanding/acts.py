"""What is done: the verb a question asks with, its synonyms, and the relations of imported events that it words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.asking.query import Act
from bot.asking.understanding.clause import Clause
from bot.asking.understanding.items import Item, verbs_of
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actions import Lexicon
from bot.knowledge.relations import relations
from bot.knowledge.words import canonical, mend, noun_lemmas, verb_lemmas
from db.vocabulary import Action, Status

_MOST_SYNONYMS = 24
_FULL, _LIGHT = 10, 1
"""How much a word of the question counts in choosing a relation: a light verb says little."""


@dataclass(frozen=True, slots=True)
class Told:
    """The act of a question. `used` are the positions in the clause's `rest` that it takes up."""

    act: Act | None
    used: frozenset[int]
    status: Status | None = None
    """What the governing verb makes of it: "plans to sue" leaves the suit planned."""
    turned: bool = False
    """Whether the subject is at the receiving end: "received an appeal from"."""
    speech: bool = False
    worded: frozenset[int] = frozenset()
    """The positions in `rest` of the words that ask for the relations."""


class Acts:
    """Finds the act of a clause."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, clause: Clause) -> Told:
        """Return the act that the clause asks with."""
        if not clause.verb:
            return self._nominal(clause, *self._related(clause, frozenset()))
        at, status = self._governed(clause.rest)
        words = [item.word if item.plain else "~" for item in clause.rest]
        taken, lemma = self._lexicon.verb_phrases(words, at)
        verb = _verb(clause.rest[at])
        used = set(range(at, at + taken))
        if taken > 1 and not lemma.startswith(f"{verb} "):
            # A noun tells the act ("hold joint drills"): what stands between are further words of it. A verb that says
            # more than that it is done ("sign a pact") keeps its meaning.
            used = {at, at + taken - 1}
            whole = self._lexicon.event_noun(" ".join(words[at + taken - 2 : at + taken]))
            head = self._lexicon.event_noun(words[at + taken - 1])
            if whole and head and whole.verb != head.verb:
                used.add(at + taken - 2)
            if verb not in closed("light"):
                taken = 0
        if not taken:
            taken, lemma, used = 1, verb, {at}
        if _and_all_else(clause.rest, at):
            lemma = "do"
        own = frozenset(used) if lemma.startswith(f"{verb} ") else frozenset()
        names, turned, worded = self._related(clause, own)
        if lemma in closed("doing"):
            names = ()
        near = [lemma, *self._lexicon.synonyms(lemma)[:_MOST_SYNONYMS]]
        if lemma.startswith(f"{verb} "):
            # What looks like a phrase may be none: "held on suspicion".
            near += [verb, *self._lexicon.synonyms(verb)[:_MOST_SYNONYMS]]
        act = Act(lemma, tuple(dict.fromkeys(canonical(word) for word in near)), names)
        speech = lemma in closed("said") or (
            verb in closed("said") and lemma.split()[1:] in (["on"], ["about"], ["of"])
        )
        return Told(act, frozenset(used | set(range(at))), status, turned, speech, worded)

    def _governed(self, rest: Sequence[Item]) -> tuple[int, Status | None]:
        """Where the verb stands that the question is about: behind "plans to", "wants Japan to", "is going to"."""
        at, status = 0, None
        while True:
            verb = _verb(rest[at])
            frame = self._lexicon.frame(verb, "verb")
            made = frame.status("to") if frame else None
            leads = verb == "go" or (frame is not None and frame.action is Action.OTHER and made is not None)
            if not leads:
                return at, status
            to = next(
                (i for i in range(at + 1, min(len(rest) - 1, at + 4)) if rest[i].plain and rest[i].word == "to"), None
            )
            if to is None or not rest[to + 1].plain or not _infinite(rest[to + 1]):
                return at, status
            between = [
                item for item in rest[at + 1 : to] if not item.plain or item.word not in closed("adverb") | {"not"}
            ]
            if any(item.plain for item in between) or (between and frame is None):
                return at, status
            status = (
                made
                if made not in (None, Status.HAPPENED, Status.ONGOING)
                else status or (Status.PLANNED if verb == "go" else None)
            )
            at = to + 1

    def _nominal(self, clause: Clause, names: tuple[str, ...], turned: bool, worded: frozenset[int]) -> Told:
        """An act told by a noun alone: "what are Kishida's plans", "the latest talks"."""
        for at, item in enumerate(clause.rest):
            told = self._lexicon.event_noun(item.word) if item.plain else None
            if told and told.action is not Action.OTHER:
                verbs = tuple(dict.fromkeys((told.verb, *self._lexicon.synonyms(told.verb)[:_MOST_SYNONYMS])))
                return Told(Act(told.verb, verbs, names), frozenset((at,)), turned=turned, worded=worded)
        return Told(Act(names[0], names, names) if names else None, frozenset(), turned=turned, worded=worded)

    def _related(self, clause: Clause, phrase: frozenset[int]) -> tuple[tuple[str, ...], bool, frozenset[int]]:
        """The relations that the clause words, whether its subject is their target, and the words' positions in `rest`.

        `phrase` are the positions in `rest` of a verb of several words: none of them means anything without the verb.
        """
        row = [*clause.subject, *clause.rest]
        if not row:
            return (), False, frozenset()
        words = [_forms(item.word) if item.plain else frozenset() for item in row]
        if clause.verb and not self._says_little(clause.rest[0], words[len(clause.subject)]):
            # Only of a light verb does the subject tell the act: "the last denunciation was made by".
            words[: len(clause.subject)] = [frozenset()] * len(clause.subject)
        weights = [_weight(item) for item in row]
        found = relations().worded(words, weights)
        if found is None or not any(weights[position] >= _FULL for position in found.positions):
            return (), False, frozenset()
        main = len(clause.subject)
        if clause.verb and main not in found.positions and not self._says_little(row[main], words[main]):
            return (), False, frozenset()
        light = not words[main].isdisjoint(closed("light")) if clause.verb else True
        if not light and main not in found.positions and any(i - main in phrase for i in found.positions):
            return (), False, frozenset()
        turned = found.reversed
        receiving = next((i for i, forms in enumerate(words) if not forms.isdisjoint(closed("receiving"))), None)
        if receiving is not None and receiving not in found.positions and receiving <= found.positions[0]:
            caused = any("make" in forms for forms in words[:receiving])
            turned = turned != (not caused)
        return found.relations, turned, frozenset(i - main for i in found.positions if i >= main)

    def _says_little(self, item: Item, forms: frozenset[str]) -> bool:
        """Whether the main verb can stand before the words that tell the act: "make an appeal", "wants to meet"."""
        if any(
            not forms.isdisjoint(closed(name))
            for name in ("light", "receiving", "planning", "wanting", "stative", "be")
        ):
            return True
        return any(self._lexicon.frame(verb) is not None for verb in item.verbs)


def _and_all_else(rest: Sequence[Item], at: int) -> bool:
    """ "said or done": any act is meant."""
    words = [item.word if item.plain else "" for item in rest[at + 1 : at + 3]]
    return len(words) == 2 and words[0] in ("or", "and") and words[1] in ("done", "did", "do", "does")


def _weight(item: Item) -> int:
    if not item.plain or (auxiliary(item.word) and item.word not in ("have", "had", "has")):
        return 0
    return _LIGHT if not closed("light").isdisjoint(_forms(item.word)) else _FULL


def _verb(item: Item) -> str:
    """The likeliest verb that a word is a form of, its spelling mended."""
    verbs = item.verbs
    if verbs:
        return verbs[0]
    mended = verbs_of(mend(item.word, _Worded()))
    return mended[0] if mended else item.word


def _infinite(item: Item) -> bool:
    return item.word in item.verbs or item.word == "be"


@cache
def _vocabulary() -> frozenset[str]:
    return relations().words


class _Worded:
    """The forms of all words that relations are asked for by, as a container to mend spellings with."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and not _vocabulary().isdisjoint((*verb_lemmas(word), *noun_lemmas(word)))


@lru_cache(maxsize=16_384)
def _forms(word: str) -> frozenset[str]:
    """Every base form that a word can have; of an unknown word, those of the word it was meant to be."""
    forms = _bases(word)
    if forms.isdisjoint(_vocabulary()):
        mended = mend(word, _Worded())
        if mended != word:
            forms |= _bases(mended)
    return forms


def _bases(word: str) -> frozenset[str]:
    first = {word, *verb_lemmas(word), *noun_lemmas(word)}
    # Twice: "rejecteded" is made of a past tense.
    return frozenset(canonical(form) for base in first for form in (base, *verb_lemmas(base)))
