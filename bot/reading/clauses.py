"""A parsed sentence becomes predicates with their arguments: which word is told of whom, under what."""

from bot.reading.lemmas import lemma
from bot.reading.passage import Passage
from bot.reading.phrases import Phrases, objects
from bot.reading.predicates import Argument, Clause, Form, Phrase, Predicate, Relation, Role, Tense
from bot.reading.tree import Tree

NOT_HEADS = frozenset({"aux", "auxpass", "amod", "compound", "case", "mark", "nmod", "det", "punct", "quantmod"})
"""Relations in which a verb form is no predicate."""

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
COPULAS = frozenset({"be", "become", "remain", "seem", "appear", "stay"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "barely", "scarcely", "nowhere"})
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "agree", "offer", "swear", "commit"})
"""Verbs whose infinitive is done by their own subject even where they have an object ("promised Fiji to help").

Source: subject-control verbs, Huddleston and Pullum, Cambridge Grammar of the English Language, chapter 14.
"""
OBJECT_CONTROL = frozenset({"of", "from", "for", "into", "against", "with", "about"})
"""Prepositions after which the object does what the gerund says: "accused Seoul *of sending*"."""
RELATIVES = frozenset({"who", "whom", "which", "that"})
ACT_PREPOSITIONS = frozenset({"following", "including", "regarding", "concerning", "according", "amid", "given"})


