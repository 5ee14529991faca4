"""A whole day: the press prints, the bot collects, reads, answers, and delivers digests to a Discord and a Slack."""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from bot.asking.answer import Answer
from bot.asking.asker import Asker
from bot.collection import delivering_to
from bot.delivery.delivering import Delivering
from bot.digests.composer import Composer
from bot.intake import Intake
from bot.news.collecting.collector import Collector
from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from bot.news.source_list import SourceList
from bot.news.workers import Workers
from bot.settings import Settings
from bot.subscriptions.asked import Fields, Requester, Where
from bot.subscriptions.subscriptions import Subscriptions
from cogs.discord.launch import discord_transport
from cogs.slack.launch import slack_transport
from db.session import Store
from tests.day.press import PUBLISHERS, Press, Story, host_of
from tests.fakes import discord_server, slack_payloads, slack_server
from tests.news.hostile.server import hostile_server
from tests.news.stepping import SteppingClock

MORNING = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)
"""A Monday."""
STEP = timedelta(minutes=5)
DIGESTS = ("daily at 12:00", "daily at 22:00")
ADMIN = Requester("console:operator", manages=True)

Say = Callable[[datetime, str], None]
"""Is told what happens, and when."""


class Day:
    """A day that passes step by step. `say` is told what happens."""

    def __init__(
        self,
        store: Store,
        clock: SteppingClock,
        press: Press,
        collector: Collector,
        delivering: Delivering,
        say: Say,
    ) -> None:
        self.store, self.clock, self.press = store, clock, press
        self._collector, self._delivering, self._say = collector, delivering, say
        self._asker = Asker(store)
        self.printed = 0

    async def until(self, hour: float) -> None:
        """Let the day pass until an hour."""
        end = MORNING + timedelta(hours=hour)
        while self.clock.now() < end:
            for story in self.press.publish(self.clock.now()):
                self.printed += 1
                self._say(self.clock.now(), f"{story.publisher} prints: {story.title}")
            done = await self._collector.run_once()
            if done.read:
                self._say(self.clock.now(), f"{done.read} articles read")
            for words in done.failures or ():
                self._say(self.clock.now(), words)
            await self._delivering.run_once()
            late = (self.clock.now() - MORNING) % STEP
            self.clock.advance((STEP - late).total_seconds())

    async def ask(self, question: str) -> Answer:
        """Ask the store as a person would."""
        answer = await self._asker.ask(question, asked=self.clock.now())
        self._say(self.clock.now(), f"somebody asks: {question}")
        self._say(self.clock.now(), f"  {answer.text}")
        return answer


@asynccontextmanager
async def open_day(
    store: Store,
    stories: Sequence[Story],
    discord: discord_server.FakeDiscord,
    slack: slack_server.FakeSlack,
    say: Say = lambda moment, text: None,
) -> AsyncIterator[Day]:
    """A day in a store, with the publishers as its sources and digests ordered on both platforms."""
    clock = SteppingClock(MORNING)
    settings = Settings(
        discord_token=SecretStr(discord_server.TOKEN),
        discord_api=discord.api,
        slack_bot_token=SecretStr(slack_server.TOKEN),
        slack_app_token=SecretStr(slack_server.APP_TOKEN),
        slack_api=slack.api,
        samples=False,
        _env_file=None,  # type: ignore[call-arg]
    )
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(hostile_server())
        press = Press(server, list(stories))
        press.open()
        hosts = AllowedHosts.of(*map(host_of, PUBLISHERS))
        transport = GuardedTransport(resolver=server.resolve, allowed=hosts)
        fetcher = await stack.enter_async_context(Fetcher(transport, clock=clock, hosts=HostTurns(clock)))
        workers = await stack.enter_async_context(Workers())
        intake = await stack.enter_async_context(Intake(store, clock=clock.now))
        collector = await stack.enter_async_context(
            Collector(store, fetcher, workers, delivering_to(intake), clock=clock, chance=random.Random(4), owner="day")
        )
        listing = SourceList(store, fetcher, workers, clock)
        for publisher in PUBLISHERS:
            await listing.add(press.feed(publisher))
        composer = Composer(store)
        delivering = Delivering(store, composer, composer, clock=clock, chance=random.Random(4), owner="day")
        delivering.register(await stack.enter_async_context(discord_transport(settings)))
        delivering.register(await stack.enter_async_context(slack_transport(store, settings)))
        ordering = Subscriptions(
            store, zone="UTC", composer=composer, transports=delivering.transports, clock=clock.now
        )
        channels = (
            Where("discord", str(discord_server.GUILD), str(discord_server.CHANNEL)),
            Where("slack", slack_payloads.TEAM, slack_payloads.CHANNEL),
        )
        for where in channels:
            for schedule in DIGESTS:
                await ordering.add(ADMIN, where, Fields(schedule=schedule, zone="UTC", palette="none"))
        yield Day(store, clock, press, collector, delivering, say)
