"""The people and bodies that one document names: whom a surname, a role or a misspelt name means later on."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from bot.knowledge.names import fold
from bot.reading.roles import role_group
from bot.reading.wordlists import words
from db.vocabulary import ActorKind

_HALVES = words("halves")
"""First words of countries' names that stand for them later on: "the North"."""

SHORTEST_MISSPELT = 5
"""Letters of a name, from which on one wrong letter still tells whom it means."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a mention means. The fields are those of an actor."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None


@dataclass(slots=True)
class Cast:
    """Everybody that the document has named so far, in the order of their first mention."""

    _full: dict[str, Identity] = field(default_factory=dict)
    _short: dict[str, list[str]] = field(default_factory=dict)
    """Keys by each word of a name."""
    _members: dict[str, Identity] = field(default_factory=dict)
    _titles: dict[str, list[str]] = field(default_factory=dict)
    """Keys by the title before the name, folded."""
    _roles: dict[str, list[str]] = field(default_factory=dict)
    """Keys by the group of the calling they were introduced with."""

    def add(self, identity: Identity, spelling: str, roles: Iterable[str] = (), title: str = "") -> Identity:
        """Enter somebody under a spelling of the name. What is known already is kept, what is new is added."""
        known = self._members.get(identity.key)
        if known is not None:
            identity = Identity(
                known.key, known.name, known.kind, known.country or identity.country, known.sector or identity.sector
            )
        self._members[identity.key] = identity
        folded = fold(spelling)
        self._full[folded] = identity
        initials = _initials(spelling) if identity.kind is not ActorKind.PERSON else None
        if initials is not None:
            self._full.setdefault(initials, identity)
        parts = folded.split()
        if identity.kind is ActorKind.COUNTRY and len(parts) > 1 and parts[0] in _HALVES:
            self._enter(self._short, parts[0], identity.key)
        if identity.kind is ActorKind.PERSON and len(parts) > 1:
            for word in parts:
                if len(word) > 1:
                    self._enter(self._short, word, identity.key)
        if title:
            self._enter(self._titles, fold(title), identity.key)
        for role in roles:
            self._enter(self._roles, role_group(role), identity.key)
        return identity

    @staticmethod
    def _enter(table: dict[str, list[str]], word: str, key: str) -> None:
        keys = table.setdefault(word, [])
        if key not in keys:
            keys.append(key)

    def full(self, name: str) -> Identity | None:
        """Who bears the full name, as written somewhere in the document."""
        found = self._full.get(fold(name))
        return self._members[found.key] if found else None

    def short(self, name: str, title: str = "") -> Identity | None:
        """Who is meant by part of a name, maybe with the title; None where nobody or several could be."""
        keys: set[str] | None = None
        for word in fold(name).split():
            having = set(self._short.get(word, ()))
            keys = having if keys is None else keys & having
        if keys and len(keys) > 1 and title:
            keys &= set(self._titles.get(fold(title), ()))
        return self._members[keys.pop()] if keys and len(keys) == 1 else None

    def is_shared(self, name: str) -> bool:
        """Whether several bear the name."""
        return len(self._short.get(fold(name), ())) > 1

    def nearly(self, name: str) -> Identity | None:
        """Who is meant by a surname with one wrong letter."""
        word = fold(name)
        if len(word) < SHORTEST_MISSPELT or " " in word:
            return None
        near = [w for w in self._short if abs(len(w) - len(word)) < 2 and DamerauLevenshtein.distance(w, word) == 1]
        return self.short(near[0]) if len(near) == 1 else None

    def called(self, role: str) -> Identity | None:
        """Who alone was introduced with such a calling ("the spokesperson")."""
        keys = self._roles.get(role_group(role), [])
        return self._members[keys[0]] if len(keys) == 1 else None


def _initials(name: str) -> str | None:
    """The folded initials of a name of several words: "Federal Aviation Administration" -> "faa"."""
    capitals = [word[0] for word in name.replace("-", " ").split() if word[:1].isupper()]
    return "".join(capitals).lower() if 2 < len(capitals) < 8 else None
