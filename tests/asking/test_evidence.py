"""Answers from articles: told in other words elsewhere, told of many at once, told as not yet done."""

from datetime import date

from bot.asking.asker import Asker
from db.session import Store
from db.vocabulary import Action, Role, Status
from tests.asking.world import NOW, Told, publish

COMPACT = (
    Told(
        "Fiji and Samoa signed a shark compact on Monday.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "country:FJI"), (Role.ACTOR, "country:WSM")),
        thing="a shark compact",
        day=date(2026, 2, 2),
    ),
    Told(
        "The Lagoon Shark Compact, or LASHCO, was signed aboard a ketch by Sitiveni Rabuka, Fiji and Samoa.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "person:sitiveni-rabuka"), (Role.ACTOR, "country:FJI")),
        thing="The Lagoon Shark Compact, or LASHCO",
    ),
)
SEVERAL = (
    Told(
        "Nine countries of the lagoon ratified the Whale Charter on 4 April 2026.",
        "ratify",
        Action.AGREE,
        ((Role.ACTOR, "Nine countries of the lagoon"),),
        thing="the Whale Charter",
        day=date(2026, 4, 4),
    ),
)
PLANNED = (
    Told(
        "Tonga will open an embassy in Nauru next year.",
        "open",
        Action.OTHER,
        ((Role.ACTOR, "country:TON"),),
        thing="an embassy in Nauru",
        status=Status.PLANNED,
    ),
)


async def test_when_an_act_was_is_taken_from_the_sentence_that_tells_it_in_other_words(world: Store) -> None:
    await publish(world, "Sharks are to be counted", date(2026, 2, 3), COMPACT)
    answer = await Asker(world).ask("when was LASHCO signed?", asked=NOW)
    assert answer.answers == ("2026-02-02",)
    assert {COMPACT[0].quote, COMPACT[1].quote} <= {citation.quote for citation in answer.citations}


async def test_of_two_acts_of_a_kind_in_an_article_neither_gives_its_date_to_the_other(world: Store) -> None:
    other = Told(
        "Fiji signed a reef lease with Nauru on Tuesday.",
        "sign",
        Action.AGREE,
        ((Role.ACTOR, "country:FJI"), (Role.PARTNER, "country:NRU")),
        thing="a reef lease",
        day=date(2026, 2, 3),
    )
    await publish(world, "Fiji signs twice", date(2026, 2, 4), (*COMPACT, other))
    assert (await Asker(world).ask("when was LASHCO signed?", asked=NOW)).abstained


async def test_a_short_name_is_spelt_out_where_a_sentence_does(world: Store) -> None:
    await publish(world, "Sharks are to be counted", date(2026, 2, 3), COMPACT)
    assert (await Asker(world).ask("what is LASHCO?", asked=NOW)).answers == ("The Lagoon Shark Compact",)


async def test_which_countries_may_be_answered_by_how_many_they_were(world: Store) -> None:
    await publish(world, "A charter for whales", date(2026, 4, 5), SEVERAL)
    answer = await Asker(world).ask("which countries ratified the Whale Charter?", asked=NOW)
    assert answer.answers == ("Nine countries of the lagoon",)


async def test_what_is_told_as_planned_is_not_yet_done_whatever_else_was_asked_about_it(world: Store) -> None:
    await publish(world, "Tonga looks north", date(2026, 4, 20), PLANNED)
    answer = await Asker(world).ask("did Tonga open the promised embassy in Nauru?", asked=NOW)
    assert answer.answers == ("not yet",)


async def test_near_tells_where_and_is_no_verb(world: Store) -> None:
    answer = await Asker(world).ask("what did Palau launch near Palau?", asked=NOW)
    assert answer.query is not None
    assert answer.query.act is not None
    assert answer.query.act.words == "launch"


def _school(quote: str) -> tuple[Told, ...]:
    return (Told(quote, "open", Action.OTHER, ((Role.ACTOR, "person:sitiveni-rabuka"),), thing="a reef school"),)


