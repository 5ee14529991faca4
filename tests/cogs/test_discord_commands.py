"""Every command and mention, by a real bot in a simulated Discord."""

import asyncio
import logging
import operator

import discord
import pytest

from bot.chat.desk import Desk, Shown
from db.errors import DatabaseFailed
from tests.cogs.conftest import Scene, description, labels
from tests.fakes.discord_limits import problems

body = operator.attrgetter("json")
QUESTION = "who visited Tonga in May 2023?"


async def test_an_answer_is_shown_to_who_asked_alone_with_quote_publisher_and_link(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "ask", question=QUESTION)
    assert result.ephemeral
    told = description(result)
    assert told.startswith("Fumio Kishida\n")
    assert "> “Fumio Kishida visited Tonga on 2 May 2023" in told
    assert "[News of 2023](<https://courier.example/2023-05-02>), The Island Courier, 2 May 2023" in told
    assert labels(result) == [
        "Sources (1)", "Earlier", "How I understood this", "Share", "Helpful", "Not helpful",
    ]  # fmt: skip


async def test_a_shared_answer_is_public_and_needs_no_share_button(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "ask", question=QUESTION, share=True)
    assert not result.ephemeral
    assert "Share" not in labels(result)


async def test_nothing_that_is_sent_may_mention_anybody(scene: Scene) -> None:
    await scene.alice.slash(scene.channel, "ask", question=QUESTION, share=True)
    [edit] = map(body, scene.requests("PATCH", "/messages/@original"))
    assert edit["allowed_mentions"]["parse"] == []
    assert problems({key: value for key, value in edit.items() if key != "attachments"}) == []
    assert "@everyone" not in str(edit)


async def test_fields_beside_the_question_narrow_it(scene: Scene) -> None:
    ask = {"question": "what did Ana Kilani sign?", "country": "Fiji", "since": "2012", "until": "March 2013"}
    told = description(await scene.alice.slash(scene.channel, "ask", **ask))
    assert told.splitlines()[0] == "fishing pact number 2013; fishing pact number 2012"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("since", "blurble", "“blurble” is no date that I can read"),
        ("person", "Zzyzx Qwfp", "I know nobody called “Zzyzx Qwfp”"),
    ],
)
async def test_a_field_that_cannot_be_read_is_told_in_one_sentence(
    scene: Scene, field: str, value: str, sentence: str
) -> None:
    told = description(await scene.alice.slash(scene.channel, "ask", question=QUESTION, **{field: value}))
    assert told.startswith(sentence)


async def test_what_is_not_known_is_not_answered(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "ask", question="what did Kishida sign in Suva in 1987?")
    assert description(result).startswith("I do not know.")
    assert "Share" not in labels(result)


async def test_events_come_newest_first_and_the_timeline_oldest_first(scene: Scene) -> None:
    events = description(await scene.alice.slash(scene.channel, "events", who="Ana Kilani", **{"with": "Fiji"}))
    timeline = description(await scene.alice.slash(scene.channel, "timeline", who="Ana Kilani", since="2015"))
    assert "**3 March 2019**" in events.splitlines()[1]
    assert "**3 March 2015**" in timeline.splitlines()[1]
    assert "3 March 2012**" in events
    assert "3 March 2014" not in timeline


async def test_events_can_be_of_one_kind(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "events", action="CONSULT")
    assert description(result).count("**") == 2


async def test_a_filter_that_nothing_fits_says_so(scene: Scene) -> None:
    told = description(await scene.alice.slash(scene.channel, "events", who="Ana Kilani", until="2001"))
    assert told.startswith("No events: Ana Kilani, until 31 December 2001")


async def test_who_tells_office_and_newest_events(scene: Scene) -> None:
    told = description(await scene.alice.slash(scene.channel, "who", name="Fumio Kishida"))
    assert told.startswith("Fumio Kishida\nprime minister of Japan")
    assert "prime minister, October 2021 to October 2024" in told
    assert "**2 May 2023** Fumio Kishida visited Tonga" in told


async def test_help_names_every_command(scene: Scene) -> None:
    told = description(await scene.alice.slash(scene.channel, "help"))
    for command in scene.bot.tree.walk_commands():
        if isinstance(command, discord.app_commands.Command):
            assert f"**/{command.qualified_name}**" in told


async def test_everybody_sees_and_deletes_what_is_kept_of_them_alone(scene: Scene) -> None:
    await scene.alice.slash(scene.channel, "ask", question=QUESTION)
    await scene.bob.slash(scene.channel, "ask", question=QUESTION)
    assert "Now: 1 conversation, 1 reply" in description(await scene.alice.slash(scene.channel, "privacy show"))
    assert "Removed: 1 conversation, 1 reply" in description(await scene.alice.slash(scene.channel, "privacy delete"))
    assert "Now: 0 conversations, 0 replies" in description(await scene.alice.slash(scene.channel, "privacy show"))
    assert "Now: 1 conversation, 1 reply" in description(await scene.bob.slash(scene.channel, "privacy show"))


