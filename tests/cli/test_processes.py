"""The program as a process: on a terminal, in pipes, when its reader leaves and when it is told to end."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SEALANE = (sys.executable, "-m", "bot.cli")
ROOT = Path(__file__).parents[2]
ENDING_SECONDS = 10
STARTING_SECONDS = 60

on_posix = pytest.mark.skipif(os.name != "posix", reason="signals and pseudo-terminals are those of POSIX")


@pytest.fixture
def environment(world_path: Path) -> Mapping[str, str]:
    """The variables of a process that has the made-up news and starts in an empty folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "SEALANE_DATABASE": str(world_path), "TERM": "xterm"}


def test_a_chat_from_a_pipe_holds_a_conversation_and_writes_nothing_on_standard_error(
    environment: Mapping[str, str],
) -> None:
    lines = (
        "what did Rabuka sign?", "and with whom?", "/explain", "", "/ask who did Leota visit?", "2", "and when?",
        "/forget", "more", "x" * 10_000, "日本", "/frobnicate", "what did China sign?", "/quit",
        "what did Palau launch?",
    )  # fmt: skip
    chat = subprocess.run(
        [*SEALANE, "run"],
        input="\n".join(lines),
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    told = chat.stdout
    order = (
        "> what did Rabuka sign?\nthe Lau Tuna Accord\n",
        "> and with whom?\nAisake Eke\n",
        "> /explain\nUnderstood as: ",
        "Which one do you mean?\n",
        "> 2\nPalau\n",
        "> and when?\n8 May 2025\n",
        "> /forget\nA new conversation.\n",
        "> more\nThere is no answer yet",
        "A question may have 2,000 characters",
        "Only questions in English",
        "There is no command /frobnicate",
        "> what did China sign?\na port lease\n",
    )
    at = -1
    for part in order:
        found = told.find(part, at + 1)
        assert found > at, f"{part!r} is not told in its place in:\n{told}"
        at = found
    assert "reef patrol" not in told
    assert chat.stderr == ""
    assert not any(line.endswith(" ") for line in told.splitlines())


@on_posix
def test_a_reader_that_leaves_ends_the_program_quietly(environment: Mapping[str, str], tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": 1, "question": "what did Palau launch?"}\n' * 40, encoding="utf-8")
    with subprocess.Popen(
        [*SEALANE, "ask", "--batch", str(batch)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(STARTING_SECONDS) == 0
        assert process.stderr.read() == b""


class Terminal:
    """The program on a terminal of its own, as a person would use it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.screen, inside = os.openpty()
        self.process = subprocess.Popen(
            [*SEALANE, "run"], stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        self.inside = inside
        self.shown = ""
        self.told = 0

    def until(self, words: str, seconds: float = STARTING_SECONDS) -> str:
        """Wait until the words are shown behind those waited for before, and return all between."""
        end = time.monotonic() + seconds
        while (found := self.shown.find(words, self.told)) < 0:
            assert time.monotonic() < end, f"{words!r} was not shown after:\n{self.shown}"
            if select.select([self.screen], [], [], 0.1)[0]:
                self.shown += os.read(self.screen, 1 << 16).decode(errors="replace")
        between = self.shown[self.told : found + len(words)]
        self.told = found + len(words)
        return between

    def type(self, text: str) -> None:
        os.write(self.screen, text.encode())

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed and waits for whole lines, as a shell needs it."""
        import termios

        modes = termios.tcgetattr(self.inside)[3]
        return bool(modes & termios.ECHO) and bool(modes & termios.ICANON)


@pytest.fixture
def terminal(environment: Mapping[str, str]) -> Iterator[Terminal]:
    opened = Terminal(environment)
    yield opened
    with contextlib.suppress(ProcessLookupError):
        opened.process.kill()
    opened.process.wait()
    os.close(opened.inside)
    os.close(opened.screen)


@on_posix
def test_on_a_terminal_it_prompts_answers_and_ends_on_sigterm_leaving_the_terminal_as_it_was(
    terminal: Terminal,
) -> None:
    assert "type /help" in terminal.until("> ")
    terminal.type("what did Rabuka sign?\r")
    assert "the Lau Tuna Accord" in terminal.until("dispute")
    terminal.until("> ")
    terminal.type("and when?\r")
    assert "5 March 2024" in terminal.until("dispute")
    terminal.until("> ")
    terminal.type("half a quest")
    started = time.monotonic()
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.process.wait(ENDING_SECONDS) == 0
    assert time.monotonic() - started < ENDING_SECONDS
    assert terminal.echoes()
    assert "Traceback" not in terminal.shown


@on_posix
def test_the_end_of_the_input_ends_the_chat_on_a_terminal(terminal: Terminal) -> None:
    terminal.until("> ")
    terminal.type("\x04")
    assert terminal.process.wait(ENDING_SECONDS) == 0
    assert terminal.echoes()
