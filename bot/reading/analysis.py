"""The boundary: a parsed passage becomes predicates."""

from collections.abc import Sequence

from bot.reading.clauses import Clauses
from bot.reading.framing import Framing
from bot.reading.learned.frames import Frame
from bot.reading.nominals import nominals
from bot.reading.passage import Passage
from bot.reading.predicates import Predicate
from bot.reading.tree import Tree


def predicates(tree: Tree, passage: Passage, frames: Sequence[Frame] = ()) -> list[Predicate]:
    """The predicates of a passage: verbs in the order of the text, then event nouns.

    `frames` are what the learned reader found in the passage; a predicate that fits one carries what it tells.
    """
    clauses = Clauses(tree, passage)
    found = clauses.predicates() + nominals(clauses)
    return Framing(clauses).fitted(found, frames) if frames else found
