"""The lexicon of acts: what class a predicate is of, which verbs mean the same, which nouns tell an act.

Reading and asking share it, so that what was stored under one verb is found when another one was asked for. All of it
is data: verbs.tsv (verbs by meaning), nouns.tsv (nouns that tell an act, with their light verbs), objects.tsv and
senses.tsv (verbs whose class depends on their object), frames.tsv (words that govern another act).
The classes follow the PLOVER codebook, https://github.com/openeventdata/PLOVER.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.knowledge.frames import Frame, frame, frames
from bot.knowledge.tables import parts, rows
from bot.knowledge.verbs import Verbs, verbs
from bot.knowledge.words import canonical, is_known, noun_lemmas, stop_words, verb_lemmas, word_class
from db.vocabulary import Action

_REACH = 4
"""How many words on from a light verb its noun may stand: "held the first joint drills"."""

_UNSPOKEN = frozenset({Action.OTHER, Action.COERCE})
"""Classes whose verbs, though they take a that-clause, are no speech ("forced", "saw")."""


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun that tells an act: the verb that tells the same, its class, and the light verbs that carry the noun."""

    noun: str
    verb: str
    action: Action
    lights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every table of acts, ready to be asked. Verbs and nouns are given as lemmas, in any case and spelling."""

    verbs: Verbs
    _nouns: Mapping[str, EventNoun]
    _nouns_by_verb: Mapping[str, tuple[str, ...]]
    _kinds: Mapping[str, frozenset[str]]
    _senses: Mapping[str, tuple[tuple[frozenset[str], Action], ...]]
    _phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """Verbs of several words by the first one: the words that follow, longest first, and the whole."""

    def action_of(self, verb: str, object_words: Sequence[str] = (), *, partners: bool = False) -> Action:
        """Return the class of a predicate.

        `object_words` are the lemmas of its object, head first, then its modifiers and what hangs on it by "of"; for
        somebody named, what they are ("person", "official", "country", "force"). `partners` says that several do it
        together and not against somebody: drills are then COOPERATE, not MOBILIZE.
        """
        verb = self.verbs.known(verb)
        nouns = tuple(self._object_nouns(object_words))
        action = self._action_on(verb, nouns)
        if partners and action is Action.MOBILIZE:
            joint = verb in word_class("joint") or any("exercise" in self._kinds_of(noun) for noun in nouns)
            return Action.COOPERATE if joint else action
        return action

    def kinds_of(self, object_words: Sequence[str]) -> frozenset[str]:
        """Return the kinds (of objects.tsv) of the thing that an object's lemmas, head first, name."""
        return next(
            (kinds for noun in self._object_nouns(object_words) if (kinds := self._kinds_of(noun))), frozenset()
        )

    def event_noun(self, noun: str) -> EventNoun | None:
        """Return the act that a noun tells: "talks", "state visit", "launch"; None for a noun that tells none."""
        noun = canonical(noun)
        found = self._nouns.get(noun)
        if found is None and noun:
            *before, head = noun.split()
            singulars = (" ".join((*before, singular)) for singular in noun_lemmas(head))
            found = next((self._nouns[singular] for singular in singulars if singular in self._nouns), None)
        return found

    def light(self, verb: str, noun: str) -> str | None:
        """Return the verb that a light verb and its noun stand for: "hold", "talks" -> "talk"; else None."""
        told = self.event_noun(noun)
        verb = canonical(verb)
        return told.verb if told and (verb in told.lights or verb in word_class("carrier")) else None

    def synonyms(self, verb: str) -> tuple[str, ...]:
        """Return the verbs that tell the same act, nearest first, without the verb itself."""
        return self.verbs.synonyms(verb)

    def kin(self, verb: str) -> tuple[str, ...]:
        """Return the verbs of neighbouring meanings ("visit": meet, arrive), none that is a synonym."""
        return self.verbs.kin(verb)

    def nouns_of(self, verb: str) -> tuple[str, ...]:
        """Return the event nouns that tell the same act as a verb: "visit" -> "visit", "trip", "tour"."""
        same = self.verbs.same(verb)
        return tuple(dict.fromkeys(noun for other in same for noun in self._nouns_by_verb.get(other, ())))

    def frame(self, word: str, part: str | None = None) -> Frame | None:
        """Return what a word makes of the act that hangs on it, as the given part of speech if that is known."""
        return frame(word, part)

    def is_converse(self, verb: str) -> bool:
        """Say whether a verb turns its noun's act around: who "faces criticism" is not who gives it."""
        return canonical(verb) in word_class("converse")

    def is_verb(self, lemma: str) -> bool:
        """Say whether the lexicon holds a verb or verb phrase."""
        return lemma in self.verbs

    def is_speech(self, verb: str) -> bool:
        """Say whether a verb tells that something is said, and so can stand with a quotation or a that-clause."""
        if verb in self.verbs and self.verbs.action(verb) is Action.SAY:
            return True
        return any("that" in known.complements and known.action not in _UNSPOKEN for known in frames(verb))

    def verb_phrases(self, tokens: Sequence[str], start: int) -> tuple[int, str]:
        """Return how many tokens from `start` on the longest predicate takes, and its lemma; (0, "") if none.

        Leading auxiliaries count ("is teaming up" is three tokens); a light verb comes back as its noun's verb, with
        the noun counted: ["held", "joint", "talks"] -> (3, "talk").
        """
        first = max(start, 0)
        while (
            first < len(tokens) - 1
            and tokens[first].casefold() in word_class("auxiliary")
            and verb_lemmas(tokens[first + 1])
        ):
            first += 1
        if first >= len(tokens):
            return 0, ""
        best = 0, ""
        for lemma in verb_lemmas(tokens[first]):
            for end, phrase in self._phrases_from(tokens, first, lemma):
                if end - start > best[0]:
                    best = end - start, phrase
            if not best[0] and lemma in self.verbs:
                best = first + 1 - start, lemma
        return best

    def _phrases_from(self, tokens: Sequence[str], first: int, lemma: str) -> Iterator[tuple[int, str]]:
        for following, phrase in self._phrases.get(lemma, ()):
            end = _matched(tokens, first + 1, following)
            if end:
                yield end, phrase
        for end in range(first + 1, min(len(tokens), first + 1 + _REACH)):
            token = canonical(tokens[end])
            if token in stop_words() and token not in word_class("determiner"):
                return
            for begin in range(max(first + 1, end - 1), end + 1):
                told = self.light(lemma, " ".join(tokens[begin : end + 1]))
                if told:
                    yield end + 1, told

    def _object_nouns(self, object_words: Sequence[str]) -> Iterator[str]:
        """Yield what an object can be looked up as: its compounds, then its head, or what an amount is an amount of."""
        lemmas = [canonical(word) for word in object_words]
        if not lemmas:
            return
        head, *others = lemmas
        if others and "amount" in self._kinds.get(head, ()):
            yield from (f"{other} {thing}" for thing, other in pairwise(others))
            yield from others
        else:
            yield from (f"{other} {head}" for other in others)
            yield from (f"{head} of {other}" for other in others)
            yield head
            if not is_known(head):
                # A name: what it is stands before it ("the tanker Koti", "the activist Htun").
                yield from others

    def _kinds_of(self, noun: str) -> frozenset[str]:
        kinds = self._kinds.get(noun)
        if kinds is None:
            kinds = next((self._kinds[lemma] for lemma in noun_lemmas(noun) if lemma in self._kinds), frozenset())
        return kinds

    def _action_on(self, verb: str, nouns: Iterable[str]) -> Action:
        senses = self._senses.get(verb, ())
        keeps = verb in word_class("phase") or verb in word_class("converse")
        for noun in nouns:
            kinds = self._kinds_of(noun)
            sense = next((action for wanted, action in senses if not kinds.isdisjoint(wanted)), None)
            if sense:
                return sense
            told = self.event_noun(noun)
            if told and (self.light(verb, noun) or (keeps and told.action is not Action.OTHER)):
                return told.action
        return self.verbs.action(verb)


