"""Which events a topic means: asking's own matching, held to the act and to everything that the topic says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.evidence.answering import ENOUGH
from bot.asking.evidence.matching import PLAIN_VERBS, Evidence, Matcher
from bot.asking.query import EventQuery, Name, Part
from bot.digests.topic import Topic
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold, gazetteer
from db import actors
from db.records import StoredActor, StoredEvent
from db.vocabulary import Action

_NAMED_AFTER = {
    "attack": Action.ASSAULT,
    "assault": Action.ASSAULT,
    "protest": Action.PROTEST,
    "sanction": Action.SANCTION,
    "threaten": Action.THREATEN,
    "agree": Action.AGREE,
    "cooperate": Action.COOPERATE,
    "accuse": Action.ACCUSE,
    "mobilise": Action.MOBILIZE,
}
"""The acts that a whole class is called by."""
PARTIES = (Part.ACTOR, Part.OTHER, Part.EITHER, Part.SPEAKER)
ACT = 0.85
"""Coverage of the act from which it is what the topic says, and no farther kin: "call on" for "visit"."""
TAKES_PART = 0.6
"""Coverage from which somebody named takes part and is not only spoken of in the same sentence."""


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """How far an event covers a topic, from 0 to 1, and in words what does."""

    coverage: float
    why: str


class TopicMatcher:
    """Matches events with a topic; with the topic of everything, all of them."""

    def __init__(self, query: EventQuery | None, actors: Mapping[int, StoredActor]) -> None:
        self._query = query
        self._matcher = Matcher(query, actors) if query else None
        self._class = _NAMED_AFTER.get(query.act.words) if query and query.act else None
        self._of_class = Matcher(replace(query, act=None), actors) if query and self._class else None

    @classmethod
    async def of(cls, session: AsyncSession, topic: Topic) -> "TopicMatcher":
        """The matcher of a topic, whom it names loaded from the store."""
        if topic.query is None:
            return cls(None, {})
        ids = [identifier for name in topic.query.names for identifier in name.actors]
        return cls(topic.query, await actors.load(session, ids))

    @property
    def wants_statements(self) -> bool:
        """Whether what is only said belongs to the topic."""
        return self._query is not None

    def match(self, event: StoredEvent) -> TopicMatch | None:
        """How far the event is on the topic; None where it is not."""
        if self._query is None or self._matcher is None:
            return TopicMatch(1.0, "the digest is about everything")
        if self._query.status and event.status not in self._query.status:
            return None
        # "Attacks" are all acts of the class, whatever verb tells them.
        matcher = self._of_class if self._of_class and event.action is self._class else self._matcher
        found = matcher.match(Evidence(event))
        if found.contradicted or found.missing or found.coverage < ENOUGH or found.act < ACT:
            return None
        if not self._of_its_class(event):
            return None
        named = [name for name in self._query.names if not name.excluded]
        if any(name.part in PARTIES for name in named) and found.names < TAKES_PART:
            return None
        if not all(_names_place(name, event) for name in named if not name.actors):
            return None
        if event.action is Action.OTHER and event.verb == "be" and self._query.act is None and not self._query.words:
            return None
        told = [name.name or name.text for name in named]
        told += [self._query.act.words] if self._query.act else []
        told += self._query.words
        return TopicMatch(round(found.coverage, 2), f"it covers {', '.join(told)}" if told else "it fits the topic")

    def _of_its_class(self, event: StoredEvent) -> bool:
        """Whether what is told by another verb is of the class of the topic's act: "call on" for "visit" may not be."""
        act = self._query.act if self._query else None
        if (
            act is None
            or act.words in PLAIN_VERBS
            or event.action is self._class
            or event.verb in (act.words, *act.verbs[:1])
        ):
            return True
        return lexicon().action_of(act.words) is event.action

    def matching(self, events: Iterable[StoredEvent]) -> list[tuple[StoredEvent, TopicMatch]]:
        """Those of the events that are on the topic."""
        return [(event, match) for event in events if (match := self.match(event))]


def _names_place(name: Name, event: StoredEvent) -> bool:
    """Whether a sea or another place that nobody acts for is named as such: not by its words here and there."""
    place = gazetteer().place(name.name or name.text)
    if place is None:
        return True
    words = f" {fold(' '.join(report.quote for report in event.reports))} {fold(event.place_name or '')} "
    return any(f" {fold(spelling)} " in words for spelling in (name.text, name.name or name.text, place[0]))