class Clauses:
    """Finds the predicates of one tree."""

    def __init__(self, tree: Tree, passage: Passage) -> None:
        self.tree = tree
        self.passage = passage
        self.phrases = Phrases(tree, passage)
        self.heads = [word for word in range(len(tree.words)) if self._is_head(word)]
        self.index = {word: number for number, word in enumerate(self.heads)}

    def predicates(self) -> list[Predicate]:
        """The predicates in the order of the text; `governor` and `Clause.predicate` are indexes into the list."""
        return [self._predicate(word) for word in self.heads]

    # What is a predicate

    def _is_head(self, word: int) -> bool:
        tree = self.tree
        if not tree.tags[word].startswith("VB") or tree.relations[word] in NOT_HEADS:
            return False
        return not (tree.relations[word] == "prep" and tree.lower(word) in ACT_PREPOSITIONS)

    def _predicate(self, word: int) -> Predicate:
        tree = self.tree
        base = lemma(tree.words[word], tree.tags[word])
        auxiliaries = self._auxiliaries(word)
        relation, governor, via, via_negated, marker = self._governor(word)
        first, last = self._extent(word)
        tense, modal = self._tense(word, auxiliaries)
        lemmas = [lemma(tree.words[a], tree.tags[a]) for a in auxiliaries]
        arguments = self._arguments(word)
        return Predicate(
            lemma=base,
            form=Form.COPULA if base in COPULAS and self._is_copula(word) else Form.VERB,
            at=self.passage.place(tree.starts[word]),
            start=self.passage.place(tree.starts[first]),
            end=self.passage.place_end(tree.ends[last]),
            text=tree.text[tree.starts[first] : tree.ends[last]],
            relation=relation,
            tense=tense,
            particle=next((tree.lower(c) for c in tree.below(word, "prt")), None),
            modal=modal,
            progressive=tree.tags[word] == "VBG" and "be" in lemmas,
            perfect="have" in lemmas and tree.tags[word] in {"VBN", "VBG", "VBD"},
            passive=self._is_passive(word),
            infinitive=self._has_to(word),
            base=tree.tags[word] == "VB" and tree.words[word].lower() == base,
            negated=self._is_negated(word, auxiliaries),
            governor=self.index.get(governor) if governor is not None else None,
            via=via,
            via_negated=via_negated,
            marker=marker,
            arguments=tuple(arguments),
            clauses=tuple(self._clauses(word)),
            adverbs=tuple(tree.lower(c) for c in tree.below(word, "advmod") if tree.tags[c].startswith("RB")),
        )

    def _is_copula(self, word: int) -> bool:
        return self.tree.child(word, "attr", "acomp", "prep", "advmod") is not None

    def _is_passive(self, word: int) -> bool:
        tree = self.tree
        if tree.child(word, "auxpass", "nsubjpass", "csubjpass", "agent") is not None:
            return True
        if tree.tags[word] != "VBN":
            return False
        if tree.relations[word] == "conj" and not self._auxiliaries_of(word):
            return self._is_passive(tree.heads[word])
        return tree.relations[word] in {"acl", "advcl"} and tree.child(word, "aux") is None

    # The verb group

    def _auxiliaries_of(self, word: int) -> list[int]:
        return self.tree.below(word, "aux", "auxpass")

    def _auxiliaries(self, word: int) -> list[int]:
        """Its auxiliaries, or those of the verb it is coordinated with: "will meet and (will) sign"."""
        tree = self.tree
        own = self._auxiliaries_of(word)
        if own or tree.relations[word] != "conj" or tree.heads[word] not in self.index:
            return own
        head = tree.heads[word]
        shares = tree.tags[word] == tree.tags[head] and tree.tags[word] in {"VB", "VBN", "VBG"}
        return self._auxiliaries(head) if shares and not tree.below(word, *SUBJECTS) else own

    def _tense(self, word: int, auxiliaries: list[int]) -> tuple[Tense, str | None]:
        tree = self.tree
        for auxiliary in auxiliaries:
            if tree.tags[auxiliary] == "MD":
                modal = lemma(tree.words[auxiliary], "MD")
                return (Tense.FUTURE if modal in {"will", "shall"} else Tense.PRESENT), modal
        for verb in (*auxiliaries, word):
            if tree.tags[verb] == "VBD":
                return Tense.PAST, None
            if tree.tags[verb] in {"VBP", "VBZ"}:
                return Tense.PRESENT, None
        return Tense.NONE, None

    def _is_negated(self, word: int, auxiliaries: list[int]) -> bool:
        tree = self.tree
        if any(tree.lower(c) in NEGATIONS for c in tree.below(word, "neg", "advmod", "preconj", "cc")):
            return True
        if "longer" in (tree.lower(c) for c in tree.below(word, "advmod")) and "no" in self._near(word):
            return True
        if tree.relations[word] == "conj" and tree.heads[word] in self.index:
            shared = auxiliaries and not self._auxiliaries_of(word)
            alternative = any(tree.lower(c) in {"or", "nor"} for c in tree.below(tree.heads[word], "cc"))
            if shared or alternative:
                return self._is_negated(tree.heads[word], []) and (bool(shared) or tree.tags[word] != "VBD")
        return False

    def _near(self, word: int) -> list[str]:
        return [self.tree.lower(w) for w in range(max(0, word - 3), word)]

    # What it hangs on

    def _governor(self, word: int) -> tuple[Relation, int | None, tuple[str, ...], bool, str | None]:
        """Relation, governing predicate's word, lemmas between, whether those are negated, marker."""
        tree = self.tree
        relation, head = tree.relations[word], tree.heads[word]
        marker = next((tree.lower(c) for c in tree.below(word, "mark")), None)
        if relation == "conj":
            return self._coordinate_governor(word, head, marker)
        if relation in {"ccomp", "xcomp", "csubj", "csubjpass"}:
            finite = self._is_finite(word)
            kind = Relation.CONTENT if finite else Relation.INFINITIVE
            governor, via, negated = self.climb(head)
            return kind, governor, via, negated, marker
        if relation == "advcl":
            governor, via, negated = self.climb(head)
            if self._is_finite(word):
                return Relation.ADVERBIAL, governor, via, negated, marker or self._question_word(word)
            if self._has_to(word):
                be = lemma(tree.words[head], tree.tags[head]) == "be" and not tree.below(head, "attr", "acomp")
                kind = Relation.INFINITIVE if be or via else Relation.PURPOSE
                return kind, governor, via, negated, marker
            return Relation.PARTICIPLE, governor, via, negated, marker
        if relation in {"acl", "relcl"}:
            governor, via, negated = self.climb(head)
            if relation == "relcl" and self._is_finite(word):
                return Relation.RELATIVE, governor, (), False, marker
            if self._has_to(word) or (self._is_finite(word) and marker == "that"):
                kind = Relation.CONTENT if self._is_finite(word) else Relation.INFINITIVE
                return kind, governor, via, negated, marker
            return Relation.MODIFIER, governor, (), False, marker
        if relation == "pcomp":
            governor, via, negated = self.climb(tree.heads[head])
            return Relation.PREPOSITION, governor, via, negated, tree.lower(head)
        if relation == "ROOT":
            return Relation.MAIN, None, (), False, marker
        governor, via, negated = self.climb(head)
        return (Relation.MAIN if self._is_finite(word) else Relation.PARTICIPLE), governor, via, negated, marker

    def _coordinate_governor(
        self, word: int, head: int, marker: str | None
    ) -> tuple[Relation, int | None, tuple[str, ...], bool, str | None]:
        """A coordinated verb hangs where its fellow hangs, unless it is finite and the fellow is not."""
        if head not in self.index:
            governor, via, negated = self.climb(head)
            return (Relation.MAIN if self._is_finite(word) else Relation.PARTICIPLE), governor, via, negated, marker
        fellow = self._fellow(word)
        if fellow is None:
            return Relation.MAIN, None, (), False, marker
        relation, governor, via, negated, inherited = self._governor(fellow)
        own_subject = bool(self.tree.below(word, *SUBJECTS))
        if own_subject and relation in {Relation.RELATIVE, Relation.MODIFIER}:
            return Relation.MAIN, None, (), False, marker
        return relation, governor, via, negated, marker or inherited

    def _fellow(self, word: int) -> int | None:
        """The verb that a coordinated one really goes with: a finite verb never goes with an infinitive or a gerund.

        The parser often joins "denied launching it and accused Seoul" to the nearer verb.
        """
        tree, head = self.tree, self.tree.heads[word]
        if tree.tags[word] not in {"VBD", "VBZ", "VBP"} or tree.below(word, *SUBJECTS):
            return head
        while not self._is_finite(head):
            above = tree.heads[head]
            while above not in self.index and tree.heads[above] != above:
                above = tree.heads[above]
            if above == head or above not in self.index:
                return None
            head = above
        return head

    def climb(self, word: int) -> tuple[int | None, tuple[str, ...], bool]:
        """From a word upwards to the next predicate, with the nouns and adjectives on the way and their negation."""
        tree, via, negated = self.tree, list[str](), False
        for _ in range(len(tree.words)):
            if word in self.index:
                return word, tuple(via), negated
            if tree.tags[word][:1] in "NJ" and tree.relations[word] != "conj":
                via.append(lemma(tree.words[word], tree.tags[word]))
                negated = negated or any(tree.lower(c) in {"no", "not"} for c in tree.below(word, "det", "neg"))
            if tree.heads[word] == word:
                break
            word = tree.heads[word]
        return None, tuple(via), negated

    def _is_finite(self, word: int) -> bool:
        tree = self.tree
        if tree.tags[word] in {"VBD", "VBP", "VBZ"}:
            return True
        return any(tree.tags[a] in {"MD", "VBD", "VBP", "VBZ"} for a in self._auxiliaries(word))

    def _has_to(self, word: int) -> bool:
        return any(self.tree.tags[a] == "TO" for a in self._auxiliaries(word))

    def _question_word(self, word: int) -> str | None:
        """ "when", "where", "while" as adverbs of an adverbial clause."""
        tree = self.tree
        return next((tree.lower(c) for c in tree.below(word, "advmod") if tree.tags[c] == "WRB"), None)

    # Arguments

    def _arguments(self, word: int) -> list[Argument]:
        tree = self.tree
        passive = self._is_passive(word)
        found = list[Argument]()
        subject = self._subject(word)
        if subject is not None:
            phrase, shared = subject
            found.append(Argument(Role.OBJECT if passive else Role.SUBJECT, phrase, shared=shared))
        for child in tree.children[word]:
            match tree.relations[child]:
                case "dobj":
                    role = Role.BARE if self._is_time(child) else Role.OBJECT
                    found.append(Argument(role, self.phrases.of(child)))
                case "dative" if tree.tags[child] in {"IN", "TO"}:
                    found.extend(self._obliques(child))
                case "dative":
                    found.append(Argument(Role.INDIRECT, self.phrases.of(child)))
                case "attr" | "oprd" if tree.tags[child][:1] in "NPCDJ":
                    found.append(Argument(Role.ATTRIBUTE, self.phrases.of(child)))
                case "acomp":
                    found.append(Argument(Role.ATTRIBUTE, self.phrases.of(child)))
                    for preposition in tree.below(child, "prep"):
                        found.extend(self._obliques(preposition))
                case "agent":
                    found.extend(Argument(Role.SUBJECT, self.phrases.of(noun)) for _, noun in objects(tree, child))
                case "prep":
                    found.extend(self._obliques(child))
                case "npadvmod":
                    found.append(Argument(Role.BARE, self.phrases.of(child)))
                case "ccomp" | "xcomp" if not passive and not self._is_finite(child):
                    found.extend(self._raised(child))
        if tree.relations[word] == "relcl":
            found.extend(self._relative(word, found))
        if tree.relations[word] == "conj" and not tree.below(word, "dobj", "ccomp", "xcomp"):
            found.extend(self._shared_object(word))
        return found

    def _obliques(self, preposition: int) -> list[Argument]:
        return [
            Argument(Role.OBLIQUE, self.phrases.of(noun), preposition=name)
            for name, noun in objects(self.tree, preposition)
        ]

    def _raised(self, clause: int) -> list[Argument]:
        """The subject of an infinitive is the object of the verb above it: "urged *Britain* to agree"."""
        subject = self.tree.child(clause, "nsubj")
        if (
            subject is None
            or (self._auxiliaries_of(clause)
            and not self._has_to(clause))
            or self.tree.tags[clause] != "VB"
        ):
            return []
        return [Argument(Role.OBJECT, self.phrases.of(subject))]

    def _is_time(self, noun: int) -> bool:
        """Whether an "object" is a bare time ("met Tuesday")."""
        return self.tree.lower(noun) in TIMES and self.tree.relations[noun] == "dobj"

    def _shared_object(self, word: int) -> list[Argument]:
        """In "seized and searched the ship" the object stands after the last verb; it belongs to all of them."""
        return []

    def _subject(self, word: int, depth: int = 0) -> tuple[Phrase, bool] | None:
        """Who does it, or to whom it is done in a passive; True where the words stand with another predicate."""
        tree = self.tree
        own = tree.child(word, "nsubj", "nsubjpass")
        if own is not None:
            if tree.lower(own) in RELATIVES and tree.relations[word] in {"relcl", "acl", "ccomp"}:
                return self._antecedent(word), True
            return self.phrases.of(own), False
        if depth > 20 or tree.below(word, "csubj", "csubjpass", "expl"):
            return None
        relation, head = tree.relations[word], tree.heads[word]
        if relation == "conj" and head in self.index:
            fellow = self._fellow(word)
            return self._share(fellow, depth) if fellow is not None else None
        if relation == "acl":
            if self._has_to(word) or tree.tags[head][:1] != "N":
                return self._owner(head, depth)
            return self.phrases.of(head), True
        if relation in {"xcomp", "advcl", "pcomp", "ccomp"}:
            return self._controller(word, depth)
        return None

    def _antecedent(self, word: int) -> Phrase:
        tree = self.tree
        while tree.relations[word] == "conj":
            word = tree.heads[word]
        return self.phrases.of(tree.heads[word])

    def _share(self, word: int, depth: int) -> tuple[Phrase, bool] | None:
        subject = self._subject(word, depth + 1)
        return (subject[0], True) if subject else None

    def _controller(self, word: int, depth: int) -> tuple[Phrase, bool] | None:
        """Who does what an infinitive or a participle says: the object of the verb above, or else its subject."""
        tree = self.tree
        head = tree.heads[word]
        if tree.relations[word] == "pcomp":
            head = tree.heads[head]
        if head not in self.index:
            if tree.tags[head].startswith("N"):
                return self._owner(head, depth)
            governor, _, _ = self.climb(head)
            return self._share(governor, depth) if governor is not None else None
        prepositional = tree.relations[word] == "pcomp" and tree.lower(tree.heads[word]) in OBJECT_CONTROL
        aside = tree.tags[word] == "VBG" and tree.first[word] > 0 and tree.words[tree.first[word] - 1] == ","
        controls = prepositional or (tree.relations[word] == "xcomp" and not aside)
        object_ = tree.child(head, "dobj")
        if controls and object_ is not None and object_ < word and tree.tags[object_][:1] in "NP":
            if lemma(tree.words[head], tree.tags[head]) not in SUBJECT_CONTROL:
                return self.phrases.of(object_), True
        return self._share(head, depth)

    def _owner(self, noun: int, depth: int) -> tuple[Phrase, bool] | None:
        """Who does what the infinitive on a noun says: "*Tokyo's* plan to build", "Tokyo has a plan to build"."""
        owner = self.tree.child(noun, "poss")
        if owner is not None and not self.tree.tags[owner].startswith("PRP"):
            return self.phrases.of(owner), True
        governor, _, _ = self.climb(noun)
        if governor is None or depth > 20:
            return None
        return self._share(governor, depth)

    def _relative(self, word: int, found: list[Argument]) -> list[Argument]:
        """The noun that a relative clause describes, in the part its pronoun or the gap has."""
        tree = self.tree
        subject = tree.child(word, "nsubj", "nsubjpass")
        if subject is None or tree.lower(subject) in RELATIVES:
            return []
        gap = tree.child(word, "dobj")
        if gap is not None and tree.lower(gap) in RELATIVES:
            for argument in list(found):
                if argument.role is Role.OBJECT and argument.phrase.noun.tag.startswith("W"):
                    found.remove(argument)
        elif gap is not None or tree.below(word, "ccomp", "xcomp", "attr", "acomp", "relcl") or self._is_passive(word) or any(tree.tags[c] == "WRB" for c in tree.below(word, "advmod")):
            return []
        return [Argument(Role.OBJECT, self.phrases.of(tree.heads[word]), shared=True)]

    def completes(self, clause: int) -> bool:
        """Whether a clause on a noun says what the noun is of: "a plan *to leave*", "the claim *that they left*"."""
        tree = self.tree
        return any(tree.tags[c] == "TO" or tree.lower(c) == "that" for c in tree.below(clause, "aux", "mark"))

    # Extents

    def _clauses(self, word: int) -> list[Clause]:
        """The clauses that hang on a predicate, and adverbial prepositions with a gerund."""
        tree, found = self.tree, list[Clause]()
        for child in tree.children[word]:
            relation = tree.relations[child]
            if relation in {"ccomp", "xcomp", "advcl"}:
                found.append(self.clause(child, child))
            elif relation == "prep":
                found.extend(self.clause(gerund, child) for gerund in tree.below(child, "pcomp"))
            elif relation in {"acomp", "attr", "dobj", "oprd"}:
                inner = tree.below(child, "xcomp", "ccomp", "acl", "advcl") if relation == "acomp" else []
                found.extend(self.clause(clause, clause) for clause in inner)
        return found

    def clause(self, word: int, holder: int) -> Clause:
        """A clause by its verb and by the word that joins it (the verb itself, or a preposition)."""
        tree = self.tree
        kept = tree.subtree(word, frozenset({"mark"}))
        if kept and tree.tags[kept[0]] == "TO":
            kept = kept[1:]
        kept = kept or [word]
        if holder != word:
            marker = tree.lower(holder)
        else:
            marker = next((tree.lower(c) for c in tree.below(word, "mark")), "to" if self._has_to(word) else "")
            marker = marker or self._question_word(word) or ""
        first, last = kept[0], kept[-1]
        while last > first and tree.relations[last] == "punct":
            last -= 1
        while first < last and tree.relations[first] == "punct":
            first += 1
        text = tree.text[tree.starts[first] : tree.ends[last]]
        return Clause(marker, text, self.index.get(word))

    def _extent(self, word: int) -> tuple[int, int]:
        """First and last word of the predicate with its arguments, without what is coordinated with it."""
        tree = self.tree
        kept = [word]
        for child in tree.children[word]:
            if tree.relations[child] in {"conj", "cc", "punct", "parataxis", "mark", "dep", "preconj"}:
                continue
            kept.extend((tree.first[child], tree.last[child]))
        return min(kept), max(kept)


TIMES = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow"])
