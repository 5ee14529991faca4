"""The boundary: a parsed passage becomes predicates. A learned reader would take the place of this function."""

from bot.reading.clauses import Clauses
from bot.reading.nominals import nominals
from bot.reading.passage import Passage
from bot.reading.predicates import Predicate
from bot.reading.tree import Tree


def predicates(tree: Tree, passage: Passage) -> list[Predicate]:
    """The predicates of a passage: verbs in the order of the text, then event nouns."""
    clauses = Clauses(tree, passage)
    return clauses.predicates() + nominals(clauses)
