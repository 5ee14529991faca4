"""The lexicon of acts: what class a predicate is of, which verbs mean the same, what governs another act.

Reading and asking share it, so that what was stored under one verb is found when another one was asked for. All of it
is data: verbs.tsv (verbs by meaning), nouns.tsv (nouns that tell an act, with their light verbs), objects.tsv and
senses.tsv (verbs whose class depends on their object), frames.tsv (words that govern another act).
The classes follow the PLOVER codebook, https://github.com/openeventdata/PLOVER.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.tables import parts, rows
from bot.knowledge.words import canonical, noun_lemmas, stop_words, verb_lemmas, word_class
from db.vocabulary import Action, Status

_REACH = 4
"""How many words on from a light verb its noun may stand: "held the first joint drills"."""


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun that tells an act: the verb that tells the same, its class, and the light verbs that carry the noun."""

    noun: str
    verb: str
    action: Action
    lights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word makes of the act that hangs on it.

    `complements` maps how the act is joined, "to" (infinitive), "ing" (gerund), "that" (clause), "noun" (an event noun)
    or "bare" (plain infinitive), to its status where the word itself is affirmed and told as a fact. `control` says who
    does that act: the word's "subject" or its "object". `action` is the class of the word's own act. `part` is "verb",
    "noun", "adjective", "adverb", "modal" or "passive".
    """

    word: str
    part: str
    control: str
    action: Action
    complements: Mapping[str, Status]

    def status(self, marker: str) -> Status | None:
        """Return the status of a complement joined in this way, None where the word takes no such complement."""
        return self.complements.get(marker)


@dataclass(frozen=True, slots=True)
class _Group:
    action: Action
    verbs: tuple[str, ...]
    """Those whose class this group decides."""
    borrowed: tuple[str, ...]
    """Those that mean this as well, among other things."""
    kin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every table of acts, ready to be asked. Verbs and nouns are given as lemmas, in any case and spelling."""

    _groups: tuple[_Group, ...]
    _home: Mapping[str, int]
    """The group that decides a verb's class."""
    _also: Mapping[str, tuple[int, ...]]
    _nouns: Mapping[str, EventNoun]
    _nouns_by_verb: Mapping[str, tuple[str, ...]]
    _kinds: Mapping[str, frozenset[str]]
    _senses: Mapping[str, tuple[tuple[frozenset[str], Action], ...]]
    _frames: Mapping[str, tuple[Frame, ...]]
    _phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(repr=False)
    """Phrases of several words by the first one, longest first."""

    def action_of(self, verb: str, object_words: Sequence[str] = (), *, partners: bool = False) -> Action:
        """Return the class of a predicate.

        `object_words` are the lemmas of its object, head first, then its modifiers and what hangs on it by "of".
        `partners` says that several do it together and not against somebody: drills are then COOPERATE, not MOBILIZE.
        """
        verb = self._known(verb)
        nouns = tuple(self._object_nouns(object_words))
        action = self._action_on(verb, nouns)
        if (
            partners
            and action is Action.MOBILIZE
            and (verb in word_class("joint") or any("exercise" in self._kinds_of(n) for n in nouns))
        ):
            return Action.COOPERATE
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
        if found is None:
            *modifiers, head = noun.split() or [noun]
            found = next(
                (self._nouns[n] for s in noun_lemmas(head) if (n := " ".join((*modifiers, s))) in self._nouns), None
            )
        return found

    def light(self, verb: str, noun: str) -> str | None:
        """Return the verb that a light verb and its noun stand for: "hold", "talks" -> "talk"; else None."""
        told = self.event_noun(noun)
        verb = canonical(verb)
        return told.verb if told and (verb in told.lights or verb in word_class("carrier")) else None

    def synonyms(self, verb: str) -> tuple[str, ...]:
        """Return the verbs that tell the same act, nearest first, without the verb itself."""
        verb = self._known(verb)
        return tuple(dict.fromkeys(v for v in self._members(verb) if v != verb))

    def kin(self, verb: str) -> tuple[str, ...]:
        """Return the verbs of the neighbouring meanings ("visit": meet, arrive), none that is a synonym."""
        verb = self._known(verb)
        near = {verb, *self._members(verb)}
        own = self._group_ids(verb)
        wider = dict.fromkeys(
            v
            for i in own
            for k in self._groups[i].kin
            if (home := self._home.get(k)) is not None
            for v in self._groups[home].verbs
        )
        return tuple(v for v in wider if v not in near)

    def nouns_of(self, verb: str) -> tuple[str, ...]:
        """Return the event nouns that tell the same act as a verb: "visit" -> "visit", "trip", "tour"."""
        verb = self._known(verb)
        home = self._home.get(verb)
        verbs = (verb, *(self._groups[home].verbs if home is not None else ()))
        return tuple(dict.fromkeys(noun for v in verbs for noun in self._nouns_by_verb.get(v, ())))

    def frame(self, word: str, part: str | None = None) -> Frame | None:
        """Return what a word makes of the act that hangs on it, as the given part of speech if that is known."""
        frames = self._frames.get(canonical(word), ())
        return next((f for f in frames if part is None or f.part == part), None)

    def is_converse(self, verb: str) -> bool:
        """Say whether a verb turns its noun's act around: who "faces criticism" or "receives aid" is not who gives it."""
        return canonical(verb) in word_class("converse")

    def is_verb(self, lemma: str) -> bool:
        """Say whether the lexicon holds a verb or verb phrase."""
        return canonical(lemma) in self._home

    def is_speech(self, verb: str) -> bool:
        """Say whether a verb tells that something is said, and so can stand with a quotation or a that-clause."""
        verb = canonical(verb)
        if self._class_of(verb) is Action.SAY:
            return True
        return any("that" in f.complements and f.action in _SPOKEN for f in self._frames.get(verb, ()))

    def verb_phrases(self, tokens: Sequence[str], start: int) -> tuple[int, str]:
        """Return how many tokens from `start` on the longest predicate takes, and its lemma; (0, "") if none.

        Leading auxiliaries count ("is teaming up" is three tokens); a light verb comes back as its noun's verb, with
        the noun counted: ["held", "joint", "talks"] -> (3, "talk").
        """
        first = start
        while (
            first < len(tokens) - 1
            and tokens[first].casefold() in word_class("auxiliary")
            and verb_lemmas(tokens[first + 1])
        ):
            first += 1
        if not 0 <= first < len(tokens):
            return 0, ""
        best = 0, ""
        for lemma in verb_lemmas(tokens[first]):
            for length, phrase in self._phrases_at(tokens, first, lemma):
                if length > best[0]:
                    best = length, phrase
            if not best[0] and lemma in self._home:
                best = 1, lemma
        return (best[0] + first - start, best[1]) if best[0] else best

    def _phrases_at(self, tokens: Sequence[str], first: int, lemma: str) -> Iterator[tuple[int, str]]:
        for following, phrase in self._phrases.get(lemma, ()):
            end = _matched(tokens, first + 1, following)
            if end:
                yield end - first, phrase
        for end in range(first + 1, min(len(tokens), first + 1 + _REACH)):
            token = canonical(tokens[end])
            if token in stop_words() and token not in word_class("determiner"):
                return
            for begin in range(max(first + 1, end - 1), end + 1):
                told = self.light(lemma, " ".join(map(canonical, tokens[begin : end + 1])))
                if told:
                    yield end + 1 - first, told

    def _known(self, verb: str) -> str:
        """Return the verb as the tables have it; of an unknown phrase, its longest known beginning."""
        verb = canonical(verb)
        if verb in self._home or " " not in verb:
            return verb
        parts_ = verb.split()
        beginnings = (" ".join(parts_[:n]) for n in range(len(parts_) - 1, 0, -1))
        return next((b for b in beginnings if b in self._home), verb)

    def _class_of(self, verb: str) -> Action:
        home = self._home.get(verb)
        return Action.OTHER if home is None else self._groups[home].action

    def _group_ids(self, verb: str) -> tuple[int, ...]:
        home = self._home.get(verb)
        return (*(() if home is None else (home,)), *self._also.get(verb, ()))

    def _members(self, verb: str) -> Iterator[str]:
        for i in self._group_ids(verb):
            yield from self._groups[i].verbs
            yield from self._groups[i].borrowed

    def _object_nouns(self, object_words: Sequence[str]) -> Iterator[str]:
        """Yield what an object can be looked up as: its compounds before its head, past words of mere amount."""
        lemmas = [canonical(word) for word in object_words]
        while len(lemmas) > 1 and "amount" in self._kinds.get(lemmas[0], ()):
            lemmas = lemmas[1:]
        if lemmas:
            yield from (f"{modifier} {lemmas[0]}" for modifier in lemmas[1:])
            yield from (f"{lemmas[0]} of {modifier}" for modifier in lemmas[1:])
            yield lemmas[0]

    def _kinds_of(self, noun: str) -> frozenset[str]:
        if (kinds := self._kinds.get(noun)) is not None:
            return kinds
        return next((self._kinds[lemma] for lemma in noun_lemmas(noun) if lemma in self._kinds), frozenset())

    def _action_on(self, verb: str, nouns: Sequence[str]) -> Action:
        senses = self._senses.get(verb, ())
        for noun in nouns:
            kinds = self._kinds_of(noun)
            sense = next((action for wanted, action in senses if wanted & kinds), None)
            if sense:
                return sense
            told = self.event_noun(noun)
            if told and self.light(verb, noun):
                return told.action
            if told and told.action is not Action.OTHER and verb in word_class("phase") | word_class("converse"):
                return told.action
        return self._class_of(verb)


