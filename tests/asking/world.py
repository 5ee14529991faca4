"""A small store of made-up news from the Pacific, for tests of asking: short articles with their events as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.actors import fold
from db import actors, articles, events
from db.records import NewActor, NewArticle, NewEvent, NewParticipant, NewReport
from db.session import Store
from db.vocabulary import Action, ActorKind, Granularity, Role, Status

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)

PEOPLE = {
    "person:sitiveni-rabuka": "Sitiveni Rabuka",
    "person:aisake-eke": "Aisake Eke",
    "person:jeremiah-manele": "Jeremiah Manele",
    "person:sina-leota": "Sina Leota",
    "person:tomasi-leota": "Tomasi Leota",
    "person:pita-folau": "Pita Folau",
    "person:lusia-folau": "Lusia Folau",
}
STATES = {
    "country:FJI": "Fiji",
    "country:TON": "Tonga",
    "country:WSM": "Samoa",
    "country:KIR": "Kiribati",
    "country:CHN": "China",
    "country:NRU": "Nauru",
    "country:PLW": "Palau",
}


@dataclass(frozen=True)
class Told:
    """A sentence and the event it tells."""

    quote: str
    verb: str
    action: Action
    parts: Sequence[tuple[Role, str]]
    thing: str | None = None
    place: str | None = None
    day: date | None = None
    status: Status = Status.HAPPENED
    complements: tuple[tuple[str, str], ...] = ()
    clause: str | None = None


TUNA_ACCORD = (
    Told(
        "Sitiveni Rabuka signed the Lau Tuna Accord with Aisake Eke in Levuka on 5 March 2024.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "person:sitiveni-rabuka"), (Role.PARTNER, "person:aisake-eke")),
        thing="the Lau Tuna Accord",
        place="Levuka",
        day=date(2024, 3, 5),
        complements=(("because", "boats of both islands had fished the same reefs"),),
    ),
    Told(
        "Samoa objected to the accord.",
        "object",
        Action.REJECT,
        ((Role.ACTOR, "country:WSM"),),
        thing="the accord",
    ),
    Told(
        "Jeremiah Manele invited Rabuka to a lagoon festival.",
        "invite",
        Action.REQUEST,
        ((Role.ACTOR, "person:jeremiah-manele"), (Role.TARGET, "person:sitiveni-rabuka")),
        thing="a lagoon festival",
    ),
    Told(
        "Rabuka said that the accord ends ten years of quarrels.",
        "say",
        Action.SAY,
        ((Role.ACTOR, "person:sitiveni-rabuka"),),
        thing="the accord ends ten years of quarrels",
    ),
)

PORT_LEASE = (
    Told(
        "China signed a port lease with Kiribati in Betio on 9 June 2021.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "country:CHN"), (Role.PARTNER, "country:KIR")),
        thing="a port lease",
        place="Betio",
        day=date(2021, 6, 9),
    ),
)

FERRY_TREATY = (
    Told(
        "Palau and Nauru signed a ferry treaty.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "country:PLW"), (Role.ACTOR, "country:NRU")),
        thing="a ferry treaty",
    ),
    Told(
        "A choir sang after the signing ceremony at Yaren on 1 February 2025.",
        "sing",
        Action.OTHER,
        ((Role.ACTOR, "country:NRU"),),
        place="Yaren",
        day=date(2025, 2, 1),
    ),
    Told(
        "Fiji denied a visa to the choir in Nadi on 7 February 2025.",
        "deny",
        Action.REJECT,
        ((Role.ACTOR, "country:FJI"),),
        thing="a visa",
        place="Nadi",
        day=date(2025, 2, 7),
    ),
)

LEOTA_VISITS = (
    Told(
        "Sina Leota visited Nauru on 2 May 2025.",
        "visit",
        Action.CONSULT,
        ((Role.ACTOR, "person:sina-leota"), (Role.TARGET, "country:NRU")),
        day=date(2025, 5, 2),
    ),
    Told(
        "Tomasi Leota visited Palau on 8 May 2025.",
        "visit",
        Action.CONSULT,
        ((Role.ACTOR, "person:tomasi-leota"), (Role.TARGET, "country:PLW")),
        day=date(2025, 5, 8),
    ),
    Told(
        "Sina Leota opened a school of navigation.",
        "open",
        Action.OTHER,
        ((Role.ACTOR, "person:sina-leota"),),
        thing="a school of navigation",
    ),
    Told(
        "Lusia Folau visited Tonga on 9 May 2025.",
        "visit",
        Action.CONSULT,
        ((Role.ACTOR, "person:lusia-folau"), (Role.TARGET, "country:TON")),
        day=date(2025, 5, 9),
    ),
)

REEF_PATROLS = tuple(
    Told(
        f"Palau launched reef patrol number {number} on {number} July 2025.",
        "launch",
        Action.MOBILIZE,
        ((Role.ACTOR, "country:PLW"),),
        thing=f"reef patrol number {number}",
        day=date(2025, 7, number),
    )
    for number in range(1, 12)
)


async def fill(store: Store) -> None:
    """Store the articles."""
    new = [
        NewActor(key, name, ActorKind.PERSON, aliases=(fold(name), fold(name.split()[-1])))
        for key, name in PEOPLE.items()
    ]
    new += [
        NewActor(key, name, ActorKind.COUNTRY, country=key[-3:], aliases=(fold(name),)) for key, name in STATES.items()
    ]
    async with store.writing() as session:
        ids = await actors.ensure(session, new)
        await _publish(session, ids, "Fiji and Tonga settle a tuna dispute", date(2024, 3, 6), TUNA_ACCORD)
        await _publish(session, ids, "Kiribati leases a port", date(2021, 6, 10), PORT_LEASE)
        await _publish(session, ids, "A ferry for two islands", date(2025, 2, 8), FERRY_TREATY)
        await _publish(session, ids, "The envoys of May", date(2025, 5, 10), LEOTA_VISITS)
        await _publish(session, ids, "Palau watches its reefs", date(2025, 7, 20), REEF_PATROLS)


async def publish(store: Store, title: str, day: date, told: Sequence[Told]) -> None:
    """Add an article of a test's own, with those who are in the store."""
    async with store.writing() as session:
        ids = await actors.by_keys(session, [*PEOPLE, *STATES])
        await _publish(session, ids, title, day, told)


async def _publish(session: AsyncSession, ids: dict[str, int], title: str, day: date, told: Sequence[Told]) -> None:
    text = " ".join(item.quote for item in told)
    published = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    article, _ = await articles.add(session, NewArticle(text, published, title, "The Lagoon Post"), read_at=NOW)
    found = [_event(item, ids, text.index(item.quote)) for item in told]
    await events.add(session, article, found, published=day, learnt_at=NOW)


def _event(told: Told, ids: dict[str, int], start: int) -> NewEvent:
    return NewEvent(
        action=told.action,
        verb=told.verb,
        status=told.status,
        report=NewReport(told.quote, start, start + len(told.quote), told.clause or told.quote.rstrip(".")),
        participants=tuple(
            NewParticipant(role, ids[key]) if key in ids else NewParticipant(role, text=key) for role, key in told.parts
        ),
        object=told.thing,
        place=told.place,
        starts=told.day,
        ends=told.day,
        granularity=Granularity.DAY if told.day else None,
        complements=told.complements,
    )
