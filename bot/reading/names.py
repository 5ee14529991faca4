"""Names inside noun phrases: what is title, what is name, what stands before them."""

from collections.abc import Sequence

from bot.knowledge.names import fold
from bot.reading.predicates import Word
from bot.reading.roles import calling, head_kind
from bot.reading.wordlists import words as listed

_TITLES = listed("courtesy titles")
_LEADING = listed("leading titles")
_FORMER = listed("former")
_NAME_TAGS = "NJPFV"
"""First letters of tags that a capitalised word of a name may have got."""


def split_name(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """Title and name among a noun phrase's words: "Prime Minister" and "Rishi Sunak".

    Of a phrase without a name, all is title.
    """
    end = len(words)
    start = end
    while start > 0 and (_is_part(words[start - 1]) or _links(words, start - 1)):
        start -= 1
    while start < end and not words[start].text[:1].isalnum():
        start += 1
    if start == end or not words[end - 1].text[:1].isalnum():
        return words, ()
    last = next((i for i in range(end - 1, start - 1, -1) if _is_title(words, i)), None)
    if last == end - 1 > start and words[last].text.lower().rstrip(".") in _LEADING and words[last].proper:
        last = next((i for i in range(end - 2, start - 1, -1) if _is_title(words, i)), None)
    if last is not None and head_kind(words[end - 1].text) in {None, "thing"}:
        start = last + 1
    return words[:start], words[start:end]


def without_owner(words: Sequence[Word]) -> Sequence[Word]:
    """The words after the last possessive: of "China's Foreign Minister" the "Foreign Minister"."""
    for index in range(len(words) - 1, -1, -1):
        if words[index].tag == "POS":
            return words[index + 1 :]
    return without_article(words)


def without_article(words: Sequence[Word]) -> Sequence[Word]:
    """The words after articles and possessive pronouns; the last word stays."""
    start = 0
    while start < len(words) - 1 and words[start].tag in {"DT", "PRP$", "PDT", "RB"}:
        start += 1
    return words[start:]


def is_former(description: str) -> bool:
    """Whether a description says that somebody is so no more: "then-defence minister", "the late president"."""
    return not _FORMER.isdisjoint(fold(description).split()[:3])


def _is_part(word: Word) -> bool:
    """Whether a word can be part of a name."""
    if word.proper:
        return True
    return word.text[:1].isupper() and (word.tag[:1] in _NAME_TAGS or word.tag == "CD")


def _links(words: Sequence[Word], index: int) -> bool:
    """Whether a hyphen stands inside a name: "Indo-Pacific"."""
    return words[index].text in {"-", "–"} and index > 0 and words[index - 1].text[:1].isupper()


def _is_title(words: Sequence[Word], index: int) -> bool:
    word = words[index].text
    if index + 1 < len(words) and words[index + 1].text == "-":
        return False
    return word.lower().rstrip(".") in _TITLES or calling(word) is not None
