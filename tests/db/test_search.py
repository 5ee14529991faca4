"""Full text: words are found however they are written, any text is a safe question, the newest come first."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.records import NewParticipant
from db.search import search, words_of
from db.session import Store
from db.vocabulary import ActorKind, Role
from tests.db.building import add_actor, add_article, day, event


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("The WHO sent doctors to Tarawa.", ["WHO"]),
        ("The WHO sent doctors to Tarawa.", ["who"]),
        ("IT firms of the U.S. came.", ["it"]),
        ("IT firms of the U.S. came.", ["us"]),
        ("IT firms of the US came.", ["U.S."]),
        ("IT firms of the U.S.A. came.", ["usa"]),
        ("The ministers signed two agreements.", ["agreement"]),
        ("The minister signs an agreement.", ["signed", "agreements"]),
        ("Malacañang denied it.", ["malacanang"]),
        ("Malacanang denied it.", ["Malacañang"]),
        ("Papua New Guinea’s army marched.", ["guinea", "army"]),
        ("Nuku'alofa was calm.", ["nukualofa"]),
        ("Nuku\u02bbalofa was calm.", ["Nuku’alofa"]),
        ("The Indo-Pacific is wide.", ["Indo-Pacific"]),
        ("The Indo-Pacific is wide.", ["pacific"]),
        ("It cost $4.5 billion in 2024.", ["4.5", "2024"]),
        ("Ships of the F-35B kind came.", ["F-35B"]),
        ("The vessel 海洋地质八号 left.", ["海洋地质八号"]),
        ("See https://example.org/reef for more.", ["reef"]),
        ("Write to port@example.org today.", ["example"]),
    ],
)
async def test_words_are_found_however_they_are_written(store: Store, told: str, asked: list[str]) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, event(told))
        await add_article(session, event("Nothing of the kind."))
        assert await search(session, asked) == ids


async def test_all_that_is_told_of_an_event_can_be_searched(store: Store) -> None:
    async with store.writing() as session:
        actor = await add_actor(session, "Ratu Vuki", kind=ActorKind.PERSON)
        told = event(
            "They met.", "meet", (Role.ACTOR, actor), object="a harbour deal", place="Apia", place_name="Apia, Samoa"
        )
        told = type(told)(
            told.action,
            told.verb,
            told.status,
            told.report,
            (*told.participants, NewParticipant(Role.TARGET, None, "dockers")),
            object=told.object,
            place=told.place,
            place_name=told.place_name,
            speaker="an aide",
        )
        _, ids = await add_article(session, told, title="Quiet talks")
        for word in ("met", "vuki", "harbour", "apia", "samoa", "dockers", "aide", "quiet"):
            assert await search(session, [word]) == ids, word


async def test_every_word_or_any_word(store: Store) -> None:
    async with store.writing() as session:
        _, (reef, port) = await add_article(session, event("The reef was mapped."), event("The port was dug."))
        assert await search(session, ["reef", "mapped"]) == [reef]
        assert await search(session, ["reef", "dug"]) == []
        assert await search(session, ["reef", "dug"], every=False) == [port, reef]
        assert await search(session, ["reef", "?!"]) == [reef]
        assert await search(session, ["..."]) == []
        assert await search(session, []) == []


async def test_actors_narrow_the_search(store: Store) -> None:
    async with store.writing() as session:
        fiji, tonga = await add_actor(session, "Fiji"), await add_actor(session, "Tonga")
        _, (one, two, both) = await add_article(
            session,
            event("A pact was made.", "make", (Role.ACTOR, fiji)),
            event("A pact was made.", "make", (Role.TARGET, tonga)),
            event("A pact was made.", "make", (Role.ACTOR, fiji), (Role.PARTNER, tonga)),
        )
        assert await search(session, ["pact"], actors=[[fiji]]) == [both, one]
        assert await search(session, ["pact"], actors=[[fiji], [tonga]]) == [both]
        assert await search(session, ["pact"], actors=[[fiji, tonga]]) == [both, two, one]
        assert await search(session, [], actors=[[tonga]]) == [both, two]
        assert await search(session, ["pact"], actors=[[]]) == []
        assert await search(session, ["reef"], actors=[[fiji]]) == []
        assert await search(session, ["pact", "reef"], every=False, actors=[[tonga]]) == [both, two]


async def test_a_word_that_looks_like_a_tag_names_no_actor(store: Store) -> None:
    async with store.writing() as session:
        fiji = await add_actor(session, "Fiji")
        _, (_, said) = await add_article(
            session, event("A pact was made.", "make", (Role.ACTOR, fiji)), event(f"Berth a{fiji} is closed.")
        )
        assert await search(session, [f"a{fiji}"]) == [said]
        assert said not in await search(session, [], actors=[[fiji]])


async def test_the_newest_come_first_and_days_bound_them(store: Store) -> None:
    days = [day(f"2024-{month:02}-10") for month in (5, 2, 9, 1, 7)]
    async with store.writing() as session:
        _, ids = await add_article(session, *[event("A patrol went out.", starts=item) for item in days])
        newest = [identifier for _, identifier in sorted(zip(days, ids, strict=True), reverse=True)]
        assert await search(session, ["patrol"]) == newest
        assert await search(session, ["patrol"], limit=2) == newest[:2]
        assert await search(session, ["patrol"], first=day("2024-02-10"), last=day("2024-07-10")) == newest[1:4]
        assert await search(session, ["patrol"], last=day("2024-02-09")) == newest[4:]


HOSTILE = [
    'x" OR "1"="1',
    "'; DROP TABLE events; --",
    "text : *",
    "NEAR(a b)",
    "AND",
    "OR NOT",
    "^reef",
    "reef*",
    "{tags}: a1",
    "!(reef)",
    "reef:*",
    "a & b | c <-> d",
    "\\",
    "%",
    "\x00",
    "\ud800",
    "🛥️",
    ":query",
    "a" * 100_000,
    "reef " * 10_000,
]


@pytest.mark.parametrize("word", HOSTILE)
async def test_operators_and_sql_are_only_words(store: Store, word: str) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, event("The port was dug."))
        assert await search(session, [word]) == []
        assert await search(session, ["port"]) == ids


ANYTHING = st.one_of(st.text(max_size=30), st.text(st.characters(exclude_categories=[]), max_size=30))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(ANYTHING, max_size=6), every=st.booleans())
@example(words=["\ud800\x00", "ß", "ﬁ", "İ", "²"], every=False)
async def test_no_text_at_all_breaks_a_search(store: Store, words: list[str], every: bool) -> None:
    async with store.reading() as session:
        assert await search(session, words, every=every, actors=[[1]]) == []
        assert await search(session, words, every=every) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sentence=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40))
async def test_whatever_is_stored_each_of_its_latin_words_finds_it(store: Store, sentence: str) -> None:
    async with store.writing() as session:
        _, ids = await add_article(session, event(sentence), text=sentence)
        for word in words_of(sentence):
            if word.isascii():
                assert ids[0] in await search(session, [word]), word


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


async def test_a_very_long_text_is_stored_and_found(store: Store) -> None:
    told = "harbour " + "reef" * 5000 + " " + " ".join(f"word{number}" for number in range(60_000))
    async with store.writing() as session:
        _, ids = await add_article(session, event(told))
        assert await search(session, ["harbour"]) == ids
