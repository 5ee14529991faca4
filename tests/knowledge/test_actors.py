"""Who and what names, titles and misspellings mean."""

from datetime import date

import pytest

from bot.knowledge.actors import Gazetteer, fold, gazetteer, is_ordinary_word
from db.vocabulary import ActorKind


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def _key(known: Gazetteer, words: str) -> str | None:
    found = known.named(words)
    return found[0].key if found else None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Japan", "country:JPN"),
        ("the U.K.", "country:GBR"),
        ("DPRK", "country:PRK"),
        ("Republic of Korea", "country:KOR"),
        ("the British", "country:GBR"),
        ("Filipinos", "country:PHL"),
        ("Türkiye", "country:TUR"),
        ("Tokyo", "government:JPN"),
        ("Downing Street", "government:GBR"),
        ("the Kremlin", "government:RUS"),
        ("Malacanang", "government:PHL"),
        ("the Pentagon", "body:USA-defence-ministry"),
        ("Foggy Bottom", "body:USA-foreign-ministry"),
        ("the State Department", "body:USA-foreign-ministry"),
        ("the Diet", "body:JPN-parliament"),
        ("PLA", "military:CHN-armed-forces"),
        ("Maritime Self-Defense Force", "military:JPN-navy"),
        ("INDOPACOM", "military:USA-indo-pacific-command"),
        ("U.N. Security Council", "organisation:un-security-council"),
        ("Asean", "organisation:asean"),
        ("the G-7", "organisation:g7"),
        ("the World Court", "organisation:icj"),
        ("Rodong Sinmun", "organisation:rodong-sinmun"),
        ("the Karen National Union", "organisation:knu"),
        ("Fumio Kishida", "person:fumio-kishida"),
        ("Kishida Fumio", "person:fumio-kishida"),
        ("Kim Jong-un", "person:kim-jong-un"),
        ("Jokowi", "person:joko-widodo"),
        ("Suu Kyi", "person:aung-san-suu-kyi"),
        ("von der Leyen", "person:ursula-von-der-leyen"),
    ],
)
def test_names_aliases_and_metonyms_mean_their_actor(known: Gazetteer, words: str, key: str) -> None:
    assert _key(known, words) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("the Thai foreign ministry", "body:THA-foreign-ministry"),
        ("Vanuatu's Ministry of Finance", "body:VUT-finance-ministry"),
        ("the parliament of Fiji", "body:FJI-parliament"),
        ("Armed Forces of Tonga", "military:TON-armed-forces"),
        ("Malaysian navy", "military:MYS-navy"),
        ("the Laotian government", "government:LAO"),
        ("Japan's navy", "military:JPN-navy"),
        ("Indian External Affairs Ministry", "body:IND-foreign-ministry"),
    ],
)
def test_bodies_follow_from_country_and_kind_of_body(known: Gazetteer, words: str, key: str) -> None:
    assert _key(known, words) == key


def test_a_body_without_a_name_of_its_own_is_called_after_its_country(known: Gazetteer) -> None:
    body = known.body("coast guard", "VUT")
    assert body is not None
    assert (body.name, body.country, body.sector) == ("Vanuatu coast guard", "VUT", "COP")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("President Moon", "person:moon-jae-in"),
        ("former Prime Minister May", "person:theresa-may"),
        ("British Prime Minister Johnson", "person:boris-johnson"),
        ("U.S. Defense Secretary Lloyd Austin", "person:lloyd-austin"),
        ("Indonesia's Defence Minister Prabowo", "person:prabowo-subianto"),
        ("Mr. Xi", "person:xi-jinping"),
        ("Gen. Prayut", "person:prayut-chan-o-cha"),
        ("China's Wang Yi", "person:wang-yi"),
        ("former Japanese Prime Minister Abe", "person:shinzo-abe"),
        ("U.N. Secretary-General Guterres", "person:antonio-guterres"),
        ("President Xi Jinping of China", "person:xi-jinping"),
        ("Foreign Ministry spokesperson Mao Ning", "person:mao-ning"),
        ("Joint Chiefs of Staff Gen. Mark Milley", "person:mark-milley"),
        ("William Joseph Burns", "person:william-burns"),
        ("Thailand's embattled Srettha Thavisin", "person:srettha-thavisin"),
        ("Abe's brother Nobuo Kishi", "person:nobuo-kishi"),
        ("Minister of Economic Affairs Wang Mei-hua", "person:wang-mei-hua"),
    ],
)
def test_a_title_or_country_tells_which_bearer_of_a_name_is_meant(known: Gazetteer, words: str, key: str) -> None:
    assert _key(known, words) == key


