"""Asker: one question in, one Answer out. Everything above (command line, chat) asks here and nowhere else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking import conversation as talk
from bot.asking.answer import Answer
from bot.asking.conversation import Turn
from bot.asking.errors import AskingError
from bot.asking.evidence.answering import Answerer
from bot.asking.evidence.focus import Focus
from bot.asking.imported import answer_exactly
from bot.asking.narrowing import Narrowing, narrow
from bot.asking.query import EventQuery, Kind
from bot.asking.understanding import Understanding
from db import articles, conversations
from db.session import Store

CONVERSATION_HOURS = 24


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

        Raise `AskingError` for a question that cannot be taken.
        """
        before = await self.recall(conversation) if conversation else None
        answer, after = await self.answer(question, asked=asked, zone=zone, before=before)
        if conversation and after is not None:
            await self.remember(conversation, after)
        return answer

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn of a conversation, None where there is none that is still remembered."""
        async with self._store.reading() as session:
            return talk.turn_from_json(await conversations.get(session, conversation, now=self._clock()))

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
            if before and talk.is_why(question):
                query, focus = before.query, Focus(before.events, before.articles)
            else:
                query = await self._understanding.understand(session, question, day)
                focus = Focus()
                if before and talk.continues(question, query):
                    query = talk.follow(question, query, before)
                    focus = Focus(before.events, before.articles)
            if narrowing:
                query = await narrow(session, query, narrowing, day)
            answer = await _answered(session, question, query, day, focus)
        return answer, before if answer.abstained else _turn(question, query, answer)

    async def again(
        self, question: str, query: EventQuery, *, asked: datetime, zone: ZoneInfo | None = None
    ) -> tuple[Answer, Turn | None]:
        """Answer from a query that stands already: a kept one, for instance with other days."""
        day = asked.astimezone(zone or UTC).date()
        async with self._store.reading() as session:
            answer = await _answered(session, question, query, day, Focus())
        return answer, None if answer.abstained else _turn(question, query, answer)

    @staticmethod
    def refusal(question: str, error: AskingError) -> Answer:
        """The answer to a question that cannot be taken, for programs that want one for every line."""
        return Answer(question=question, kind=Kind.WHAT, abstained=True, reason=str(error))


async def _answered(session: AsyncSession, question: str, query: EventQuery, day: date, focus: Focus) -> Answer:
    """From articles, in their words; where they are silent or there are none, from imported events."""
    if await articles.any_stored(session):
        answer = await Answerer(session, question, query, day, focus).answer()
        return (await answer_exactly(session, question, query) or answer) if answer.abstained else answer
    imported = await answer_exactly(session, question, query)
    return imported or await Answerer(session, question, query, day, focus).answer()


def _turn(question: str, query: EventQuery, answer: Answer) -> Turn:
    return Turn(query, answer.events, answer.articles, len(answer.citations), question)
