from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import conversations, replies
from db.replies import Held, StoredReply
from db.session import Store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(str(tmp_path / "store.db")) as opened:
        yield opened


async def test_a_reply_is_kept_until_it_expires(store: Store) -> None:
    reply = StoredReply(2**62 + 1, "discord:7", {"question": "who met?"})
    async with store.writing() as session:
        await replies.put(session, reply, expires_at=LATER)
    async with store.reading() as session:
        assert await replies.get(session, reply.id, now=NOW) == reply
        assert await replies.get(session, reply.id, now=LATER) is None
        assert await replies.get(session, 5, now=NOW) is None
    async with store.writing() as session:
        assert await replies.remove_expired(session, now=NOW) == 0
        assert await replies.remove_expired(session, now=LATER) == 1


async def test_judging_again_replaces_the_judgement(store: Store) -> None:
    async with store.writing() as session:
        for helpful in (True, False):
            await replies.judge(session, 1, "discord:7", helpful=helpful, question="q", answer="a", judged_at=NOW)
        assert await replies.held(session, "discord:7") == Held(conversations=0, replies=0, judgements=1)


async def test_forgetting_a_person_takes_all_of_theirs_and_nothing_of_others(store: Store) -> None:
    async with store.writing() as session:
        for person, number in (("discord:7", 1), ("discord:77", 2), ("discord:_", 3)):
            await conversations.put(session, f"{person}/channel", {"a": 1}, expires_at=LATER)
            await replies.put(session, StoredReply(number, person, {}), expires_at=LATER)
            await replies.judge(session, number, person, helpful=True, question="q", answer="a", judged_at=NOW)
        assert await replies.forget(session, "discord:7") == Held(1, 1, 1)
        assert await replies.held(session, "discord:7") == Held(0, 0, 0)
        assert await replies.held(session, "discord:77") == Held(1, 1, 1)
        assert await replies.forget(session, "discord:_") == Held(1, 1, 1)
        assert await replies.held(session, "discord:77") == Held(1, 1, 1)


async def test_a_mark_is_the_value_last_set(store: Store) -> None:
    async with store.writing() as session:
        assert await replies.mark(session, "discord:commands") is None
        await replies.set_mark(session, "discord:commands", "one")
        await replies.set_mark(session, "discord:commands", "two")
        assert await replies.mark(session, "discord:commands") == "two"
