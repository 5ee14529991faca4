"""What the store knows of the names in a question, in one round trip."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.records import StoredActor
from db.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Known:
    """Actors by the folded names that they go by, and by their keys (their successors' where they have one)."""

    by_name: dict[str, tuple[StoredActor, ...]]
    by_key: dict[str, StoredActor]


async def known(session: AsyncSession, names: Iterable[str], keys: Iterable[str]) -> Known:
    """Look up folded names and keys; what nobody goes by is left out."""
    rows = await session.execute(_KNOWN, {"names": sorted(set(names)) or [""], "keys": sorted(set(keys)) or [""]})
    by_name: dict[str, tuple[StoredActor, ...]] = {}
    by_key: dict[str, StoredActor] = {}
    for folded, key, *values in rows:
        identifier, own, name, kind, country, sector, description = values
        actor = StoredActor(identifier, own, name, ActorKind(kind), country, sector, description)
        if key is not None:
            by_key[key] = actor
        else:
            by_name[folded] = (*by_name.get(folded, ()), actor)
    return Known(by_name, by_key)


_COLUMNS = "a.id, a.key, a.name, a.kind, a.country, a.sector, a.description"
_KNOWN = text(
    f"SELECT aliases.folded, NULL AS known_by, {_COLUMNS} FROM aliases JOIN actors a ON a.id = aliases.actor_id"  # noqa: S608
    " WHERE aliases.folded IN :names"
    f" UNION ALL SELECT NULL, k.key, {_COLUMNS} FROM actors k JOIN actors a ON a.id = coalesce(k.successor_id, k.id)"
    " WHERE k.key IN :keys"
).bindparams(bindparam("names", expanding=True), bindparam("keys", expanding=True))
