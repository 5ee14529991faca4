"""Conversations are remembered until they expire."""

from datetime import timedelta

from db import conversations
from db.session import Store
from tests.db.building import NOW


async def test_a_conversation_is_remembered_replaced_and_forgotten(store: Store) -> None:
    later = NOW + timedelta(hours=2)
    async with store.writing() as session:
        await conversations.put(session, "thread:1", {"question": "who?", "events": [1, 2]}, expires_at=later)
        await conversations.put(session, "thread:1", {"question": "什么?"}, expires_at=later)
        await conversations.put(session, "thread:2", {}, expires_at=NOW)
        assert await conversations.get(session, "thread:1", now=NOW) == {"question": "什么?"}
        assert await conversations.get(session, "thread:1", now=later) is None
        assert await conversations.get(session, "thread:2", now=NOW) is None
        assert await conversations.get(session, "thread:3", now=NOW) is None
        assert await conversations.remove_expired(session, now=NOW) == 1
        assert await conversations.remove_expired(session, now=later) == 1
