"""Buttons and menus under replies: they work after a restart, for who may use them."""

from tests.fakes.slack_payloads import BOB
from tests.fakes.slack_server import FakeSlack, actions, words
from tests.slack.conftest import Serve


async def test_pages_and_menus_replace_the_message_and_work_after_a_restart(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        listed = await slack.command("events Ana Kilani")
        assert "fishing pact number 2019" in await listed.answer()
        following = actions(listed.responses[0])["sealane:next"]
        assert "sealane:previous" not in actions(listed.responses[0])
        asked = await slack.command("who Kilani")
        assert "Which one do you mean?" in await asked.answer()
        menu = actions(asked.responses[0])["sealane:choose"]
    async with serve():
        turned = await slack.press(following)
        assert "fishing pact number 2010" in await turned.answer()
        assert turned.responses[0]["replace_original"] is True
        assert set(actions(turned.responses[0])) == {"sealane:previous"}
        back = await slack.press(actions(turned.responses[0])["sealane:previous"])
        assert "fishing pact number 2019" in await back.answer()
        others = await slack.press(following, user=BOB)
        assert "Only who asked can use this" in await others.answer()
        assert (others.responses[0]["response_type"], others.responses[0]["replace_original"]) == ("ephemeral", False)
        chosen = await slack.press(menu, chosen=1)
        assert "harbour master" in await chosen.answer()
        assert chosen.responses[0]["replace_original"] is True


async def test_earlier_understood_and_judging(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        asked = await slack.command("what did Ana Kilani sign?")
        await asked.answer()
        shown = actions(asked.responses[0])
        for button, expected in (
            ("earlier", "fishing pact number"),
            ("understood", "Understood as:"),
            ("helpful", "Thank you"),
            ("unhelpful", "Thank you"),
        ):
            pressed = await slack.press(shown[f"sealane:{button}"])
            assert expected in await pressed.answer()
            assert pressed.responses[0]["response_type"] == "ephemeral"
        twice = await slack.press(shown["sealane:helpful"])
        await twice.answer()
        await slack.deliver(twice)
        gone = await slack.press({**shown["sealane:sources"], "value": "12345"})
        assert "no longer kept" in await gone.answer()
        for value in ("", "x" * 2000, "1:2:3", "99999999999999999999999"):
            forged = await slack.press({**shown["sealane:sources"], "value": value})
            await slack.reached(lambda forged=forged: forged.acknowledged)  # type: ignore[misc]
        after = await slack.command("who Ana Kilani")
        await after.answer()
        assert len(twice.responses) == 1


async def test_a_button_in_a_thread_is_answered_in_the_thread(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        mention = await slack.mention("what did Ana Kilani sign in 2015?")
        await slack.reached(lambda: slack.answers_to(mention))
        [answer] = slack.answers_to(mention)
        pressed = await slack.press(actions(answer)["sealane:sources"], shown=answer, user=BOB)
        assert "The Island Courier" in await pressed.answer()
        assert pressed.responses[0]["thread_ts"] == mention["ts"]
        assert "Ana Kilani" in words(answer)
