"""Made-up news for tests of digests: events in memory, and articles that tell them in a store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digests.candidate import Candidate
from bot.knowledge.actors import fold
from db import actors, articles, events
from db.records import (
    NewActor,
    NewArticle,
    NewEvent,
    NewParticipant,
    NewReport,
    StoredActor,
    StoredArticle,
    StoredEvent,
    StoredParticipant,
    StoredReport,
    first_id,
)
from db.session import Store
from db.vocabulary import Action, ActorKind, Granularity, Role, Status

MORNING = datetime(2026, 5, 4, 0, tzinfo=UTC)
"""A Monday, when the periods of these tests begin; in Tokyo it is nine o'clock."""
NIGHT = MORNING + timedelta(days=1)

ACTORS = {
    "country:FJI": ("Fiji", ActorKind.COUNTRY, "FJI", None),
    "country:TON": ("Tonga", ActorKind.COUNTRY, "TON", None),
    "country:JPN": ("Japan", ActorKind.COUNTRY, "JPN", None),
    "country:CHN": ("China", ActorKind.COUNTRY, "CHN", None),
    "country:PHL": ("Philippines", ActorKind.COUNTRY, "PHL", None),
    "country:PRK": ("North Korea", ActorKind.COUNTRY, "PRK", None),
    "country:KOR": ("South Korea", ActorKind.COUNTRY, "KOR", None),
    "country:TWN": ("Taiwan", ActorKind.COUNTRY, "TWN", None),
    "country:USA": ("United States", ActorKind.COUNTRY, "USA", None),
    "country:MMR": ("Myanmar", ActorKind.COUNTRY, "MMR", None),
    "person:sina-leota": ("Sina Leota", ActorKind.PERSON, "WSM", "GOV"),
    "person:pita-folau": ("Pita Folau", ActorKind.PERSON, "TON", None),
}


@dataclass(frozen=True)
class Told:
    """A sentence and the event that it tells; `clause` is the whole sentence unless given."""

    quote: str
    verb: str
    action: Action
    parts: Sequence[tuple[Role, str]] = ()
    thing: str | None = None
    country: str | None = None
    day: date | None = None
    granularity: Granularity = Granularity.DAY
    status: Status = Status.HAPPENED
    clause: str | None = None
    quoted: bool = False
    confidence: float = 0.85


def doing(*keys: str) -> tuple[tuple[Role, str], ...]:
    return tuple((Role.ACTOR, key) for key in keys)


def to(*keys: str) -> tuple[tuple[Role, str], ...]:
    return tuple((Role.TARGET, key) for key in keys)


def said_by(key: str) -> tuple[tuple[Role, str], ...]:
    return ((Role.SPEAKER, key),)


TREATY = Told(
    "Japan signed a fishing treaty with Fiji on 3 May 2026.",
    "sign",
    Action.AGREE,
    (*doing("country:JPN"), (Role.PARTNER, "country:FJI")),
    thing="a fishing treaty",
    day=date(2026, 5, 3),
)
RAMMING = Told(
    "China rammed a boat of the Philippines near Sabina Shoal on 4 May 2026.",
    "ram",
    Action.ASSAULT,
    (*doing("country:CHN"), *to("country:PHL")),
    thing="a boat of the Philippines",
    day=date(2026, 5, 4),
)
VISIT = Told(
    "Sina Leota will visit Tonga on 8 May 2026.",
    "visit",
    Action.CONSULT,
    (*doing("person:sina-leota"), *to("country:TON")),
    day=date(2026, 5, 8),
    status=Status.PLANNED,
)
DENIAL = Told(
    "North Korea denied that it had sold rockets to Myanmar.",
    "sell",
    Action.AID,
    (*doing("country:PRK"), *to("country:MMR")),
    thing="rockets",
    status=Status.DENIED,
)
PROTESTS = Told(
    "Students protested in Myanmar on 4 May 2026 against the draft.",
    "protest",
    Action.PROTEST,
    (*to("country:MMR"), (Role.PLACE, "country:MMR")),
    country="MMR",
    day=date(2026, 5, 4),
)


@dataclass
class Press:
    """A store to which articles are published; events are learnt `after` the publication of their article."""

    store: Store
    ids: dict[str, int] = field(default_factory=dict)

    async def publish(
        self,
        *told: Told,
        at: datetime = MORNING + timedelta(hours=3),
        title: str | None = None,
        publisher: str = "The Lagoon Post",
        same_as: Sequence[int] = (),
        sample: bool = False,
    ) -> list[int]:
        """Publish an article and learn its events at once; with `same_as` it tells stored events again instead."""
        async with self.store.writing() as session:
            await self._actors(session)
            text = " ".join(item.quote for item in told)
            new = NewArticle(
                f"{publisher}: {text}", at, title, publisher, f"https://news.example/{abs(hash((publisher, text)))}",
                sample=sample,
            )  # fmt: skip
            article, _ = await articles.add(session, new, read_at=at)
            found = [self.event(item, text.index(item.quote)) for item in told]
            if same_as:
                reports = [(known, event.report) for known, event in zip(same_as, found, strict=True)]
                await events.add_reports(session, article, reports)
                return list(same_as)
            return await events.add(session, article, found, published=at.date(), learnt_at=at)

    async def _actors(self, session: AsyncSession) -> None:
        if not self.ids:
            new = [
                NewActor(key, name, kind, country, sector, aliases=(fold(name),))
                for key, (name, kind, country, sector) in ACTORS.items()
            ]
            self.ids = await actors.ensure(session, new)

    def event(self, told: Told, start: int = 0) -> NewEvent:
        return NewEvent(
            action=told.action,
            verb=told.verb,
            status=told.status,
            report=NewReport(told.quote, start, start + len(told.quote), told.clause or told.quote.rstrip(".")),
            participants=tuple(NewParticipant(role, self.ids[key], ACTORS[key][0]) for role, key in told.parts),
            object=told.thing,
            country=told.country,
            starts=told.day,
            ends=told.day,
            granularity=told.granularity if told.day else None,
            quoted=told.quoted,
            confidence=told.confidence,
        )


def stored(
    told: Told,
    number: int = 1,
    *,
    title: str | None = None,
    publishers: Sequence[str] = ("The Lagoon Post",),
    published: datetime = MORNING,
    start: int = 0,
    article: int | None = None,
) -> StoredEvent:
    """The event as the store gives it back."""
    reports = tuple(
        StoredReport(
            StoredArticle((article or number) * 100 + place, None, title, publisher, published, None, sample=False),
            told.quote,
            told.clause or told.quote.rstrip("."),
            start,
            start + len(told.quote),
        )
        for place, publisher in enumerate(publishers)
    )
    return StoredEvent(
        id=first_id(told.day or published.date()) + number,
        action=told.action,
        verb=told.verb,
        status=told.status,
        object=told.thing,
        place=None,
        place_name=None,
        country=told.country,
        starts=told.day,
        ends=told.day,
        granularity=told.granularity if told.day else None,
        date_text=None,
        speaker=None,
        quoted=told.quoted,
        complements=(),
        confidence=told.confidence,
        source=None,
        participants=tuple(StoredParticipant(role, actor(key), ACTORS[key][0]) for role, key in told.parts),
        reports=reports,
    )


def actor(key: str) -> StoredActor:
    name, kind, country, sector = ACTORS[key]
    return StoredActor(list(ACTORS).index(key) + 1, key, name, kind, country, sector, None)


def candidate(told: Told, number: int = 1, **further: object) -> Candidate:
    event = stored(told, number, **further)  # type: ignore[arg-type]
    return Candidate(event, MORNING, frozenset(report.article.id for report in event.reports))
