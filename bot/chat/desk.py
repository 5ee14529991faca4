"""The desk: what every chat platform asks of Sealane, as messages with what can be done with them next.

A platform parses what somebody typed or clicked, asks the desk, shows the message with its offers as buttons in the
platform's own manner, and then lets the desk keep it. Showing comes first: a locked database must not delay an answer.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.asking.answer import Answer
from bot.asking.asker import Asker
from bot.asking.conversation import Turn
from bot.asking.listing import EventFilter, Page, page_of
from bot.asking.lookup import AmbiguousName, Party
from bot.asking.narrowing import Narrowing, within
from bot.asking.profiles import profile
from bot.asking.query import Order
from bot.asking.wording import from_json, to_json
from bot.chat.keeping import message_from_json, message_to_json
from bot.chat.lists import deleted_message, events_message, privacy_message, profile_message
from bot.chat.message import Message
from bot.chat.replies import explanation, reply, sources
from db import replies, workspace_settings
from db.errors import StoreError
from db.records import day_of
from db.replies import StoredReply
from db.session import Store
from db.vocabulary import Action

REPLY_DAYS = 30
"""How long buttons work."""
AT_ONCE = 4
"""Questions at a time: more would make each turn of the event loop longer, and acknowledging cannot wait."""

_log = logging.getLogger(__name__)


class Offer(StrEnum):
    """What can be done with a reply next."""

    SOURCES = "sources"
    EARLIER = "earlier"
    UNDERSTOOD = "understood"
    SHARE = "share"
    JUDGE = "judge"
    CHOOSE = "choose"
    PAGES = "pages"


class Gone(Exception):  # noqa: N818
    """What a button needs is not there any more; `str()` tells the person."""

    def __init__(self) -> None:
        super().__init__("What this button needs is no longer kept. Ask again, and it will be there.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply to show. `id` is what its buttons carry; `choices` are to choose from where `Offer.CHOOSE` is offered."""

    id: int
    person: str
    message: Message
    offers: frozenset[Offer] = frozenset()
    choices: tuple[Party, ...] = ()
    sources: int = 0
    page: int = 0
    has_next: bool = False
    state: dict[str, Any] = field(default_factory=dict)
    conversation: str | None = None
    turn: Turn | None = None


