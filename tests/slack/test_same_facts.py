"""The same question on Discord, on Slack and on the console: the same facts in the same order."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from tests.cogs.conftest import Scene, description, scene, store
from tests.fakes.slack_server import FakeSlack, words
from tests.slack.conftest import Serve

__all__ = ["scene", "store"]

QUESTIONS = (
    "what did Ana Kilani sign?",
    "what did Ana Kilani sign in 2014?",
    "who visited Tonga in May 2023?",
    "when did Kishida visit Tonga?",
    "did Tomas Kilani sign a harbour lease?",
    "who signed with Fiji after 2016?",
    "what did Kishida sign?",
)
FACT = re.compile(
    r"pact number \d{4}|harbour lease|Fumio Kishida|(?:Ana|Tomas) Kilani|Tonga|\d+ (?:March|May|June) \d{4}"
    r"|I do not know|\b(?:Yes|No)\b|\d+ more"
)


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A file beside the one that Discord runs on."""
    return Path(shutil.copy(filled, tmp_path / "slack.db"))


def facts(shown: str) -> list[str]:
    """What is told, without what each platform puts around it, its order of naming a source included."""
    text = re.sub(r"\\(.)", r"\1", re.sub(r"\s+", " ", shown))
    text = re.sub(r"— (?:\[?News of \d{4}\S*, )?.*?(?=“|\d+ more|$)", "", text)
    return FACT.findall(text)


async def test_the_same_question_gives_the_same_facts_in_the_same_order_everywhere(
    serve: Serve, slack: FakeSlack, scene: Scene, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serve():
        for question in QUESTIONS:
            asked = await slack.command(question)
            await asked.answer()
            on_slack = facts(
                words({"blocks": [one for one in asked.responses[0]["blocks"] if one["type"] != "actions"]})
            )
            on_discord = facts(description(await scene.alice.slash(scene.channel, "ask", question=question)))
            capsys.readouterr()
            assert await asyncio.to_thread(main, ["ask", "--database", str(database), question]) == 0
            on_console = facts(capsys.readouterr().out)
            assert on_slack == on_discord == on_console, question
            assert on_slack, question
