from datetime import UTC, datetime, timedelta

from db import slack
from db.session import Store
from db.slack import SealedInstallation

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


async def test_an_event_is_taken_once_until_it_is_forgotten(store: Store) -> None:
    async with store.writing() as session:
        assert await slack.take(session, "slack:T1:Ev1", now=NOW)
        assert not await slack.take(session, "slack:T1:Ev1", now=NOW)
        assert await slack.take(session, "slack:T1:Ev2", now=NOW + timedelta(days=2))
    async with store.writing() as session:
        assert not await slack.take(session, "slack:T1:Ev1", now=NOW)
        assert await slack.remove_old(session, before=NOW + timedelta(days=1), now=NOW) == 1
        assert not await slack.take(session, "slack:T1:Ev2", now=NOW)


async def test_a_login_ends_once_and_in_time(store: Store) -> None:
    async with store.writing() as session:
        await slack.begin_login(session, "one", expires_at=NOW + timedelta(minutes=10))
        await slack.begin_login(session, "late", expires_at=NOW)
        assert await slack.end_login(session, "one", now=NOW)
        assert not await slack.end_login(session, "one", now=NOW)
        assert not await slack.end_login(session, "late", now=NOW)
        assert not await slack.end_login(session, "forged", now=NOW)


async def test_a_workspace_has_one_installation_and_the_latest_counts(store: Store) -> None:
    first = SealedInstallation("", "T1", b"first", NOW)
    other = SealedInstallation("E1", "", b"other", NOW, NOW + timedelta(hours=1))
    async with store.writing() as session:
        for one in (first, other, SealedInstallation("", "T1", b"second", NOW)):
            await slack.put_installation(session, one)
    async with store.reading() as session:
        found = await slack.installation(session, "", "T1")
        assert found is not None
        assert found.sealed == b"second"
        assert await slack.installation(session, "", "T2") is None
        assert await slack.installation_of_team(session, "T1") == found
        assert await slack.expiring(session, before=NOW + timedelta(hours=2)) == [other]
        assert await slack.expiring(session, before=NOW) == []
    async with store.writing() as session:
        assert await slack.remove_installation(session, "", "T1")
        assert not await slack.remove_installation(session, "", "T1")