_SPOKEN = frozenset(Action) - {Action.OTHER, Action.COERCE}


def _matched(tokens: Sequence[str], at: int, following: Sequence[str]) -> int:
    """Return where the words that follow in a phrase end, past articles and possessives; 0 if they are not there."""
    for word in following:
        while at < len(tokens) and canonical(tokens[at]) != word and canonical(tokens[at]) in word_class("determiner"):
            at += 1
        if at >= len(tokens) or (canonical(tokens[at]) != word and word not in noun_lemmas(tokens[at])):
            return 0
        at += 1
    return at


def _groups() -> tuple[_Group, ...]:
    groups = []
    for action, verbs, kin in rows("verbs"):
        named = parts(verbs)
        groups.append(
            _Group(
                Action(action),
                tuple(verb for verb in named if verb[0] != "~"),
                tuple(verb[1:] for verb in named if verb[0] == "~"),
                tuple(parts(kin)),
            )
        )
    return tuple(groups)


def _frames() -> dict[str, tuple[Frame, ...]]:
    frames: dict[str, tuple[Frame, ...]] = {}
    for words, part, control, action, complements in rows("frames"):
        statuses = {marker: Status(status) for marker, _, status in (c.partition("=") for c in complements.split())}
        for word in parts(words):
            earlier = frames.get(word, ())
            same = next((f for f in earlier if f.part == part), None)
            if same is None:
                frames[word] = (*earlier, Frame(word, part, control, Action(action), statuses))
            else:
                both = Frame(word, part, same.control, same.action, {**statuses, **same.complements})
                frames[word] = tuple(both if f is same else f for f in earlier)
    return frames


