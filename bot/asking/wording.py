"""An EventQuery for people and for programs: as one English sentence and as JSON."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from bot.asking.query import Act, Anchor, EventQuery, Kind, Name, Order, Part, Relation, Wanted, Window
from db.vocabulary import ActorKind, Granularity, Status


def to_json(query: EventQuery) -> dict[str, Any]:
    """Return the query as JSON values, without what it leaves open. `from_json` is its inverse."""
    encoded = _encode(query)
    assert isinstance(encoded, dict)  # noqa: S101 - tells the type checker what _encode makes of a dataclass
    return encoded


def from_json(data: dict[str, Any]) -> EventQuery:
    """Return the query that `to_json` wrote. Raise KeyError, ValueError or TypeError for anything else."""
    return EventQuery(
        kind=Kind(data["kind"]),
        wanted=Wanted(data["wanted"]),
        names=tuple(_name(name) for name in data.get("names", ())),
        act=_act(data.get("act")),
        words=tuple(data.get("words", ())),
        answer_kind=ActorKind(data["answer_kind"]) if "answer_kind" in data else None,
        answer_country=data.get("answer_country"),
        answer_words=tuple(data.get("answer_words", ())),
        window=_window(data.get("window")),
        anchor=_anchor(data.get("anchor")),
        granularity=Granularity(data.get("granularity", Granularity.DAY)),
        status=tuple(Status(status) for status in data.get("status", ())),
        order=Order(data.get("order", Order.NEWEST)),
        ordinal=data.get("ordinal"),
        limit=data.get("limit"),
        negated=data.get("negated", False),
    )


def sentence(query: EventQuery) -> str:
    """Return how the question was understood, in one English sentence without its full stop.

    "Events in which Fumio Kishida signs something, newest first".
    """
    parts = [f"{_HEADS[query.wanted]} in which {_clause(query)}"]
    topics = [name.name or name.text for name in query.names if name.part is Part.TOPIC and not name.excluded]
    about = [*topics, *query.words]
    if about:
        parts.append("about " + ", ".join(about))
    parts.extend("in " + (name.name or name.text) for name in query.names if name.part is Part.PLACE)
    excluded = [name.name or name.text for name in query.names if name.excluded]
    if excluded:
        parts.append("other than " + " and ".join(excluded))
    if query.answer_words or query.answer_kind or query.answer_country:
        parts.append("asking which " + _answer_type(query))
    if query.window:
        parts.append(_window_words(query.window))
    if query.anchor:
        parts.append(_anchor_words(query.anchor))
    if query.status:
        parts.append("told as " + " or ".join(status.value for status in query.status))
    parts.append(_order_words(query))
    return ", ".join(parts)


_HEADS = {
    Wanted.EVENT: "Events",
    Wanted.ACTOR: "Events",
    Wanted.PARTNER: "Events",
    Wanted.OBJECT: "Events",
    Wanted.PLACE: "Places of events",
    Wanted.DATE: "Dates of events",
    Wanted.COUNT: "The number of events",
    Wanted.AMOUNT: "Amounts told of events",
    Wanted.YES_NO: "Whether there are events",
    Wanted.REASON: "Reasons told of events",
    Wanted.STATEMENT: "Statements",
    Wanted.IDENTITY: "What is said of events",
}


def _clause(query: EventQuery) -> str:
    """Who does what to whom: "Fumio Kishida signs something"."""
    named = [name for name in query.names if not name.excluded]
    actors = [name.name or name.text for name in named if name.part in (Part.ACTOR, Part.SPEAKER)]
    others = [name.name or name.text for name in named if name.part is Part.OTHER]
    either = [name.name or name.text for name in named if name.part is Part.EITHER]
    if query.wanted is Wanted.IDENTITY:
        return " and ".join(either or actors or others or ["something"]) + " is described"
    if not query.act:
        both = [*actors, *others, *either]
        return (" and ".join(both) if both else "someone") + (" take part" if len(both) > 1 else " takes part")
    if query.act.words in _HAPPENING and not (actors or others or either):
        return "something happens"
    subject = " and ".join(actors or either or ["someone"])
    verb = third_person(query.act.words) if len(actors or either) < 2 else query.act.words
    if query.negated:
        verb = ("do not " if len(actors) > 1 else "does not ") + query.act.words
    target = " and ".join(others or (either if actors else []))
    if query.wanted in (Wanted.OBJECT, Wanted.EVENT, Wanted.STATEMENT):
        target = f"something with {target}" if target else "something"
    elif query.wanted is Wanted.PARTNER and not target:
        target = "someone"
    return f"{subject} {verb} {target}".rstrip()


def third_person(lemma: str) -> str:
    """The first word of a verb phrase in the third person: "hold talks" -> "holds talks"."""
    verb, space, rest = lemma.partition(" ")
    if verb in _IRREGULAR:
        verb = _IRREGULAR[verb]
    elif verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        verb += "es"
    elif verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        verb = verb[:-1] + "ies"
    else:
        verb += "s"
    return verb + space + rest


_HAPPENING = frozenset(("happen", "occur", "take place", "go on", "do"))
_IRREGULAR = {"be": "is", "have": "has"}


def _answer_type(query: EventQuery) -> str:
    kind = query.answer_kind.value if query.answer_kind else ""
    words = " ".join(query.answer_words)
    origin = f"of {query.answer_country}" if query.answer_country else ""
    return " ".join(part for part in (words or kind or "one", origin) if part)


def _window_words(window: Window) -> str:
    if window.start and window.end:
        return f"on {window.start}" if window.start == window.end else f"from {window.start} to {window.end}"
    if window.start:
        return f"from {window.start} on"
    return f"until {window.end}" if window.end else window.text


def _anchor_words(anchor: Anchor) -> str:
    other = anchor.words or (f"{anchor.name.name or anchor.name.text} did" if anchor.name else "that")
    unit = anchor.granularity.value
    if anchor.relation is Relation.SAME:
        return (
            f"in the same {unit} as {other}" if anchor.granularity is not Granularity.DAY else f"on the day of {other}"
        )
    return f"the {unit} {anchor.relation.value} {other}" if anchor.adjacent else f"{anchor.relation.value} {other}"


def _order_words(query: EventQuery) -> str:
    if query.ordinal == 1:
        return "only the first" if query.order is Order.OLDEST else "only the latest"
    if query.ordinal:
        side = "from the first" if query.order is Order.OLDEST else "from the latest"
        return f"only number {query.ordinal} counted {side}"
    return {Order.NEWEST: "newest first", Order.OLDEST: "oldest first", Order.RELEVANCE: "nearest first"}[query.order]


def _encode(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        pairs = ((field.name, _encode(getattr(value, field.name))) for field in fields(value))
        return {name: inner for name, inner in pairs if inner is not None and inner is not False and inner != []}
    if isinstance(value, tuple):
        return [_encode(inner) for inner in value]
    return value


def _name(data: dict[str, Any]) -> Name:
    return Name(
        text=data["text"],
        part=Part(data["part"]),
        actors=tuple(data.get("actors", ())),
        name=data.get("name"),
        excluded=data.get("excluded", False),
        ambiguous=data.get("ambiguous", False),
    )


def _act(data: dict[str, Any] | None) -> Act | None:
    if data is None:
        return None
    return Act(data["words"], tuple(data.get("verbs", ())), tuple(data.get("relations", ())))


def _window(data: dict[str, Any] | None) -> Window | None:
    if data is None:
        return None
    return Window(
        start=date.fromisoformat(data["start"]) if "start" in data else None,
        end=date.fromisoformat(data["end"]) if "end" in data else None,
        text=data["text"],
        granularity=Granularity(data["granularity"]),
    )


def _anchor(data: dict[str, Any] | None) -> Anchor | None:
    if data is None:
        return None
    return Anchor(
        relation=Relation(data["relation"]),
        name=_name(data["name"]) if "name" in data else None,
        words=data.get("words"),
        granularity=Granularity(data["granularity"]),
        adjacent=data.get("adjacent", False),
    )
