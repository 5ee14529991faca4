"""EventQuery: the one language for questions, digest topics and alerts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.vocabulary import ActorKind, Granularity, Status


class Kind(StrEnum):
    """The form of a question; the values are those of the command-line contract."""

    WHAT = "what"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHICH = "which"
    HOW_MANY = "howmany"
    YES_NO = "yesno"
    LIST = "list"
    IDENTITY = "identity"
    SAY = "say"


class Wanted(StrEnum):
    """Which part of the matching events is the answer."""

    EVENT = "event"
    ACTOR = "actor"
    PARTNER = "partner"
    """The other side: whom, with whom, at whom."""
    OBJECT = "object"
    PLACE = "place"
    DATE = "date"
    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yesno"
    REASON = "reason"
    """Why it was done: its purpose, its cause, what it answered."""
    STATEMENT = "statement"
    IDENTITY = "identity"


class Part(StrEnum):
    """The part a named one has in the asked-for events."""

    ACTOR = "actor"
    OTHER = "other"
    """Partner, target or recipient."""
    EITHER = "either"
    SPEAKER = "speaker"
    PLACE = "place"
    TOPIC = "topic"
    """Named in what was said or done, in no particular part."""


@dataclass(frozen=True, slots=True)
class Name:
    """Someone or something named in a question.

    `actors` are the ids in the store that the words can mean, best first; empty where the store has none, and then the
    words themselves must be found in an event. `ambiguous` says that several different ones fit equally well.
    """

    text: str
    part: Part
    actors: tuple[int, ...] = ()
    name: str | None = None
    """The canonical name of whom `actors` begins with, or of someone known to the program whom the store lacks."""
    excluded: bool = False
    """Other than this one."""
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, as asked.

    `verbs` are the values of `events.verb` that mean it: lemmas with their synonyms, nearest first, and relation names
    of imported events. `words` are the asker's own.
    """

    words: str
    verbs: tuple[str, ...]
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A closed interval of days; either end may be open. `text` is the asker's words."""

    start: date | None
    end: date | None
    text: str
    granularity: Granularity = Granularity.DAY


class Relation(StrEnum):
    """How the asked-for events lie in time to another event."""

    BEFORE = "before"
    AFTER = "after"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Another event that the question measures time by.

    With `name` alone: the same act, with this one in the part that is asked for ("before Japan did", "on the same day
    as Qatar"). `granularity` is that of "the same month". `words` describe an event freely ("the Fiji meeting").
    `adjacent` asks for the unit next to it only: "the month before", "the day after".
    """

    relation: Relation
    name: Name | None = None
    words: str | None = None
    granularity: Granularity = Granularity.DAY
    adjacent: bool = False


class Order(StrEnum):
    """Which of several matching events comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events are meant, and which part of them is the answer. Immutable, so that it can be kept and compared."""

    kind: Kind
    wanted: Wanted
    names: tuple[Name, ...] = ()
    act: Act | None = None
    words: tuple[str, ...] = ()
    """Further content words of the question (objects, topics), in the order asked, spelling mended."""
    answer_kind: ActorKind | None = None
    """What the answer must be: "which country" -> COUNTRY, "which person" -> PERSON."""
    answer_country: str | None = None
    """ISO 3166-1 alpha-3: "which South Korean leader"."""
    answer_words: tuple[str, ...] = ()
    """The asked-for thing's own words where it is no actor: "which ship", "what tariffs"."""
    window: Window | None = None
    anchor: Anchor | None = None
    granularity: Granularity = Granularity.DAY
    """Of the wanted date: "in which year"."""
    status: tuple[Status, ...] = ()
    """Statuses asked for ("what does X plan"); empty: not restricted."""
    order: Order = Order.NEWEST
    ordinal: int | None = None
    """1 for "first" with Order.OLDEST or "last" with Order.NEWEST: only the events on the extreme date count."""
    limit: int | None = None
    negated: bool = False
    """The question itself is put in the negative ("who did not sign")."""
