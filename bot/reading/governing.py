"""What each predicate of a parsed sentence hangs on."""

from dataclasses import dataclass, replace

from bot.knowledge.actions import lexicon
from bot.reading.predicates import Relation
from bot.reading.tree import Tree
from bot.reading.verbs import SUBJECTS, Verbs

_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class Bond:
    """How a predicate hangs on another: `governor` is that one's word, the rest as in `Predicate`."""

    relation: Relation
    governor: int | None = None
    via: tuple[str, ...] = ()
    via_negated: bool = False
    marker: str | None = None


class Governing:
    """Finds the governors of the predicates of one tree."""

    def __init__(self, tree: Tree, verbs: Verbs) -> None:
        self._tree = tree
        self._verbs = verbs
        self._bonds: dict[int, Bond] = {}

    def bond(self, word: int) -> Bond:
        """What the predicate of that word hangs on."""
        found = self._bonds.get(word)
        if found is None:
            found = self._bonds[word] = self._find(word)
        return found

    def _find(self, word: int) -> Bond:
        tree, verbs = self._tree, self._verbs
        relation, head = tree.relations[word], tree.heads[word]
        marker = next((tree.lower(c) for c in tree.below(word, "mark")), None)
        finite = verbs.is_finite(word)
        match relation:
            case "conj":
                return self._coordinate(word, marker)
            case "ROOT":
                return Bond(Relation.MAIN, marker=marker)
            case "ccomp" | "xcomp" | "csubj" | "csubjpass":
                return self._hung(Relation.CONTENT if finite else Relation.INFINITIVE, head, marker)
            case "pcomp":
                return self._hung(Relation.PREPOSITION, tree.heads[head], tree.lower(head))
            case "advcl":
                return self._adverbial(word, head, marker)
            case "acl" | "relcl":
                return self._on_noun(word, head, marker)
        return self._hung(Relation.MAIN if finite else Relation.PARTICIPLE, head, marker)

    def _hung(self, relation: Relation, head: int, marker: str | None) -> Bond:
        governor, via, negated = self.climb(head)
        return Bond(relation, governor, via, negated, marker)

    def _adverbial(self, word: int, head: int, marker: str | None) -> Bond:
        tree, verbs = self._tree, self._verbs
        if verbs.is_finite(word):
            return self._hung(Relation.ADVERBIAL, head, marker or self.question_word(word))
        if not verbs.has_to(word):
            return self._hung(Relation.PARTICIPLE, head, marker)
        bond = self._hung(Relation.PURPOSE, head, marker)
        # "is on Monday to visit": nothing but the infinitive says what it is.
        only = verbs.lemma(head) == "be" and not tree.below(head, "attr", "acomp")
        completes = only or bool(bond.via) or self._awaits(head) or self.called_upon(head) is not None
        return replace(bond, relation=Relation.INFINITIVE) if completes else bond

    def _awaits(self, verb: int) -> bool:
        """Whether a verb without an object is one that an infinitive completes: "agreed in July *to deploy* it"."""
        frame = lexicon().frame(self._verbs.lemma(verb), "verb")
        return frame is not None and frame.status("to") is not None and self._tree.child(verb, "dobj") is None

    def called_upon(self, verb: int) -> int | None:
        """Who is to do the infinitive that a verb has beside a preposition: "called on *Manila* to withdraw"."""
        tree = self._tree
        if tree.child(verb, "dobj") is not None:
            return None
        for preposition in tree.below(verb, "prep"):
            frame = lexicon().frame(f"{self._verbs.lemma(verb)} {tree.lower(preposition)}", "verb")
            if frame is not None and frame.control == "object" and frame.status("to") is not None:
                return tree.child(preposition, "pobj")
        return None

    def _on_noun(self, word: int, head: int, marker: str | None) -> Bond:
        verbs = self._verbs
        bond = self._hung(Relation.MODIFIER, head, marker)
        if self._tree.relations[word] == "relcl" and verbs.is_finite(word):
            return Bond(Relation.RELATIVE, bond.governor, marker=marker)
        if verbs.is_finite(word) and marker == "that":
            return replace(bond, relation=Relation.CONTENT)
        if verbs.has_to(word):
            return replace(bond, relation=Relation.INFINITIVE)
        return Bond(Relation.MODIFIER, bond.governor, marker=marker)

    def _coordinate(self, word: int, marker: str | None) -> Bond:
        """A coordinated verb hangs where its fellow hangs."""
        head = self._tree.heads[word]
        if head not in self._verbs.index:
            finite = self._verbs.is_finite(word)
            return self._hung(Relation.MAIN if finite else Relation.PARTICIPLE, head, marker)
        fellow = self.fellow(word)
        if fellow is None:
            return Bond(Relation.MAIN, marker=marker)
        bond = self.bond(fellow)
        if self._tree.below(word, *SUBJECTS) and bond.relation in {Relation.RELATIVE, Relation.MODIFIER}:
            return Bond(Relation.MAIN, marker=marker)
        return replace(bond, marker=marker or bond.marker)

    def fellow(self, word: int) -> int | None:
        """The verb that a coordinated one really goes with: a finite verb never goes with an infinitive or a gerund.

        The parser often joins "denied launching it and accused Seoul" to the nearer verb.
        """
        tree, verbs, head = self._tree, self._verbs, self._tree.heads[word]
        if tree.tags[word] not in _FINITE_TAGS or tree.below(word, *SUBJECTS):
            return head
        while not verbs.is_finite(head):
            above = tree.heads[head]
            while above not in verbs.index and tree.heads[above] != above:
                above = tree.heads[above]
            if above == head or above not in verbs.index:
                return None
            head = above
        return head

    def climb(self, word: int) -> tuple[int | None, tuple[str, ...], bool]:
        """From a word upwards to the next predicate, with the nouns and adjectives on the way and their negation."""
        tree, via, negated = self._tree, list[str](), False
        while word not in self._verbs.index:
            if tree.tags[word][:1] in "NJ" and tree.relations[word] != "conj":
                via.append(self._verbs.lemma(word))
                negated = negated or any(tree.lower(c) in {"no", "not"} for c in tree.below(word, "det", "neg"))
            if tree.heads[word] == word:
                return None, tuple(via), negated
            word = tree.heads[word]
        return word, tuple(via), negated

    def question_word(self, word: int) -> str | None:
        """ "when", "where", "why" as an adverb of the clause."""
        tree = self._tree
        return next((tree.lower(c) for c in tree.below(word, "advmod") if tree.tags[c] == "WRB"), None)
