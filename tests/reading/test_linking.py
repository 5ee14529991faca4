"""Whom the words name."""

from db.vocabulary import ActorKind
from tests.reading.conftest import One, Read, named


def test_a_capital_that_acts_is_the_government_and_where_something_happens_the_place(one: One) -> None:
    event = one("Hanoi hosted a summit in Jakarta.", "host")
    assert event.actors[0].key == "government:VNM"
    assert event.place is not None
    assert event.place.country == "IDN"


def test_an_office_means_its_holder_on_the_day_of_the_article(one: One) -> None:
    assert named(one("The Japanese prime minister resigned.", "resign").actors) == ["Fumio Kishida"]


def test_a_name_beside_an_office_goes_before_the_table_of_offices(one: One) -> None:
    event = one("Japan's prime minister, Haruto Minegishi, resigned.", "resign")
    assert event.actors[0].key != "person:fumio-kishida"


def test_unknown_people_are_learnt_from_the_text_with_country_and_sector(read: Read) -> None:
    text = "Tongan Foreign Minister Sione Palu spoke in Apia. Palu left on Monday."
    spoke, left = (next(e for e in read(text) if e.verb == verb).actors[0] for verb in ("speak", "leave"))
    assert spoke.key == left.key == "person:sione-palu"
    assert (spoke.kind, spoke.country, spoke.sector) == (ActorKind.PERSON, "TON", "GOV")


def test_one_wrong_letter_in_a_surname_still_means_the_same_person(read: Read) -> None:
    text = "Envoy Mikaele Tuapati spoke. Later, Tuapeti left."
    assert len({event.actors[0].key for event in read(text) if event.verb in {"speak", "leave"}}) == 1


def test_two_people_of_one_surname_are_kept_apart(read: Read) -> None:
    text = "Lawyer Sione Palu spoke. Farmer Viliami Palu stayed. Palu left."
    assert {event.verb: event.actors[0].key for event in read(text) if event.actors and event.verb != "be"} == {
        "speak": "person:sione-palu",
        "stay": "person:viliami-palu",
        "leave": None,
    }


def test_a_title_tells_people_of_one_surname_apart(read: Read) -> None:
    text = "Lawyer Sione Palu spoke. Farmer Viliami Palu stayed. Farmer Palu left."
    left = next(event for event in read(text) if event.verb == "leave")
    assert left.actors[0].key == "person:viliami-palu"


def test_an_abbreviation_in_brackets_is_a_name_from_then_on(read: Read) -> None:
    text = "The Pohnpei Reef Council (PRC) met. The PRC resigned."
    assert {event.actors[0].key for event in read(text)} == {"organisation:pohnpei-reef-council"}


def test_generic_mentions_are_nobody(one: One) -> None:
    actor = one("Protesters blocked the road.", "block").actors[0]
    assert (actor.key, actor.text, actor.kind) == (None, "Protesters", ActorKind.GROUP)


def test_officials_of_a_country_carry_the_country(one: One) -> None:
    actor = one("Malaysian officials resigned.", "resign").actors[0]
    assert (actor.key, actor.country, actor.sector) == (None, "MYS", "GOV")


def test_ordinary_words_are_no_surnames(read: Read) -> None:
    people = [m for e in read("A man sold parts of the park in May.") for m in (*e.actors, *e.targets) if m.key]
    assert people == []


def test_hyphened_names_are_whole(one: One) -> None:
    assert one("Governor Bae Yong-in resigned.", "resign").actors[0].name == "Bae Yong-in"


def test_offsets_are_those_of_the_text(read: Read) -> None:
    text = "On Monday Tongan Foreign Minister Sione Palu met “old” friends (and foes) of Samoa’s envoys in Apia."
    for event in read(text):
        for mention in (*event.actors, *event.partners, *event.targets, *event.recipients):
            assert text[mention.start : mention.end] == mention.text or mention.key is None


def test_a_word_in_capitals_is_nobodys_surname(one: One) -> None:
    assert one("SWIFT resigned.", "resign").actors[0].kind is not ActorKind.PERSON