async def test_an_office_is_held_by_whom_the_newest_sentence_calls_so(world: Store) -> None:
    told = _school("Prime Minister Sitiveni Rabuka opened a reef school.")
    await publish(world, "A school for reefs", date(2024, 3, 1), told)
    for question in (
        "who is the prime minister of Fiji?",
        "who is Fiji's PM",
        "who was the Fijian prime minister in 2024?",
    ):
        answer = await Asker(world).ask(question, asked=NOW)
        assert answer.answers == ("Sitiveni Rabuka",), question
        assert [citation.quote for citation in answer.citations] == [told[0].quote]


async def test_who_only_was_in_office_before_does_not_hold_it(world: Store) -> None:
    await publish(
        world, "Schools", date(2024, 3, 1), _school("Former prime minister Sitiveni Rabuka opened a reef school.")
    )
    assert (await Asker(world).ask("who is the prime minister of Fiji?", asked=NOW)).abstained


async def test_an_office_whose_holder_no_article_names_is_not_known(world: Store) -> None:
    assert (await Asker(world).ask("who is the prime minister of Fiji?", asked=NOW)).abstained


WORDS = (
    Told(
        "Aisake Eke warned that the reef would not last ten years.",
        "warn",
        Action.THREATEN,
        ((Role.ACTOR, "person:aisake-eke"),),
        thing="the reef would not last ten years",
    ),
    Told(
        "Nauru accused Kiribati of dumping sand on 3 April 2026.",
        "accuse",
        Action.ACCUSE,
        ((Role.ACTOR, "country:NRU"), (Role.TARGET, "country:KIR")),
        thing="dumping sand",
        day=date(2026, 4, 3),
    ),
    Told(
        "Kiribati criticised the survey.",
        "criticise",
        Action.ACCUSE,
        ((Role.ACTOR, "country:KIR"),),
        thing="the survey",
    ),
)


async def test_a_day_alone_can_be_asked_for(world: Store) -> None:
    await publish(world, "Sand and reefs", date(2026, 4, 4), WORDS)
    answer = await Asker(world).ask("what happened on 3 April 2026?", asked=NOW)
    assert WORDS[1].quote in {citation.quote for citation in answer.citations}
    assert (await Asker(world).ask("what happened on 3 April 1999?", asked=NOW)).abstained


async def test_who_warned_of_something_has_said_something(world: Store) -> None:
    await publish(world, "Sand and reefs", date(2026, 4, 4), WORDS)
    answer = await Asker(world).ask("what did Aisake Eke say?", asked=NOW)
    assert answer.answers == (WORDS[0].quote.rstrip("."),)


async def test_who_accused_a_state_has_criticised_it_and_what_it_did_itself_does_not_count(world: Store) -> None:
    await publish(world, "Sand and reefs", date(2026, 4, 4), WORDS)
    answer = await Asker(world).ask("which countries criticised Kiribati?", asked=NOW)
    assert answer.answers == ("Nauru",)


async def test_what_was_elsewhere_in_a_country_was_not_in_its_capital(world: Store) -> None:
    reef = Told(
        "Sina Leota met Pita Folau at a reef in Fiji.",
        "meet",
        Action.CONSULT,
        ((Role.ACTOR, "person:sina-leota"), (Role.PARTNER, "person:pita-folau")),
        place="Fiji",
    )
    await publish(world, "A meeting at sea", date(2026, 4, 4), (reef,))
    assert (await Asker(world).ask("who did Sina Leota meet in Fiji?", asked=NOW)).answers == ("Pita Folau",)
    assert (await Asker(world).ask("who did Sina Leota meet in Suva?", asked=NOW)).abstained


