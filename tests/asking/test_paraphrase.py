"""Questions as people type them in a hurry: fragments, exclusions, names with slips, and names that a figure tells
apart.
"""

from datetime import date

import pytest

from bot.asking.asker import Asker
from db.session import Store
from db.vocabulary import Action, Role, Status
from tests.asking.world import NOW, Told, publish

ROCKETS = (
    Told(
        "Samoa put the Tuatara-2 satellite into orbit on 5 April 2026.",
        "put",
        Action.OTHER,
        ((Role.ACTOR, "country:WSM"),),
        thing="the Tuatara-2 satellite",
        day=date(2026, 4, 5),
        complements=(("into", "orbit"),),
    ),
)
SURPLUS = (
    Told(
        "Fiji had a $69 million trade surplus with Samoa in 2025.",
        "have",
        Action.OTHER,
        ((Role.ACTOR, "country:FJI"),),
        thing="a $69 million trade surplus with Samoa",
    ),
    Told(
        "Tonga handles 40 percent of the trade of Nauru.",
        "handle",
        Action.OTHER,
        ((Role.ACTOR, "country:TON"),),
        thing="40 percent of the trade of Nauru",
    ),
)
SPOKEN = (
    Told(
        "Palau said that the Samoan rocket frightened its fishermen.",
        "say",
        Action.SAY,
        ((Role.ACTOR, "country:PLW"),),
        thing="the Samoan rocket frightened its fishermen",
    ),
)
DOUBTS = (
    Told(
        "Aisake Eke said that the storm is a warning.",
        "say",
        Action.SAY,
        ((Role.ACTOR, "person:aisake-eke"),),
        thing="the storm is a warning",
    ),
    Told(
        "Nets will not stop the sharks.",
        "stop",
        Action.OTHER,
        (),
        thing="the sharks",
        status=Status.NEGATED,
    ),
)
REPORTED = (
    Told(
        "Nauru boarded a ketch for carrying sand, an official said on 3 April 2026.",
        "board",
        Action.COERCE,
        ((Role.ACTOR, "country:NRU"), (Role.SPEAKER, "an official")),
        thing="a ketch",
        clause="Nauru boarded a ketch for carrying sand",
    ),
)
OPINIONS = (
    Told(
        "Aisake Eke called the reef school a national duty.",
        "call",
        Action.OTHER,
        ((Role.ACTOR, "person:aisake-eke"),),
        thing="the reef school a national duty",
    ),
    Told(
        "Aisake Eke called a meeting of the reef school.",
        "call",
        Action.REQUEST,
        ((Role.ACTOR, "person:aisake-eke"),),
        thing="a meeting of the reef school",
    ),
    Told(
        "Aisake Eke helped the reef school.",
        "help",
        Action.SUPPORT,
        ((Role.ACTOR, "person:aisake-eke"),),
        thing="the reef school",
    ),
)
PEOPLE = (
    Told(
        "Tavita Mualia, Samoa's most famous newsreader, declared a day of joy.",
        "declare",
        Action.SAY,
        ((Role.ACTOR, "Tavita Mualia, Samoa's most famous newsreader"),),
        thing="a day of joy",
    ),
    Told(
        "Similarly, First Deputy Chairman of the Reef Council Ioane Fatialofa warned of storms.",
        "warn",
        Action.THREATEN,
        ((Role.ACTOR, "First Deputy Chairman of the Reef Council Ioane Fatialofa"),),
        thing="storms",
    ),
)
TALKS = (
    Told(
        "Sina Leota will talk with Pita Folau in Levuka.",
        "talk",
        Action.CONSULT,
        ((Role.ACTOR, "person:sina-leota"), (Role.PARTNER, "person:pita-folau")),
        place="Levuka",
        status=Status.PLANNED,
    ),
)
ACCUSED = (
    Told(
        "Nauru accused Kiribati of dumping sand.",
        "accuse",
        Action.ACCUSE,
        ((Role.ACTOR, "country:NRU"), (Role.TARGET, "country:KIR")),
        thing="dumping sand",
    ),
    Told(
        "Nauru accused Tonga of dumping sand on its reef.",
        "accuse",
        Action.ACCUSE,
        ((Role.ACTOR, "country:NRU"), (Role.TARGET, "country:TON")),
        thing="dumping sand on its reef",
    ),
)


