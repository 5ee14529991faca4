"""Asker: one question in, one Answer out. Everything above (command line, chat) asks here and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.asking import conversation as talk
from bot.asking.answer import Answer
from bot.asking.conversation import Turn
from bot.asking.errors import AskingError
from bot.asking.evidence.answering import Answerer, Focus
from bot.asking.query import Kind
from bot.asking.understanding import Understanding
from db import conversations
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
        before = await self._remembered(conversation) if conversation else None
        answer, after = await self.answer(question, asked=asked, zone=zone, before=before)
        if conversation and after is not None:
            expires = self._clock() + self._lifetime
            async with self._store.writing() as session:
                await conversations.put(session, conversation, after.as_json(), expires_at=expires)
        return answer

    async def forget(self, conversation: str) -> None:
        """End a conversation: the next question stands alone. Expired ones go as well."""
        now = self._clock()
        async with self._store.writing() as session:
            await conversations.put(session, conversation, {}, expires_at=now)
            await conversations.remove_expired(session, now=now)

    async def answer(
        self, question: str, *, asked: datetime, zone: ZoneInfo | None = None, before: Turn | None = None
    ) -> tuple[Answer, Turn | None]:
        """Answer a question that may continue `before`; return the answer and the turn for the next follow-up."""
        day = asked.astimezone(zone or UTC).date()
        async with self._store.reading() as session:
            if before and talk.is_why(question):
                query, focus = before.query, Focus(frozenset(before.events), frozenset(before.articles))
            else:
                query = await self._understanding.understand(session, question, day)
                focus = Focus()
                if before and talk.continues(question, query):
                    query = talk.follow(question, query, before)
                    focus = Focus(frozenset(before.events), frozenset(before.articles))
            answer = await Answerer(session, question, query, day, focus).answer()
            if answer.abstained:
                return answer, before
        return answer, Turn(query, answer.events, answer.articles, len(answer.citations), question)

    @staticmethod
    def refusal(question: str, error: AskingError) -> Answer:
        """The answer to a question that cannot be taken, for programs that want one for every line."""
        return Answer(question=question, kind=Kind.WHAT, abstained=True, reason=str(error))

    async def _remembered(self, conversation: str) -> Turn | None:
        async with self._store.reading() as session:
            return talk.turn_from_json(await conversations.get(session, conversation, now=self._clock()))
