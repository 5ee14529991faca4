"""Events: everything told comes back, the same act is found again, neighbours are near."""

import dataclasses
from functools import partial

from db import events
from db.loading import load
from db.records import NewEvent, NewParticipant, NewReport
from db.session import Store
from db.vocabulary import Action, Granularity, Role, Status
from tests.db.building import NOW, add_actor, add_article, day, event


async def test_everything_told_of_an_event_comes_back(store: Store) -> None:
    async with store.writing() as session:
        fiji = await add_actor(session, "Fiji")
        told = NewEvent(
            action=Action.SAY,
            verb="say",
            status=Status.ALLEGED,
            report=NewReport("“We will build it in Suva,” she said.", 10, 47, "We will build it in Suva"),
            participants=(
                NewParticipant(Role.SPEAKER, None, "she"),
                NewParticipant(Role.ACTOR, fiji, "We"),
                NewParticipant(Role.PLACE, fiji, "Suva"),
                NewParticipant(Role.ACTOR, None, "dock workers"),
            ),
            object="it",
            place="Suva",
            place_name="Suva, Fiji",
            country="FJI",
            starts=day("2024-03-01"),
            ends=day("2024-03-31"),
            granularity=Granularity.MONTH,
            date_text="this month",
            speaker="she",
            complements=(("in", "Suva"), ("after", "the storm")),
            quoted=True,
            confidence=0.75,
        )
        article_id, (identifier,) = await add_article(session, told)
    async with store.reading() as session:
        (stored,) = await load(session, [identifier])
    for name in {field.name for field in dataclasses.fields(told)} - {"participants", "report"}:
        assert getattr(stored, name) == getattr(told, name), name
    assert [(part.role, part.actor.id if part.actor else None, part.text) for part in stored.participants] == [
        (part.role, part.actor_id, part.text) for part in told.participants
    ]
    assert [part.name for part in stored.taking(Role.ACTOR)] == ["Fiji", "dock workers"]
    assert [part.name for part in stored.taking(Role.PLACE, Role.SPEAKER)] == ["she", "Fiji"]
    (report,) = stored.reports
    assert (report.quote, report.start, report.end, report.clause) == dataclasses.astuple(told.report)
    assert report.article.id == article_id
    assert stored.source is None
    assert stored.day == day("2024-03-01")


async def test_an_event_without_a_date_has_the_day_of_publication(store: Store) -> None:
    async with store.writing() as session:
        _, (identifier,) = await add_article(session, event("Palau has a new boat."))
        (stored,) = await load(session, [identifier])
    assert (stored.day, stored.starts, stored.ends) == (day("2024-03-05"), None, None)


async def test_events_come_in_the_order_asked_for_and_missing_ones_are_left_out(store: Store) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, *[event(f"Sentence {number}.") for number in range(4)])
        wanted = [ids[2], 17, ids[0], ids[2], ids[3]]
        assert [stored.id for stored in await load(session, wanted)] == [ids[2], ids[0], ids[3]]
        assert await load(session, []) == []


async def test_thousands_of_events_load_at_once(store: Store) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, *[event(f"Sentence {number}.") for number in range(1500)])
        assert len(await load(session, ids)) == 1500


async def test_the_same_act_told_again_is_one_more_report(store: Store) -> None:
    async with store.writing() as session:
        _, (identifier,) = await add_article(session, event("Palau signed the pact."), publisher="Late", title="B")
        earlier, _ = await add_article(session, text="Pact signed by Palau.", published=NOW.replace(year=2023))
        report = NewReport("Pact signed by Palau.", 0, 21)
        await events.add_reports(session, earlier, [(identifier, report)])
        await events.add_reports(session, earlier, [(identifier, report)])
        (stored,) = await load(session, [identifier])
    assert [told.quote for told in stored.reports] == ["Pact signed by Palau.", "Palau signed the pact."]


async def test_similar_events_share_days_an_actor_and_what_was_done(store: Store) -> None:
    async with store.writing() as session:
        nauru, tuvalu = await add_actor(session, "Nauru"), await add_actor(session, "Tuvalu")

        async def add(actor: int, verb: str, when: str, action: Action = Action.AGREE) -> int:
            told = event(f"{actor} {verb} {when}", verb, (Role.ACTOR, actor), starts=day(when), action=action)
            return (await add_article(session, told))[1][0]

        meant = await add(nauru, "sign", "2024-05-02")
        alike = await add(nauru, "conclude", "2024-05-03")
        await add(nauru, "sign", "2024-05-09")
        await add(tuvalu, "sign", "2024-05-02")
        await add(nauru, "visit", "2024-05-02", Action.CONSULT)
        similar = partial(events.similar, session, first=day("2024-05-01"), last=day("2024-05-03"))

        assert [stored.id for stored in await similar(actors=[nauru], verb="sign")] == [meant]
        found = await similar(actors=[nauru], verb="sign", action=Action.AGREE)
        assert [stored.id for stored in found] == [alike, meant]
        assert len(await similar(actors=[nauru])) == 3
        assert await similar(actors=[]) == []


async def test_events_around_a_place_in_an_article_are_its_neighbours(store: Store) -> None:
    text = "Palau opened a port. It is deep. The reef is near. Ships came."
    sentences = [sentence + "." for sentence in text.removesuffix(".").split(". ")]
    told = [
        event(sentence, report=NewReport(sentence, text.index(sentence), text.index(sentence) + len(sentence)))
        for sentence in sentences
    ]
    async with store.writing() as session:
        article_id, ids = await add_article(session, *told, text=text)
        other, _ = await add_article(session, event("Elsewhere it rained."))
        start = text.index("It is deep")
        near = await events.around(session, article_id, start, 21)
        assert [stored.id for stored in near] == ids[:3]
        assert [stored.id for stored in await events.of_article(session, article_id)] == ids
        assert len(await events.around(session, other, 0, 10_000)) == 1
