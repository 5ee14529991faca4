"""The running bot: what is opened, started and ended, and in which order."""

import asyncio
import contextlib
import logging
import secrets
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bot.asking.asker import Asker
from bot.asking.errors import AskingError
from bot.chat.console import ConsoleChat
from bot.chat.message import Message
from bot.chat.replies import explanation, reply
from bot.intake import Intake
from bot.settings import Settings
from bot.subscriptions import typed
from bot.subscriptions.console import console_commands
from db import articles
from db.errors import StoreError
from db.session import Store

_log = logging.getLogger(__name__)


def configure_logging(settings: Settings) -> None:
    """Log to standard error, so that standard output holds only what was asked for."""
    logging.basicConfig(
        stream=sys.stderr,
        level=settings.log_level.value.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


async def until_signalled(work: Coroutine[Any, Any, object]) -> None:
    """Run the work until it is done or SIGTERM asks the process to end; then it is cancelled and awaited."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on the loop
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        with contextlib.suppress(NotImplementedError):
            loop.remove_signal_handler(signal.SIGTERM)


class LaunchError(Exception):
    """A chat platform will not have the bot, and trying again cannot help: one sentence for the operator."""


Serve = Callable[[], Coroutine[Any, Any, None]]
"""Runs one platform until it is cancelled. Raises `LaunchError`."""

AGAIN_SECONDS = 5.0
"""The pause before a platform that failed unexpectedly is started anew."""


async def run_platforms(store: Store, settings: Settings, platforms: Mapping[str, Serve]) -> None:
    """Run every platform in a task of its own until SIGTERM: what goes wrong on one does not touch the others.

    Raise `LaunchError` when no platform is left.
    """
    configure_logging(settings)
    failures: list[LaunchError] = []

    async def watch(name: str, serve: Serve) -> None:
        while True:
            try:
                await serve()
            except LaunchError as error:
                failures.append(error)
                if len(failures) < len(platforms):
                    _log.error("%s is off: %s", name, error)
                return
            except Exception:
                _log.exception("%s failed and is started anew in %.0f s", name, AGAIN_SECONDS)
            await asyncio.sleep(AGAIN_SECONDS)

    async def serve_all() -> None:
        samples = asyncio.create_task(load_samples(store, settings))
        tasks = [asyncio.create_task(watch(name, serve)) for name, serve in platforms.items()]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in (samples, *tasks):
                task.cancel()
            await asyncio.gather(samples, *tasks, return_exceptions=True)

    await until_signalled(serve_all())
    if len(failures) == len(platforms):
        raise LaunchError(" ".join(map(str, failures)))


async def load_samples(store: Store, settings: Settings) -> None:
    """Read the sample articles into a store that has no articles yet, showing how far it is."""
    async with store.reading() as session:
        empty = await articles.count(session) == 0
    if not (settings.samples and empty):
        return
    console = Console(stderr=True)
    console.print("First start: reading the sample articles (once, about half a minute) ...", style="dim")
    async with Intake(store, workers=settings.reading_workers) as intake:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Reading", total=None)

            def step(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            await intake.load_samples(step)


async def run_silently(settings: Settings) -> None:
    """Let the services work until SIGTERM; there is no chat in this process."""
    configure_logging(settings)
    await until_signalled(asyncio.Event().wait())


async def run_console(store: Store, settings: Settings) -> None:
    """Chat on the terminal until its input ends."""
    configure_logging(settings)
    await until_signalled(_chat(store, settings))


async def _chat(store: Store, settings: Settings) -> None:
    await load_samples(store, settings)
    asker = Asker(store, conversation_hours=settings.conversation_hours)
    # Several consoles may share a store, and each is a conversation of its own.
    conversation = f"console/{secrets.token_hex(8)}"
    await asker.forget(conversation)
    last = None

    async def ask(question: str) -> Message:
        nonlocal last
        try:
            last = await asker.ask(
                question, asked=datetime.now(UTC), zone=settings.zone_info, conversation=conversation
            )
        except (AskingError, StoreError) as error:
            return Message(text=str(error))
        return reply(last)

    async def explain() -> Message:
        return explanation(last) if last else Message(text="Nothing has been asked yet.")

    async def forget() -> None:
        nonlocal last
        last = None
        await asker.forget(conversation)

    chat = ConsoleChat(ask, explain, forget, further=console_commands(store, settings), help_lines=typed.HELP)
    await chat.run("Sealane. Ask about the events that were read, or type /help.")
