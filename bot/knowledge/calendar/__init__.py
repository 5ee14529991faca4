"""Dates in English news and questions: finding them, the days they mean, and saying days in words.

Written as rules over words, not as one great pattern: the time it takes grows with the text and with nothing else.
"""

from bot.knowledge.calendar.expression import Bound, Expression, Interval, Tense, window
from bot.knowledge.calendar.finder import find, resolve
from bot.knowledge.calendar.phrase import phrase

__all__ = ["Bound", "Expression", "Interval", "Tense", "find", "phrase", "resolve", "window"]
