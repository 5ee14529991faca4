"""A topic as one English sentence."""

from collections.abc import Sequence

from bot.asking.query import EventQuery, Name, Part
from bot.asking.wording import third_person

_ANY = frozenset(("do", "happen", "occur", "take place", "be", "have", "go on", "involve"))
_WITH_ARTICLE = frozenset(
    (
        "Philippines", "United States", "United Kingdom", "Solomon Islands", "Marshall Islands", "Cook Islands",
        "Maldives", "Netherlands", "United Arab Emirates", "Czech Republic", "South China Sea", "East China Sea",
        "Taiwan Strait", "Philippine Sea", "Yellow Sea", "Sea of Japan", "Senkaku Islands", "Spratly Islands",
        "Paracel Islands", "Pacific islands", "Pacific", "Quad", "Korean Peninsula",
    )
)  # fmt: skip
_STATUS = {
    "planned": "that are planned",
    "urged": "that are asked for",
    "threatened": "that are threatened",
    "denied": "that are denied",
    "alleged": "that are alleged",
    "negated": "that are said not to have been done",
    "happened": "that were done",
    "ongoing": "that are going on",
}


def topic_sentence(query: EventQuery) -> str:
    """Say which events are meant: "Events in which Japan signs something, about trade, in Tokyo." """
    parts = [f"Events {_who_does_what(query)}".rstrip()]
    about = [_called(name) for name in _named(query, Part.TOPIC)] if query.act or _sides(query) else []
    about += [*query.words, *query.answer_words]
    if about:
        parts.append(f"about {_joined(about)}")
    if query.act or _sides(query) or _named(query, Part.TOPIC) or query.words:
        parts += [f"in {_called(name)}" for name in _named(query, Part.PLACE)]
    excluded = [_called(name) for name in query.names if name.excluded]
    if excluded:
        parts.append(f"other than those of {_joined(excluded)}")
    if query.status:
        parts.append(_joined([_STATUS[status.value] for status in query.status], "or"))
    return " ".join(", ".join(parts).split()).replace("Events,", "Events") + "."


def _who_does_what(query: EventQuery) -> str:
    actors = [_called(name) for name in _named(query, Part.ACTOR, Part.SPEAKER)]
    others = [_called(name) for name in _named(query, Part.OTHER)]
    either = [_called(name) for name in _named(query, Part.EITHER)]
    topics = [_called(name) for name in _named(query, Part.TOPIC)]
    act = query.act.words if query.act and query.act.words not in _ANY else None
    if act is None:
        if actors and others:
            return f"in which {_joined(actors)} {_does(actors)} something with or to {_joined(others)}"
        if actors:
            return f"in which {_joined(actors)} {_does(actors)} something"
        both = [*others, *either]
        if both:
            return f"that involve {'both ' if len(both) == 2 else ''}{_joined(both)}"
        if topics:
            return f"about {_joined(topics)}"
        places = [_called(name) for name in _named(query, Part.PLACE)]
        return f"in {_joined(places)}" if places and not query.words else ""
    doers = actors or either
    subject = _joined(doers) if doers else "someone"
    verb = act if len(doers) > 1 else third_person(act)
    target = _joined(others or (either if actors else [])) or ("something" if actors else "")
    return f"in which {subject} {verb} {target}".rstrip()


def _does(actors: Sequence[str]) -> str:
    return "do" if len(actors) > 1 else "does"


def _sides(query: EventQuery) -> bool:
    return bool(_named(query, Part.ACTOR, Part.SPEAKER, Part.OTHER, Part.EITHER))


def _named(query: EventQuery, *parts: Part) -> list[Name]:
    return [name for name in query.names if name.part in parts and not name.excluded]


def _called(name: Name) -> str:
    return with_article(name.name or name.text)


def with_article(name: str) -> str:
    """A name as it stands in a sentence: "the Philippines"."""
    return f"the {name}" if name in _WITH_ARTICLE else name


def _joined(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
