"""Verb groups of a parsed sentence: auxiliaries, tense, voice and negation."""

from bot.reading.lemmas import lemma
from bot.reading.predicates import Tense
from bot.reading.tree import Tree
from bot.reading.wordlists import words

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
"""Relations of subjects."""

_NOT_PREDICATES = frozenset({"aux", "auxpass", "amod", "compound", "case", "mark", "nmod", "det", "punct", "quantmod"})
"""Relations in which a verb form is no predicate."""
_PREPOSITIONS = words("participle prepositions")
_COPULAS = words("copulas")
_NEGATIONS = words("negations")
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_BEFORE = 3
"""Words before a verb among which the "no" of "no longer" stands."""


class Verbs:
    """The verbs of one tree that are predicates."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.heads = [word for word in range(len(tree.words)) if self._is_predicate(word)]
        """The predicates' words, in the order of the text."""
        self.index = {word: number for number, word in enumerate(self.heads)}

    def _is_predicate(self, word: int) -> bool:
        tree = self._tree
        if not tree.tags[word].startswith("VB") or tree.relations[word] in _NOT_PREDICATES:
            return False
        return not (tree.relations[word] == "prep" and tree.lower(word) in _PREPOSITIONS)

    def lemma(self, word: int) -> str:
        """The dictionary form of a word of the tree."""
        return lemma(self._tree.words[word], self._tree.tags[word])

    def own_auxiliaries(self, word: int) -> list[int]:
        """The auxiliaries that stand with the verb itself."""
        return self._tree.below(word, "aux", "auxpass")

    def auxiliaries(self, word: int) -> list[int]:
        """Its auxiliaries, or those of the verb it is coordinated with: "will meet and (will) sign"."""
        tree = self._tree
        own = self.own_auxiliaries(word)
        head = tree.heads[word]
        if own or tree.relations[word] != "conj" or head not in self.index:
            return own
        alike = tree.tags[word] == tree.tags[head] and tree.tags[word] in {"VB", "VBN", "VBG"}
        return self.auxiliaries(head) if alike and not tree.below(word, *SUBJECTS) else own

    def tense(self, word: int) -> tuple[Tense, str | None]:
        """Tense and modal verb."""
        tree, auxiliaries = self._tree, self.auxiliaries(word)
        for auxiliary in auxiliaries:
            if tree.tags[auxiliary] == "MD":
                modal = self.lemma(auxiliary)
                return (Tense.FUTURE if modal in {"will", "shall"} else Tense.PRESENT), modal
        for verb in (*auxiliaries, word):
            if tree.tags[verb] == "VBD":
                return Tense.PAST, None
            if tree.tags[verb] in _FINITE:
                return Tense.PRESENT, None
        return Tense.NONE, None

    def is_finite(self, word: int) -> bool:
        """Whether it has a tense or a modal verb."""
        tags = self._tree.tags
        return tags[word] in _FINITE or any(tags[a] == "MD" or tags[a] in _FINITE for a in self.auxiliaries(word))

    def has_to(self, word: int) -> bool:
        """Whether it is an infinitive with "to"."""
        return any(self._tree.tags[a] == "TO" for a in self.auxiliaries(word))

    def is_progressive(self, word: int) -> bool:
        """Whether it is under way: "is building", "is being built"."""
        tags, auxiliaries = self._tree.tags, self.auxiliaries(word)
        going = tags[word] == "VBG" or any(tags[a] == "VBG" for a in auxiliaries)
        return going and any(self.lemma(a) == "be" and tags[a] != "VBG" for a in auxiliaries)

    def is_passive(self, word: int) -> bool:
        """Whether its subject is what it is done to."""
        tree = self._tree
        if tree.child(word, "auxpass", "nsubjpass", "csubjpass", "agent") is not None:
            return True
        if tree.tags[word] not in {"VBN", "VBD"} or tree.below(word, *SUBJECTS):
            return False
        alone = not self.own_auxiliaries(word)
        if tree.relations[word] == "conj" and alone:
            # The tagger takes "cut off and *hit*" for a past tense.
            participles = tree.tags[word] == "VBN" or not self.is_finite(tree.heads[word])
            return participles and self.is_passive(tree.heads[word])
        if tree.relations[word] == "acl":
            return alone
        # A past tense always has a subject: "said when *asked*" is a participle, whatever the tagger says.
        return tree.relations[word] == "advcl" and tree.child(word, "aux") is None

    def is_copula(self, word: int) -> bool:
        """Whether it only joins its subject to what that is."""
        joins = self._tree.child(word, "attr", "acomp", "prep", "advmod") is not None
        return joins and self.lemma(word) in _COPULAS

    def is_negated(self, word: int) -> bool:
        """Whether "not" or the like stands with it or with the verb that it shares its auxiliaries with."""
        tree = self._tree
        if any(tree.lower(c) in _NEGATIONS for c in tree.below(word, "neg", "advmod", "preconj", "cc")):
            return True
        if any(tree.lower(c) == "longer" for c in tree.below(word, "advmod")):
            return "no" in (tree.lower(w) for w in range(max(0, word - _BEFORE), word))
        if tree.relations[word] != "conj" or tree.heads[word] not in self.index:
            return False
        shared = bool(self.auxiliaries(word)) and not self.own_auxiliaries(word)
        alternative = any(tree.lower(c) in {"or", "nor"} for c in tree.below(tree.heads[word], "cc"))
        if shared or (alternative and tree.tags[word] != "VBD"):
            return self.is_negated(tree.heads[word])
        return False
