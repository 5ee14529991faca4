"""A bot in a simulated Discord, with a store of a few events of our own making."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import discord
import pytest
import simcord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.asker import Asker
from bot.chat.desk import Desk
from bot.chat.message import Message
from bot.chat.suggestions import Suggestions
from bot.digests.briefs import Briefs
from bot.digests.composer import Composer
from bot.digests.pictures.artist import Artist
from bot.digests.pictures.drawing import Drawing, Picture
from bot.digests.timelines import Timelines
from bot.knowledge.actors import fold
from bot.settings import Settings
from bot.subscriptions.administration import Administration
from cogs.discord.bot import Parts, SealaneBot
from cogs.discord.briefing import ReadPage
from db import actors, articles, audit, events, subscriptions
from db.records import NewActor, NewArticle, NewEvent, NewParticipant, NewReport
from db.session import Store
from db.subscriptions import Subscription
from db.vocabulary import Action, ActorKind, Granularity, Role, Status

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
PEOPLE = {
    "person:fumio-kishida": ("Fumio Kishida", "prime minister of Japan, 2021-2024"),
    "person:nobuo-kishi": ("Nobuo Kishi", "defence minister of Japan"),
    "person:ana-kilani": ("Ana Kilani", "fisheries envoy"),
    "person:tomas-kilani": ("Tomas Kilani", "harbour master"),
}
STATES = {"country:JPN": "Japan", "country:FJI": "Fiji", "country:TON": "Tonga"}


async def fill(store: Store) -> None:
    """Ten signings by Ana Kilani with Fiji, a year apart, one by Tomas Kilani, and one visit by Kishida."""
    new = [
        NewActor(key, name, ActorKind.PERSON, description=about, aliases=(fold(name), fold(name.split()[1])))
        for key, (name, about) in PEOPLE.items()
    ]
    new += [
        NewActor(key, name, ActorKind.COUNTRY, country=key[-3:], aliases=(fold(name),)) for key, name in STATES.items()
    ]
    async with store.writing() as session:
        ids = await actors.ensure(session, new)
        for year in range(2010, 2020):
            quote = f"Ana Kilani signed fishing pact number {year} with *Fiji* in Suva on 3 March {year}."
            roles = {Role.ACTOR: ids["person:ana-kilani"], Role.PARTNER: ids["country:FJI"]}
            thing = f"fishing pact number {year}"
            await _tell(session, quote, "sign", Action.AGREE, date(year, 3, 3), roles, thing)
        quote = "Tomas Kilani signed a harbour lease with Japan on 9 June 2021."
        roles = {Role.ACTOR: ids["person:tomas-kilani"], Role.PARTNER: ids["country:JPN"]}
        await _tell(session, quote, "sign", Action.AGREE, date(2021, 6, 9), roles, "a harbour lease")
        quote = "Fumio Kishida visited Tonga on 2 May 2023 and told @everyone to see https://evil.example/x."
        roles = {Role.ACTOR: ids["person:fumio-kishida"], Role.PARTNER: ids["country:TON"]}
        await _tell(session, quote, "visit", Action.CONSULT, date(2023, 5, 2), roles, None)


async def _tell(
    session: AsyncSession,
    quote: str,
    verb: str,
    action: Action,
    day: date,
    roles: dict[Role, int],
    thing: str | None,
) -> None:
    article = NewArticle(
        text=quote,
        published=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        title=f"News of {day.year}",
        publisher="The Island Courier",
        url=f"https://courier.example/{day.isoformat()}",
    )
    article_id, _ = await articles.add(session, article, read_at=NOW)
    told = NewEvent(
        action=action,
        verb=verb,
        status=Status.HAPPENED,
        report=NewReport(quote, 0, len(quote), quote.rstrip(".")),
        participants=tuple(NewParticipant(role, actor) for role, actor in roles.items()),
        object=thing,
        starts=day,
        ends=day,
        granularity=Granularity.DAY,
        date_text=f"{day.day} {day:%B %Y}",
    )
    await events.add(session, article_id, [told], published=day, learnt_at=NOW)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database file, made once: most of a test's time would go into making its tables."""
    path = tmp_path_factory.mktemp("filled") / "store.db"

    async def make() -> None:
        async with await Store.open(str(path)) as store:
            await fill(store)

    asyncio.run(make())
    return path


