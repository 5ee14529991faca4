"""Whatever is typed gives a query or a sentence that says why not, and how it is typed makes no difference."""

import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.asking.understanding.called import Names
from bot.asking.understanding.errors import EmptyQuestion, NotUnderstood, OtherScript, TooLong
from bot.asking.wording import from_json, sentence, to_json
from bot.knowledge.tables import parts, rows
from tests.asking.understanding.asked import ASKED, understanding, understood

QUESTIONS = (
    "What did Japan sign with Fiji in March 2023?",
    "Who criticised the Australian defence minister last year?",
    "Whom did Samoa's prime minister praise before Tonga did?",
    "With whom did the Labour Organisation of Palau negotiate after 3 May 2021?",
    "Which country first recognised Kosovo in 2008?",
    "How many visits did Wang Yi make to the Solomon Islands?",
    "Did the US and South Korea hold drills in the South China Sea?",
    "When was the last time that Kim Jong Un apologised to Seoul?",
    "What did Manasseh Sogavare say about AUKUS?",
    "In which month did Vanuatu's police mobilise against the demonstrators?",
    "Who besides New Zealand honoured the Pacific Islands Forum?",
    "What happened in Honiara the day after the riots?",
)


def meaning(question: str) -> Any:
    """What is understood, without the asker's own words."""
    return _without_words(to_json(understood(question)))


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_words(inner) for key, inner in value.items() if key not in ("text", "words") or key == "act"
        }
    if isinstance(value, list):
        return [_without_words(inner) for inner in value]
    return value


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        str.upper,
        lambda question: question.rstrip("?"),
        lambda question: question.rstrip("?") + ", please?",
        lambda question: question.rstrip("?") + " thanks",
        lambda question: "Hi, " + question,
        lambda question: "Can you tell me " + question[0].lower() + question[1:],
        lambda question: "I am writing a short note on the region. " + question,
        lambda question: "  " + question.replace(" ", "   ") + "\n",
        lambda question: "“" + question + "”",
    ],
    ids=["lower", "upper", "no mark", "please", "thanks", "hi", "can you", "note", "spaces", "quoted"],
)
def test_how_a_question_is_typed_makes_no_difference(question: str, typed: Any) -> None:
    assert meaning(typed(question)) == meaning(question)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("Who criticised the labour organisation of Fiji?", "Who criticized the labor organization of Fiji?"),
        ("Who honoured the defence programme of Fiji?", "Who honored the defense program of Fiji?"),
        ("Who praised the World Health Organisation?", "Who praised the World Health Organization?"),
        ("Who mobilised at the harbour centre?", "Who mobilized at the harbor center?"),
    ],
)
def test_british_and_american_spelling_mean_the_same(british: str, american: str) -> None:
    assert meaning(british) == meaning(american)
    assert understood(british).words == understood(american).words


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\n\t", "---"])
def test_no_words_are_no_question(question: str) -> None:
    with pytest.raises(EmptyQuestion, match="There is no question"):
        understood(question)


@pytest.mark.parametrize("question", ["谁访问了斐济", "Кто посетил Фиджи?", "من زار فيجي؟", "피지를 방문한 사람은?"])
def test_another_script_is_refused(question: str) -> None:
    with pytest.raises(OtherScript, match="Only questions in English"):
        understood(question)


def test_a_question_may_name_somebody_in_another_script() -> None:
    assert [name.name for name in understood("Who praised Fiji, or 斐济?").names] == ["Fiji"]


def test_more_than_two_thousand_characters_are_refused() -> None:
    with pytest.raises(TooLong, match="2,001"):
        understood("a" * 2001)


_NAMES_AND_DATES = "Fiji Tongan Japan's Kishida US-China F-35 2022 May 3 sign signed visits talks Koreas WHO us It"
_SIGNS = ", . ? ! : ' \" - — ( ) / & % …"
_closed = {word for _, members in rows("question_words") for word in parts(members)}
_words = st.sampled_from(sorted({*_closed, *_NAMES_AND_DATES.split(" "), *_SIGNS.split(" ")}))
_sentences = st.lists(_words, max_size=30).map(" ".join)


@settings(max_examples=300)
@given(question=st.one_of(st.text(max_size=300), _sentences), asked=st.dates(date(1990, 1, 1), date(2060, 12, 31)))
@example(question="İ" * 40, asked=ASKED)
@example(question="who " * 400, asked=ASKED)
@example(question="Who did the first last same day before after as Japan did and", asked=ASKED)
def test_anything_gives_a_query_or_a_reason_in_good_time(question: str, asked: date) -> None:
    started = time.thread_time()
    try:
        query = understanding().parse(question, asked, Names())
    except NotUnderstood:
        return
    finally:
        # Of this thread on the processor: how busy the machine is does not count.
        assert time.thread_time() - started < 2
    assert from_json(json.loads(json.dumps(to_json(query)))) == query
    assert "\n" not in sentence(query)


@settings(max_examples=100)
@given(question=_sentences)
def test_capitals_and_courtesy_never_matter_to_function_words(question: str) -> None:
    def outcome(text: str) -> object:
        try:
            return meaning(text)
        except NotUnderstood as error:
            return type(error)

    assert outcome(question) == outcome("  " + question)
