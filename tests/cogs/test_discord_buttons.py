"""Buttons, menus and pages: who may use them, and that they outlive a restart."""

from datetime import timedelta

import simcord
from sqlalchemy import select

from db.models import Judgement
from tests.cogs.conftest import NOW, Scene, description, labels, make_bot

QUESTION = "what did Ana Kilani sign with Fiji?"


async def ask(scene: Scene) -> simcord.ResponseMessage:
    result = await scene.alice.slash(scene.channel, "ask", question=QUESTION)
    assert result.response
    return result.response


async def test_sources_shows_every_quote(scene: Scene) -> None:
    message = await ask(scene)
    result = await scene.alice.click(message, custom_id=custom_id(message, "sources"))
    assert result.ephemeral
    assert description(result).count("> “") > 3


async def test_how_i_understood_this_says_it_in_words(scene: Scene) -> None:
    result = await scene.alice.click(await ask(scene), label="How I understood this")
    assert "Understood as: " in description(result)
    assert "Ana Kilani" in description(result)


async def test_earlier_answers_from_what_was_before_and_says_when_there_is_no_more(scene: Scene) -> None:
    message = await ask(scene)
    seen = f"{message.embeds[0].title}{message.embeds[0].description}"
    for _ in range(5):
        result = await scene.alice.click(message, label="Earlier")
        assert result.response
        if "Nothing earlier" in description(result):
            break
        title = result.response.embeds[0].title or ""
        assert not any(part in seen for part in title.split("; "))
        seen += description(result)
        message = result.response
    assert "Nothing earlier than 2010-03-03 is stored" in description(result)
    assert "number 2019" in seen
    assert "number 2010" in seen


async def test_share_shows_the_answer_to_everybody_once(scene: Scene) -> None:
    message = await ask(scene)
    first = await scene.alice.click(message, label="Share")
    assert not first.ephemeral
    assert description(first).startswith("fishing pact")
    second = await scene.alice.click(message, label="Share")
    assert second.ephemeral
    assert description(second) == "You have shared this already."


async def test_a_judgement_is_stored_and_can_be_changed(scene: Scene) -> None:
    message = await ask(scene)
    for label, helpful in (("Helpful", True), ("Not helpful", False)):
        await scene.alice.click(message, label=label)
        async with scene.store.reading() as session:
            [judgement] = (await session.scalars(select(Judgement))).all()
        assert (judgement.helpful, judgement.question) == (helpful, QUESTION)
        assert judgement.person == f"discord:{scene.alice.id}"


async def test_all_buttons_work_after_a_restart(scene: Scene) -> None:
    message = await ask(scene)
    listed = await scene.alice.slash(scene.channel, "events", who="Ana Kilani")
    assert listed.response
    await scene.env.restart_bot(make_bot(scene.store))
    for name in ("Earlier", "How I understood this", "Share", "Helpful"):
        result = await scene.alice.click(message, label=name)
        assert "no longer kept" not in description(result)
    assert "**3 March 2010**" in description(await scene.alice.click(listed.response, label="Next"))


async def test_a_button_whose_data_is_gone_says_so(scene: Scene) -> None:
    message = await ask(scene)
    await scene.env.restart_bot(make_bot(scene.store, lambda: NOW + timedelta(days=31)))
    for label in ("Earlier", "How I understood this", "Helpful"):
        result = await scene.alice.click(message, label=label)
        assert result.ephemeral
        assert "no longer kept" in description(result)


async def test_pages_are_turned_in_place_by_who_asked_and_nobody_else(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "events", who="Ana Kilani", share=True)
    assert result.response
    assert labels(result) == ["Previous", "Next"]
    refused = await scene.bob.click(result.response, label="Next")
    assert refused.ephemeral
    assert "Only who asked can use this" in description(refused)
    await scene.alice.click(result.response, label="Next")
    assert scene.channel.last_message
    assert scene.channel.last_message.id == result.response.id
    assert "**3 March 2010**" in (scene.channel.last_message.embeds[0].description or "")
    await scene.alice.click(scene.channel.last_message, label="Previous")
    assert scene.channel.last_message
    assert "**3 March 2019**" in (scene.channel.last_message.embeds[0].description or "")


async def test_of_several_with_one_name_the_asker_chooses(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "events", who="Kilani", share=True)
    assert result.response
    assert description(result).startswith("Which one do you mean?\n**1** Ana Kilani: fisheries envoy")
    refused = await scene.bob.select(result.response, ["0"])
    assert refused.ephemeral
    await scene.alice.select(result.response, ["0"])
    assert scene.channel.last_message
    assert scene.channel.last_message.embeds[0].title == "Events: Ana Kilani"


async def test_a_question_about_one_of_several_with_one_name_is_answered_after_the_choice(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "ask", question="what did Kilani sign?")
    assert result.response
    assert description(result).startswith("Which one do you mean?")
    options = next(item for row in result.response.components for item in row["components"] if "options" in item)
    names = [option["label"] for option in options["options"]]
    assert sorted(names) == ["Ana Kilani", "Tomas Kilani"]
    await scene.alice.select(result.response, [str(names.index("Tomas Kilani"))])
    assert description(result).startswith("a harbour lease")


async def test_a_profile_and_a_narrowed_question_let_choose_as_well(scene: Scene) -> None:
    profile = await scene.alice.slash(scene.channel, "who", name="Kilani")
    assert profile.response
    await scene.alice.select(profile.response, ["1"])
    assert description(profile).startswith("Tomas Kilani\nharbour master")
    asked = await scene.alice.slash(scene.channel, "ask", question="what was signed with Fiji?", person="Kilani")
    assert asked.response
    await scene.alice.select(asked.response, ["0"])
    assert "fishing pact number 2019" in description(asked)


def custom_id(message: simcord.ResponseMessage, deed: str) -> str:
    ids = [str(item["custom_id"]) for row in message.components for item in row["components"]]
    return next(identifier for identifier in ids if f":{deed}:" in identifier)