def _phrases(verbs: Iterable[str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for verb in verbs:
        if " " in verb:
            first, *following = verb.split()
            phrases.setdefault(first, []).append(
                (tuple(w for w in following if w not in word_class("determiner")), verb)
            )
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in phrases.items()}


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once from the data files."""
    groups = _groups()
    home: dict[str, int] = {}
    also: dict[str, tuple[int, ...]] = {}
    for i, group in enumerate(groups):
        for verb in group.verbs:
            home.setdefault(verb, i)
        for verb in group.borrowed:
            also[verb] = (*also.get(verb, ()), i)

    nouns: dict[str, EventNoun] = {}
    by_verb: dict[str, tuple[str, ...]] = {}
    for verb, action, told, lights in rows("nouns"):
        carried = frozenset(parts(lights))
        by_verb[verb] = (*by_verb.get(verb, ()), *parts(told))
        for noun in parts(told):
            nouns.setdefault(noun, EventNoun(noun, verb, Action(action), carried))

    kinds: dict[str, frozenset[str]] = {}
    for kind, things in rows("objects"):
        for thing in parts(things):
            kinds[thing] = kinds.get(thing, frozenset()) | {kind}

    senses: dict[str, tuple[tuple[frozenset[str], Action], ...]] = {}
    for verbs, wanted, action in rows("senses"):
        sense = frozenset(parts(wanted)), Action(action)
        for verb in parts(verbs):
            senses[verb] = (*senses.get(verb, ()), sense)

    return Lexicon(groups, home, also, nouns, by_verb, kinds, senses, _frames(), _phrases(home))
