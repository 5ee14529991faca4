"""Asker: one question in, one Answer out. Everything above (command line, chat) asks here and nowhere else."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.answer import Answer
from bot.asking.choosing import choices_in, chosen, offer, picked, rests_on, settled
from bot.asking.conversation import Choice, Turn, turn_from_json
from bot.asking.errors import AskingError
from bot.asking.evidence.answering import Answerer
from bot.asking.evidence.focus import Scope
from bot.asking.followups import Reading, readings
from bot.asking.imported import answer_exactly
from bot.asking.narrowing import Narrowing, narrow
from bot.asking.query import EventQuery, Kind
from bot.asking.understanding import Understanding
from bot.asking.wording import sentence
from db import articles, conversations
from db.errors import StoreError
from db.session import Store

CONVERSATION_HOURS = 24

_log = logging.getLogger(__name__)


class Asker:
    """Answers questions from a store. `clock` tells when conversations expire; "today" comes with each question."""

    def __init__(
        self,
        store: Store,
        *,
        conversation_hours: int = CONVERSATION_HOURS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._understanding = Understanding()
        self._lifetime = timedelta(hours=conversation_hours)
        self._clock = clock

    async def ask(
        self, question: str, *, asked: datetime, zone: ZoneInfo | None = None, conversation: str | None = None
    ) -> Answer:
        """Answer a question. With a `conversation` (a key) it may be a follow-up, and is remembered for the next one.

        Raise `AskingError` for a question that cannot be taken. A store that cannot be written is only logged.
        """
        before = await self.recall(conversation) if conversation else None
        answer, after = await self.answer(question, asked=asked, zone=zone, before=before)
        if conversation and after is not None:
            try:
                await self.remember(conversation, after)
            except StoreError as error:
                _log.warning("An answer could not be remembered, so follow-ups will not lean on it: %s", error)
        return answer

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn of a conversation, None where there is none that is still remembered."""
        async with self._store.reading() as session:
            return turn_from_json(await conversations.get(session, conversation, now=self._clock()))

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Keep a turn as the last of a conversation."""
        expires = self._clock() + self._lifetime
        async with self._store.writing() as session:
            await conversations.put(session, conversation, turn.as_json(), expires_at=expires)

    async def forget(self, conversation: str) -> None:
        """End a conversation: the next question stands alone. Expired ones go as well."""
        now = self._clock()
        async with self._store.writing() as session:
            await conversations.put(session, conversation, {}, expires_at=now)
            await conversations.remove_expired(session, now=now)

    async def answer(
        self,
        question: str,
        *,
        asked: datetime,
        zone: ZoneInfo | None = None,
        before: Turn | None = None,
        narrowing: Narrowing | None = None,
    ) -> tuple[Answer, Turn | None]:
        """Answer a question that may continue `before`; return the answer and the turn for the next follow-up.

        `narrowing` holds it to names and dates that were given beside it. Raise `AskingError` where it cannot be taken.
        """
        day = asked.astimezone(zone or UTC).date()
        async with self._store.reading() as session:
            choice = picked(question, before.offered) if before else None
            if before and choice:
                # The asker says whom the last question meant: that is asked again.
                before = replace(before, chosen=(choice, *before.chosen), offered=())
                found: Sequence[Reading] = (Reading(before.question, before.query, after=before),)
            else:
                found = await readings(session, self._understanding, question, before, day)
            kept = before.chosen if before else ()
            held = [await _held(session, reading, kept, narrowing, day) for reading in found]
            answer, choices, at = await _first_answered(session, held, day)
        if narrowing:
            kept = (*chosen(found[at].query, held[at].query), *kept)
        after = _turn(held[at], answer, choices, before, kept)
        return replace(_told(answer, held[at]), question=question), after

    async def again(
        self, question: str, query: EventQuery, *, asked: datetime, zone: ZoneInfo | None = None
    ) -> tuple[Answer, Turn | None]:
        """Answer from a query that stands already: a kept one, for instance with other days."""
        day = asked.astimezone(zone or UTC).date()
        async with self._store.reading() as session:
            answer = await _answered(session, Reading(question, query), day)
        return answer, None if answer.abstained else Turn(question, query).answered(answer)

    @staticmethod
    def refusal(question: str, error: AskingError) -> Answer:
        """The answer to a question that cannot be taken, for programs that want one for every line."""
        return Answer(question=question, kind=Kind.WHAT, abstained=True, reason=str(error))


async def _held(
    session: AsyncSession, reading: Reading, kept: Sequence[Choice], narrowing: Narrowing | None, day: date
) -> Reading:
    """The reading held to what was chosen before and to what is said beside the question."""
    query = settled(reading.query, kept)
    return replace(reading, query=await narrow(session, query, narrowing, day) if narrowing else query)


async def _first_answered(
    session: AsyncSession, found: Sequence[Reading], day: date
) -> tuple[Answer, tuple[Choice, ...], int]:
    """The answer to the first reading that has one, or lacks only a choice, and which that is; else the first's."""
    silent = None
    for at, reading in enumerate(found):
        answer, choices = await _of_those_meant(session, reading, day)
        if choices or not answer.abstained:
            return answer, choices, at
        silent = silent or answer
    assert silent is not None  # noqa: S101 - there is always a reading
    return silent, (), 0


