"""A whole day, end to end: printed, collected, read, asked about, digested and delivered, with two corrections."""

import shutil
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from db.models import Article, Event, Report
from db.session import Store
from tests.day.day import MORNING, open_day
from tests.day.press import SEIZED, the_day
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.slack_server import FakeSlack, words

SAMPLES = 4


async def test_a_day_of_news_is_collected_read_asked_about_digested_and_delivered(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database = str(shutil.copy(sqlite_template, tmp_path / "store.db"))
    stories = the_day(MORNING, most=SAMPLES)
    async with (
        await Store.open(database) as store,
        FakeDiscord() as discord,
        FakeSlack() as slack,
        open_day(store, stories, discord, slack) as day,
    ):
        await day.until(6)
        seized = await day.ask("what did the Philippine coast guard seize?")
        assert seized.answers[0].startswith("15 trawlers")
        assert [(citation.publisher, citation.quote) for citation in seized.citations] == [
            ("Manila Harbour Post", SEIZED[0])
        ]
        assert (await day.ask("what did Fiji sign with Tonga?")).answers[0].startswith("a maritime")

        await day.until(13)
        assert len(discord.messages) == len(slack.messages) == 1
        noon = words(slack.messages[0])
        assert "Fiji and Tonga signed a maritime surveillance agreement" in noon
        assert "seized 15 trawlers" in noon

        await day.until(20)
        assert (await day.ask("what did Fiji sign with Tonga?")).abstained
        assert (await day.ask("what did the Philippine coast guard seize?")).answers[0].startswith("12 trawlers")

        await day.until(23)
        assert len(discord.messages) == len(slack.messages) == 2
        assert slack.complaints == []
        night = words(slack.messages[1])
        assert "12 trawlers, was 15" in night
        assert "Suva Daily changed the article, which no longer says so" in night

        assert day.printed == len(stories)
        async with store.reading() as session:
            kept = Counter(await session.scalars(select(Article.publisher)))
            told = list(await session.scalars(select(Report.event_id)))
            assert set(told) == set(await session.scalars(select(Event.id)))
        assert kept == Counter(story.publisher for story in {(s.number, s.publisher): s for s in stories}.values())
        assert any(count > 1 for count in Counter(told).values()), "a copy is another report of the same events"
