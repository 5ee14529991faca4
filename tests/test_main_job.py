"""The main job, whole, on both databases: an article becomes events, and the events answer questions."""

from datetime import UTC, datetime

import pytest

from bot.asking.asker import Asker
from bot.intake import Intake
from bot.reading.document import Document
from bot.reading.event import ReadEvent
from bot.reading.worker import ReadingWorker
from db import articles
from db.session import Store
from tests.conftest import in_a_loop_of_its_own

ASKED = datetime(2024, 6, 10, 8, tzinfo=UTC)
TEXT = """\
SUVA, June 6 - Fiji's Prime Minister Sitiveni Rabuka and New Zealand's Prime Minister Christopher Luxon signed a \
maritime surveillance agreement in Suva on Wednesday.

Luxon said that the agreement "closes the gaps between our patrols".

Rabuka plans to visit Wellington in August. He denied selling fishing licences to a Chinese company.

Fiji's navy seized three trawlers near Rotuma on Monday, the defence ministry said.
"""


def document() -> Document:
    return Document(
        text=TEXT,
        title="Fiji and New Zealand agree to watch the sea together",
        publisher="Suva Daily",
        published=datetime(2024, 6, 6, tzinfo=UTC),
        url="https://example.org/suva",
        name="suva",
    )


@pytest.fixture(scope="module")
def read() -> list[ReadEvent]:
    """The article read once, in a worker of its own, since loading the language model takes seconds."""

    async def once() -> list[ReadEvent]:
        async with ReadingWorker() as worker:
            return await worker.read(document())

    return in_a_loop_of_its_own(once())


@pytest.fixture
async def asker(store: Store, read: list[ReadEvent], monkeypatch: pytest.MonkeyPatch) -> Asker:
    async def already_read(self: ReadingWorker, document: Document) -> list[ReadEvent]:
        return read

    monkeypatch.setattr(ReadingWorker, "read", already_read)
    async with Intake(store, clock=lambda: ASKED) as intake:
        first = await intake.read(document())
        again = await intake.read(document())
    assert first == again, "reading the same article again changes nothing"
    async with store.reading() as session:
        assert await articles.count(session) == 1
    return Asker(store, clock=lambda: ASKED)


async def test_an_article_is_read_stored_and_asked_about(asker: Asker) -> None:
    signed = await asker.ask("what did Rabuka sign?", asked=ASKED, conversation="a")
    assert "maritime surveillance agreement" in signed.answers[0]
    citation = signed.citations[0]
    assert citation.quote in TEXT
    assert citation.publisher == "Suva Daily"
    assert citation.published == "2024-06-06"
    assert citation.url == "https://example.org/suva"

    whom = await asker.ask("and with whom?", asked=ASKED, conversation="a")
    assert "Christopher Luxon" in whom.answers

    when = await asker.ask("when did Rabuka and Luxon sign the agreement?", asked=ASKED)
    assert when.answers[0] == "2024-06-05"

    said = await asker.ask("what did Luxon say about the agreement?", asked=ASKED)
    assert "closes the gaps" in said.answers[0]

    misspelt = await asker.ask("what did rabuca sign", asked=ASKED)
    assert "maritime surveillance agreement" in misspelt.answers[0]


async def test_what_is_planned_or_denied_is_never_told_as_done(asker: Asker) -> None:
    planned = await asker.ask("has Rabuka visited Wellington?", asked=ASKED)
    assert planned.answers == ("not yet",)
    assert "planned" in planned.text
    denied = await asker.ask("did Rabuka sell fishing licences to a Chinese company?", asked=ASKED)
    assert denied.abstained or denied.answers[0] != "yes"


async def test_what_is_not_told_is_not_invented(asker: Asker) -> None:
    for question in (
        "what did Rabuka sign with Japan?",
        "what did Luxon sign in 2021?",
        "who visited Nauru?",
        "did Modi meet Rabuka?",
        "what did Albanese say about the agreement?",
    ):
        answer = await asker.ask(question, asked=ASKED)
        assert answer.abstained, (question, answer)
        assert answer.reason


async def test_an_article_of_later_than_the_question_is_not_known_yet(asker: Asker) -> None:
    answer = await asker.ask("what did Rabuka sign?", asked=datetime(2024, 5, 1, tzinfo=UTC))
    assert answer.abstained
