"""What reading an article yields: events in its own words, linked to actors where they are known."""

from dataclasses import dataclass, field
from datetime import date

from db.vocabulary import Action, ActorKind, Granularity, Status


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor as the article names it. `start` and `end` are character offsets in the clean text.

    `key` is the actor's stable key ("country:JPN", "person:fumio-kishida"), None where the words name nobody in
    particular ("protesters"). `country` is ISO 3166-1 alpha-3; `sector` a code such as GOV, MIL, REB, BUS, MED, IGO.
    """

    text: str
    start: int
    end: int
    key: str | None = None
    name: str | None = None
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: the words, the resolved name and the ISO 3166-1 alpha-3 country where known."""

    text: str
    name: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When it happened, as a closed interval of days, with the words that say so."""

    start: date
    end: date
    granularity: Granularity
    text: str


@dataclass(frozen=True, slots=True)
class Complement:
    """Further words that hang on the predicate: `marker` is the preposition or conjunction ("to", "for", "after")."""

    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One act, statement or state that a sentence tells.

    `quote` is the verbatim span [start, end) of the article's clean text that carries it, a whole sentence unless that
    is very long. `clause` is the narrower verbatim span of the predicate with its arguments. `verb` is a lemma, with
    its particle or, for light verbs, the noun's verb ("hold talks" -> "talk"). For SAY, `object` is what was said.
    """

    quote: str
    start: int
    end: int
    clause: str
    action: Action
    verb: str
    status: Status
    actors: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    object: str | None = None
    place: Place | None = None
    date: EventDate | None = None
    speaker: Mention | None = None
    complements: tuple[Complement, ...] = field(default=())
    quoted: bool = False
    """Whether the predicate itself stands inside quotation marks."""
    confidence: float = 0.5
    at: int = -1
    """Where the predicate's word begins; -1 for states and background, which tell no act."""
