import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from bot.knowledge.tables import parts, rows
from bot.knowledge.words import (
    canonical,
    is_known,
    known_forms,
    lemmas,
    mend,
    noun_lemmas,
    related,
    stop_words,
    verb_lemmas,
    word_class,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("signed", "sign"),
        ("went", "go"),
        ("said", "say"),
        ("held", "hold"),
        ("travelled", "travel"),
        ("traveled", "travel"),
        ("fired", "fire"),
        ("fined", "fine"),
        ("agreed", "agree"),
        ("banned", "ban"),
        ("visiting", "visit"),
        ("denies", "deny"),
        ("launches", "launch"),
        ("recognized", "recognise"),
        ("jolted", "jolt"),
        ("flown", "fly"),
    ],
)
def test_an_inflected_verb_leads_to_its_lemma_first(word: str, lemma: str) -> None:
    assert lemmas(word)[0] == lemma
    assert verb_lemmas(word)[0] == lemma


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("parties", "party"), ("crises", "crisis"), ("defenses", "defence"), ("aircraft", "aircraft"), ("gas", "gas")],
)
def test_a_plural_leads_to_its_noun(word: str, lemma: str) -> None:
    assert noun_lemmas(word)[0] == lemma


def test_a_word_that_is_verb_and_noun_gives_both_verbs_first() -> None:
    assert lemmas("left") == ("leave", "left")
    assert lemmas("talks")[0] == "talk"
    assert "talks" in lemmas("talks")


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("Defense", "defence"),
        ("programs", "programmes"),
        ("organizations", "organisations"),
        ("labor", "labour"),
        ("neighboring", "neighbouring"),
        ("size", "size"),
        ("seized", "seized"),
        ("horizon", "horizon"),
        ("directors", "directors"),
        ("maneuver", "manoeuvre"),
    ],
)
def test_spellings_meet_in_the_british_one(word: str, kept: str) -> None:
    assert canonical(word) == kept


def test_tables_hold_no_form_twice() -> None:
    forms = [form for row, _, _ in rows("irregular") for form in parts(row)]
    others = [other for _, row in rows("variants") for other in parts(row)]
    assert len(forms) == len(set(forms))
    assert len(others) == len(set(others))


def test_a_spelling_kept_is_never_itself_replaced() -> None:
    kept = [kept for kept, _ in rows("variants")]
    assert [word for word in kept if canonical(word) != word] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("visted", "visited"),
        ("launhced", "launched"),
        ("agreemnt", "agreement"),
        ("sanctons", "sanctions"),
        ("goverment", "government"),
        ("recieved", "received"),
    ],
)
def test_a_word_with_one_letter_wrong_is_mended(wrong: str, right: str) -> None:
    assert mend(wrong, known_forms() | {"government"}) == right


@pytest.mark.parametrize("word", ["singed", "from", "its", "lagoons", "Tuvalu", "RAA", "F-35", "Türkiye", "北京", ""])
def test_words_that_are_right_or_no_plain_words_are_left_alone(word: str) -> None:
    assert mend(word, known_forms()) == word


def test_a_swap_is_likelier_than_a_wrong_letter() -> None:
    assert mend("shpis", {"ships", "shuis"}) == "ships"


def test_question_words_are_function_words_and_acts_are_not() -> None:
    assert {"who", "what", "with", "the", "did"} <= stop_words()
    assert stop_words().isdisjoint({"sign", "visit", "drill"})


def test_an_unknown_class_of_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        word_class("interjection")


@pytest.mark.parametrize(
    ("noun", "other"),
    [
        ("pact", "agreement"),
        ("drills", "exercise"),
        ("ship", "vessel"),
        ("plane", "aircraft"),
        ("jail", "prison"),
        ("spokeswoman", "spokesman"),
        ("armed forces", "military"),
        ("talks", "negotiations"),
        ("maneuver", "war game"),
    ],
)
def test_nouns_for_the_same_thing_are_related(noun: str, other: str) -> None:
    assert other in related(noun)
    assert noun not in related(noun)


def test_what_is_plainly_the_same_comes_before_what_is_near() -> None:
    found = related("agreement")
    assert found.index("pact") < found.index("memorandum")


def test_the_thesaurus_is_wide_enough_and_in_the_kept_spelling() -> None:
    groups = list(rows("thesaurus"))
    assert len(groups) >= 250
    assert [noun for row, _ in groups for noun in parts(row) if canonical(noun) != noun] == []


@given(st.text(max_size=60))
def test_any_text_has_lemmas_and_a_kept_spelling(text: str) -> None:
    assert lemmas(text)
    assert canonical(canonical(text)) == canonical(text)
    assert noun_lemmas(text)
    assert isinstance(related(text), tuple)
    assert isinstance(is_known(text), bool)


@given(st.sampled_from(sorted(known_forms())))
def test_known_words_are_never_mended(word: str) -> None:
    assert mend(word, {"zzzz"}) == word
    assert is_known(word)


@given(LETTERS)
def test_mending_is_one_edit_at_most_and_mends_nothing_twice(word: str) -> None:
    mended = mend(word, known_forms())
    assert DamerauLevenshtein.distance(word, mended) <= 1
    assert mend(mended, known_forms()) == mended


@given(st.text(max_size=100_000))
def test_mending_any_text_is_quick_and_never_fails(text: str) -> None:
    assert isinstance(mend(text, known_forms()), str)


@pytest.mark.parametrize("word", ["hypersonic", "policymakers", "covid", "decarbonisation", "decarbonization", "whats"])
def test_words_of_todays_news_and_hasty_typing_are_no_mistakes(word: str) -> None:
    assert is_known(word)
    assert mend(word, known_forms()) == word
