"""Verbs by meaning: their classes, the verbs that mean the same and those that are near."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.knowledge.tables import parts, rows
from bot.knowledge.words import canonical
from db.vocabulary import Action


@dataclass(frozen=True, slots=True)
class _Set:
    """Verbs that mean the same."""

    action: Action
    verbs: tuple[str, ...]
    """Those whose class this set decides."""
    borrowed: tuple[str, ...]
    """Those that mean this as well, among other things."""
    family: int
    kin: tuple[str, ...]
    """A verb of each family that is near."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of verbs.tsv. Lemmas may be given in any case and spelling, and come back in British spelling."""

    _sets: tuple[_Set, ...]
    _home: Mapping[str, int]
    """The set that decides a verb's class."""
    _also: Mapping[str, tuple[int, ...]]
    """The further sets that borrow a verb."""
    _families: tuple[tuple[str, ...], ...]
    """The verbs of each family."""

    def __contains__(self, verb: object) -> bool:
        return isinstance(verb, str) and canonical(verb) in self._home

    def __iter__(self) -> Iterator[str]:
        return iter(self._home)

    def __len__(self) -> int:
        return len(self._home)

    def known(self, verb: str) -> str:
        """Return the verb as the table has it; of an unknown phrase, its longest known beginning ("meet with")."""
        verb = canonical(verb)
        shorter = verb
        while shorter and shorter not in self._home:
            shorter = shorter.rpartition(" ")[0]
        return shorter or verb

    def action(self, verb: str) -> Action:
        """Return the class of a verb by itself, OTHER where it is unknown."""
        home = self._home.get(self.known(verb))
        return Action.OTHER if home is None else self._sets[home].action

    def synonyms(self, verb: str) -> tuple[str, ...]:
        """Return the verbs that tell the same act, nearest first, without the verb itself."""
        verb = self.known(verb)
        return tuple(
            dict.fromkeys(other for one in self._of(verb) for other in (*one.verbs, *one.borrowed) if other != verb)
        )

    def kin(self, verb: str) -> tuple[str, ...]:
        """Return the verbs of the same and of neighbouring families, none that is a synonym: "visit" -> "meet", ..."""
        verb = self.known(verb)
        own = tuple(self._of(verb))
        near = {verb, *(other for one in own for other in (*one.verbs, *one.borrowed))}
        families = dict.fromkeys(one.family for one in own)
        families |= dict.fromkeys(self._sets[self._home[other]].family for one in own for other in one.kin)
        members = (other for family in families for other in self._families[family])
        return tuple(dict.fromkeys(other for other in members if other not in near))

    def same(self, verb: str) -> tuple[str, ...]:
        """Return the verbs of a verb's own set, itself among them."""
        verb = self.known(verb)
        home = self._home.get(verb)
        return (verb,) if home is None else (verb, *(other for other in self._sets[home].verbs if other != verb))

    def _of(self, verb: str) -> Iterator[_Set]:
        home = self._home.get(verb)
        if home is not None:
            yield self._sets[home]
        for borrower in self._also.get(verb, ()):
            yield self._sets[borrower]


@cache
def verbs() -> Verbs:
    """Return the verbs, read once from the data file."""
    sets: list[_Set] = []
    families: list[tuple[str, ...]] = []
    home: dict[str, int] = {}
    also: dict[str, tuple[int, ...]] = {}
    for family, (action, row, kin) in enumerate(rows("verbs")):
        near, start = tuple(parts(kin)), len(sets)
        for cell in row.split("|"):
            plain, borrowed = [], []
            for verb in parts(cell):
                if verb[0] == "~":
                    verb = verb[1:]
                    borrowed.append(verb)
                    also[verb] = (*also.get(verb, ()), len(sets))
                else:
                    plain.append(verb)
                    home[verb] = len(sets)
            sets.append(_Set(Action(action), tuple(plain), tuple(borrowed), family, near))
        families.append(tuple(verb for one in sets[start:] for verb in one.verbs))
    return Verbs(tuple(sets), home, also, tuple(families))
