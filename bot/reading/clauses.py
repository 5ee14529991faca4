"""A parsed sentence becomes predicates with their arguments: which word is told of whom, under what."""

from bot.reading.governing import Governing
from bot.reading.passage import Passage
from bot.reading.phrases import Phrases, objects
from bot.reading.predicates import Argument, Clause, Form, Phrase, Predicate, Role
from bot.reading.tree import Tree
from bot.reading.verbs import Verbs
from bot.reading.wordlists import words

_SUBJECT_CONTROL = words("subject-control verbs")
_OBJECT_CONTROL = words("object-control prepositions")
_RELATIVES = words("relative pronouns")
_NO_PARTICLES = frozenset({"in", "at", "on"})
"""Words that before a name are rather prepositions than particles."""
_BARE_DAYS = words("bare days")
_OUTSIDE = frozenset({"conj", "cc", "punct", "parataxis", "mark", "dep", "preconj"})
"""Relations of what hangs on a predicate's word and is no part of its clause."""
_DEPTH = 20
"""Predicates sharing their subjects, beyond which none is looked for."""


class Clauses:
    """Finds the predicates of one tree."""

    def __init__(self, tree: Tree, passage: Passage) -> None:
        self.tree = tree
        self.passage = passage
        self.phrases = Phrases(tree, passage)
        self.verbs = Verbs(tree)
        self.governing = Governing(tree, self.verbs)

    def predicates(self) -> list[Predicate]:
        """The predicates in the order of the text; `governor` and `Clause.predicate` are indexes into the list."""
        return [self.predicate(word) for word in self.verbs.heads]

    def number(self, word: int | None) -> int | None:
        """The index of the predicate of a word."""
        return self.verbs.index.get(word) if word is not None else None

    def predicate(self, word: int) -> Predicate:
        """The predicate of a verb form."""
        tree, verbs = self.tree, self.verbs
        lemma = verbs.lemma(word)
        auxiliaries = {verbs.lemma(auxiliary) for auxiliary in verbs.auxiliaries(word)}
        bond = self.governing.bond(word)
        first, last = self._extent(word)
        tense, modal = verbs.tense(word)
        return Predicate(
            lemma=lemma,
            form=Form.COPULA if verbs.is_copula(word) else Form.VERB,
            at=self.passage.place(tree.starts[word]),
            start=self.passage.place(tree.starts[first]),
            end=self.passage.place_end(tree.ends[last]),
            relation=bond.relation,
            tense=tense,
            particle=self._particle(word),
            modal=modal,
            progressive=verbs.is_progressive(word),
            perfect=tree.tags[word] in {"VBN", "VBG", "VBD"} and "have" in auxiliaries,
            passive=verbs.is_passive(word),
            infinitive=verbs.has_to(word),
            base=tree.tags[word] == "VB" and tree.lower(word) == lemma,
            negated=verbs.is_negated(word),
            governor=self.number(bond.governor),
            via=bond.via,
            via_negated=bond.via_negated,
            marker=bond.marker,
            arguments=tuple(self._arguments(word)),
            clauses=tuple(self._clauses(word)),
            adverbs=tuple(tree.lower(c) for c in tree.below(word, "advmod") if tree.tags[c].startswith("RB")),
        )

    def _particle(self, word: int) -> str | None:
        tree = self.tree
        if any(self._misread_preposition(word, child) for child in tree.children[word]):
            return None
        return next((tree.lower(c) for c in tree.below(word, "prt")), None)

    # Arguments

    def _arguments(self, word: int) -> list[Argument]:
        tree = self.tree
        passive = self.verbs.is_passive(word)
        found = list[Argument]()
        subject = self._subject(word)
        if subject is not None:
            phrase, shared = subject
            found.append(Argument(Role.OBJECT if passive else Role.SUBJECT, phrase, shared=shared))
        for child in tree.children[word]:
            if misread := self._misread_preposition(word, child):
                found.append(Argument(Role.OBLIQUE, self.phrases.of(child), preposition=misread))
                continue
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
                case "ccomp" | "xcomp" if not passive and not self.verbs.is_finite(child):
                    found.extend(self._raised(child))
        if tree.relations[word] == "relcl":
            found.extend(self._relative(word, found))
        return found

    def _misread_preposition(self, verb: int, noun: int) -> str | None:
        """The preposition of a name that the parser takes for a particle: "arrived *in* Cam Ranh Bay"."""
        tree = self.tree
        if tree.relations[noun] not in {"dobj", "npadvmod"} or not tree.tags[noun].startswith("NNP"):
            return None
        before = tree.first[noun] - 1
        loose = before in tree.below(verb, "prt", "prep") and not tree.children[before]
        return tree.lower(before) if loose and tree.lower(before) in _NO_PARTICLES else None

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
            or (self.verbs.own_auxiliaries(clause) and not self.verbs.has_to(clause))
            or self.tree.tags[clause] != "VB"
        ):
            return []
        return [Argument(Role.OBJECT, self.phrases.of(subject))]

    def _is_time(self, noun: int) -> bool:
        """Whether an "object" is a bare time ("met Tuesday")."""
        return self.tree.lower(noun) in _BARE_DAYS and self.tree.relations[noun] == "dobj"

    def _subject(self, word: int, depth: int = 0) -> tuple[Phrase, bool] | None:
        """Who does it, or to whom it is done in a passive; True where the words stand with another predicate."""
        tree = self.tree
        own = tree.child(word, "nsubj", "nsubjpass")
        if own is not None:
            if tree.lower(own) in _RELATIVES and tree.relations[word] in {"relcl", "acl", "ccomp"}:
                return self._antecedent(word), True
            return self.phrases.of(own), False
        if depth > _DEPTH or tree.below(word, "csubj", "csubjpass", "expl"):
            return None
        relation, head = tree.relations[word], tree.heads[word]
        if relation == "conj" and head in self.verbs.index:
            fellow = self.governing.fellow(word)
            return self._share(fellow, depth) if fellow is not None else None
        if relation == "acl":
            if self.verbs.has_to(word) or tree.tags[head][:1] != "N":
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
        if head not in self.verbs.index:
            if tree.tags[head].startswith("N"):
                return self._owner(head, depth)
            governor, _, _ = self.governing.climb(head)
            return self._share(governor, depth) if governor is not None else None
        prepositional = tree.relations[word] == "pcomp" and tree.lower(tree.heads[word]) in _OBJECT_CONTROL
        aside = tree.tags[word] == "VBG" and tree.first[word] > 0 and tree.words[tree.first[word] - 1] == ","
        controls = prepositional or (tree.relations[word] == "xcomp" and not aside)
        object_ = tree.child(head, "dobj")
        controls = controls and self.verbs.lemma(head) not in _SUBJECT_CONTROL
        called_upon = self.governing.called_upon(head) if self.verbs.has_to(word) else None
        if called_upon is not None and called_upon < word:
            return self.phrases.of(called_upon), True
        if controls and object_ is not None and object_ < word and tree.tags[object_][:1] in "NP":
            return self.phrases.of(object_), True
        return self._share(head, depth)

    def _owner(self, noun: int, depth: int) -> tuple[Phrase, bool] | None:
        """Who does what the infinitive on a noun says: "*Tokyo's* plan to build", "Tokyo has a plan to build"."""
        owner = self.tree.child(noun, "poss")
        if owner is not None and not self.tree.tags[owner].startswith("PRP"):
            return self.phrases.of(owner), True
        governor, _, _ = self.governing.climb(noun)
        if governor is None or depth > _DEPTH:
            return None
        return self._share(governor, depth)

    def _relative(self, word: int, found: list[Argument]) -> list[Argument]:
        """The noun that a relative clause describes, in the part its pronoun or the gap has."""
        tree = self.tree
        subject = tree.child(word, "nsubj", "nsubjpass")
        if subject is None or tree.lower(subject) in _RELATIVES:
            return []
        gap = tree.child(word, "dobj")
        if gap is not None and tree.lower(gap) in _RELATIVES:
            for argument in list(found):
                if argument.role is Role.OBJECT and argument.phrase.noun.tag.startswith("W"):
                    found.remove(argument)
        elif (
            gap is not None
            or tree.below(word, "ccomp", "xcomp", "attr", "acomp", "relcl")
            or self.verbs.is_passive(word)
            or any(tree.tags[c] == "WRB" for c in tree.below(word, "advmod"))
        ):
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
            marker = next((tree.lower(c) for c in tree.below(word, "mark")), "to" if self.verbs.has_to(word) else "")
            marker = marker or self.governing.question_word(word) or ""
        kept = kept[: self._length(word, kept)]
        first, last = kept[0], kept[-1]
        while last > first and tree.relations[last] == "punct":
            last -= 1
        while first < last and tree.relations[first] == "punct":
            first += 1
        text = tree.text[tree.starts[first] : tree.ends[last]]
        return Clause(marker, text, self.number(word))

    def _length(self, word: int, kept: list[int]) -> int:
        """How many of a clause's words are its own: a participle after a comma goes beyond an infinitive."""
        tree = self.tree
        if self.verbs.is_finite(word):
            return len(kept)
        for child in tree.below(word, "advcl"):
            first = tree.first[child]
            if child > word and tree.tags[child] == "VBG" and tree.words[first - 1] == ",":
                return kept.index(first)
        return len(kept)

    def _extent(self, word: int) -> tuple[int, int]:
        """First and last word of the predicate with its arguments, without what is coordinated with it."""
        tree = self.tree
        kept = [word]
        for child in tree.children[word]:
            if tree.relations[child] in _OUTSIDE:
                continue
            kept.extend((tree.first[child], tree.last[child]))
        return min(kept), max(kept)
