"""How a source is doing, in words."""

from datetime import datetime, timedelta
from enum import StrEnum

from db.models import Source
from db.sources import SourceState

FAILING_AFTER = 3
"""Failures in a row from which on a source is said to be failing; one or two are ordinary."""
SILENT_AFTER = timedelta(days=7)
NOTICE_FAILING = timedelta(days=1)
"""How long a source must have failed before the admins are told."""
NOTICE_SILENT = timedelta(days=14)


class Health(StrEnum):
    """How a source is doing."""

    NEW = "new"
    WELL = "well"
    FAILING = "failing"
    SILENT = "silent"
    PAUSED = "paused"
    GONE = "gone"


def health(source: Source, now: datetime) -> Health:
    """How a source is doing."""
    if source.state == SourceState.PAUSED:
        return Health.PAUSED
    if source.state == SourceState.GONE:
        return Health.GONE
    if source.failures >= FAILING_AFTER or (source.failures and source.succeeded_at is None):
        return Health.FAILING
    if source.failing_since is not None and now - source.failing_since >= NOTICE_FAILING:
        return Health.FAILING
    if source.succeeded_at is None:
        return Health.NEW
    if now - (source.news_at or source.added_at) > SILENT_AFTER:
        return Health.SILENT
    return Health.WELL


def sentence(source: Source, now: datetime) -> str:
    """How a source is doing, in one sentence for people."""
    match health(source, now):
        case Health.NEW:
            return "It has not been polled yet."
        case Health.PAUSED:
            return "It is paused."
        case Health.GONE:
            return "Its server says that it is gone for good, so it is no longer polled."
        case Health.FAILING:
            since = source.failing_since or now
            times = "once" if source.failures == 1 else f"{source.failures} times in a row"
            return f"It has failed {times}, for {span(now - since)}: {source.error or 'nobody knows why'}"
        case Health.SILENT:
            return f"It answers, but has had nothing new for {span(now - (source.news_at or source.added_at))}."
        case _:
            last = source.news_at or source.succeeded_at or now
            return f"It is well; its last news came {span(now - last)} ago."


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
