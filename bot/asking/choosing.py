"""Names that can mean several: whose events answer the question, offering the choice, keeping to what was chosen."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.answer import Answer
from bot.asking.conversation import Choice
from bot.asking.errors import AskingError
from bot.asking.evidence.terms import tokens
from bot.asking.followup_words import followup
from bot.asking.query import EventQuery, Name
from db import actors
from db.loading import load

MOST_CHOICES = 6
"""Whom one name is tried as; more would be no help to choose from."""


class NoSuchChoice(AskingError):  # noqa: N818
    """A number was given that nobody of those offered has."""

    def __init__(self, count: int) -> None:
        super().__init__(f"Choose a number from 1 to {count} or one of the names, or ask something else.")


def settled(query: EventQuery, chosen: Sequence[Choice]) -> EventQuery:
    """The query with the names that have been chosen for meaning just those."""
    return replace(query, names=tuple(_settled(name, chosen) for name in query.names))


def _settled(name: Name, chosen: Sequence[Choice]) -> Name:
    for choice in chosen:
        if choice.actor in name.actors and tokens(choice.words) == tokens(name.text):
            return replace(name, actors=(choice.actor,), name=choice.name, ambiguous=False)
    return name


async def choices_in(session: AsyncSession, query: EventQuery) -> tuple[Choice, ...]:
    """Whom the first ambiguous name can mean, likeliest first; empty where no name is ambiguous."""
    name = next((name for name in query.names if name.ambiguous and not name.excluded), None)
    if name is None:
        return ()
    known = await actors.load(session, name.actors)
    found = [Choice(name.text, actor, known[actor].name) for actor in name.actors if actor in known]
    return tuple(found[:MOST_CHOICES]) if len(found) > 1 else ()


async def rests_on(session: AsyncSession, answer: Answer, choice: Choice) -> bool:
    """Whether the chosen one takes part in what is answered first, and does not only have the same surname."""
    told = await load(session, answer.events[:1])
    return any(part.actor and part.actor.id == choice.actor for event in told for part in event.participants)


def offer(question: str, query: EventQuery, choices: Sequence[Choice]) -> Answer:
    """Ask back which of them is meant."""
    names = tuple(dict.fromkeys(choice.name for choice in choices))
    reason = f"“{choices[0].words}” can mean {', '.join(names[:-1])} or {names[-1]}."
    return Answer(question=question, kind=query.kind, abstained=True, reason=reason, ambiguous=names, query=query)


def picked(said: str, offered: Sequence[Choice]) -> Choice | None:
    """The one that a line chooses: by its number, its place ("the second") or a name that only it has.

    None for a line that does not choose. Raise `NoSuchChoice` for a number beyond those offered.
    """
    words = [word for word in tokens(said) if word not in followup("choosing")]
    if not offered or not words:
        return None
    if len(words) == 1 and (place := _place(words[0], len(offered))) is not None:
        if not 0 <= place < len(offered):
            raise NoSuchChoice(len(offered))
        return offered[place]
    fitting = [choice for choice in offered if set(words) <= set(tokens(choice.name))]
    return fitting[0] if len(fitting) == 1 else None


def _place(word: str, count: int) -> int | None:
    """Which place a word names, counted from 0; None where it names none."""
    if word.isdecimal():
        return int(word[:3]) - 1
    if word in followup("last"):
        return count - 1
    return next((at for at in range(MOST_CHOICES) if word in followup(f"number {at + 1}")), None)


def chosen(before: EventQuery, after: EventQuery) -> tuple[Choice, ...]:
    """What was settled from one query to the next."""
    return tuple(
        Choice(old.text, new.actors[0], new.name or new.text)
        for old, new in zip(before.names, after.names, strict=False)
        if old.ambiguous and not new.ambiguous and new.actors
    )
