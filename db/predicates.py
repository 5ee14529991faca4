"""Predicates: the pairs of action class and verb that events have, each stored once under a number."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import chunks
from db.dialect import insert_new
from db.loaded import KEY, LoadedEvents
from db.models import Predicate
from db.vocabulary import Action


async def ensure(session: AsyncSession, wanted: Iterable[tuple[Action, str]]) -> dict[tuple[Action, str], int]:
    """The number of each pair, stored where it is new."""
    pairs = set(wanted)
    known = await _numbers(session, pairs)
    new = sorted(pairs - known.keys())
    if new:
        await insert_new(session, Predicate, [{"action": action.value, "verb": verb} for action, verb in new])
        known |= await _numbers(session, new)
    return known


async def meaning(session: AsyncSession, *, verbs: Sequence[str] = (), actions: Sequence[Action] = ()) -> list[int]:
    """The numbers of the predicates with one of the verbs and one of the actions; an empty list does not restrict."""
    kept: LoadedEvents | None = session.info.get(KEY)
    if kept is not None and (found := kept.predicates.get((tuple(verbs), tuple(actions)))):
        return found
    query = select(Predicate.id)
    if verbs:
        query = query.where(Predicate.verb.in_(verbs))
    if actions:
        query = query.where(Predicate.action.in_([action.value for action in actions]))
    found = list(await session.scalars(query))
    if kept is not None:
        kept.predicates[tuple(verbs), tuple(actions)] = found
    return found


async def verbs(session: AsyncSession) -> list[str]:
    """All verbs that events of the store have, in alphabetical order: lemmas and relations' names."""
    return list(await session.scalars(select(Predicate.verb).distinct().order_by(Predicate.verb)))


async def _numbers(session: AsyncSession, pairs: Iterable[tuple[Action, str]]) -> dict[tuple[Action, str], int]:
    found: dict[tuple[Action, str], int] = {}
    for chunk in chunks(sorted({verb for _, verb in pairs})):
        rows = await session.execute(
            select(Predicate.action, Predicate.verb, Predicate.id).where(Predicate.verb.in_(chunk))
        )
        found |= {(Action(action), verb): number for action, verb, number in rows}
    return found