async def test_a_destroyer_is_a_ship_and_a_word_of_the_news_is_not_misspelt(world: Store) -> None:
    voyage = Told(
        "A Samoan destroyer circled the Lassen shoal on 3 April 2026.",
        "circle",
        Action.MOBILIZE,
        ((Role.ACTOR, "A Samoan destroyer"),),
        thing="the Lassen shoal",
        day=date(2026, 4, 3),
    )
    await publish(world, "Round the shoal", date(2026, 4, 4), (voyage,))
    answer = await Asker(world).ask("which ship circled the lassen shoal?", asked=NOW)
    assert answer.answers == ("A Samoan destroyer",)
    assert answer.query is not None
    assert "lassen" in answer.query.words


async def test_what_a_namesake_did_was_not_done_by_the_one_asked_about(world: Store) -> None:
    assert (await Asker(world).ask("did Pita Folau visit Tonga?", asked=NOW)).abstained
    assert (await Asker(world).ask("did Lusia Folau visit Tonga?", asked=NOW)).answers == ("yes",)


async def test_where_nobody_is_told_to_have_done_violence_those_arrested_for_it_are_named_as_such(world: Store) -> None:
    shot = Told(
        "Jeremiah Manele was shot from behind in Nadi on 3 April 2026.",
        "shoot",
        Action.ASSAULT,
        ((Role.TARGET, "person:jeremiah-manele"),),
        place="Nadi",
        day=date(2026, 4, 3),
    )
    arrest = Told(
        "Police arrested a man, identified as 40-year-old Vili Marama, over the shooting of Manele.",
        "arrest",
        Action.COERCE,
        ((Role.ACTOR, "Police"), (Role.TARGET, "a man")),
        thing="a man",
    )
    await publish(world, "A shot in Nadi", date(2026, 4, 4), (shot, arrest))
    answer = await Asker(world).ask("who shot Manele?", asked=NOW)
    assert answer.answers == ("Vili Marama",)
    assert answer.loosened == ("who did it: these were arrested",)
    assert answer.citations[0].quote == arrest.quote


async def test_an_arrest_says_nothing_of_who_did_what_is_no_violence(world: Store) -> None:
    opened = Told("A bridge was opened in Nadi.", "open", Action.OTHER, (), thing="A bridge", place="Nadi")
    arrest = Told(
        "Police arrested Pita Folau at the opening of the bridge.",
        "arrest",
        Action.COERCE,
        ((Role.ACTOR, "Police"), (Role.TARGET, "person:pita-folau")),
    )
    await publish(world, "A bridge in Nadi", date(2026, 4, 4), (opened, arrest))
    assert "Pita Folau" not in (await Asker(world).ask("who opened the bridge in Nadi?", asked=NOW)).answers


async def test_who_somebody_is_stands_beside_a_name_that_was_typed_without_capitals(world: Store) -> None:
    told = Told(
        "Jenny Harbour, the editor of Reef Weekly, said that the count was wrong.",
        "say",
        Action.SAY,
        ((Role.ACTOR, "Jenny Harbour"),),
        thing="the count was wrong",
    )
    await publish(world, "A count of reefs", date(2026, 4, 4), (told,))
    assert (await Asker(world).ask("who is jenny harbour", asked=NOW)).answers == ("the editor of Reef Weekly",)


async def test_a_related_act_that_is_told_as_not_done_answers_no_where_all_that_was_asked_stands_in_it(
    world: Store,
) -> None:
    told = Told(
        "Fiji and Tonga could not agree on the whale pact in Levuka.",
        "agree on",
        Action.AGREE,
        ((Role.ACTOR, "country:FJI"), (Role.ACTOR, "country:TON")),
        thing="the whale pact",
        place="Levuka",
        status=Status.NEGATED,
    )
    await publish(world, "No pact for whales", date(2026, 4, 4), (told,))
    answer = await Asker(world).ask("have Fiji and Tonga signed the whale pact?", asked=NOW)
    assert answer.answers == ("no",)
    assert answer.citations[0].quote == told.quote
