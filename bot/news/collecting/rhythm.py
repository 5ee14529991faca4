"""How often a source is polled."""

import random
from datetime import datetime, timedelta

SHORTEST = 600
"""Seconds between two polls of a source that has news all the time."""
USUAL = 3600
"""Seconds, as long as nothing is known of a source: hourly unless told otherwise is what servers expect of readers."""
LONGEST = 43_200
"""Seconds between two polls of a source that hardly ever has news."""
LONGEST_WISH = 86_400
"""A source's own wish is honoured as far as a day; some ask for a month by mistake."""
_QUICKER = 0.7
_SLOWER = 1.25
_JITTER = 0.1
_FIRST_RETRY = 300
MOVES = 3
"""Polls in a row that were led to the same new address before it is believed: maintenance pages redirect too."""


def next_interval(interval: int, news: int) -> int:
    """Seconds until the next poll, after one that found so many new items: sooner after news, later after none."""
    factor = _QUICKER if news else _SLOWER
    return round(min(LONGEST, max(SHORTEST, interval * factor)))


def next_due(
    now: datetime,
    interval: int,
    chance: random.Random,
    *,
    minutes: int | None = None,
    fresh_until: datetime | None = None,
) -> datetime:
    """When to poll again: after the interval, but not before the feed (its ttl, in minutes) and the server wish it.

    A little is added at random so that sources added together do not stay together.
    """
    wish = min(LONGEST_WISH, (minutes or 0) * 60)
    due = now + timedelta(seconds=max(interval, wish) * (1 + _JITTER * chance.random()))
    if fresh_until is not None:
        due = max(due, min(fresh_until, now + timedelta(seconds=LONGEST_WISH)))
    return due


def retry_due(now: datetime, failures: int, interval: int, chance: random.Random) -> datetime:
    """When to try again after so many failures in a row: soon at first, and ever later up to the longest interval."""
    wait = min(LONGEST, max(interval, USUAL) * 4, _FIRST_RETRY * 2 ** min(failures, 12))
    return now + timedelta(seconds=wait * (1 + _JITTER * chance.random()))
