"""What goes into the store and what comes out of it: plain immutable values, so that nobody above needs a session."""

from dataclasses import dataclass
from datetime import date, datetime

from db.vocabulary import Action, ActorKind, Granularity, Role, Status

SEQUENCE_BITS = 24
"""An event's id is its day's ordinal shifted left by this, plus a number within the day (16.7 million a day)."""


def first_id(day: date) -> int:
    """The lowest id of an event on that day. Days count from 1 January of year 1, so ids are always positive."""
    return day.toordinal() << SEQUENCE_BITS


def ids_between(first: date | None, last: date | None) -> tuple[int, int]:
    """The lowest and the highest id that events of these days, both included, can have; None leaves an end open."""
    return (
        first_id(first) if first is not None else 0,
        ((last.toordinal() + 1) << SEQUENCE_BITS) - 1 if last is not None else (1 << 63) - 1,
    )


def day_of(event_id: int) -> date:
    """The day of an event: when it began, or else when it was published."""
    return date.fromordinal(event_id >> SEQUENCE_BITS)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to store. `text` is the clean text that all offsets refer to; `published` is aware."""

    text: str
    published: datetime
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    name: str | None = None
    """The file's stem, where it came from a file."""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class NewActor:
    """An actor to find by its key, or to store. `aliases` are folded by the caller, always by the same function."""

    key: str
    name: str
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    sector: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """A part in a new event: an actor's id, or None where the words name nobody in particular, and the words."""

    role: Role
    actor_id: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NewReport:
    """Where an article tells an event: the verbatim span [start, end) of its text, and the narrower clause in it."""

    quote: str
    start: int
    end: int
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that an article tells, with its actors already found."""

    action: Action
    verb: str
    status: Status
    report: NewReport
    participants: tuple[NewParticipant, ...] = ()
    object: str | None = None
    place: str | None = None
    place_name: str | None = None
    country: str | None = None
    starts: date | None = None
    ends: date | None = None
    granularity: Granularity | None = None
    date_text: str | None = None
    speaker: str | None = None
    complements: tuple[tuple[str, str], ...] = ()
    """Pairs of marker and text."""
    quoted: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as cited: all but its text."""

    id: int
    name: str | None
    title: str | None
    publisher: str | None
    published: datetime
    url: str | None
    sample: bool


@dataclass(frozen=True, slots=True)
class StoredActor:
    """An actor of the store."""

    id: int
    key: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class StoredParticipant:
    """A part in an event; without `actor` the words name nobody in particular."""

    role: Role
    actor: StoredActor | None
    text: str | None

    @property
    def name(self) -> str:
        """What to call it: the actor's name, or else the words."""
        return self.actor.name if self.actor else self.text or ""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """An article telling an event."""

    article: StoredArticle
    quote: str
    clause: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """All that is known of an event. Participants are in the order told, reports oldest publication first."""

    id: int
    action: Action
    verb: str
    status: Status
    object: str | None
    place: str | None
    place_name: str | None
    country: str | None
    starts: date | None
    ends: date | None
    granularity: Granularity | None
    date_text: str | None
    speaker: str | None
    quoted: bool
    complements: tuple[tuple[str, str], ...]
    confidence: float
    source: str | None
    participants: tuple[StoredParticipant, ...]
    reports: tuple[StoredReport, ...]

    @property
    def day(self) -> date:
        """When it began, or, where no article says, when it was first published."""
        return day_of(self.id)

    def taking(self, *roles: Role) -> tuple[StoredParticipant, ...]:
        """The participants in any of these parts, in the order told."""
        return tuple(participant for participant in self.participants if participant.role in roles)
