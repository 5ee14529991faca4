"""Question -> EventQuery."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.query import EventQuery
from bot.asking.understanding import names
from bot.asking.understanding.acts import Acts
from bot.asking.understanding.assembly import assembled
from bot.asking.understanding.called import Names
from bot.asking.understanding.chat_forms import as_question
from bot.asking.understanding.circumstances import take_out
from bot.asking.understanding.errors import EmptyQuestion, NotUnderstood, OtherScript, TooLong
from bot.asking.understanding.items import itemise
from bot.asking.understanding.line import Line
from bot.asking.understanding.lookup import look_up, sought
from bot.asking.understanding.segments import main_part
from bot.asking.understanding.shape import shape
from bot.asking.understanding.spelling import mended
from bot.asking.understanding.tokens import Token, plain, tokenise
from bot.knowledge import calendar
from bot.knowledge.actions import Lexicon, lexicon
from bot.knowledge.actors import Gazetteer, gazetteer

LONGEST_QUESTION = 2000
"""Characters. Nobody asks longer questions, and the time to understand one grows with its length."""


class Understanding:
    """The grammar of questions. One instance serves a process: it holds tables of words and nothing of any question."""

    def __init__(self, words: Lexicon | None = None, known: Gazetteer | None = None) -> None:
        self._lexicon = words or lexicon()
        self._gazetteer = known or gazetteer()
        self._acts = Acts(self._lexicon)

    async def understand(self, session: AsyncSession, question: str, asked: date) -> EventQuery:
        """Return what a question asks for, its names looked up in the store.

        `asked` is the day it was asked where the asker is. Raise NotUnderstood (EmptyQuestion, TooLong, OtherScript)
        where there is nothing to look for.
        """
        asking = _Asking(question, asked, self._gazetteer)
        wanted = sought(asking.line, asking.on)
        return self._read(asking, await look_up(session, wanted, self._gazetteer))

    def parse(self, question: str, asked: date, known: Names) -> EventQuery:
        """Return what a question asks for, given what the store knows of its names: pure, else as `understand`."""
        return self._read(_Asking(question, asked, self._gazetteer), known)

    def _read(self, asking: "_Asking", known: Names) -> EventQuery:
        line = mended(asking.line, known)
        items = itemise(line.tokens, names.find(line, known, asking.on), asking.dates, known.told)
        circumstances = take_out(main_part(items))
        if not circumstances.items and not circumstances.dates and circumstances.measure is None:
            raise NotUnderstood('Nothing in this can be looked for. Ask for instance "who visited Fiji last month?"')
        clause = shape(circumstances.items, asked=asking.marked, news=circumstances.news)
        return assembled(clause, circumstances, self._acts.of(clause), self._lexicon, self._gazetteer)


class _Asking:
    """A question in words and dates. `on` is the day that it is about, as far as one can tell."""

    def __init__(self, question: str, asked: date, known: Gazetteer) -> None:
        text = as_question(plain(question))
        self.line = Line(tokens_of(text), known)
        self.dates = _dates(text, self.line.tokens, asked)
        self.on = min(self.dates[0][2].interval[1], asked) if self.dates else asked
        self.marked = text.endswith("?")


def tokens_of(text: str) -> tuple[Token, ...]:
    """Cut a plain text into words. Raise EmptyQuestion, TooLong or OtherScript for what can be no question."""
    if len(text) > LONGEST_QUESTION:
        raise TooLong(len(text), LONGEST_QUESTION)
    if not text.isascii():
        letters = [letter for letter in text if letter.isalpha()]
        if sum(map(_is_latin, letters)) * 2 < len(letters):
            raise OtherScript
    tokens = tuple(token for token in tokenise(text) if token.folded)
    if not tokens:
        raise EmptyQuestion
    return tokens


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _dates(text: str, tokens: Sequence[Token], asked: date) -> list[tuple[int, int, calendar.Expression]]:
    """The dates in a question, each with its span of tokens."""
    found = []
    for expression in calendar.find(text, asked):
        inside = [
            i for i, token in enumerate(tokens) if token.start >= expression.start and token.end <= expression.end
        ]
        if inside:
            found.append((inside[0], inside[-1] + 1, expression))
    return found