async def test_a_name_that_a_figure_tells_apart_is_not_another_of_its_sort(world: Store) -> None:
    await publish(world, "A satellite", date(2026, 4, 6), ROCKETS)
    asker = Asker(world)
    assert (await asker.ask("when did Samoa put the Tuatara-2 into orbit?", asked=NOW)).answers == ("2026-04-05",)
    assert (await asker.ask("when did Samoa put the Tuatara-5 into orbit?", asked=NOW)).abstained
    assert (await asker.ask("when did samoa put the tuatara-5 into orbit", asked=NOW)).abstained


@pytest.mark.parametrize(
    "question", ["fiji's 2025 trade surplus w/ samoa?", "what was Fiji's trade surplus with Samoa"]
)
async def test_what_is_told_by_a_figure_may_be_asked_without_a_verb(world: Store, question: str) -> None:
    await publish(world, "Trade of the islands", date(2026, 1, 5), SURPLUS)
    answer = await Asker(world).ask(question, asked=NOW)
    assert answer.answers
    assert "$69 million" in answer.answers[0]


async def test_what_share_asks_for_a_figure(world: Store) -> None:
    await publish(world, "Trade of the islands", date(2026, 2, 1), SURPLUS)
    answer = await Asker(world).ask("what share of Nauru's trade does Tonga handle?", asked=NOW)
    assert answer.answers
    assert answer.answers[0].startswith("40 percent")


async def test_what_was_said_of_a_state_is_no_word_of_its_own(world: Store) -> None:
    await publish(world, "Fear of rockets", date(2026, 4, 7), SPOKEN)
    assert (await Asker(world).ask("Samoa's reaction to the rocket?", asked=NOW)).abstained
    answer = await Asker(world).ask("Palau's reaction to the rocket?", asked=NOW)
    assert answer.answers == (SPOKEN[0].thing,)


async def test_what_was_done_is_not_dated_by_the_day_it_was_told(world: Store) -> None:
    await publish(world, "Sand at sea", date(2026, 4, 4), REPORTED)
    assert (await Asker(world).ask("when did Nauru board a ketch?", asked=NOW)).abstained


async def test_what_someone_called_a_thing_was_said_of_it_and_help_is_no_word(world: Store) -> None:
    await publish(world, "A school", date(2026, 4, 4), OPINIONS)
    answer = await Asker(world).ask("Aisake Eke on the reef school?", asked=NOW)
    assert answer.answers == (OPINIONS[0].thing,)


async def test_who_spoke_beside_a_matter_has_not_said_it(world: Store) -> None:
    await publish(world, "Sharks and storms", date(2026, 4, 7), DOUBTS)
    assert (await Asker(world).ask("did Aisake Eke say that nets stop sharks?", asked=NOW)).abstained


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tavita Mualia - who is she", "Samoa's most famous newsreader"),
        ("ioane fatialofa, who's that", "First Deputy Chairman of the Reef Council"),
    ],
)
async def test_who_someone_is_may_stand_beside_the_name(world: Store, question: str, told: str) -> None:
    await publish(world, "Voices", date(2026, 4, 7), PEOPLE)
    assert (await Asker(world).ask(question, asked=NOW)).answers == (told,)


async def test_who_is_due_to_talk_is_the_subject_and_the_talk_is_planned(world: Store) -> None:
    await publish(world, "Talks ahead", date(2026, 5, 3), TALKS)
    answer = await Asker(world).ask("with whom was Sina Leota due to talk in Levuka?", asked=NOW)
    assert answer.answers == ("Pita Folau",)
    assert answer.query is not None
    assert answer.query.status == (Status.PLANNED,)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("does Sina Leota plan to talk with Pita Folau?", "yes"),
        ("is Sina Leota due to talk with Pita Folau?", "yes"),
        ("did Sina Leota talk with Pita Folau?", "not yet"),
    ],
)
async def test_what_is_planned_is_so_where_the_plan_is_asked_for(world: Store, question: str, told: str) -> None:
    await publish(world, "Talks ahead", date(2026, 5, 3), TALKS)
    assert (await Asker(world).ask(question, asked=NOW)).answers == (told,)


