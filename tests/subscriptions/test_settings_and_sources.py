"""What the admins of a workspace choose, and what they do with sources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.delivery.transport import Problem
from bot.news.fetching.fetcher import Fetcher
from bot.news.source_list import SourceList
from bot.subscriptions.asked import Fields, Requester
from bot.subscriptions.errors import BadField, BadZone, NotAllowed
from bot.subscriptions.sources import Sources
from tests.news.conftest import clock, fetcher, server
from tests.news.desk import InProcess
from tests.news.hostile.server import HostileServer
from tests.news.hostile.site import Site
from tests.news.stepping import SteppingClock
from tests.subscriptions.conftest import ADMIN, GUEST, HERE, Scene, shown

__all__ = ["clock", "fetcher", "server"]


async def test_settings_are_kept_by_workspace_and_start_new_subscriptions(scene: Scene) -> None:
    desk = scene.settings
    assert "Asia/Tokyo, as nobody chose one" in shown(await desk.show(ADMIN, HERE))
    await desk.set_zone(ADMIN, HERE, "Suva")
    await desk.set_language(ADMIN, HERE, "EN_us")
    await desk.set_fallback_channel(ADMIN, HERE, "42")
    told = shown(await desk.show(ADMIN, HERE))
    assert "Time zone: Pacific/Fiji\nLanguage of dates: en-us\nFallback channel: #channel-42" in told
    assert "as nobody chose one" in shown(await desk.show(ADMIN, replace(HERE, workspace="901")))
    await scene.subscriptions.add(ADMIN, HERE, Fields())
    [one] = await scene.subscriptions.found(ADMIN, HERE)
    assert (one.zone, one.language) == ("Pacific/Fiji", "en-us")
    await desk.set_zone(ADMIN, HERE, "default")
    await desk.set_fallback_channel(ADMIN, HERE, None)
    told = shown(await desk.show(ADMIN, HERE))
    assert "Asia/Tokyo, as nobody chose one" in told
    assert "Fallback channel: none" in told


async def test_a_wrong_setting_is_told_and_not_kept(scene: Scene) -> None:
    desk = scene.settings
    scene.channels.problems["42"] = [Problem("channel_gone", "There is no such channel.", "Name another.")]
    with pytest.raises(BadZone):
        await desk.set_zone(ADMIN, HERE, "Atlantis")
    with pytest.raises(BadField, match="Dates cannot be written"):
        await desk.set_language(ADMIN, HERE, "tlh")
    with pytest.raises(BadField, match="There is no such channel"):
        await desk.set_fallback_channel(ADMIN, HERE, "42")
    with pytest.raises(BadField, match="is not on the list of admins"):
        await desk.remove_admin(ADMIN, HERE, "role:5")
    with pytest.raises(BadField, match="Say whose settings"):
        await desk.show(ADMIN, replace(HERE, workspace=None))
    assert not await scene.changes()


async def test_the_list_of_admins_lets_people_and_roles_in_but_not_change_the_list(scene: Scene) -> None:
    desk = scene.settings
    person = Requester("discord:5")
    for who in (GUEST, person):
        with pytest.raises(NotAllowed):
            await desk.show(who, HERE)
    await desk.add_admin(ADMIN, HERE, "role:77")
    await desk.add_admin(ADMIN, HERE, "discord:5")
    assert "is an admin already" in shown(await desk.add_admin(ADMIN, HERE, "discord:5"))
    for who in (GUEST, person):
        await desk.set_zone(who, HERE, "Suva")
        with pytest.raises(NotAllowed, match="the list of admins is not for those on it to change"):
            await desk.add_admin(who, HERE, "discord:6")
    await desk.remove_admin(ADMIN, HERE, "role:77")
    with pytest.raises(NotAllowed):
        await desk.show(GUEST, HERE)
    assert "discord:2 settings.zone" in shown(await desk.changes(ADMIN, HERE))
    assert "settings.admins admins: admins [" in shown(await desk.changes(ADMIN, HERE))
    assert [change.action for change in await scene.changes()].count("settings.zone") == 1


async def test_admins_change_sources_and_it_is_kept_who_did(
    scene: Scene, fetcher: Fetcher, clock: SteppingClock, server: HostileServer
) -> None:
    site = Site(server)
    site.publish(1)

    @asynccontextmanager
    async def opened() -> AsyncIterator[SourceList]:
        yield SourceList(scene.store, fetcher, InProcess(0), clock)

    desk = Sources(scene.store, opened, clock=scene.clock)
    added = shown(await desk.add(ADMIN, HERE, site.feed))
    assert added == f"Added source 1: harbour, {site.feed}"
    assert shown(await desk.add(ADMIN, HERE, site.feed)).startswith("Already there: source 1")
    assert "Story 1" in shown(await desk.check(ADMIN, HERE, "harbour"))
    assert "It has not been polled yet." in shown(await desk.show(ADMIN, HERE, "1"))
    assert "1: harbour (new)" in shown(await desk.list(ADMIN, HERE))
    await desk.pause(ADMIN, HERE, "harbour")
    assert "1: harbour (paused)" in shown(await desk.list(ADMIN, HERE))
    await desk.resume(ADMIN, HERE, "1")
    exported = await desk.export(ADMIN, HERE)
    await desk.remove(ADMIN, HERE, "1")
    assert shown(await desk.import_(ADMIN, HERE, exported.encode())) == "1 sources added, 0 were there already."
    with pytest.raises(BadField, match="There is no source"):
        await desk.pause(ADMIN, HERE, "lighthouse")
    with pytest.raises(BadField, match="too large"):
        await desk.import_(ADMIN, HERE, b" " * 2_000_001)
    for work in (desk.list(GUEST, HERE), desk.add(GUEST, HERE, site.feed), desk.remove(GUEST, HERE, "harbour")):
        with pytest.raises(NotAllowed):
            await work
    elsewhere = Sources(scene.store, opened, workspaces=["901"], clock=scene.clock)
    assert await elsewhere.found(ADMIN, HERE)
    for work in (elsewhere.remove(ADMIN, HERE, "harbour"), elsewhere.check(ADMIN, HERE, site.feed)):
        with pytest.raises(BadField, match="only its operator changes them"):
            await work
    actions = [change.action.partition(".")[2] for change in reversed(await scene.changes())]
    assert actions == ["add", "pause", "resume", "remove", "import"]
    paused = (await scene.changes())[-2]
    assert (paused.before, paused.after) == ({"state": "active"}, {"state": "paused"})