def test_a_middle_name_may_be_another_ones_given_name_where_surnames_come_first(known: Gazetteer) -> None:
    assert known.named("Park Sung Jin") == ()


@pytest.mark.parametrize("words", ["plan", "the car", "us", "who", "allies of Kem Sokha", "talks with Fumio Kishida"])
def test_everyday_words_and_people_beside_the_named_are_not_meant(known: Gazetteer, words: str) -> None:
    assert known.named(words) == ()


def test_capitals_tell_an_abbreviation_from_a_word(known: Gazetteer) -> None:
    assert _key(known, "PLAN") == "military:CHN-navy"
    assert _key(known, "WHO") == "organisation:who"
    assert _key(known, "US") == "country:USA"


def test_a_title_of_another_country_names_nobody(known: Gazetteer) -> None:
    assert known.named("French President Kishida") == ()


def test_an_ambiguous_name_gives_all_who_bear_it(known: Gazetteer) -> None:
    assert {actor.kind for actor in known.named("AFP")} == {
        ActorKind.ORGANISATION,
        ActorKind.MILITARY,
    }
    assert len(known.named("Kim")) > 5


def test_unknown_words_name_nobody(known: Gazetteer) -> None:
    assert known.named("the lighthouse keeper") == ()
    assert known.named("") == ()
    assert known.named("東京") == ()


@pytest.mark.parametrize(
    ("sentence", "start", "length", "key"),
    [
        ("when did the south korean foreign ministry object", 2, 5, "body:KOR-foreign-ministry"),
        ("what did prime minister kishida sign", 2, 3, "person:fumio-kishida"),
        ("tokyo protested", 0, 1, "government:JPN"),
        ("the united states and japan", 0, 3, "country:USA"),
        ("papua new guinea defence force", 0, 5, "military:PNG-armed-forces"),
    ],
)
def test_the_longest_name_at_a_word_is_found(
    known: Gazetteer, sentence: str, start: int, length: int, key: str
) -> None:
    found = known.longest(sentence.split(), start)
    assert found is not None
    assert (found[0], found[1][0].key) == (length, key)


def test_a_verb_after_a_title_is_no_surname(known: Gazetteer) -> None:
    assert known.longest(fold("The prime minister may visit Fiji").split(), 0) is None


def test_everyday_words_are_told_from_names() -> None:
    assert all(is_ordinary_word(word) for word in ("us", "who", "may", "park", "moon", "so", "do", "you"))
    assert not any(is_ordinary_word(word) for word in ("japan", "kishida", "trump", "asean", "uk", "modi"))


@pytest.mark.parametrize(
    ("title", "country", "day", "name"),
    [
        ("prime minister", "JPN", "2023-01-11", "Fumio Kishida"),
        ("PM", "JPN", "2026-01-05", "Sanae Takaichi"),
        ("premier", "JPN", "2011-01-01", "Naoto Kan"),
        ("emperor", "JPN", "2018-06-01", "Akihito"),
        ("head of state", "JPN", "2020-06-01", "Naruhito"),
        ("leader", "PRK", "2012-06-01", "Kim Jong Un"),
        ("leader", "DEU", "2016-06-01", "Angela Merkel"),
        ("leader", "FRA", "2018-06-01", "Emmanuel Macron"),
        ("leader", "MMR", "2018-06-01", "Aung San Suu Kyi"),
        ("prime minister", "CHN", "2015-01-01", "Li Keqiang"),
        ("foreign minister", "USA", "2022-01-01", "Antony Blinken"),
        ("top diplomat", "AUS", "2019-01-01", "Marise Payne"),
        ("defense chief", "GBR", "2022-01-01", "Ben Wallace"),
        ("Secretary of Defense", "USA", "2018-01-01", "James Mattis"),
        ("external affairs minister", "IND", "2021-01-01", "S. Jaishankar"),
        ("foreign secretary", "IND", "2021-01-01", "Harsh Vardhan Shringla"),
        ("foreign secretary", "PHL", "2021-01-01", "Teodoro Locsin Jr."),
        ("secretary-general", "organisation:asean", "2024-01-01", "Kao Kim Hourn"),
        ("chief", "organisation:nato", "2023-01-01", "Jens Stoltenberg"),
    ],
)
def test_offices_are_held_by_whoever_held_them_on_the_day(
    known: Gazetteer, title: str, country: str, day: str, name: str
) -> None:
    holder = known.holder(title, country, date.fromisoformat(day))
    assert holder is not None
    assert holder.name == name


