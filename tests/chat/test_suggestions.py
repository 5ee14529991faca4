"""Names completed while somebody types: from memory, at once."""

from bot.chat.suggestions import Names, Suggestions


def test_a_name_is_found_by_the_beginning_of_any_of_its_words_without_case_and_accents() -> None:
    names = Names(["Nguyễn Phú Trọng", "Ferdinand Marcos", "Fiji"])
    assert names.beginning("tron") == ["Nguyễn Phú Trọng"]
    assert names.beginning("MARC") == ["Ferdinand Marcos"]
    assert names.beginning("f") == ["Ferdinand Marcos", "Fiji"]
    assert names.beginning("arcos") == []


def test_what_is_given_first_ranks_first_and_stands_once() -> None:
    names = Names(["Zed Moana", "Ana Moana", "Zed Moana"])
    assert names.beginning("moana") == ["Zed Moana", "Ana Moana"]
    assert names.beginning("") == ["Zed Moana", "Ana Moana"]
    assert names.beginning("?!") == ["Zed Moana", "Ana Moana"]


def test_the_gazetteers_names_are_there_before_the_store_has_any() -> None:
    suggestions = Suggestions()
    assert suggestions.people.beginning("kishida") == ["Fumio Kishida"]
    assert "Vanuatu" in suggestions.countries.beginning("vanu")
    assert len(suggestions.anyone.beginning("a")) == 25
