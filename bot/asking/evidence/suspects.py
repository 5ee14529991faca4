"""Who is held for an act that nobody is told to have done: "who shot him?", where an arrest is all there is."""

import re
from collections.abc import Iterable

from bot.asking.evidence.matching import Match
from bot.asking.query import EventQuery, Wanted
from bot.knowledge.actions import lexicon
from db.records import StoredEvent
from db.vocabulary import Action, ActorKind, Role, Status

_IDENTIFIED = re.compile(
    r"\b(?:identified|named|known) (?:\w+ )?as (?:\d+-year-old )?(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})"
)
_SPOKEN_OF = 0.5
"""Coverage of the act from which the arrest's own sentence speaks of it."""


def suspects(query: EventQuery, matches: Iterable[Match]) -> tuple[Match, tuple[str, ...]] | None:
    """The arrest in whose sentence the violence stands, with those who were arrested; None where there is none."""
    violent = query.act is not None and lexicon().action_of(query.act.words) is Action.ASSAULT
    if query.wanted is not Wanted.ACTOR or not violent:
        return None
    for match in matches:
        if match.contradicted or match.act < _SPOKEN_OF or not _is_arrest(match.event):
            continue
        targets = match.event.taking(Role.TARGET)
        held = tuple(part.name for part in targets if part.actor and part.actor.kind is ActorKind.PERSON)
        if not held and (named := _IDENTIFIED.search(match.evidence.sentence)):
            held = (named["name"],)
        if held:
            return match, held
    return None


def _is_arrest(event: StoredEvent) -> bool:
    told = event.verb == "arrest" or event.verb in lexicon().synonyms("arrest")
    return event.action is Action.COERCE and told and event.status in (Status.HAPPENED, Status.ONGOING)
