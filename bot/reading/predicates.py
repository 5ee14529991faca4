"""What one sentence yields: predicates with their arguments. The boundary between the parser and what is made of it.

Everything here is words and places in the text: who an argument names, when it was and whether, is decided behind it.
Whatever reader takes the parser's place fills these same classes.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.reading.learned.frames import Part
from db.vocabulary import Action, Status


class Role(StrEnum):
    """The part of an argument, after passives are undone: the "by" of a passive is a SUBJECT."""

    SUBJECT = "subject"
    OBJECT = "object"
    INDIRECT = "indirect"
    """The receiving object: "gave *Fiji* a ship"."""
    OBLIQUE = "oblique"
    """Joined by a preposition."""
    ATTRIBUTE = "attribute"
    """What the subject is said to be: "is *the leader*"; what the object is called or made."""
    BARE = "bare"
    """A noun phrase of time or measure without a preposition: "*last week*"."""


class Form(StrEnum):
    """What kind of word the predicate is."""

    VERB = "verb"
    COPULA = "copula"
    NOUN = "noun"


class Tense(StrEnum):
    """The tense of the verb group; NONE for infinitives, participles and nouns."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"


class Relation(StrEnum):
    """How a predicate hangs on another one."""

    MAIN = "main"
    CONTENT = "content"
    """A finite clause that says what was said, thought, decided."""
    INFINITIVE = "infinitive"
    """The infinitive or gerund that completes a verb, an adjective or a noun: "plans to visit", "denied launching"."""
    PURPOSE = "purpose"
    PARTICIPLE = "participle"
    """A participle clause beside the main one: "vowing to resist"."""
    ADVERBIAL = "adverbial"
    """A finite clause with a conjunction: "after", "because", "if"."""
    RELATIVE = "relative"
    MODIFIER = "modifier"
    """A participle that describes a noun: "a pact *signed* in May"."""
    PREPOSITION = "preposition"
    """A gerund after a preposition: "accused of *sending*", "without *asking*"."""
    NOMINAL = "nominal"
    """An event noun inside another predicate's clause."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase, its Penn Treebank tag and its place in the document."""

    text: str
    lemma: str
    tag: str
    start: int
    end: int

    @property
    def proper(self) -> bool:
        """Whether it is (part of) a name."""
        return self.tag.startswith("NNP")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    `text` is as written, with the complements and without relative clauses and appositions; `start` and `end` are its
    place in the document. `words` are the core, from the determiner to the head noun, and `head` its index among them.
    A coordination ("A, B and C") has its `members`, the first of them being the phrase itself without the others.
    """

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    head: int
    members: tuple["Phrase", ...] = ()
    owner: "Phrase | None" = None
    """"*Moscow's* invasion"."""
    complements: tuple[tuple[str, "Phrase"], ...] = ()
    """Preposition and phrase: "invasion *of Ukraine*"."""
    appositions: tuple["Phrase", ...] = ()
    """Its other names: "Ri, *the head of the committee*"."""

    @property
    def noun(self) -> Word:
        """The head word."""
        return self.words[self.head]

    @property
    def core(self) -> str:
        """The words from the determiner to the head noun."""
        return " ".join(word.text for word in self.words)

    @property
    def each(self) -> tuple["Phrase", ...]:
        """The members of a coordination, or the phrase itself."""
        return self.members or (self,)


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase in its part. `shared` says that it stands with another predicate ("Tokyo plans *(Tokyo)* to sign")."""

    role: Role
    phrase: Phrase
    preposition: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that hang on a predicate and are no noun phrase. `marker` introduces them and is no part of `text`."""

    marker: str
    text: str
    predicate: int | None = None
    """Index of its predicate in the sentence, if it is one."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Words in a part of an act, as the learned reader finds them, and the preposition before them."""

    part: Part
    phrase: Phrase
    preposition: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the learned reader says that a predicate tells."""

    action: Action
    status: Status
    confidence: float
    status_confidence: float
    parts: tuple[Filled, ...] = ()

    def of(self, *parts: Part) -> list[Filled]:
        """What fills these parts."""
        return [filled for filled in self.parts if filled.part in parts]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, a copula or an event noun with its arguments.

    `start` and `end` are the place of the clause in the document, `at` that of the predicate's own word. `via` are the
    lemmas of nouns and adjectives between the governor and it ("has *plans* to visit", "is *likely* to sign").
    """

    lemma: str
    form: Form
    at: int
    start: int
    end: int
    relation: Relation
    tense: Tense = Tense.NONE
    particle: str | None = None
    modal: str | None = None
    progressive: bool = False
    perfect: bool = False
    passive: bool = False
    infinitive: bool = False
    """Whether it stands with "to"."""
    base: bool = False
    """Whether the word stands in its base form, as imperatives do."""
    negated: bool = False
    definite: bool = True
    """Of an event noun: whether it is a certain event ("*Seoul's* launch"), not any ("an attack")."""
    subject: bool = False
    """Of an event noun: whether the governing predicate is told of it."""
    governor: int | None = None
    via: tuple[str, ...] = ()
    via_negated: bool = False
    marker: str | None = None
    arguments: tuple[Argument, ...] = ()
    clauses: tuple[Clause, ...] = ()
    adverbs: tuple[str, ...] = ()
    told: Told | None = None
    """What it tells, where the learned reader found an act in it."""

    def of(self, *roles: Role) -> list[Argument]:
        """The arguments in these parts."""
        return [argument for argument in self.arguments if argument.role in roles]

    def first(self, role: Role) -> Phrase | None:
        """The first phrase in this part."""
        return next((argument.phrase for argument in self.arguments if argument.role is role), None)