async def _of_those_meant(session: AsyncSession, reading: Reading, day: date) -> tuple[Answer, tuple[Choice, ...]]:
    """Answer; where an ambiguous name makes several answers, offer the choice and guess none."""
    answers: list[tuple[Choice, Answer]] = []
    for choice in await choices_in(session, reading.query):
        answer = await _answered(session, replace(reading, query=settled(reading.query, (choice,))), day)
        if not answer.abstained and await rests_on(session, answer, choice):
            answers.append((choice, answer))
    if not answers:
        return await _answered(session, reading, day), ()
    if len({answer.events[:1] for _, answer in answers}) == 1:
        return answers[0][1], ()
    choices = tuple(choice for choice, _ in answers)
    return offer(reading.question, reading.query, choices), choices


async def _answered(session: AsyncSession, reading: Reading, day: date) -> Answer:
    """From articles, in their words; where they are silent or there are none, from imported events."""
    question, query, focus = reading.question, reading.query, reading.focus
    if await articles.any_stored(session):
        answer = await Answerer(session, question, query, day, focus).answer()
        if not answer.abstained or focus.scope is Scope.ARTICLES:
            return answer
        return await answer_exactly(session, question, query, focus.seen) or answer
    imported = await answer_exactly(session, question, query, focus.seen)
    return imported or await Answerer(session, question, query, day, focus).answer()


def _turn(
    reading: Reading, answer: Answer, choices: tuple[Choice, ...], before: Turn | None, kept: tuple[Choice, ...]
) -> Turn:
    """What the next follow-up can lean on."""
    after = reading.after
    if before and after and (reading.explains or (answer.abstained and not choices)):
        return replace(before, offered=())
    query = answer.query or reading.query
    turn = replace(after or Turn(reading.question, query), scope=reading.focus.scope, offered=choices, chosen=kept)
    if reading.part and after:
        turn = replace(turn, part=query)
    else:
        turn = replace(turn, question=reading.question, query=query, part=None, events=(), articles=())
    return turn if answer.abstained else turn.answered(answer)


def _told(answer: Answer, reading: Reading) -> Answer:
    """The answer as it is told to this follow-up."""
    if reading.explains and not answer.abstained:
        looked_for = sentence(reading.query)
        text = f"I took the question as: {looked_for[0].lower()}{looked_for[1:]}. The answer rests on the words below."
        return replace(answer, text=text)
    if reading.focus.seen and answer.abstained:
        return replace(answer, reason=f"Nothing more is stored that answers “{reading.question}”.", citations=())
    return answer
