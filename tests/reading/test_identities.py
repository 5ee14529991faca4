"""Who somebody is."""

import pytest

from bot.reading.event import ReadEvent
from db.vocabulary import Action, Status
from tests.reading.conftest import Read


def identities(events: list[ReadEvent]) -> list[tuple[str | None, str | None]]:
    return [(e.actors[0].name, e.object) for e in events if e.verb == "be" and e.action is Action.OTHER]


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("Tongan Foreign Minister Sione Palu resigned.", "Sione Palu", "Tongan Foreign Minister"),
        ("Sione Palu, the head of Tonga's reef council, resigned.", "Sione Palu", "the head of Tonga's reef council"),
        ("The king's press secretary, Ana Palu, resigned.", "Ana Palu", "The king's press secretary"),
        ("Sione Palu is a lawyer.", "Sione Palu", "a lawyer"),
    ],
)
def test_what_stands_beside_a_name_says_who_it_is(read: Read, text: str, name: str, description: str) -> None:
    assert (name, description) in identities(read(text))


def test_a_former_office_is_past(read: Read) -> None:
    events = read("Then-Foreign Minister Sione Palu resigned.")
    assert next(event for event in events if event.verb == "be").status is Status.HAPPENED


def test_each_identity_is_told_once(read: Read) -> None:
    text = "Foreign Minister Sione Palu spoke. Foreign Minister Sione Palu left."
    assert len(identities(read(text))) == 1


def test_a_bare_calling_says_nothing(read: Read) -> None:
    assert identities(read("“We left,” said the spokesman, Sione Palu.")) == []
