from hypothesis import given
from hypothesis import strategies as st

from bot.reading.quotation import Kind, Quotations, Unit
from bot.reading.sentences import paragraphs, sentences
from bot.reading.speech import is_speech_word


def units(text: str) -> list[Unit]:
    spans = paragraphs(text)
    quotations = Quotations(text, spans)
    found = (sentence for a, b in spans for sentence in sentences(text, a, b, 0))
    return [unit for sentence in found for unit in quotations.units(sentence, is_speech_word)]


def told(text: str) -> list[tuple[str, str]]:
    return [(unit.kind.value, unit.passage.text) for unit in units(text)]


def test_a_split_quotation_is_put_together_apart_from_its_attribution() -> None:
    text = "“The pact will hold,” Anwar said in Ipoh, “and others will join it.”"
    attribution, statement = units(text)
    assert attribution.passage.text == "Anwar said in Ipoh"
    assert statement.passage.text == "The pact will hold and others will join it."
    assert attribution.said == statement.passage.text


def test_what_was_said_may_begin_outside_the_quotation_marks() -> None:
    text = "The port “is open to all,” the minister said, “and will stay so.”"
    assert units(text)[1].passage.text.startswith("The port “is open to all and will stay so")


def test_an_attribution_may_stand_first() -> None:
    attribution, statement = units('After the vote, Tuapati added, "We will not pay for it."')
    assert attribution.ahead
    assert attribution.passage.text == "After the vote, Tuapati added"
    assert statement.passage.text == "We will not pay for it."


def test_words_that_only_go_on_with_the_sentence_are_no_attribution() -> None:
    assert [unit.kind for unit in units("He called the drill “a warning,” and said little else.")] == [Kind.NARRATION]
    assert [unit.kind for unit in units("It was “not our war,” according to Dili.")] == [Kind.NARRATION]


def test_a_sentence_wholly_in_quotation_marks_is_a_statement() -> None:
    kinds = [kind for kind, _ in told("“They left,” Rabuka said. “Nobody knows why.”")]
    assert kinds == ["attribution", "statement", "statement"]


def test_a_quoted_word_makes_no_statement() -> None:
    assert told("Delhi condemned the “cowardly” attack.") == [("narration", "Delhi condemned the “cowardly” attack.")]


def test_an_apostrophe_opens_no_quotation() -> None:
    text = "Fiji's ministers' talks didn't end before Samoa's vote."
    assert Quotations(text, [(0, len(text))]).list == []


def test_single_marks_can_be_quotation_marks() -> None:
    text = "'We will wait,' the envoy said."
    assert [kind for kind, _ in told(text)] == ["attribution", "statement"]


@given(st.text(alphabet="ab \"'“”‘’,.?A", max_size=120))
def test_any_marks_give_units_whose_words_are_of_the_text(text: str) -> None:
    for unit in units(text):
        for start, document, length in unit.passage.pieces:
            assert unit.passage.text[start : start + length] == text[document : document + length]
