"""Stories: articles that tell of the same matter, so that no single matter fills a digest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.digests.words import content_words
from db.records import StoredEvent

SHARED = 2
"""Words that two titles must have in common, and besides"""
SHARE = 0.4
"""such a share of the shorter one's."""
LEAST_NAMED = 3
MOSTLY = 0.4
"""An article is about a state that is named so often, and makes such a share of all that are named."""
MOST_COMMON = 40
"""A word of more titles says nothing about any."""


def stories(events: Iterable[StoredEvent], copies: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """The stories that each event belongs to, by its id.

    `copies` gives articles in the same words the same number; beyond that the titles decide.
    """
    told = list(events)
    titles: dict[int, frozenset[str]] = {}
    for event in told:
        for report in event.reports:
            titles.setdefault(report.article.id, content_words(report.article.title or ""))
    story = _by_title(titles)
    first_of: dict[int, int] = {}
    for article in sorted(titles):
        copied = copies.get(article)
        if copied is not None:
            story[article] = first_of.setdefault(copied, story[article])
    return {event.id: frozenset(story[report.article.id] for report in event.reports) for event in told}


def _by_title(titles: Mapping[int, frozenset[str]]) -> dict[int, int]:
    """The first article of each one's story."""
    story: dict[int, int] = {}
    holding: dict[str, list[int]] = defaultdict(list)
    for article in sorted(titles):
        words = titles[article]
        shared = Counter(other for word in words if len(holding[word]) < MOST_COMMON for other in holding[word])
        near = [
            (-number, other)
            for other, number in shared.items()
            if number >= SHARED and number >= SHARE * min(len(words), len(titles[other]))
        ]
        story[article] = story[min(near)[1]] if near else article
        for word in words:
            holding[word].append(article)
    return story


def settings(events: Iterable[StoredEvent]) -> dict[int, str]:
    """The state that each article is mostly about, by those who take part in what it tells; where there is one."""
    named: dict[int, Counter[str]] = defaultdict(Counter)
    for event in events:
        codes = {part.actor.country for part in event.participants if part.actor and part.actor.country}
        named[event.reports[0].article.id].update(codes)
    found = {}
    for article, counted in named.items():
        code, number = min(counted.items(), key=lambda item: (-item[1], item[0])) if counted else ("", 0)
        if number >= LEAST_NAMED and number >= MOSTLY * sum(counted.values()):
            found[article] = code
    return found
