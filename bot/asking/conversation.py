"""A conversation: what was asked and answered last, as it is kept for what is said next."""

from dataclasses import dataclass, replace
from typing import Any

from bot.asking.answer import Answer
from bot.asking.evidence.focus import Scope
from bot.asking.query import EventQuery
from bot.asking.wording import from_json, to_json

MOST_SEEN = 200
"""Events that are remembered as shown; nobody asks for more so often."""
MOST_IN_FOCUS = 8
"""Events that a follow-up asks about, and articles that tell them."""
MOST_MET = 12
"""People and bodies remembered from earlier turns."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those that an ambiguous name can mean. `words` are the asker's, `actor` the id in the store."""

    words: str
    actor: int
    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What the next thing said can lean on. `question` is the last one, completed by what it left unsaid."""

    question: str
    query: EventQuery
    part: EventQuery | None = None
    """The query as it last asked for another part of the same events: "and when?"."""
    events: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    """Ids of the events answered from, those of the question itself first, and of the articles that tell them."""
    seen: tuple[int, ...] = ()
    """Ids of all events shown for this question so far, latest last."""
    scope: Scope = Scope.ANYWHERE
    """Where the answer was found."""
    offered: tuple[Choice, ...] = ()
    """Whom the asker was just asked to choose from."""
    chosen: tuple[Choice, ...] = ()
    """What the asker has chosen in this conversation."""
    met: tuple[int, ...] = ()
    """Ids of people and bodies named in the conversation, latest first."""

    def answered(self, answer: Answer) -> "Turn":
        """The turn after an answer: its events come into focus, after those that are, and are seen."""
        events = dict.fromkeys((*self.events, *answer.events))
        articles = dict.fromkeys((*self.articles, *answer.articles))
        seen = dict.fromkeys((*self.seen, *(citation.event for citation in answer.shown)))
        met = dict.fromkeys((*(name.actors[0] for name in self.query.names if name.actors), *self.met))
        return replace(
            self,
            events=tuple(events)[:MOST_IN_FOCUS],
            articles=tuple(articles)[:MOST_IN_FOCUS],
            seen=tuple(seen)[-MOST_SEEN:],
            met=tuple(met)[:MOST_MET],
        )

    def as_json(self) -> dict[str, Any]:
        """The turn as the store keeps it."""
        return {
            "question": self.question,
            "query": to_json(self.query),
            "part": to_json(self.part) if self.part else None,
            "events": list(self.events),
            "articles": list(self.articles),
            "seen": list(self.seen),
            "scope": self.scope.value,
            "offered": [[choice.words, choice.actor, choice.name] for choice in self.offered],
            "met": list(self.met),
            "chosen": [[choice.words, choice.actor, choice.name] for choice in self.chosen],
        }


def turn_from_json(state: dict[str, Any] | None) -> Turn | None:
    """The kept turn; None where there is none or another version of the program kept something else."""
    if not state:
        return None
    try:
        return Turn(
            question=str(state["question"]),
            query=from_json(state["query"]),
            part=from_json(state["part"]) if state["part"] else None,
            events=tuple(map(int, state["events"])),
            articles=tuple(map(int, state["articles"])),
            seen=tuple(map(int, state["seen"])),
            scope=Scope(state["scope"]),
            offered=tuple(_choice(item) for item in state["offered"]),
            chosen=tuple(_choice(item) for item in state["chosen"]),
            met=tuple(map(int, state["met"])),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _choice(item: Any) -> Choice:
    words, actor, name = item
    return Choice(str(words), int(actor), str(name))
