"""What the admins are told of sources unasked: that one has failed or been silent for long, or is gone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.news.collecting.health import NOTICE_FAILING, NOTICE_SILENT, Health, health, sentence
from db import sources
from db.models import Source


@dataclass(frozen=True, slots=True)
class SourceNotice:
    """A notice about a source, by its number, in words for its admins."""

    source: int
    text: str


async def take_notices(session: AsyncSession, *, now: datetime) -> list[SourceNotice]:
    """The notices that are due, each given once: whoever takes them plans their delivery in the same transaction."""
    taken = await sources.take_trouble(session, now=now, failing_for=NOTICE_FAILING, silent_for=NOTICE_SILENT)
    return [SourceNotice(source.id, _words(source, now)) for source in taken]


def _words(source: Source, now: datetime) -> str:
    state = health(source, now)
    advice = {
        Health.GONE: "Remove it, or add the address that it has now.",
        Health.SILENT: "Look whether it has moved; it is still polled.",
    }.get(state, "It is tried again and again; pause or remove it if it is not to be.")
    return f"The source {source.name} (number {source.id}) needs a look. {sentence(source, now)} {advice}"
