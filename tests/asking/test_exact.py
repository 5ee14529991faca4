"""Imported events, asked for exactly: all that the store holds and nothing else."""

from pathlib import Path

import pytest

from bot.asking import exact
from bot.asking.exact import Findings
from bot.news.icews import import_icews
from db.session import Store
from tests.asking.understanding.asked import ASKED, understanding
from tests.news.event_files import text_file

FILE = [
    "\t".join(row)
    for row in (
        ("Fiji", "Make a visit", "Tonga", "2012-01-10"),
        ("Samoa", "Make a visit", "Tonga", "2012-02-05"),
        ("Nauru", "Make a visit", "Tonga", "2012-02-05"),
        ("Fiji", "Make a visit", "Tonga", "2012-03-01"),
        ("Palau", "Make a visit", "Tonga", "2012-03-20"),
        ("Kiribati", "Make a visit", "Tonga", "2013-05-06"),
        ("Fiji", "Make a visit", "Samoa", "2012-04-01"),
        ("Tonga", "Host a visit", "Vanuatu", "2012-06-07"),
        ("Police (Fiji)", "Criticize or denounce", "Citizen (Tonga)", "2012-06-08"),
        ("Citizen (Tonga)", "Criticize or denounce", "Police (Fiji)", "2012-06-09"),
        ("Men (Samoa)", "Criticize or denounce", "Police (Fiji)", "2012-06-09"),
        ("Fiji", "Consult", "Tonga", "2012-07-01"),
        ("Tonga", "Consult", "Fiji", "2012-07-02"),
        ("Sione Vea", "Express intent to meet or negotiate", "Fiji", "2012-08-01"),
    )
]


@pytest.fixture
async def imported(store: Store, tmp_path: Path) -> Store:
    """A store with a few imported events."""
    await import_icews(store, [text_file(tmp_path / "events.tsv", FILE)])
    return store


async def ask(store: Store, question: str) -> Findings:
    async with store.reading() as session:
        query = await understanding().understand(session, question, ASKED)
        assert exact.applies(query), query
        return await exact.find(session, query)


ANSWERS = (
    ("Who visited Tonga?", ["Kiribati", "Palau", "Fiji", "Nauru", "Samoa"]),
    ("Who visited Tonga in 2012?", ["Palau", "Fiji", "Nauru", "Samoa"]),
    ("Who visited Tonga in February 2012?", ["Nauru", "Samoa"]),
    ("Who visited Tonga after 5 February 2012?", ["Kiribati", "Palau", "Fiji"]),
    ("Who visited Tonga after 2012?", ["Kiribati"]),
    ("Who visited Tonga before March 2012?", ["Nauru", "Samoa", "Fiji"]),
    ("Who visited Tonga before Palau did?", ["Fiji", "Nauru", "Samoa"]),
    ("Who visited Tonga after Fiji?", ["Kiribati", "Palau", "Nauru", "Samoa"]),
    ("Who visited Tonga on the same day as Samoa?", ["Nauru"]),
    ("Who visited Tonga in the same month as Fiji did?", ["Palau"]),
    ("Which country visited Tonga in the same year as Palau?", ["Fiji", "Nauru", "Samoa"]),
    ("Who was the last to visit Tonga?", ["Kiribati"]),
    ("Who visited Tonga first?", ["Fiji"]),
    ("Who last visited Tonga before Palau?", ["Fiji"]),
    ("Who besides Fiji visited Tonga in 2012?", ["Palau", "Nauru", "Samoa"]),
    ("Which three countries last visited Tonga?", ["Kiribati", "Palau", "Fiji", "Nauru", "Samoa"]),
    ("Who visited Tonga and Samoa?", ["Fiji"]),
    ("Whom did Fiji visit?", ["Samoa", "Tonga"]),
    ("Who was visited by Fiji?", ["Samoa", "Tonga"]),
    ("Whose visit did Tonga host?", ["Vanuatu"]),
    ("Who was criticised by the citizens of Tonga?", ["Police (Fiji)"]),
    ("Who criticised the Fijian police?", ["Men (Samoa)", "Citizen (Tonga)"]),
    ("Whom did Sione Vea intend to meet?", ["Fiji"]),
    ("When did Palau visit Tonga?", ["2012-03-20"]),
    ("When did Fiji visit Tonga?", ["2012-03-01", "2012-01-10"]),
    ("When did Fiji first visit Tonga?", ["2012-01-10"]),
    ("In which month did Fiji last visit Tonga?", ["2012-03"]),
    ("In which year was Tonga visited by Kiribati?", ["2013"]),
    ("When did Fiji and Tonga consult?", ["2012-07-02", "2012-07-01"]),
)


async def test_the_answers_are_those_of_the_file_newest_first(imported: Store) -> None:
    for question, answers in ANSWERS:
        found = [found.answer for found in (await ask(imported, question)).answers]
        assert (found[:1], sorted(found)) == (answers[:1], sorted(answers)), question


async def test_of_several_on_the_first_day_one_answers_and_the_others_are_told(imported: Store) -> None:
    singular = await ask(imported, "Who was the last to visit Tonga before 1 March 2012?")
    assert len(singular.answers) == 1
    assert {found.answer for found in (*singular.answers, *singular.tied)} == {"Nauru", "Samoa"}
    plural = await ask(imported, "Who were the last to visit Tonga before 1 March 2012?")
    assert {found.answer for found in plural.answers} == {"Nauru", "Samoa"}


TOTALS = (
    ("How many times did Fiji visit Tonga?", 2),
    ("How often was Tonga visited in 2012?", 5),
    ("Did Fiji visit Tonga?", 2),
    ("Did Nauru visit Samoa?", 0),
    ("Did both Fiji and Nauru visit Samoa?", 0),
    ("Did both Fiji and Nauru visit Tonga?", 3),
)


async def test_events_are_counted(imported: Store) -> None:
    for question, total in TOTALS:
        assert (await ask(imported, question)).total == total, question


async def test_nothing_is_made_up_where_nothing_matches(imported: Store) -> None:
    for question in ("Whom did Palau criticise?", "Who visited Tonga in 1999?", "Who visited Palau before Tonga did?"):
        assert await ask(imported, question) == Findings((), 0)


async def test_an_answer_names_the_events_that_it_rests_on(imported: Store) -> None:
    findings = await ask(imported, "Who visited Tonga in 2012?")
    assert findings.total == 5
    (fiji,) = (found for found in findings.answers if found.answer == "Fiji")
    assert len(fiji.events) == 2
    assert fiji.actor is not None
    assert fiji.actor.key == "country:FJI"


OTHERS = (
    "What did Rabuka say about the mine?",
    "Who visited Atlantis Maravu?",
    "Who is Sione Vea?",
    "What happened in Tonga?",
    "Who built the port in Tonga?",
)


async def test_what_is_no_relation_of_stored_actors_is_left_to_others(imported: Store) -> None:
    async with imported.reading() as session:
        for question in OTHERS:
            assert not exact.applies(await understanding().understand(session, question, ASKED)), question
