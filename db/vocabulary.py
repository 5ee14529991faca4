"""The fixed words of the store: what an act, a status, a part in an act and an actor can be."""

from enum import StrEnum


class Action(StrEnum):
    """The sixteen classes of the PLOVER ontology, with two of ours for what it leaves out.

    Source: PLOVER codebook, Open Event Data Alliance, https://github.com/openeventdata/PLOVER
    """

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    SAY = "SAY"
    """A statement: someone said something that is no act of the sixteen classes."""
    OTHER = "OTHER"
    """Anything else that an article tells: states, identities ("X is the Y of Z"), domestic and private acts."""


class Status(StrEnum):
    """Whether an act is told as done. Only `HAPPENED` and `ONGOING` may ever be told as facts."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    URGED = "urged"
    THREATENED = "threatened"
    DENIED = "denied"
    ALLEGED = "alleged"
    NEGATED = "negated"


class Role(StrEnum):
    """The part an actor has in an event."""

    ACTOR = "actor"
    PARTNER = "partner"
    TARGET = "target"
    RECIPIENT = "recipient"
    SPEAKER = "speaker"
    PLACE = "place"
    """A country or known place where it happened: lets "in Vietnam" use the participants index."""


class ActorKind(StrEnum):
    """What an actor is. The values are those of the command-line contract."""

    PERSON = "person"
    COUNTRY = "country"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    MILITARY = "military"
    GROUP = "group"
    OTHER = "other"


class Granularity(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
