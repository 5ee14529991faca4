"""Event nouns of a parsed sentence as predicates: "*Moscow's invasion of Ukraine*", "his *meeting* with Sunak"."""

from bot.knowledge.actions import lexicon
from bot.reading.clauses import Clauses
from bot.reading.lemmas import lemma
from bot.reading.phrases import objects
from bot.reading.predicates import Argument, Clause, Form, Predicate, Relation, Role
from bot.reading.wordlists import words

_SIDES = words("side prepositions of nouns")
_MENTIONED = frozenset({"poss", "pobj", "dobj", "nsubj", "nsubjpass", "conj", "attr", "dative", "npadvmod"})
"""Relations in which a noun is an event of its own, and no modifier or other name of something."""


def nominals(clauses: Clauses) -> list[Predicate]:
    """The event nouns with somebody or something that they are about."""
    tree = clauses.tree
    found = []
    for word in range(len(tree.words)):
        if tree.tags[word] in {"NN", "NNS"} and tree.relations[word] in _MENTIONED:
            noun = lemma(tree.words[word], tree.tags[word])
            if lexicon().event_noun(noun) is None or _is_carried(clauses, word, noun):
                continue
            predicate = nominal(clauses, word)
            if predicate.arguments:
                found.append(predicate)
    return found


def nominal(clauses: Clauses, word: int) -> Predicate:
    """The predicate of a noun."""
    tree = clauses.tree
    noun = lemma(tree.words[word], tree.tags[word])
    governor, via, via_negated = clauses.governing.climb(tree.heads[word])
    marker = next((tree.lower(h) for h in (tree.heads[word],) if tree.relations[word] == "pobj"), None)
    phrase = clauses.phrases.of(word)
    determiner = tree.child(word, "det")
    return Predicate(
        lemma=noun,
        form=Form.NOUN,
        at=clauses.passage.place(tree.starts[word]),
        start=phrase.start,
        end=phrase.end,
        relation=Relation.NOMINAL,
        negated=determiner is not None and tree.lower(determiner) in {"no", "neither"},
        governor=clauses.number(governor),
        via=via,
        via_negated=via_negated,
        marker=marker,
        definite=tree.child(word, "poss") is not None or _has_agent(clauses, word) or _is_the(clauses, word),
        subject=tree.relations[word] in {"nsubj", "nsubjpass"},
        adverbs=tuple(tree.lower(c) for c in tree.below(word, "amod", "compound")),
        arguments=tuple(_arguments(clauses, word)),
        clauses=tuple(_clauses(clauses, word)),
    )


def _is_carried(clauses: Clauses, word: int, noun: str) -> bool:
    """Whether a light verb carries the noun, and so tells the event already: "held *talks*"."""
    tree, head = clauses.tree, clauses.tree.heads[word]
    if tree.relations[word] == "conj":
        word, head = head, tree.heads[head]
    if tree.relations[word] not in {"dobj", "nsubjpass"} or head not in clauses.verbs.index:
        return False
    return lexicon().light(lemma(tree.words[head], tree.tags[head]), noun) is not None


def _is_the(clauses: Clauses, word: int) -> bool:
    tree = clauses.tree
    determiner = tree.child(word, "det")
    return determiner is not None and tree.lower(determiner) in {"the", "this", "that", "these", "those"}


def _has_agent(clauses: Clauses, word: int) -> bool:
    return any(clauses.tree.lower(c) == "by" for c in clauses.tree.below(word, "prep", "agent"))


def _arguments(clauses: Clauses, word: int) -> list[Argument]:
    """Owner and "by" do it; "of" is what it is done to, unless nobody else does it; the rest are sides of it."""
    tree, phrases = clauses.tree, clauses.phrases
    found: list[Argument] = []
    owner = tree.child(word, "poss")
    if owner is not None:
        found.append(Argument(Role.SUBJECT, phrases.of(owner)))
    for preposition in tree.below(word, "prep", "agent"):
        for name, noun in objects(tree, preposition):
            if name == "by":
                found.append(Argument(Role.SUBJECT, phrases.of(noun)))
            elif name == "of":
                found.append(Argument(Role.OBJECT, phrases.of(noun)))
            elif name in _SIDES:
                found.append(Argument(Role.OBLIQUE, phrases.of(noun), preposition=name))
    return found


def _clauses(clauses: Clauses, word: int) -> list[Clause]:
    return [clauses.clause(child, child) for child in clauses.tree.below(word, "acl") if clauses.completes(child)]
