"""What people type in chat instead of a question, put as the question that it stands for.

"Kremlin's reaction to the launch", "date Fiji joined", "need the names of the ships", "Ana Kilani?": the grammar knows
questions, and these are fragments with a question left out. What is no such fragment is left as it stands.
"""

import re
from collections.abc import Callable
from functools import cache

from bot.asking.understanding.tokens import tokenise
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actors import gazetteer
from bot.knowledge.tables import rows
from bot.knowledge.words import is_known, verb_lemmas

_LONGEST_NAME = 4
_SAYING = (
    r"(?:line|take|views?|stance|position|reaction|response|reply|comments?|remarks?|statement|words|message|answer"
    r"|opinion|thoughts|verdict)"
)
_WHAT = r"what's |what (?:is|was|are|were) "
_ON = r"(?:on|to|about|regarding|over|concerning)"

_TITLES = frozenset(
    (
        *("professor", "dr", "mr", "mrs", "ms", "col", "colonel", "gen", "general", "adm", "admiral", "lt", "capt"),
        *("president", "pm", "premier", "minister", "ambassador", "senator", "governor", "secretary", "spokesman"),
    )
)

Form = Callable[[re.Match[str]], str | None]


def as_question(text: str) -> str:
    """The question that a text stands for. Shorthand is written out first."""
    text = _written_out(text)
    for pattern, form in _FORMS:
        if (match := pattern.match(text)) and (question := form(match)):
            return question
    return text


def _is_name(words: str) -> bool:
    """Whether words are a name and nothing else: known as one, or no words of English."""
    folded = tuple(token.folded for token in tokenise(words) if token.folded)
    while len(folded) > 1 and folded[0] in _TITLES:
        folded = folded[1:]
    if not folded or len(folded) > _LONGEST_NAME:
        return False
    closing = (*closed("asking"), *closed("listing"), *closed("newest"), *closed("news"), *closed("fresh"))
    if not set(folded).isdisjoint(closing):
        return False
    at = 0
    while at < len(folded):
        known = gazetteer().longest(folded, at)
        if known:
            at += known[0]
        elif gazetteer().surname(folded[at]) or not is_known(folded[at]):
            at += 1
        else:
            return False
    return True


def _about(match: re.Match[str]) -> str | None:
    return f"what did {match['who']} say about {match['what']}" if match["what"] else None


def _named_about(match: re.Match[str]) -> str | None:
    return _about(match) if _is_name(match["who"]) else None


def _who_is(match: re.Match[str]) -> str | None:
    return f"who is {match['who']}" if _is_name(match["who"]) else None


def _counted(match: re.Match[str]) -> str | None:
    if not set(match["what"].casefold().split()).isdisjoint(closed("asking")):
        return None
    return f"how {match['much']} {match['what']}{match['tail']}"


def _quantity(match: re.Match[str]) -> str | None:
    """ "Fiji's 2024 trade surplus": something that is told by a figure, and no verb."""
    words = [token.folded for token in tokenise(match["what"]) if token.folded]
    stops = (*closed("asking"), *closed("listing"), *closed("newest"))
    if closed("quantity").isdisjoint(words) or not set(words).isdisjoint(stops) or any(map(auxiliary, words)):
        return None
    if any(verb_lemmas(word) and word not in verb_lemmas(word) and not word.endswith("s") for word in words):
        return None
    return f"what was {match['what']}"


def _asking(word: str) -> Form:
    return lambda match: f"{word} {match['what']}"


_FORMS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"(?:{_WHAT})?(?:the )?(?P<who>[^,:?]{{2,60}}?)(?:'s)? {_SAYING} {_ON} (?P<what>.+?)\??$", _named_about),
        (r"(?P<who>[A-Z][^,:?]{1,50}): (?:what|how) (?:is|are|was|were|does|do|did) (?P<what>.+?)\??$", _about),
        (r"(?P<who>[^,:?]{2,50}?) (?:on|about|regarding) (?P<what>.+?)\??$", _named_about),
        (r"(?P<who>[^,:?]{2,50}),? who(?:'s| is| was) (?:that|he|she|this)\??$", _who_is),
        (r"(?P<who>[^\s,:?]+(?: [^\s,:?]+){1,3})\?$", _who_is),
        (r"(?:i )?(?:need|want|looking for) (?:the |a )?(?:names?|list) of (?P<what>.+)", _asking("which are")),
        (r"(?:the )?names? of (?P<what>.+)", _asking("which are")),
        (r"(?:the )?date (?:when |that |on which )?(?P<what>(?!of\b).+)", _asking("when")),
        (r"(?:the )?date of (?P<what>.+)", _asking("when was")),
        (r"(?:the )?(?:number|count|tally) of (?P<what>.+)", _asking("how many")),
        (r"(?P<what>[^,?]+), how (?P<much>many|much|often)\b(?P<tail>[^,?]{0,30})\??$", _counted),
        (r"(?P<what>[^,?]+)\??$", _quantity),
        (r"(?:the )?reasons? (?:for|behind|why) (?P<what>.+)", _asking("why")),
    )
)  # fmt: skip


@cache
def _shorthand() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<!\S)(?:{pattern})(?=[\s,?!.;]|$)", re.IGNORECASE), words)
        for pattern, words in rows("shorthand")
    )


def _written_out(text: str) -> str:
    for pattern, words in _shorthand():
        text = pattern.sub(words, text)
    return text
