"""Finding events: whatever is asked, the indexes give what a plain loop over all events gives."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from db.finding import Criteria, Involved, count, find
from db.records import NewEvent, NewParticipant, NewReport
from db.session import Store
from db.vocabulary import Action, Role, Status
from tests.db.building import add_actor, add_article

FIRST = date(2024, 1, 1)
VERBS = {"sign": Action.AGREE, "agree": Action.AGREE, "visit": Action.CONSULT, "warn": Action.THREATEN}


@dataclass(frozen=True)
class Told:
    """An event as it was put in, with the id it got."""

    id: int
    event: NewEvent

    def fits(self, criteria: Criteria) -> bool:
        day = self.event.starts or FIRST
        return (
            all(self.involves(party) for party in criteria.involved)
            and not any(self.involves(party) for party in criteria.without)
            and (not criteria.verbs or self.event.verb in criteria.verbs)
            and (not criteria.actions or self.event.action in criteria.actions)
            and (not criteria.statuses or self.event.status in criteria.statuses)
            and (not criteria.countries or self.event.country in criteria.countries)
            and (criteria.first is None or day >= criteria.first)
            and (criteria.last is None or day <= criteria.last)
            and criteria.imported is not True
        )

    def involves(self, party: Involved) -> bool:
        return any(
            part.actor_id in party.actors and (not party.roles or part.role in party.roles)
            for part in self.event.participants
        )


def random_event(chance: random.Random, actors: list[int]) -> NewEvent:
    verb = chance.choice(list(VERBS))
    parts = tuple(
        NewParticipant(chance.choice(list(Role)), chance.choice([*actors, None])) for _ in range(chance.randrange(4))
    )
    return NewEvent(
        action=chance.choice([VERBS[verb], Action.OTHER]),
        verb=verb,
        status=chance.choice(list(Status)),
        report=NewReport("Something happened.", 0, 19),
        participants=parts,
        country=chance.choice(["FJI", "TON", None]),
        starts=FIRST + timedelta(days=chance.randrange(12)),
    )


def random_criteria(chance: random.Random, actors: list[int]) -> Criteria:
    def some(values: list[object], most: int) -> tuple[object, ...]:
        return tuple(chance.sample(values, chance.randint(1, most))) if chance.random() < 0.4 else ()

    def party() -> Involved:
        roles = chance.sample(list(Role), chance.randrange(3))
        return Involved(tuple(chance.sample([*actors, 999], chance.randint(1, 2))), tuple(roles))

    return Criteria(
        involved=tuple(party() for _ in range(chance.randrange(3))),
        without=tuple(party() for _ in range(chance.choice([0, 0, 1]))),
        verbs=some(["sign", "agree", "visit", "unheard"], 2),  # type: ignore[arg-type]
        actions=some([*list(Action)[:3], Action.OTHER, Action.THREATEN], 3),  # type: ignore[arg-type]
        statuses=some(list(Status), 5),  # type: ignore[arg-type]
        countries=some(["FJI", "TON"], 1),  # type: ignore[arg-type]
        first=FIRST + timedelta(days=chance.randrange(6)) if chance.random() < 0.4 else None,
        last=FIRST + timedelta(days=chance.randrange(5, 12)) if chance.random() < 0.4 else None,
        imported=chance.choice([None, None, None, False, True]),
    )


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_search_finds_what_a_plain_loop_finds(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    async with store.writing() as session:
        actors = [await add_actor(session, name) for name in ("Fiji", "Tonga", "Samoa", "Nauru", "Palau")]
        new = [random_event(chance, actors) for _ in range(250)]
        _, ids = await add_article(session, *new)
    stored = [Told(identifier, event) for identifier, event in zip(ids, new, strict=True)]
    hits = 0
    async with store.reading() as session:
        for _ in range(120):
            criteria = random_criteria(chance, actors)
            expected = sorted((told.id for told in stored if told.fits(criteria)), reverse=True)
            hits += len(expected)
            assert await find(session, criteria) == expected, criteria
            assert await count(session, criteria) == len(expected), criteria
            assert await find(session, criteria, limit=3) == expected[:3], criteria
            assert await find(session, criteria, newest=False, limit=3) == expected[::-1][:3], criteria
    assert hits > 1000


async def test_nobody_named_is_nobody_found(store: Store) -> None:
    async with store.writing() as session:
        fiji = await add_actor(session, "Fiji")
        told = NewEvent(
            Action.AGREE, "sign", Status.HAPPENED, NewReport("Fiji signed.", 0, 12), (NewParticipant(Role.ACTOR, fiji),)
        )
        _, ids = await add_article(session, told)
        assert await find(session, Criteria(involved=(Involved(()),))) == []
        assert await find(session, Criteria(involved=(Involved((fiji,)),), without=(Involved(()),))) == ids
        assert await find(session, Criteria()) == ids
