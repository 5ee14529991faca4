"""`sealane run` as a process of its own against a Slack of our own, over real sockets and through real faults."""

from tests.fakes.slack_payloads import ALICE, BOB, CHANNEL
from tests.fakes.slack_server import FakeSlack, actions, words
from tests.slack.conftest import Run
from tests.slack.doing import modal, said, submit

QUESTION = "who visited Tonga in May 2023?"


async def test_from_the_start_to_an_answer_a_button_and_a_clean_end(run: Run, slack: FakeSlack) -> None:
    async with run() as sealane:
        asked = await slack.command(QUESTION)
        assert "Fumio Kishida" in await asked.answer()
        assert asked.delay < 3
        [shown] = asked.responses
        assert (shown["response_type"], shown["unfurl_links"]) == ("ephemeral", False)
        sources = actions(shown)["sealane:sources"]
        pressed = await slack.press(sources)
        assert "The Island Courier" in await pressed.answer()
        shared = await slack.press(actions(shown)["sealane:share"])
        assert "Fumio Kishida" in await shared.answer()
        assert shared.responses[0]["response_type"] == "in_channel"
        again = await slack.press(actions(shown)["sealane:share"], user=BOB)
        assert "shared already" in await again.answer()
        assert again.responses[0]["response_type"] == "ephemeral"
        form = await modal(slack, "subscribe")
        done = await submit(slack, form, channel=CHANNEL, schedule="Fridays at 17:00", topic="anything Fiji signs")
        assert "Added subscription 1" in words(done)
        assert "on its way" in await said(slack, "subscriptions test 1")
        await slack.reached(lambda: slack.messages)
        [delivered] = slack.messages
        assert delivered["channel"] == CHANNEL
        about = await slack.press(actions(delivered)["sealane:about"], shown=delivered)
        assert "anything Fiji signs" in await about.answer()
        assert "/brief subscriptions edit" in await about.answer()
        await slack.event({"type": "app_home_opened", "user": ALICE, "channel": "D1", "tab": "home"})
        await slack.reached(lambda: ALICE in slack.homes)
        assert "anything Fiji signs" in words(slack.homes[ALICE])
        code, seconds = await sealane.terminate()
        assert (code, seconds < 10) == (0, True)
        assert "Traceback" not in sealane.log
    async with run() as sealane:
        again = await slack.press(sources)
        assert "The Island Courier" in await again.answer()


async def test_a_mention_is_answered_in_its_thread_and_followed_up_there(run: Run, slack: FakeSlack) -> None:
    async with run() as sealane:
        mention = await slack.mention(QUESTION, twice=True)
        await slack.reached(lambda: slack.answers_to(mention))
        [answer] = slack.answers_to(mention)
        assert "Fumio Kishida" in words(answer)
        assert (answer["unfurl_links"], answer["unfurl_media"]) == (False, False)
        assert "sealane:share" not in actions(answer)
        reply = await slack.say("and when?", thread=mention["ts"])
        await slack.reached(lambda: len(slack.answers_to(reply)) == 2)
        assert "2 May 2023" in words(slack.answers_to(reply)[-1])
        await slack.say("thanks!", thread=mention["ts"])
        await slack.say("and when?", thread=mention["ts"], user=BOB)
        await slack.mention("what did Ana Kilani sign in 2015?", thread=mention["ts"], user=BOB)
        await slack.reached(lambda: len(slack.answers_to(reply)) == 3)
        assert "fishing pact number 2015" in words(slack.answers_to(reply)[-1])
        await slack.direct(QUESTION)
        await slack.reached(lambda: len(slack.messages) == 4)
        direct = slack.messages[-1]
        assert (direct["channel"], direct.get("thread_ts")) == ("D0ALICE", None)
        await slack.direct("and when?")
        await slack.reached(lambda: len(slack.messages) == 5)
        assert "2 May 2023" in words(slack.messages[-1])
        assert "Traceback" not in sealane.log
