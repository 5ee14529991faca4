"""Whom a question names: what the store knows, what only the gazetteer knows, the misspelt, posts, offices, places."""

import pytest

from bot.asking.query import EventQuery
from bot.news.imported_actors import actor_named
from db import actors
from db.records import NewActor
from db.session import Store
from db.vocabulary import ActorKind
from tests.asking.understanding.asked import ASKED, named, understanding, understood

STORED = (
    "Fiji",
    "Tonga",
    "Citizen (Tonga)",
    "Men (Fiji)",
    "Police (Fiji)",
    "Defense / Security Ministry (Fiji)",
    "Foreign Affairs (Tonga)",
    "Member of Legislative (Govt) (Tonga)",
    "Labor Union (Fiji)",
    "Lawyer/Attorney (Fiji)",
    "Head of Government (Tonga)",
    "Islamic Courts Union",
    "Oluṣẹgun Ọbasanjọ",
    "Sione Vakameilalo",
    "Teuila Faleolo",
    "You Si-kun",
    "Coral Labor Organization",
)


@pytest.fixture
async def peopled(store: Store) -> Store:
    """A store that knows people, posts and bodies by the names that imported events give them."""
    raa = NewActor("group:reef-action", "Reef Action", ActorKind.GROUP, aliases=("reef action", "raa"))
    async with store.writing() as session:
        await actors.ensure(session, [*map(actor_named, STORED), raa])
    return store


async def ask(store: Store, question: str) -> EventQuery:
    async with store.reading() as session:
        return await understanding().understand(session, question, ASKED)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who praised Sione Vakameilalo?", "Sione Vakameilalo"),
        ("who praised vakameilalo", "Sione Vakameilalo"),
        ("WHO PRAISED SIONE VAKAMEILALO", "Sione Vakameilalo"),
        ("Who praised Vakameilalo's plan?", "Sione Vakameilalo"),
        ("Who praised Sione Vakamelalo?", "Sione Vakameilalo"),
        ("who praised faleolu", "Teuila Faleolo"),
        ("Who praised Olusegun Obasanjo?", "Oluṣẹgun Ọbasanjọ"),
        ("Who praised Oluṣẹgun Ọbasanjọ?", "Oluṣẹgun Ọbasanjọ"),
        ("Who praised You Si-kun?", "You Si-kun"),
        ("Who praised the Union of Islamic Courts?", "Islamic Courts Union"),
        ("Who praised the Coral Labour Organisation?", "Coral Labor Organization"),
        ("Who praised Reef Action?", "Reef Action"),
        ("Who praised RAA?", "Reef Action"),
        ("Who praised the citizens of Tonga?", "Citizen (Tonga)"),
        ("Who praised Tongan citizens?", "Citizen (Tonga)"),
        ("Who praised the people of Tonga?", "Citizen (Tonga)"),
        ("Who praised the men of Fiji?", "Men (Fiji)"),
        ("Who praised the Fijian police?", "Police (Fiji)"),
        ("Who praised the Fijian Ministry of Defence and Security?", "Defense / Security Ministry (Fiji)"),
        ("Who praised Fiji's defense ministry?", "Defense / Security Ministry (Fiji)"),
        ("Who praised Tonga's foreign ministry?", "Foreign Affairs (Tonga)"),
        ("Who praised a member of the Tongan legislature?", "Member of Legislative (Govt) (Tonga)"),
        ("Who praised the labour union of Fiji?", "Labor Union (Fiji)"),
        ("Who praised the lawyer/attorney of Fiji?", "Lawyer/Attorney (Fiji)"),
        ("Who praised the head of government of Tonga?", "Head of Government (Tonga)"),
    ],
)
async def test_whom_the_store_knows_is_found(peopled: Store, question: str, name: str) -> None:
    (found,) = (await ask(peopled, question)).names
    assert found.name == name
    assert found.actors


async def test_what_the_store_lacks_has_no_actors_and_keeps_its_words(peopled: Store) -> None:
    (known,) = (await ask(peopled, "Who praised Penny Wong?")).names
    assert (known.name, known.actors) == ("Penny Wong", ())
    (unknown,) = (await ask(peopled, "Who praised Uelese Tamapua?")).names
    assert (unknown.text, unknown.name, unknown.actors) == ("Uelese Tamapua", None, ())


async def test_people_of_one_name_are_ambiguous(store: Store) -> None:
    async with store.writing() as session:
        await actors.ensure(session, [actor_named("Sione Vakameilalo"), actor_named("Mele Vakameilalo")])
    (both,) = (await ask(store, "Who praised Vakameilalo?")).names
    assert len(both.actors) == 2
    assert both.ambiguous
    (one,) = (await ask(store, "Who praised Mele Vakameilalo?")).names
    assert len(one.actors) == 1
    assert not one.ambiguous


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did the Japanese prime minister sign in March 2022?", "Fumio Kishida"),
        ("What did Japan's PM sign in June 2019?", "Shinzo Abe"),
        ("What did the prime minister of Fiji sign in 2021?", "Frank Bainimarama"),
        ("What did the UN chief sign?", "António Guterres"),
        ("What did the US president sign in 2010?", "Barack Obama"),
    ],
)
def test_an_office_means_whoever_held_it_then(question: str, name: str) -> None:
    assert named(understood(question)) == [(name, "actor")]


@pytest.mark.parametrize(
    "question",
    [
        "Who became the prime minister of Fiji?",
        "Who is the prime minister of Fiji?",
        "Who was elected as president of Fiji?",
        "Who praised the party leader of Fiji?",
        "Who praised the former president of Fiji?",
        "Who praised the head of the Fijian league?",
    ],
)
def test_an_office_that_changes_hands_is_nobody(question: str) -> None:
    assert [name for name, _ in named(understood(question))] == ["Fiji"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Tell us who praised Fiji", ["Fiji"]),
        ("What did Fiji tell us?", ["Fiji"]),
        ("Who praised the us?", ["United States"]),
        ("did us troops leave fiji", ["United States", "Fiji"]),
        ("Who praised the WHO?", ["World Health Organization"]),
        ("Hi, Who praised Fiji?", ["Fiji"]),
        ("WHO PRAISED FIJI?", ["Fiji"]),
        ("did may resign", []),
        ("did moon visit fiji", ["Moon Jae-in", "Fiji"]),
        ("What does China plan in Fiji?", ["China", "Fiji"]),
        ("When did China's PLAN visit Fiji?", ["People's Liberation Army Navy", "Fiji"]),
        ("Who crossed the Taiwan Strait?", ["Taiwan Strait"]),
        ("who drilled in the south china sea", ["South China Sea"]),
        ("who met in osaka", ["Osaka"]),
        ("who praised shinso abe", ["Shinzo Abe"]),
        ("Who praised Kishda?", ["Fumio Kishida"]),
        ("who praised the pelosis trip", ["Nancy Pelosi"]),
    ],
)
def test_words_that_are_names_only_at_times(question: str, names: list[str]) -> None:
    assert sorted(name for name, _ in named(understood(question))) == sorted(names)
