"""The reader by its rules, loaded once, and short ways to ask it."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.reading.event import Mention, ReadEvent
from bot.reading.parser import Parser
from bot.reading.reader import Reader

PUBLISHED = date(2024, 5, 15)
"""A Wednesday."""

Read = Callable[[str], list[ReadEvent]]
One = Callable[[str, str], ReadEvent]


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="session")
def reader(parser: Parser) -> Reader:
    """The rules alone, whose outcome does not change with training."""
    return Reader(parser)


@pytest.fixture
def read(reader: Reader) -> Read:
    return lambda text: reader.read_sentences(text, PUBLISHED)


@pytest.fixture
def one(read: Read) -> One:
    """The only event of a text with that verb."""

    def find(text: str, verb: str) -> ReadEvent:
        events = read(text)
        found = [event for event in events if event.verb == verb]
        assert len(found) == 1, [(event.verb, event.status.value, event.clause) for event in events]
        return found[0]

    return find


def named(mentions: tuple[Mention, ...]) -> list[str]:
    """The names of mentions, or their words where they name nobody known."""
    return [mention.name or mention.text for mention in mentions]
