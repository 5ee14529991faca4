"""A conversation: what was asked and answered last, and what a short follow-up leaves unsaid."""

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.asking.query import EventQuery, Name, Part
from bot.asking.wording import from_json, to_json

_PERSON = frozenset(("he", "him", "his", "she", "her", "hers"))
_PLURAL = frozenset(("they", "them", "their", "theirs", "both"))
_THING = frozenset(("it", "its", "that", "this", "there", "then"))
PRONOUNS = _PERSON | _PLURAL | _THING
_WORD = re.compile(r"[a-z']+")
_LINKS = frozenset(("and", "but", "so", "what", "how", "about", "also", "then", "ok", "okay", "right", "thanks", "hmm"))

MORE = frozenset(("more", "more please", "show more", "any more", "anything else", "what else", "next", "go on"))
WHY = frozenset(
    (
        "why",
        "why do you say that",
        "how do you know",
        "says who",
        "source",
        "sources",
        "where did you get that",
        "how so",
    )
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up can lean on: the query as it was run, the events answered from, and what was shown of them."""

    query: EventQuery
    events: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    shown: int = 0
    """How many matching events have been shown so far."""
    question: str = ""

    def as_json(self) -> dict[str, Any]:
        """The turn as the store keeps it."""
        return {
            "query": to_json(self.query),
            "events": list(self.events),
            "articles": list(self.articles),
            "shown": self.shown,
            "question": self.question,
        }


def turn_from_json(state: dict[str, Any] | None) -> Turn | None:
    """The kept turn; None where there is none or an older version of the program kept something else."""
    if not state:
        return None
    try:
        return Turn(
            query=from_json(state["query"]),
            events=tuple(state["events"]),
            articles=tuple(state["articles"]),
            shown=int(state["shown"]),
            question=str(state["question"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def plain(question: str) -> str:
    """The question's words alone, for telling fixed follow-ups ("more", "why do you say that?")."""
    return " ".join(_WORD.findall(question.casefold()))


def continues(question: str, query: EventQuery) -> bool:
    """Whether a question cannot stand alone: it begins like a follow-up, uses a pronoun, or names nothing."""
    words = plain(question).split()
    if not words:
        return False
    if words[0] in {"and", "but", "also"} or words[:2] in (["what", "about"], ["how", "about"]):
        return True
    if any(word in _PERSON | _PLURAL for word in words):
        return not any(name.part in {Part.ACTOR, Part.SPEAKER} for name in query.names) or not query.names
    if any(word in _THING for word in words):
        return not query.names
    return not query.names and not query.words and len(words) <= 5


def follow(question: str, query: EventQuery, before: Turn) -> EventQuery:
    """Complete a follow-up from the turn before it: what it says anew stands, what it leaves out is taken over."""
    earlier = before.query
    words = frozenset(plain(question).split())
    if _only_replaces(words, query):
        return _replace_names(query, earlier)
    if query.act is None and not query.words:
        # "and with whom?", "when was that?", "and where?": another part of the same events.
        return replace(
            earlier,
            kind=query.kind,
            wanted=query.wanted,
            names=_join(query.names, earlier.names),
            granularity=query.granularity,
            answer_kind=query.answer_kind,
            answer_country=query.answer_country,
            answer_words=query.answer_words,
            window=query.window or earlier.window,
            ordinal=None,
        )
    names = query.names
    if words & (_PERSON | _PLURAL):
        names = _join(names, tuple(name for name in earlier.names if name.part is not Part.TOPIC))
    # A new act about the same matter: who and what it was about stand near it in the article, in whatever part.
    topics = tuple(replace(name, part=Part.TOPIC) for name in earlier.names)
    return replace(query, names=_join(names, topics), window=query.window or earlier.window)


def _only_replaces(words: frozenset[str], query: EventQuery) -> bool:
    return bool({"about"} & words) and query.act is None and bool(query.names or query.window)


def _replace_names(query: EventQuery, earlier: EventQuery) -> EventQuery:
    """ "What about China?": the earlier question with China in place of the one most like it."""
    names = list(earlier.names)
    for new in query.names:
        position = next((index for index, old in enumerate(names) if old.part is not Part.TOPIC), None)
        if position is None:
            names.append(new)
        else:
            names[position] = replace(new, part=names[position].part)
    return replace(earlier, names=tuple(names), window=query.window or earlier.window)


def _join(new: tuple[Name, ...], old: tuple[Name, ...]) -> tuple[Name, ...]:
    known = {name.actors[:1] or name.text for name in new}
    return (*new, *(name for name in old if (name.actors[:1] or name.text) not in known))


def is_more(question: str) -> bool:
    """Whether the follow-up asks for the next ones."""
    return plain(question) in MORE


def is_why(question: str) -> bool:
    """Whether the follow-up asks what the answer rests on."""
    return plain(question).removeprefix("and ").removeprefix("but ") in WHY
