"""Briefs, timelines, watches and "Read this", by a real bot in a simulated Discord."""

import simcord

from db.subscriptions import Kind
from tests.cogs.conftest import Scene, Server, description


def attached(result: simcord.InteractionResult) -> list[str]:
    """The names of the files with a result."""
    assert result.response is not None
    return [file.filename for file in result.response.attachments]


async def test_a_brief_tells_what_was_read_and_what_was_understood(scene: Scene) -> None:
    told = description(
        await scene.alice.slash(scene.channel, "brief", period="week", topic="anything Tomas Kilani signs")
    )
    assert "Tomas Kilani signed a harbour lease" in told
    assert "Ana Kilani" not in told


async def test_a_brief_is_for_who_asked_unless_shared(scene: Scene) -> None:
    assert (await scene.alice.slash(scene.channel, "brief")).ephemeral
    assert not (await scene.alice.slash(scene.channel, "brief", share=True)).ephemeral


async def test_a_topic_that_is_not_understood_is_told_in_a_sentence(scene: Scene) -> None:
    told = description(await scene.alice.slash(scene.channel, "brief", topic="zzyzx qwfp"))
    assert "zzyzx" in told
    assert "Traceback" not in told


async def test_a_timeline_comes_with_its_picture_and_a_list_without(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "timeline", who="Ana Kilani")
    assert "fishing pact number 2010" in description(result)
    assert attached(result) == ["timeline.png"]
    [edit] = scene.requests("PATCH", "/messages/@original")
    assert "timeline in dark: Ana Kilani" in str(edit.json)
    assert attached(await scene.alice.slash(scene.channel, "events", who="Ana Kilani")) == []


async def test_of_too_little_no_picture_is_made(scene: Scene) -> None:
    assert attached(await scene.alice.slash(scene.channel, "timeline", who="Tomas Kilani")) == []


async def test_an_admin_lets_the_channel_watch_a_topic_and_others_do_not(server: Server) -> None:
    refused = description(await server.alice.slash(server.channel, "watch", question="anything Japan signs"))
    assert refused.startswith("You need")
    await server.admin.slash(server.channel, "watch", question="anything Japan signs")
    [watch] = await server.subscriptions()
    assert (watch.kind, watch.topic, watch.channel) == (Kind.WATCH, "anything Japan signs", str(server.channel.id))
    told = description(await server.admin.slash(server.channel, "watch", question="Fiji", channel=server.closed))
    assert "may not post in" in told
    assert len(await server.subscriptions()) == 1


async def test_read_this_reads_the_link_of_a_message_for_admins_alone(server: Server) -> None:
    message = await server.alice.send(server.channel, "have you seen (https://courier.example/a?b=1)?")
    told = description(await server.admin.context_menu(server.channel, "Read this", message))
    assert told.replace("\\", "") == "Read https://courier.example/a?b=1"
    assert description(await server.alice.context_menu(server.channel, "Read this", message)).startswith("You need")
    plain = await server.alice.send(server.channel, "no link here")
    assert "no link in this message" in description(await server.admin.context_menu(server.channel, "Read this", plain))
