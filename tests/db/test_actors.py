"""Actors: found by key and by name, completed as more is learnt, made one where two were the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import actors
from db.finding import Criteria, Involved, find
from db.loading import load
from db.merging import merge
from db.records import NewActor
from db.search import search
from db.session import Store
from db.vocabulary import ActorKind, Role
from tests.db.building import add_actor, add_article, event


async def test_an_actor_is_stored_once_and_completed(store: Store) -> None:
    async with store.writing() as session:
        first = await actors.ensure(session, [NewActor("person:ana-tui", "Ana Tui", aliases=("ana tui",))])
        again = await actors.ensure(
            session,
            [
                NewActor("person:ana-tui", "A. Tui", ActorKind.PERSON, "TON", "GOV", "minister", ("tui", "ana tui")),
                NewActor("country:TON", "Tonga", ActorKind.COUNTRY, "TON"),
            ],
        )
        assert again["person:ana-tui"] == first["person:ana-tui"]
        stored = (await actors.load(session, again.values()))[first["person:ana-tui"]]
        assert (stored.name, stored.kind, stored.country) == ("Ana Tui", ActorKind.PERSON, "TON")
        assert (stored.sector, stored.description) == ("GOV", "minister")
        assert await actors.named(session, ["tui", "ana tui", "nobody"]) == {"tui": [stored.id], "ana tui": [stored.id]}
        assert await actors.by_keys(session, ["country:TON", "country:XXX"]) == {"country:TON": again["country:TON"]}


async def test_what_is_known_is_not_overwritten(store: Store) -> None:
    async with store.writing() as session:
        await actors.ensure(session, [NewActor("person:x", "X", ActorKind.PERSON, "FJI", description="colonel")])
        ids = await actors.ensure(session, [NewActor("person:x", "Y", ActorKind.GROUP, "TON", description="clerk")])
        stored = (await actors.load(session, ids.values()))[ids["person:x"]]
    assert (stored.name, stored.kind, stored.country, stored.description) == ("X", ActorKind.PERSON, "FJI", "colonel")


async def test_two_actors_may_share_a_name(store: Store) -> None:
    async with store.writing() as session:
        fiji = await add_actor(session, "Fiji", "the islands")
        tonga = await add_actor(session, "Tonga", "the islands")
        assert await actors.named(session, ["the islands"]) == {"the islands": sorted((fiji, tonga))}


async def test_names_are_found_by_their_beginning_in_order(store: Store) -> None:
    async with store.writing() as session:
        tonga = await add_actor(session, "Tonga", "tongan government", "tongatapu")
        await add_actor(session, "Toga Party")
        found = await actors.beginning(session, "tonga", limit=2)
        assert found == [("tonga", tonga), ("tongan government", tonga)]
        assert await actors.beginning(session, "tonga%") == []


@pytest.mark.parametrize(
    "typed", ["bougainvile", "bougainvillle", "bpugainville", "bougianville", "bougainvillr", "ougainville"]
)
async def test_a_name_with_one_wrong_letter_is_a_candidate(store: Store, typed: str) -> None:
    async with store.writing() as session:
        actor = await add_actor(session, "Bougainville")
        await add_actor(session, "Vanuatu")
        assert await actors.nearly(session, typed) == [("bougainville", actor)]


LETTERS = st.text("abcdeñ海", min_size=3, max_size=9)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=LETTERS, position=st.integers(0, 8), letter=st.sampled_from("abcx"), slip=st.integers(0, 3))
async def test_every_single_slip_is_among_the_candidates(
    store: Store, name: str, position: int, letter: str, slip: int
) -> None:
    place = position % len(name)
    before, at, after = name[:place], name[place], name[place + 1 :]
    typed = (before + after, before + letter + after, before + letter + at + after, before + after[:1] + at + after[1:])
    async with store.writing() as session:
        await add_actor(session, name)
        if (len(typed[slip]) - 1) // 2 >= 1:
            assert name.lower() in {found for found, _ in await actors.nearly(session, typed[slip], limit=10_000)}


async def test_merged_actors_are_one_everywhere(store: Store) -> None:
    async with store.writing() as session:
        keys = await actors.ensure(
            session,
            [
                NewActor("person:tui", "Tui", ActorKind.PERSON, aliases=("tui",)),
                NewActor("person:ana-tui", "Ana Tui", ActorKind.PERSON, aliases=("ana tui", "tui")),
            ],
        )
        short, full = keys["person:tui"], keys["person:ana-tui"]
        _, (event_id,) = await add_article(session, event("Tui signed the pact.", "sign", (Role.ACTOR, short)))
        await merge(session, full, short)
        assert await find(session, Criteria((Involved((full,), (Role.ACTOR,)),), verbs=("sign",))) == [event_id]
        assert await search(session, ["pact"], actors=[[full]]) == [event_id]
        assert await search(session, ["ana"]) == [event_id]
        (stored,) = await load(session, [event_id])
        assert stored.participants[0].name == "Ana Tui"
        assert await actors.named(session, ["tui", "ana tui"]) == {"tui": [full], "ana tui": [full]}
        assert await actors.by_keys(session, ["person:tui"]) == {"person:tui": full}
        assert (await actors.ensure(session, [NewActor("person:tui", "Tui", aliases=("t",))]))["person:tui"] == full
        assert await actors.named(session, ["t"]) == {"t": [full]}


async def test_a_chain_of_merges_leads_to_the_last(store: Store) -> None:
    async with store.writing() as session:
        keys = await actors.ensure(session, [NewActor(f"person:{name}", name) for name in "abc"])
        await merge(session, keys["person:b"], keys["person:a"])
        await merge(session, keys["person:c"], keys["person:b"])
        await merge(session, keys["person:c"], keys["person:c"])
        assert await actors.by_keys(session, keys) == dict.fromkeys(keys, keys["person:c"])


async def test_what_is_too_long_for_a_name_is_not_looked_up_by(store: Store) -> None:
    async with store.writing() as session:
        actor = await add_actor(session, "Tonga", "x" * 5000, "")
        assert await actors.named(session, ["x" * 5000, "", "tonga"]) == {"tonga": [actor]}
