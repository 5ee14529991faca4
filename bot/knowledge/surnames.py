"""Which part of a person's name is the surname, where no table says."""

import re

from bot.knowledge.actors import fold, gazetteer

_GIVEN_AFTER = re.compile(r"^\w+ \w+-\w+$")
"""Korean and Taiwanese names as news writes them: the family name, then two hyphenated syllables ("You Si-kun")."""
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "gen", "lt", "col", "adm", "sen", "rep"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))


def surnames(name: str, key: str | None = None) -> tuple[str, ...]:
    """Return the folded surnames that a person of this name is called by, likeliest first; empty for a single name."""
    known = gazetteer().surnames_of(key) if key else ()
    if known:
        return known
    words = [word for word in fold(name).split() if word not in _TITLES and word not in _SUFFIXES]
    if len(words) < 2:
        return ()
    if _GIVEN_AFTER.match(name):
        return (words[0],)
    # "Kim Jong Un" and "Nguyen Phu Trong" are called by the first word, "Theresa Mary May" by the last: with nothing
    # known of the person both stand for the name.
    return (words[-1], words[0]) if len(words) == 3 and all(len(word) <= 5 for word in words) else (words[-1],)
