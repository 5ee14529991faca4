"""The labels in the order of the network's outputs. Changing it means training anew."""

from bot.reading.learned.frames import Part
from db.vocabulary import Action, Status

ACTIONS: tuple[Action | None, ...] = (None, *Action)
"""None for a word that begins no predicate."""

STATUSES: tuple[Status, ...] = tuple(Status)

ROLES: tuple[Part | None, ...] = (None, *Part)
"""None for the words of the predicate itself."""

OUTSIDE, BEGIN, INSIDE = range(3)
"""Tags of a word for each predicate and role."""

CASES = 5
"""Kinds of letter case: none, small, first letter capital, all capitals, mixed."""

FARTHEST = 40
"""Words between a predicate and an argument's word, beyond which all distances are one."""
