import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.names import fold, fold_table


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("U.K.", "uk"),
        ("the U.S.", "the us"),
        ("U.S.-led", "us led"),
        ("D.P.R.K.", "dprk"),
        ("A.P.J. Abdul Kalam", "apj abdul kalam"),
        ("Japan's", "japan"),
        ("the Philippines’", "the philippines"),
        ("Kim Jong-un", "kim jong un"),
        ("Malacañang", "malacanang"),
        ("Türkiye", "turkiye"),
        ("Lech Wałęsa", "lech walesa"),
        ("Nuku'alofa", "nukualofa"),
        ("Nuku\u02bbalofa", "nukualofa"),
        ("No. 10", "no 10"),
        ("  Port   Vila ", "port vila"),
        ("東京", ""),
        ("", ""),
    ],
)
def test_names_fold_to_plain_words(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_holds_only_small_letters_digits_and_single_spaces(text: str) -> None:
    words = fold(text).split(" ")
    assert words == [""] or all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


@given(st.lists(st.text(st.characters(blacklist_characters="\t\n;\r", codec="utf-8")), min_size=1, max_size=5))
def test_a_table_folds_like_its_cells(cells: list[str]) -> None:
    assert [cell.strip() for cell in fold_table("\t".join(cells)).split("\t")] == [fold(cell) for cell in cells]
