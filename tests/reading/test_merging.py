"""One act, one event."""

from tests.reading.conftest import Read, named


def test_an_act_told_twice_is_one_event_with_the_first_quote(read: Read) -> None:
    text = "Fiji seized the trawler Hai Lung. Rain fell. Fiji seized the trawler in March."
    (seizure,) = (event for event in read(text) if event.verb == "seize")
    assert seizure.quote == "Fiji seized the trawler Hai Lung."


def test_other_acts_of_the_same_kind_stay_apart(read: Read) -> None:
    text = "Fiji seized two trawlers in March. Fiji seized three trawlers in April."
    assert len([event for event in read(text) if event.verb == "seize"]) == 2


def test_a_plan_and_the_act_stay_apart(read: Read) -> None:
    text = "Fiji plans to seize the trawler. Fiji seized the trawler."
    assert len([event for event in read(text) if event.verb == "seize"]) == 2


def test_the_doer_of_a_passive_is_the_one_named_before(read: Read) -> None:
    text = "Fiji has seized a trawler. The trawler was seized in March near Suva."
    assert all(named(event.actors) == ["Fiji"] for event in read(text) if event.verb == "seize")
