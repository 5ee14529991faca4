"""A news site on the hostile server: a feed whose articles can be added, changed, renamed and withdrawn."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.news.hostile.server import HostileServer, answer, status

SENTENCES = (
    "The harbour master of {place} said on Monday that {count} ships had asked for shelter.",
    "A delegation from {place} signed an agreement on fishing with its neighbours, number {count} of its kind.",
    "Fuel prices in {place} rose for the week number {count} in a row, the statistics office reported.",
    "Engineers began to repair the pier of {place}, which storm {count} of the season had damaged.",
    "The parliament of {place} will vote on the bill after {count} days of debate, its speaker announced.",
    "Teachers in {place} want {count} more classrooms before the school year begins in February.",
)
PLACES = ("Suva", "Honiara", "Apia", "Nuku'alofa", "Port Vila", "Tarawa", "Majuro", "Koror", "Dili", "Palikir")


def words(number: int) -> list[str]:
    """Paragraphs of an article that shares no three words in a row with another one's but the fixed phrases."""
    return [
        f"{PLACES[number % len(PLACES)]} {number}: "
        + sentence.format(
            place=f"{PLACES[(number + at) % len(PLACES)]} district {number * 31 + at}", count=number * 7 + at
        )
        for at, sentence in enumerate(SENTENCES)
    ]


@dataclass
class Site:
    """One site. `paths` are kept apart by a prefix, so that a server can hold many sites."""

    server: HostileServer
    name: str = "harbour"
    host: str = "news.example"
    articles: dict[str, tuple[str, str, list[str], datetime | None]] = field(default_factory=dict)
    """By path: id, title, paragraphs, date."""

    @property
    def feed(self) -> str:
        return self.server.url(f"/{self.name}/feed.xml", self.host)

    def publish(
        self, number: int, *, guid: str | None = None, title: str | None = None, when: datetime | None = None,
        paragraphs: list[str] | None = None,
    ) -> None:  # fmt: skip
        path = f"/{self.name}/{number}"
        told = paragraphs or words(number)
        self.articles[path] = (guid or f"id-{number}", title or f"Story {number}", told, when)
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in told)
        page = (
            f"<html lang='en'><head><title>{escape(self.articles[path][1])}</title></head>"
            f"<body><nav><a href='/'>Home</a></nav><article>{text}</article></body></html>"
        )
        self.server.behaviours[path] = answer(page.encode(), {"Content-Type": "text/html; charset=utf-8"})
        self.announce()

    def announce(self, **headers: str) -> None:
        items = "".join(
            f"<item><guid isPermaLink='false'>{escape(guid)}</guid><title>{escape(title)}</title>"
            f"<link>{self.server.url(path, self.host)}?utm_source=rss</link>"
            + (f"<pubDate>{format_datetime(when)}</pubDate>" if when else "")
            + "</item>"
            for path, (guid, title, _, when) in self.articles.items()
        )
        body = f"<rss version='2.0'><channel><title>{self.name}</title>{items}</channel></rss>"
        self.server.behaviours[f"/{self.name}/feed.xml"] = answer(body.encode(), headers)

    def withdraw(self, number: int) -> None:
        self.server.behaviours[f"/{self.name}/{number}"] = status(410)
