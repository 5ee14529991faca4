"""A planned or denied act told as done is the worst error of all."""

import pytest

from db.vocabulary import Status
from tests.reading.conftest import One

TOLD = [
    ("Jakarta bought two frigates from Italy.", "buy", Status.HAPPENED),
    ("Jakarta has bought two frigates from Italy.", "buy", Status.HAPPENED),
    ("Jakarta is buying two frigates from Italy.", "buy", Status.ONGOING),
    ("Two frigates are being bought by Jakarta.", "buy", Status.ONGOING),
    ("Jakarta will buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta plans to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta is to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta is expected to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta agreed to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta wants to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta tried to buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta said it would buy two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta considered buying two frigates from Italy.", "buy", Status.PLANNED),
    ("Jakarta was urged to buy two frigates from Italy.", "buy", Status.URGED),
    ("Rome urged Jakarta to buy two frigates from Italy.", "buy", Status.URGED),
    ("Rome called on Jakarta to buy two frigates from Italy.", "buy", Status.URGED),
    ("Jakarta should buy two frigates from Italy.", "buy", Status.URGED),
    ("Jakarta has to buy two frigates from Italy.", "buy", Status.URGED),
    ("Jakarta threatened to buy two frigates from Italy.", "buy", Status.THREATENED),
    ("Jakarta did not buy two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta never bought two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta failed to buy two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta refused to buy two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta was unable to buy two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta ruled out buying two frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta has yet to buy two frigates from Italy.", "buy", Status.NEGATED),
    ("Neither Jakarta nor Dili bought frigates from Italy.", "buy", Status.NEGATED),
    ("Jakarta sailed home without buying two frigates.", "buy", Status.NEGATED),
    ("Jakarta denied buying two frigates from Italy.", "buy", Status.DENIED),
    ("Jakarta denied that it had bought two frigates.", "buy", Status.DENIED),
    ("Dili accused Jakarta of buying two frigates.", "buy", Status.ALLEGED),
    ("Jakarta allegedly bought two frigates from Italy.", "buy", Status.ALLEGED),
    ("Jakarta reportedly bought two frigates from Italy.", "buy", Status.ALLEGED),
    ("Jakarta is believed to have bought two frigates.", "buy", Status.ALLEGED),
    ("Jakarta may buy two frigates from Italy.", "buy", Status.ALLEGED),
    ("If Jakarta buys two frigates, Dili will protest.", "buy", Status.ALLEGED),
    ("Did Jakarta buy two frigates from Italy?", "buy", Status.ALLEGED),
    ("Rome said Jakarta had bought two frigates.", "buy", Status.HAPPENED),
    ("Jakarta began buying frigates from Italy.", "buy", Status.HAPPENED),
    ("The crisis forced Jakarta to buy two frigates.", "buy", Status.HAPPENED),
    ("Dili condemned Jakarta for buying two frigates.", "buy", Status.HAPPENED),
    ("Rome insisted that Jakarta had bought two frigates.", "buy", Status.HAPPENED),
    ("Jakarta decided to sell one ship and buy two frigates.", "buy", Status.PLANNED),
    ("Jakarta has no plans to buy two frigates.", "buy", Status.NEGATED),
]


@pytest.mark.parametrize(("text", "verb", "status"), TOLD, ids=[text for text, *_ in TOLD])
def test_an_act_is_told_no_surer_than_the_article_tells_it(one: One, text: str, verb: str, status: Status) -> None:
    assert one(text, verb).status is status


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Beijing threatened to close the strait.", "close"),
        ("Manila's plan to raise its budget met resistance.", "raise"),
        ("Hanoi's proposal to ban nets was rejected.", "ban"),
        ("Parliament voted against sending troops.", "send"),
        ("There is no evidence that Seoul fired the shells.", "fire"),
        ("Tokyo warned it could sink the boat.", "sink"),
        ("Canberra would have sent troops.", "send"),
    ],
)
def test_what_did_not_surely_happen_is_never_a_fact(one: One, text: str, verb: str) -> None:
    assert one(text, verb).status not in {Status.HAPPENED, Status.ONGOING}


def test_a_plan_is_not_told_as_an_act(one: One) -> None:
    assert one("Prabowo is planning a trip to Suva.", "plan").status is Status.PLANNED