@pytest.mark.parametrize(
    ("command", "option", "typed", "expected"),
    [
        ("ask", "person", "kishi", "Fumio Kishida"),
        ("ask", "country", "ton", "Tonga"),
        ("events", "who", "kil", "Ana Kilani"),
        ("events", "with", "fi", "Fiji"),
        ("events", "country", "jap", "Japan"),
        ("timeline", "who", "NOBUO", "Nobuo Kishi"),
        ("timeline", "with", "tonga", "Tonga"),
        ("who", "name", "  ana", "Ana Kilani"),
    ],
)
async def test_names_are_completed_while_typed(
    scene: Scene, command: str, option: str, typed: str, expected: str
) -> None:
    filled = (
        {"question": "x"} if command == "ask" else {"who": "x"} if (command, option) == ("timeline", "with") else {}
    )
    choices = await scene.alice.autocomplete(scene.channel, command, option, typed, **filled)
    assert choices[0]["name"] == expected
    assert len(await scene.alice.autocomplete(scene.channel, command, option, "", **filled)) == 25


async def test_ask_about_this_answers_the_question_in_a_message(scene: Scene) -> None:
    message = await scene.bob.send(scene.channel, QUESTION)
    result = await scene.alice.context_menu(scene.channel, "Ask about this", message)
    assert result.ephemeral
    assert description(result).startswith("Fumio Kishida\n")


async def test_ask_about_this_on_a_picture_says_that_there_is_no_question(scene: Scene) -> None:
    message = await scene.bob.send(scene.channel, attachments=[("map.png", b"png")])
    result = await scene.alice.context_menu(scene.channel, "Ask about this", message)
    assert "There is no question" in description(result)


async def test_a_mention_is_answered_in_public_and_a_reply_follows_up(scene: Scene) -> None:
    assert scene.bot.user
    await scene.alice.send(scene.channel, f"{scene.bot.user.mention} {QUESTION}")
    first = scene.channel.last_message
    assert first
    assert first.author.id == scene.bot.user.id
    assert first.embeds[0].title == "Fumio Kishida"
    await scene.alice.send(scene.channel, f"{scene.bot.user.mention} and when was that?", reply_to=first)
    second = scene.channel.last_message
    assert second
    assert second.embeds[0].title == "2 May 2023"
    posts = [body(post) for post in scene.requests("POST", f"/channels/{scene.channel.id}/messages")]
    assert all(post["nonce"] and post["enforce_nonce"] for post in posts)
    assert all(post["allowed_mentions"]["parse"] == [] for post in posts)
    assert len({post["nonce"] for post in posts}) == len(posts) == 2


async def test_a_mention_without_a_question_is_told_how_to_ask(scene: Scene) -> None:
    assert scene.bot.user
    await scene.alice.send(scene.channel, scene.bot.user.mention)
    assert scene.channel.last_message
    assert "Ask me something" in (scene.channel.last_message.embeds[0].description or "")


async def test_messages_to_others_and_to_everyone_are_left_alone(scene: Scene) -> None:
    await scene.alice.send(scene.channel, f"{scene.bob.mention} {QUESTION}")
    await scene.alice.send(scene.channel, f"@everyone {QUESTION}")
    await scene.alice.send(scene.channel, QUESTION)
    assert scene.requests("POST", "/messages") == []


async def test_a_direct_message_needs_no_mention(scene: Scene) -> None:
    await scene.alice.send_dm(QUESTION)
    [post] = scene.requests("POST", "/messages")
    assert body(post)["embeds"][0]["title"] == "Fumio Kishida"


async def test_it_is_acknowledged_before_anything_is_asked_of_the_database(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledged = []

    async def slow(*_: object, **__: object) -> Shown:
        acknowledged.append(len(scene.requests("POST", "/callback")))
        await asyncio.sleep(0)
        raise DatabaseFailed("a database", "it is locked")

    for name in ("ask", "events", "who", "privacy"):
        monkeypatch.setattr(Desk, name, slow)
    for number, (command, options) in enumerate(
        [
            ("ask", {"question": "x"}),
            ("events", {}),
            ("timeline", {"who": "x"}),
            ("who", {"name": "x"}),
            ("privacy show", {}),
        ]
    ):
        told = description(await scene.alice.slash(scene.channel, command, **options))
        assert acknowledged[-1] == number + 1
        assert told.startswith("The database does not answer just now.")


async def test_person_and_operator_share_the_id_of_an_error_and_the_question_is_not_logged(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> Shown:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(Desk, "ask", broken)
    with caplog.at_level(logging.ERROR):
        told = description(await scene.alice.slash(scene.channel, "ask", question="a private matter", share=False))
    reference = told.removesuffix(".").rsplit(" ", 1)[-1]
    [record] = [record for record in caplog.records if reference in record.getMessage()]
    assert record.exc_info
    assert "a private matter" not in caplog.text
    assert "ZeroDivisionError" not in told


async def test_a_failed_public_command_is_told_to_who_typed_it_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await scene.alice.slash(scene.channel, "ask", question="?", share=True)
    assert result.response is None
    [followup] = result.followups
    assert followup.ephemeral


async def test_the_end_lets_replies_finish_and_sends_new_commands_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.bot.stopping = True
    result = await scene.alice.slash(scene.channel, "ask", question=QUESTION)
    assert description(result) == "Sealane is restarting: try again in a minute."
