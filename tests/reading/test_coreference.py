"""A wrong actor is worse than none."""

import pytest

from bot.reading.event import ReadEvent
from tests.reading.conftest import Read, named


def event_of(events: list[ReadEvent], verb: str) -> ReadEvent:
    return next(event for event in events if event.verb == verb)


@pytest.mark.parametrize(
    ("text", "verb", "actors"),
    [
        ("Anwar Ibrahim flew to Suva. He resigned.", "resign", ["Anwar Ibrahim"]),
        ("Anwar Ibrahim said he had resigned.", "resign", ["Anwar Ibrahim"]),
        ("Malaysia said it had withdrawn.", "withdraw", ["Malaysia"]),
        ("Fiji and Samoa said they had withdrawn.", "withdraw", ["Fiji", "Samoa"]),
        ("Fiji met Samoa. The two countries agreed to fish.", "agree", ["Fiji", "Samoa"]),
        ("Envoy Lin Wei and Envoy Ana Mori met. The two resigned.", "resign", ["Lin Wei", "Ana Mori"]),
        ("Nurul Aziz, a spokeswoman, spoke. The spokesperson resigned.", "resign", ["Nurul Aziz"]),
        ("Myanmar's junta met. The junta resigned.", "resign", ["State Administration Council"]),
        ("“I resigned,” Anwar Ibrahim said.", "resign", ["Anwar Ibrahim"]),
    ],
)
def test_a_pronoun_or_role_means_the_only_one_it_can(read: Read, text: str, verb: str, actors: list[str]) -> None:
    assert named(event_of(read(text), verb).actors) == actors


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The mayor of Suva is Lin Wei. Rain fell. It was cold. Dogs barked. He resigned.", "resign"),
        ("They resigned.", "resign"),
        ("The two leaders resigned.", "resign"),
    ],
)
def test_a_pronoun_that_could_be_anybody_names_nobody(read: Read, text: str, verb: str) -> None:
    assert [actor for actor in event_of(read(text), verb).actors if actor.key] == []


def test_who_was_she_is_not_he(read: Read) -> None:
    text = "Envoy Ana Mori spoke. She left. Later, Mori thanked Envoy Lin Wei. He resigned."
    assert named(event_of(read(text), "resign").actors) == ["Lin Wei"]