class Desk:
    """Answers, lists, profiles and what is done with them. `clock` and `new_id` are for tests."""

    def __init__(
        self,
        store: Store,
        asker: Asker,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], int] = lambda: secrets.randbits(62),
    ) -> None:
        self._store = store
        self._asker = asker
        self._zone = zone
        self._clock = clock
        self._new_id = new_id
        self._working = asyncio.Semaphore(AT_ONCE)

    # Asking

    async def ask(
        self,
        question: str,
        *,
        person: str,
        place: str | None = None,
        narrowing: Narrowing | None = None,
        workspace: tuple[str, str] | None = None,
    ) -> Shown:
        """Answer a question. In a `place` (a channel or thread) it may follow up on the person's last one there.

        In a `workspace` (a platform with its name for it) "today" is that of the zone its admins chose. Raise
        `AskingError` where it cannot be taken.
        """
        conversation = f"{person}/{place}" if place else None
        narrowing = narrowing or Narrowing()
        async with self._working:
            before = await self._asker.recall(conversation) if conversation else None
            zone = await self._zone_of(workspace)
            try:
                answer, turn = await self._asker.answer(
                    question, asked=self._clock(), zone=zone, before=before, narrowing=narrowing
                )
            except AmbiguousName as error:
                return self._choice(person, {"kind": "answer", "question": question, "place": place}, error, narrowing)
        return self._answered(answer, person, place, narrowing, turn)

    async def _zone_of(self, workspace: tuple[str, str] | None) -> ZoneInfo:
        if workspace is None:
            return self._zone
        async with self._store.reading() as session:
            chosen = (await workspace_settings.get(session, *workspace)).zone
        return ZoneInfo(chosen) if chosen else self._zone

    async def remembers(self, person: str, place: str) -> bool:
        """Whether the person asked something in that place that can be followed up."""
        return await self._asker.recall(f"{person}/{place}") is not None

    async def earlier(self, kept: StoredReply, person: str) -> Shown:
        """Answer a kept question again, from what happened before all that was answered from."""
        state = kept.state
        if not state.get("query") or not state.get("oldest"):
            raise Gone
        query = from_json(state["query"])
        before = date.fromisoformat(state["oldest"]) - timedelta(days=1)
        query = replace(query, window=within(query.window, None, before), ordinal=None, order=Order.NEWEST)
        async with self._working:
            answer, turn = await self._asker.again(state["question"], query, asked=self._clock(), zone=self._zone)
        if answer.abstained:
            return self._plain(
                person, Message(text=f"Nothing earlier than {state['oldest']} is stored that answers this.")
            )
        return self._answered(answer, person, state.get("place"), Narrowing(), turn)

    def _answered(
        self, answer: Answer, person: str, place: str | None, narrowing: Narrowing, turn: Turn | None
    ) -> Shown:
        message = reply(answer, more_hint=" in Sources and Earlier")
        choices = tuple(Party(name) for name in answer.ambiguous)
        offers = {Offer.UNDERSTOOD, Offer.JUDGE} if answer.query else set()
        if choices:
            offers = {Offer.CHOOSE, Offer.UNDERSTOOD}
        elif not answer.abstained:
            offers |= {Offer.SHARE} | ({Offer.SOURCES} if answer.citations else set())
            offers |= {Offer.EARLIER} if answer.events else set()
        state = {
            "kind": "answer",
            "question": answer.question,
            "place": place,
            "narrowing": asdict(narrowing),
            "answer": message_to_json(message),
            "sources": message_to_json(sources(answer)),
            "understood": message_to_json(explanation(answer)),
            "query": to_json(answer.query) if answer.query else None,
            "oldest": min(map(day_of, answer.events)).isoformat() if answer.events else None,
            "choices": [choice.name for choice in choices],
            "offers": sorted(offers),
        }
        return Shown(
            self._new_id(),
            person,
            message,
            frozenset(offers),
            choices,
            sources=len(answer.citations),
            state=state,
            conversation=f"{person}/{place}" if place else None,
            turn=turn,
        )

    # Lists and profiles

    async def events(self, wanted: EventFilter, *, person: str, page: int = 0, reply_id: int | None = None) -> Shown:
        """List events, one page at a time. Raise `AskingError` for a name or date that cannot be read."""
        state = {"kind": "events", "filter": asdict(wanted)}
        async with self._working:
            try:
                found = await self._page(wanted, page)
            except AmbiguousName as error:
                return self._choice(person, state, error)
        offers = {Offer.PAGES} if found.number or found.has_next else set()
        return Shown(
            self._new_id() if reply_id is None else reply_id,
            person,
            events_message(found, wanted),
            frozenset(offers),
            page=found.number,
            has_next=found.has_next,
            state=state,
        )

    async def turn_page(self, kept: StoredReply, page: int) -> Shown:
        """Another page of a kept list."""
        if kept.state.get("kind") != "events":
            raise Gone
        return await self.events(_filter(kept.state["filter"]), person=kept.person, page=page, reply_id=kept.id)

    async def who(self, name: str, *, person: str) -> Shown:
        """Say who somebody is. Raise `AskingError` where nobody has that name."""
        async with self._working:
            try:
                async with self._store.reading() as session:
                    found = await profile(session, name, self._today())
            except AmbiguousName as error:
                return self._choice(person, {"kind": "who"}, error)
        return self._plain(person, profile_message(found))

    async def choose(self, kept: StoredReply, position: int) -> Shown:
        """Go on with the one chosen of several."""
        choices = kept.state.get("choices") or []
        if not 0 <= position < len(choices):
            raise Gone
        chosen = choices[position]
        match kept.state["kind"]:
            case "answer":
                state = kept.state
                narrowing = _replaced(Narrowing(**state["narrowing"]), state.get("words"), chosen)
                return await self.ask(state["question"], person=kept.person, place=state["place"], narrowing=narrowing)
            case "events":
                wanted = _filter(kept.state["filter"])
                changed = {
                    name: chosen
                    for name in ("who", "other", "country")
                    if getattr(wanted, name) == kept.state.get("words")
                }
                return await self.events(replace(wanted, **changed), person=kept.person)
            case _:
                return await self.who(chosen, person=kept.person)

    def _choice(
        self, person: str, state: dict[str, Any], error: AmbiguousName, narrowing: Narrowing | None = None
    ) -> Shown:
        kept = {
            **state,
            "words": error.words,
            "choices": [choice.key or choice.name for choice in error.choices],
            "narrowing": asdict(narrowing or Narrowing()),
        }
        message = Message(headline="Which one do you mean?", choices=tuple(map(_introduced, error.choices)))
        return Shown(self._new_id(), person, message, frozenset({Offer.CHOOSE}), error.choices, state=kept)

    async def _page(self, wanted: EventFilter, page: int) -> Page:
        async with self._store.reading() as session:
            return await page_of(session, wanted, page, self._today())

    def _plain(self, person: str, message: Message) -> Shown:
        return Shown(self._new_id(), person, message)

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    # Keeping

    async def keep(self, shown: Shown) -> None:
        """Keep what the buttons of a shown reply need, and the turn for follow-ups. A failing store is only logged."""
        try:
            if shown.offers:
                expires = self._clock() + timedelta(days=REPLY_DAYS)
                async with self._store.writing() as session:
                    await replies.put(session, StoredReply(shown.id, shown.person, shown.state), expires_at=expires)
            if shown.conversation and shown.turn:
                await self._asker.remember(shown.conversation, shown.turn)
        except StoreError as error:
            _log.warning("A reply was shown but could not be kept, so its buttons will not work: %s", error)

    async def kept(self, reply_id: int) -> StoredReply:
        """Return a kept reply. Raise `Gone` where there is none any more."""
        async with self._store.reading() as session:
            found = await replies.get(session, reply_id, now=self._clock())
        if found is None:
            raise Gone
        return found

    async def part(self, reply_id: int, name: str) -> Message:
        """Return the "answer", "sources" or "understood" of a kept reply. Raise `Gone`."""
        state = (await self.kept(reply_id)).state
        if name not in state:
            raise Gone
        return message_from_json(state[name])

    async def judge(self, reply_id: int, person: str, *, helpful: bool) -> None:
        """Keep what a person thinks of a reply. Raise `Gone`."""
        state = (await self.kept(reply_id)).state
        answer = state.get("answer", {})
        told = " ".join(part for part in (answer.get("headline"), answer.get("text")) if part)
        async with self._store.writing() as session:
            await replies.judge(
                session,
                reply_id,
                person,
                helpful=helpful,
                question=state.get("question", ""),
                answer=told,
                judged_at=self._clock(),
            )

    async def tidy(self) -> int:
        """Remove the replies that have expired."""
        async with self._store.writing() as session:
            return await replies.remove_expired(session, now=self._clock())

    # Privacy

    async def privacy(self, person: str) -> Message:
        """Tell what is kept of a person."""
        async with self._store.reading() as session:
            return privacy_message(await replies.held(session, person))

    async def delete(self, person: str) -> Message:
        """Remove all that is kept of a person."""
        async with self._store.writing() as session:
            return deleted_message(await replies.forget(session, person))


def _filter(state: dict[str, Any]) -> EventFilter:
    return EventFilter(**{**state, "action": Action(state["action"]) if state.get("action") else None})


def _introduced(party: Party) -> str:
    return f"{party.name}: {party.description}" if party.description else party.name


def _replaced(narrowing: Narrowing, words: str | None, chosen: str) -> Narrowing:
    if words and narrowing.person == words:
        return replace(narrowing, person=chosen)
    if words and narrowing.country == words:
        return replace(narrowing, country=chosen)
    return replace(narrowing, meant=chosen)