def test_a_title_can_say_its_country_itself(known: Gazetteer) -> None:
    day = date(2023, 6, 1)
    for title, name in [
        ("the Japanese prime minister", "Fumio Kishida"),
        ("the president of Indonesia", "Joko Widodo"),
        ("Singapore's foreign minister", "Vivian Balakrishnan"),
        ("UN secretary-general", "António Guterres"),
        ("secretary general of NATO", "Jens Stoltenberg"),
        ("secretary of state", "Antony Blinken"),
        ("president of the European Commission", "Ursula von der Leyen"),
        ("WHO chief", "Tedros Adhanom Ghebreyesus"),
        ("EU's top diplomat", "Josep Borrell"),
        ("Kremlin spokesman", "Dmitry Peskov"),
        ("Myanmar junta chief", "Min Aung Hlaing"),
        ("leader of the Taliban", "Hibatullah Akhundzada"),
    ]:
        holder = known.holder(title, None, day)
        assert holder is not None, title
        assert holder.name == name


def test_a_head_without_an_entry_is_not_the_head_of_the_state(known: Gazetteer) -> None:
    assert known.holder("USAID chief", None, date(2023, 6, 1)) is None
    assert known.holder("governor of Tokyo", None, date(2023, 6, 1)) is None


def test_an_office_without_country_or_holder_is_nobody(known: Gazetteer) -> None:
    assert known.holder("prime minister", None, date(2023, 1, 1)) is None
    assert known.holder("prime minister", "USA", date(2023, 1, 1)) is None
    assert known.holder("harbour master", "SGP", date(2023, 1, 1)) is None


def test_offices_of_a_person_are_told_by_day(known: Gazetteer) -> None:
    assert [office.title for office in known.offices_of("person:fumio-kishida")] == [
        "foreign minister",
        "prime minister",
    ]
    (office,) = known.offices_of("person:fumio-kishida", date(2016, 5, 10))
    assert (office.title, office.country, office.body) == ("foreign minister", "JPN", "body:JPN-foreign-ministry")
    assert known.offices_of("person:fumio-kishida", date(2025, 5, 10)) == ()
    assert known.offices_of("person:nobody") == ()


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Japan's prime minister", ("prime minister", "JPN")),
        ("the president of the Philippines", ("president", "PHL")),
        ("foreign minister", ("foreign minister", None)),
        ("Treasury Secretary", ("treasury secretary", "USA")),
        ("leader of North Korea", ("leader", "PRK")),
        ("former president", None),
        ("harbour master", None),
    ],
)
def test_offices_are_recognised(known: Gazetteer, words: str, office: tuple[str, str | None] | None) -> None:
    assert known.office_named(words) == office


def test_a_surname_means_first_who_was_in_office_then(known: Gazetteer) -> None:
    assert known.surname("Bush", date(2006, 1, 1))[0].name == "George W. Bush"
    assert known.surname("Suga", date(2021, 1, 1))[0].name == "Yoshihide Suga"
    assert known.surname("Clinton", date(2011, 1, 1))[0].name == "Hillary Clinton"
    assert known.surname("Lee", date(2010, 1, 1))[0].country in {"KOR", "SGP"}
    assert known.surname("Xyz") == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Kashida", "person:fumio-kishida"),
        ("Kishda", "person:fumio-kishida"),
        ("Sunack", "person:rishi-sunak"),
        ("Suank", "person:rishi-sunak"),
        ("Prabovo", "person:prabowo-subianto"),
        ("Albanesse", "person:anthony-albanese"),
        ("Fumio Kashida", "person:fumio-kishida"),
        ("Tiawan", "country:TWN"),
        ("Phillipines", "country:PHL"),
    ],
)
def test_a_misspelt_name_means_the_nearest_one(known: Gazetteer, written: str, key: str) -> None:
    assert known.misspelt(written)[0].key == key


