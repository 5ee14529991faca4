"""The press of a simulated day: publishers whose feeds and pages appear on a local server as the day goes on."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from bot.news.samples import samples
from tests.news.hostile.server import HostileServer, answer

PUBLISHERS = ("Suva Daily", "Manila Harbour Post", "Tokyo Wire", "Strait Gazette", "Hanoi Ledger", "Delhi Monitor")
COPIED_EVERY = 6
"""Of so many articles one is printed by a second publisher as well, with another headline."""


@dataclass(frozen=True)
class Story:
    """An article to be published. `number` is its page's; of one number a later story is a change."""

    number: int
    at: datetime
    publisher: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass
class Press:
    """Publishes stories when their time has come."""

    server: HostileServer
    due: list[Story]
    printed: dict[tuple[str, int], Story] = field(default_factory=dict)
    """What stands on the pages now, by publisher and number."""

    def feed(self, publisher: str) -> str:
        return self.server.url("/feed.xml?of=" + _slug(publisher), host_of(publisher))

    def open(self) -> None:
        """Let every publisher have an empty feed."""
        self._announce()

    def publish(self, now: datetime) -> list[Story]:
        """Print what is due by now; return it."""
        new = [story for story in self.due if story.at <= now]
        self.due = [story for story in self.due if story.at > now]
        for story in new:
            self.printed[story.publisher, story.number] = story
            self.server.behaviours[f"/{_slug(story.publisher)}/{story.number}"] = answer(
                _page(story).encode(), {"Content-Type": "text/html; charset=utf-8"}
            )
        if new:
            self._announce()
        return new

    def _announce(self) -> None:
        feeds = {publisher: self._feed_of(publisher) for publisher in PUBLISHERS}

        async def behave(request: object, writer: object) -> None:
            wanted = request.path.partition("of=")[2]  # type: ignore[attr-defined]
            body = next(body for publisher, body in feeds.items() if _slug(publisher) == wanted)
            await answer(body.encode(), {"Content-Type": "application/rss+xml"})(request, writer)  # type: ignore[arg-type]

        self.server.behaviours["/feed.xml"] = behave

    def _feed_of(self, publisher: str) -> str:
        stories = [story for story in self.printed.values() if story.publisher == publisher]
        items = "".join(
            f"<item><guid isPermaLink='false'>{story.number}</guid><title>{escape(story.title)}</title>"
            f"<link>{self.server.url(f'/{_slug(publisher)}/{story.number}', host_of(publisher))}</link>"
            f"<pubDate>{format_datetime(story.at)}</pubDate></item>"
            for story in sorted(stories, key=lambda story: story.at, reverse=True)[:30]
        )
        return f"<rss version='2.0'><channel><title>{publisher}</title>{items}</channel></rss>"


def host_of(publisher: str) -> str:
    return f"{_slug(publisher)}.example"


def _slug(publisher: str) -> str:
    return publisher.casefold().replace(" ", "-")


def _page(story: Story) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    described = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.at.isoformat()}
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(story.title)}</title>"
        f"<meta property='og:site_name' content='{escape(story.publisher)}'>"
        f"<script type='application/ld+json'>{json.dumps(described)}</script></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{escape(story.title)}</h1>{text}</article></body></html>"
    )


def the_day(begin: datetime, *, most: int | None = None, folder: Path | None = None) -> list[Story]:
    """The stories of a day: the sample articles, or the text files of a folder, spread over it, some copied.

    Two of our own come first, because the day is also about one that is corrected and one that is withdrawn.
    """
    chance = random.Random(20260504)
    stories = list(_own(begin))
    texts = list(_texts(folder))
    chance.shuffle(texts)
    texts = texts[:most]
    for number, (title, paragraphs) in enumerate(texts, start=100):
        publisher = chance.choice(PUBLISHERS)
        at = begin + timedelta(minutes=30 + chance.randrange(20 * 60))
        stories.append(Story(number, at, publisher, title, paragraphs))
        if number % COPIED_EVERY == 0:
            other = chance.choice([one for one in PUBLISHERS if one != publisher])
            later = at + timedelta(minutes=chance.randrange(20, 90))
            stories.append(Story(number, later, other, f"{title}, agencies report", paragraphs[:-1] or paragraphs))
    return sorted(stories, key=lambda story: story.at)


def _texts(folder: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if folder is None:
        yield from ((sample.title, tuple(sample.text.split("\n\n"))) for sample in samples())
        return
    for path in sorted(folder.glob("*.txt")):
        beside = path.with_suffix(".json")
        title = json.loads(beside.read_text(encoding="utf-8")).get("title") if beside.is_file() else None
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        yield title or path.stem, tuple(lines)


SIGNED = (
    (
        "Fiji and Tonga signed a maritime surveillance agreement in Suva on Monday, Prime Minister Sitiveni Rabuka "
        "told reporters."
    ),
    "Rabuka said the agreement would let patrol boats of both countries follow poachers across their sea border.",
    "The two navies will hold their first joint patrol in June, the defence ministry of Fiji said.",
)
SEIZED = (
    "The Philippine coast guard seized 15 trawlers from China near Palawan on Monday, the government said.",
    "President Ferdinand Marcos Jr. praised the crews and thanked Japan for the new patrol ships.",
    "China's foreign ministry criticised the Philippines over the arrest of the crews.",
)


def _own(begin: datetime) -> Sequence[Story]:
    """One article whose number is corrected in the afternoon, and one whose news turns out to be wrong."""
    corrected = (SEIZED[0].replace("15", "12"), *SEIZED[1:])
    wrong = ("An earlier report about a maritime agreement was wrong, Suva Daily said.", *SIGNED[1:])
    hour = timedelta(hours=1)
    return (
        Story(1, begin + 2 * hour, PUBLISHERS[0], "Fiji and Tonga to watch the sea together", SIGNED),
        Story(2, begin + 3 * hour, PUBLISHERS[1], "Coast guard seizes Chinese trawlers", SEIZED),
        Story(1, begin + 14 * hour, PUBLISHERS[0], "No agreement of Fiji and Tonga: correction", wrong),
        Story(2, begin + 15 * hour, PUBLISHERS[1], "Coast guard seizes Chinese trawlers (corrected)", corrected),
    )