@pytest.fixture
async def store(filled: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(filled, tmp_path / "store.db")
    async with await Store.open(str(tmp_path / "store.db")) as opened:
        yield opened


def make_bot(store: Store, clock: Callable[[], datetime] = lambda: NOW) -> SealaneBot:
    asker = Asker(store, clock=clock)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    artist = Painter()
    composer = Composer(store, artist)
    return SealaneBot(
        store,
        Parts(
            desk=Desk(store, asker, zone=ZoneInfo("UTC"), clock=clock),
            suggestions=Suggestions(),
            administration=Administration.of(store, settings, composer=composer, clock=clock),
            briefs=Briefs(store, composer, "discord", "UTC", lambda: clock() + timedelta(hours=1)),
            timelines=Timelines(store, artist),
            reading=read_nothing,
        ),
    )


class Painter(Artist):
    """Paints nothing and says what it was asked for: the real one starts a process."""

    async def draw(self, drawing: Drawing, palette: str) -> Picture | None:
        return Picture(b"\x89PNG", f"{drawing.kind} in {palette}: {drawing.title}")


@asynccontextmanager
async def read_nothing() -> AsyncIterator[ReadPage]:
    """Reads no page and says which it was given."""

    async def read(url: str) -> Message:
        return Message(text=f"Read {url}")

    yield read


@dataclass
class Scene:
    """A server with one channel and two members."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    store: Store

    @property
    def bot(self) -> SealaneBot:
        """The bot as it runs now."""
        assert isinstance(self.env.bot, SealaneBot)
        return self.env.bot

    def requests(self, method: str, part: str) -> list[simcord.HttpLogEntry]:
        """The bot's requests of that method with this in their path."""
        return [entry for entry in self.env.http_requests if entry.method == method and part in entry.path]


def description(result: simcord.InteractionResult) -> str:
    """What a result shows: title and text of its embeds, or its content."""
    assert result.response is not None
    shown = [part or "" for embed in result.response.embeds for part in (embed.title, embed.description)]
    return "\n".join([*shown, result.response.content]).strip()


def labels(result: simcord.InteractionResult) -> list[str]:
    """The buttons of a result."""
    assert result.response is not None
    return [item.get("label", "menu") for row in result.response.components for item in row["components"]]


@pytest.fixture
async def scene(store: Store) -> AsyncIterator[Scene]:
    env = simcord.Env(make_bot(store), shard_count=1)
    await env.start()
    try:
        guild = env.create_guild()
        channel = guild.create_text_channel("news")
        members = [guild.add_member(env.create_user(name)) for name in ("alice", "bob")]
        yield Scene(env, channel, members[0], members[1], store)
    finally:
        await env.shutdown()
        env.raise_errors()


@dataclass
class Server(Scene):
    """A server with an admin, an editor with a role, and a member; and a channel that the bot may not write in."""

    closed: simcord.ChannelHandle
    admin: simcord.MemberActor
    editor: simcord.MemberActor
    role: simcord.RoleHandle
    guild: simcord.GuildHandle

    async def subscriptions(self) -> list[Subscription]:
        """All there are."""
        async with self.store.reading() as session:
            return await subscriptions.listed(session)

    async def changes(self) -> list[audit.Change]:
        """Who changed what in this server, the latest first."""
        async with self.store.reading() as session:
            found = await audit.changes(session, platform="discord", workspace=str(self.guild.id), limit=50)
            return list(found)


@pytest.fixture
async def server(store: Store) -> AsyncIterator[Server]:
    env = simcord.Env(make_bot(store), shard_count=1)
    await env.start()
    try:
        guild = env.create_guild()
        channel = guild.create_text_channel("news")
        assert guild.me is not None
        muted = discord.PermissionOverwrite(send_messages=False, embed_links=False)
        closed = guild.create_text_channel("closed", overwrites={guild.me: muted})
        managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        editors = guild.create_role("editors")
        admin = guild.add_member(env.create_user("ada"), roles=[managers])
        editor = guild.add_member(env.create_user("eve"), roles=[editors])
        member = guild.add_member(env.create_user("mel"))
        assert isinstance(env.bot, SealaneBot)
        for command in await env.bot.tree.fetch_commands():
            # Admins of a server may show commands to whom they like: only our own check is left then.
            guild.set_command_permissions(command, {guild.default_role: True})
        yield Server(env, channel, member, member, store, closed, admin, editor, editors, guild)
    finally:
        await env.shutdown()
        env.raise_errors()
