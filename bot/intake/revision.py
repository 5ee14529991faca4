"""An article that changed: what it still tells stays, what it tells otherwise is updated, the rest is withdrawn.

Both are recorded, because channels were told of it. An event that another publisher tells as before stays as it was.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.intake.sameness import new_ids, sides_agree, stored_ids
from bot.knowledge.actors import fold
from bot.knowledge.words import stop_words
from bot.news.addresses import canonical
from bot.news.identity.similarity import alike, fingerprint
from db import articles, event_changes, events
from db.records import NewArticle, NewEvent, NewParticipant, NewReport, StoredEvent
from db.search import words_of
from db.vocabulary import Action, Role

NEAR = 0.5
"""Share of a sentence's words from which on it may be another one's new wording, where verb and doers fit."""
NEARER = 0.75
"""The same where they do not."""
EXCERPT = 0.4
"""Share of a text's length below which another may be an excerpt of it."""
WITHIN = 0.9
"""Share of an excerpt that stands in the whole text."""
SIDES = (Role.ACTOR, Role.PARTNER, Role.TARGET, Role.RECIPIENT)


def is_excerpt(text: str, before: str) -> bool:
    """Whether a text is but a part of what stood there before: the beginning before a paywall, or a failed page.

    It takes nothing back.
    """
    if len(text) >= EXCERPT * len(before):
        return False
    part, whole = fingerprint(text), fingerprint(before)
    return len(part.shingles & whole.shingles) >= WITHIN * len(part.shingles)


async def is_version(session: AsyncSession, before: int, article: NewArticle) -> bool:
    """Whether an article is another version of a stored one: at its address, or alike though it has moved.

    An address that has come to lead to some other article takes nothing back.
    """
    stored = await articles.get(session, before)
    if stored is None or not stored.url or not article.url or canonical(stored.url) == canonical(article.url):
        return True
    text = await articles.text_of(session, before) or ""
    return alike(fingerprint(text), fingerprint(article.text))


async def revise(
    session: AsyncSession, before: int, after: int, text: str, told: Sequence[NewEvent], now: datetime
) -> list[NewEvent]:
    """Let the article `after`, whose text is `text`, take over what `before` told; give back what it tells anew."""
    stored = await events.of_article(session, before)
    pairs = dict(_pairs(stored, told))
    fresh = [event for at, event in enumerate(told) if at not in pairs.values()]
    kept: list[tuple[int, NewReport]] = []
    for place, event in enumerate(stored):
        if place not in pairs:
            kept += [(event.id, report) for report in _still_standing(event, before, text)]
            continue
        new = told[pairs[place]]
        changed = contradicts(event, new)
        if all(report.article.id == before for report in event.reports):
            await _replace(session, event, after, new, changed, now)
        elif changed:
            fresh.append(new)
        else:
            kept.append((event.id, new.report))
    await events.add_reports(session, after, kept)
    return fresh


async def withdraw(session: AsyncSession, before: int, now: datetime) -> None:
    """Remove the earlier version of an article, and record which events nobody tells any more."""
    for event in await events.of_article(session, before):
        if all(report.article.id == before for report in event.reports):
            publisher = event.reports[0].article.publisher or "The publisher"
            reason = f"{publisher} changed the article, which no longer says so."
            await event_changes.withdrawn(session, event, reason=reason, changed_at=now)
    await articles.remove(session, before)


async def _replace(
    session: AsyncSession, event: StoredEvent, after: int, new: NewEvent, changed: bool, now: datetime
) -> None:
    learnt_at = now if changed else await events.learnt_at(session, event.id)
    became = await events.replace(session, event.id, after, new, learnt_at=learnt_at)
    if changed:
        publisher = event.reports[0].article.publisher or "The publisher"
        reason = f"{publisher} changed the article, which now says: \u201c{new.report.quote}\u201d"
        await event_changes.updated(session, event, became, reason=reason, changed_at=now)


def _still_standing(event: StoredEvent, before: int, text: str) -> Iterator[NewReport]:
    """The reports whose sentences stand in the new text all the same, though it was read otherwise this time."""
    for report in event.reports:
        at = text.find(report.quote) if report.article.id == before else -1
        if at >= 0:
            yield NewReport(report.quote, at, at + len(report.quote), report.clause)


def contradicts(event: StoredEvent, new: NewEvent) -> bool:
    """Whether what was told of the event is wrong by now; additions and other words contradict nothing."""
    if (event.action, event.verb, event.status) != (new.action, new.verb, new.status):
        return True
    if event.starts and new.starts and (event.starts, event.ends) != (new.starts, new.ends or new.starts):
        return True
    if any(not stored_ids(event, role) <= new_ids(new, role) for role in SIDES):
        return True
    was, now = _content(event.object), _content(new.object)
    return bool(was and now) and not (was <= now or now <= was)


def _pairs(stored: Sequence[StoredEvent], told: Sequence[NewEvent]) -> Iterator[tuple[int, int]]:
    """Which stored event each of the new ones is, by their places: the most similar first, each once."""
    scored = [
        (likeness, place, at)
        for place, event in enumerate(stored)
        for at, new in enumerate(told)
        if (likeness := _likeness(event, new)) > 0
    ]
    taken: set[int] = set()
    used: set[int] = set()
    for _, place, at in sorted(scored, key=lambda score: (-score[0], score[1], score[2])):
        if place not in taken and at not in used:
            taken.add(place)
            used.add(at)
            yield place, at


def _likeness(event: StoredEvent, new: NewEvent) -> float:
    """How surely the new event is the stored one; 0 where it is another."""
    was, now = set(words_of(event.reports[0].quote)), set(words_of(new.report.quote))
    shared = len(was & now) / min(len(was), len(now)) if was and now else 0.0
    doers, new_doers = _doers(event), _doers(new)
    same_doers = doers == new_doers
    if event.verb == new.verb:
        close = NEAR if same_doers or doers & new_doers else NEARER
        is_act = event.action is new.action and event.action not in (Action.SAY, Action.OTHER)
        if shared < close and not (is_act and doers and same_doers and sides_agree(event, new)):
            return 0.0
    elif not (event.action is new.action and same_doers and shared >= NEARER):
        return 0.0
    objects = _content(event.object), _content(new.object)
    return (
        shared
        + 2.0 * (event.verb == new.verb)
        + 1.0 * same_doers
        + 0.5 * (event.status is new.status)
        + 0.5 * (objects[0] == objects[1])
        + 0.5 * (event.starts == new.starts)
    )


def _doers(event: StoredEvent | NewEvent) -> set[int | str]:
    """Who acts: actors by their ids, and whom the words alone name."""
    found: set[int | str] = set()
    for part in event.participants:
        if part.role is Role.ACTOR:
            actor = part.actor_id if isinstance(part, NewParticipant) else part.actor.id if part.actor else None
            found.add(fold(part.text or "") if actor is None else actor)
    return found


def _content(words: str | None) -> set[str]:
    return {word for word in words_of(words or "") if word not in stop_words()}
