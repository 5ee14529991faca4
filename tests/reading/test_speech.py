"""Who said what."""

from db.vocabulary import Action, Status
from tests.reading.conftest import One, Read, named


def test_a_split_quotation_is_one_statement_of_its_speaker(one: One) -> None:
    event = one("“The pact will hold,” Anwar Ibrahim said in Ipoh, “and others will join it.”", "say")
    assert event.action is Action.SAY
    assert named(event.actors) == ["Anwar Ibrahim"]
    assert event.object == "The pact will hold and others will join it."


def test_a_quoted_claim_is_its_speakers_and_marked_as_quoted(one: One) -> None:
    event = one("“Dili attacked our boats,” Anwar Ibrahim said.", "attack")
    assert event.quoted
    assert event.speaker is not None
    assert event.speaker.name == "Anwar Ibrahim"


def test_a_quotation_goes_on_with_its_speaker_until_another_one_speaks(read: Read) -> None:
    text = "“We leave,” Anwar Ibrahim said. “Nobody asked us to stay.”\n\n“They never asked.”"
    speakers = [event.speaker.name for event in read(text) if event.quoted and event.speaker]
    assert set(speakers) == {"Anwar Ibrahim"}
    assert len(speakers) >= 3


def test_a_quotation_of_several_sentences_takes_the_speaker_who_is_named_last(read: Read) -> None:
    events = read("“The reef is ours. We fish there,” Anwar Ibrahim told reporters.")
    assert {event.speaker.name for event in events if event.quoted and event.speaker} == {"Anwar Ibrahim"}


def test_the_speaker_may_follow_the_verb(one: One) -> None:
    event = one("“The reef is ours,” said a Malaysian spokesman on Monday.", "say")
    assert [actor.text for actor in event.actors] == ["a Malaysian spokesman"]


def test_indirect_speech_has_its_content_and_its_speaker(read: Read) -> None:
    events = read("Anwar Ibrahim said on Monday that Dili had sold the reef.")
    said = next(event for event in events if event.verb == "say")
    sold = next(event for event in events if event.verb == "sell")
    assert said.object == "Dili had sold the reef"
    assert said.date is not None
    assert sold.speaker is not None
    assert sold.speaker.name == "Anwar Ibrahim"
    assert sold.status is Status.HAPPENED


def test_a_source_says_what_the_sentence_tells(read: Read) -> None:
    events = read("Dili sold the reef, according to Kyodo News.")
    assert next(event for event in events if event.verb == "sell").speaker is not None
    assert named(next(event for event in events if event.action is Action.SAY).actors) == ["Kyodo News"]


def test_they_who_said_it_are_those_whom_the_sentence_is_about(one: One) -> None:
    event = one("Fiji and Samoa “will jointly patrol the reef,” they said, “until it recovers.”", "say")
    assert named(event.actors) == ["Fiji", "Samoa"]


def test_the_articles_own_words_have_no_speaker(one: One) -> None:
    assert one("Dili sold the reef.", "sell").speaker is None
