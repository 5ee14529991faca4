"""Understanding: a question in English becomes an EventQuery, by a lexicon and a grammar of questions."""

from bot.asking.understanding.errors import EmptyQuestion, NotUnderstood, OtherScript, TooLong
from bot.asking.understanding.understanding import Understanding

__all__ = ["EmptyQuestion", "NotUnderstood", "OtherScript", "TooLong", "Understanding"]