def _matched(tokens: Sequence[str], at: int, following: Sequence[str]) -> int:
    """Return where the words that follow in a phrase end, past articles and possessives; 0 if they are not there."""
    for word in following:
        while at < len(tokens) and (token := canonical(tokens[at])) != word and token in word_class("determiner"):
            at += 1
        if at >= len(tokens) or (canonical(tokens[at]) != word and word not in noun_lemmas(tokens[at])):
            return 0
        at += 1
    return at


def _phrases(known: Iterable[str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    skipped = word_class("determiner")
    for verb in known:
        if " " in verb:
            first, *following = verb.split()
            phrases.setdefault(first, []).append((tuple(word for word in following if word not in skipped), verb))
    return {first: tuple(sorted(found, key=lambda phrase: -len(phrase[0]))) for first, found in phrases.items()}


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once from the data files."""
    nouns: dict[str, EventNoun] = {}
    by_verb: dict[str, tuple[str, ...]] = {}
    for verb, action, row, lights in rows("nouns"):
        told = parts(row)
        carried = frozenset(parts(lights))
        by_verb[verb] = (*by_verb.get(verb, ()), *told)
        for noun in told:
            # A noun of several acts means the first one first ("call": visit, then phone).
            nouns.setdefault(noun, EventNoun(noun, verb, Action(action), carried))

    kinds: dict[str, set[str]] = {}
    for kind, row in rows("objects"):
        for thing in parts(row):
            kinds.setdefault(thing, set()).add(kind)

    senses: dict[str, list[tuple[frozenset[str], Action]]] = {}
    for row, wanted, action in rows("senses"):
        sense = frozenset(parts(wanted)), Action(action)
        for verb in parts(row):
            senses.setdefault(verb, []).append(sense)

    return Lexicon(
        verbs(),
        nouns,
        by_verb,
        {thing: frozenset(of_thing) for thing, of_thing in kinds.items()},
        {verb: tuple(of_verb) for verb, of_verb in senses.items()},
        _phrases(verbs()),
    )