@pytest.mark.parametrize(
    "written",
    ["said", "trade", "minister", "Yamada", "Norris", "Kishida", "Japan", "Xa", "foreign ministers", "Bidens cat", ""],
)
def test_words_and_names_in_use_are_not_taken_for_misspelt(known: Gazetteer, written: str) -> None:
    assert known.misspelt(written) == ()


def test_countries_have_names_adjectives_and_capitals(known: Gazetteer) -> None:
    assert known.country_of("South Korean") == "KOR"
    assert known.country_of("UK") == "GBR"
    assert known.country_of("Briton") == "GBR"
    assert known.country_of("Narnia") is None
    assert (known.country_name("JPN"), known.adjective("JPN"), known.capital_of("JPN")) == (
        "Japan",
        "Japanese",
        "Tokyo",
    )
    assert known.country_name("ZZZ") == "ZZZ"


def test_a_capital_is_a_government_and_a_place(known: Gazetteer) -> None:
    assert known.metonym("Tokyo") == "JPN"
    assert known.place("Tokyo") == ("Tokyo", "JPN")
    assert known.metonym("Osaka") is None
    assert known.place("Osaka") == ("Osaka", "JPN")


def test_seas_and_disputed_islands_belong_to_nobody(known: Gazetteer) -> None:
    assert known.place("the West Philippine Sea") == ("South China Sea", None)
    assert known.place("Ayungin Shoal") == ("Second Thomas Shoal", None)
    assert known.place("Diaoyu Islands") == ("Senkaku Islands", None)
    words = fold("near the Second Thomas Shoal on Monday").split()
    assert known.longest_place(words, 2) == (3, "Second Thomas Shoal", None)


def test_a_place_may_be_followed_by_what_it_is(known: Gazetteer) -> None:
    assert known.place("Nagano Prefecture") == ("Nagano", "JPN")
    assert known.place("Zambales province") == ("Zambales", "PHL")
    assert known.place("an unheard-of province") is None


def test_members_of_organisations_are_told_by_day(known: Gazetteer) -> None:
    assert set(known.members("organisation:quad")) == {"AUS", "IND", "JPN", "USA"}
    assert "TLS" in known.members("organisation:asean")
    assert "TLS" not in known.members("organisation:asean", date(2024, 1, 1))
    assert "GBR" in known.members("organisation:eu", date(2019, 1, 1))
    assert "GBR" not in known.members("organisation:eu", date(2021, 1, 1))
    assert known.members("organisation:unknown") == ()


def test_regions_are_their_countries(known: Gazetteer) -> None:
    assert {"FJI", "SLB", "VUT"} <= set(known.region("Pacific island countries"))
    assert "VNM" in known.region("Southeast Asian")
    assert known.region("the moon") == ()


def test_every_actor_is_found_again_by_its_key(known: Gazetteer) -> None:
    for words in ("Japan", "Tokyo", "the Thai foreign ministry", "ASEAN", "Kishida", "PLA"):
        for actor in known.named(words):
            assert known.by_key(actor.key) == actor
    for key in (
        "person:nobody",
        "country:ZZZ",
        "organisation:none",
        "body:JPN-none",
        "body:ZZZ-parliament",
        "nonsense",
    ):
        assert known.by_key(key) is None


def test_people_are_described_by_their_highest_office(known: Gazetteer) -> None:
    (kishida,) = known.named("Fumio Kishida")
    assert kishida.description == "prime minister of Japan, 2021-2024"
    assert (kishida.country, kishida.sector) == ("JPN", "GOV")


def test_names_fold_as_callers_fold_them(known: Gazetteer) -> None:
    assert known.longest(fold("Malacañang's U.S.-backed plan").split(), 0) is not None