async def test_what_is_passed_to_someone_is_transferred(world: Store) -> None:
    oil = Told(
        "A ketch transferred 60 tons of oil to Fiji.",
        "transfer",
        Action.AID,
        ((Role.ACTOR, "A ketch"), (Role.RECIPIENT, "country:FJI")),
        thing="60 tons of oil",
    )
    await publish(world, "Oil at sea", date(2026, 4, 4), (oil,))
    answer = await Asker(world).ask("how much oil did the ketch pass to Fiji?", asked=NOW)
    assert answer.answers[0].startswith("60 tons")


async def test_names_are_taken_from_the_list_behind_what_is_asked_for(world: Store) -> None:
    ban = Told(
        "Palau banned four boats — Tui, Moa 2, Kea, and Weka — from its reefs.",
        "ban",
        Action.COERCE,
        ((Role.ACTOR, "country:PLW"),),
        thing="four boats",
    )
    sails = Told("Palau banned old boats.", "ban", Action.COERCE, ((Role.ACTOR, "country:PLW"),), thing="old boats")
    await publish(world, "Boats kept out", date(2026, 4, 4), (ban, sails))
    answer = await Asker(world).ask("need the names of the four boats Palau banned", asked=NOW)
    assert answer.answers == ("Tui", "Moa 2", "Kea", "Weka")


async def test_who_is_left_out_may_stand_in_front(world: Store) -> None:
    await publish(world, "Sand", date(2026, 4, 7), ACCUSED)
    answer = await Asker(world).ask("besides Kiribati, which countries did Nauru accuse of dumping sand?", asked=NOW)
    assert answer.answers == ("Tonga",)


async def test_a_place_that_the_question_names_is_no_answer_to_where(world: Store) -> None:
    reef = Told(
        "Palau launched a reef boat in the Philippine Sea.",
        "launch",
        Action.MOBILIZE,
        ((Role.ACTOR, "country:PLW"),),
        thing="a reef boat",
        place="the Philippine Sea",
    )
    await publish(world, "A boat", date(2026, 4, 7), (reef,))
    assert "the Philippine Sea" in (await Asker(world).ask("where did Palau launch a reef boat?", asked=NOW)).answers
    assert (await Asker(world).ask("where in the Philippine Sea did Palau launch a reef boat?", asked=NOW)).abstained


async def test_two_slips_in_a_long_name_are_forgiven(world: Store) -> None:
    answer = await Asker(world).ask("what did the sitiveni rabooka sign?", asked=NOW)
    assert answer.answers == ("the Lau Tuna Accord",)


async def test_who_broke_a_story_reported_it(world: Store) -> None:
    answer = await Asker(world).ask("which paper broke the story on the tuna accord?", asked=NOW)
    assert answer.query is not None
    assert answer.query.act is not None
    assert answer.query.act.words == "report"


async def test_a_person_may_be_told_by_office_and_a_name_that_nobody_knew(world: Store) -> None:
    await publish(world, "Voices", date(2026, 4, 7), PEOPLE)
    answer = await Asker(world).ask("which official warned of storms?", asked=NOW)
    assert answer.answers == ("First Deputy Chairman of the Reef Council Ioane Fatialofa",)


async def test_a_number_of_nothing_in_particular_is_not_told(world: Store) -> None:
    assert (await Asker(world).ask("how many by july 2025?", asked=NOW)).abstained


async def test_how_many_may_stand_behind_what_is_counted(world: Store) -> None:
    answer = await Asker(world).ask("reef patrols launched by Palau, how many?", asked=NOW)
    assert answer.query is not None
    assert answer.query.kind == "howmany"
    assert answer.query.names[0].name == "Palau"
