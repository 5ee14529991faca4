"""Noun phrases of a parsed sentence: their core, members, owners, complements and appositions."""

from bot.reading.lemmas import lemma
from bot.reading.passage import Passage
from bot.reading.predicates import Phrase, Word
from bot.reading.roles import calling
from bot.reading.tree import Tree

AROUND = frozenset(
    {"relcl", "appos", "cc", "conj", "advcl", "parataxis", "punct", "preconj", "mark", "dep", "meta", "case"}
)
"""What hangs on a noun and is not part of what it names."""

CORE = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "case", "advmod", "npadvmod"}
)

LONGEST = 40
"""Words of a phrase, beyond which its complements are left out: what is longer is rather a misread sentence."""

DEPTH = 6
"""Phrases nested in phrases, beyond which they are not looked at."""


class Phrases:
    """The noun phrases of one tree."""

    def __init__(self, tree: Tree, passage: Passage) -> None:
        self._tree = tree
        self._passage = passage
        self._made: dict[int, Phrase] = {}

    def of(self, head: int, depth: int = 0) -> Phrase:
        """The phrase whose head is this word, with its members where it is a coordination."""
        made = self._made.get(head)
        if made is None:
            made = self._made[head] = self._make(head, depth)
        return made

    def _make(self, head: int, depth: int) -> Phrase:
        tree = self._tree
        single = self._single(head, depth)
        if depth >= DEPTH:
            return single
        others = self._coordinated(head)
        if not others:
            return single
        members = (single, *(self._single(other, depth + 1) for other in others))
        first = tree.subtree(head, frozenset({"relcl", "appos", "advcl", "parataxis"}))[0]
        last = max(others)
        last = max(last, tree.last[last]) if tree.last[last] - first < LONGEST else last
        return self._phrase(head, first, last, single, members)

    def _coordinated(self, head: int) -> list[int]:
        """Heads of the further members of a coordination: each hangs on the one before."""
        tree, found, node = self._tree, list[int](), head
        listed = self._listed(head)
        if listed is not None:
            found.append(listed)
            node = listed
        while len(found) < LONGEST:
            following = [c for c in tree.below(node, "conj") if tree.tags[c][:1] in "NPCJD$" or tree.tags[c] == "VBG"]
            found.extend(following)
            if not following:
                return found
            node = following[-1]
        return found

    def _listed(self, head: int) -> int | None:
        """The second of several names in a row ("Fiji, Samoa and Tonga"), where the parser finds an apposition."""
        tree = self._tree
        if not tree.tags[head].startswith("NNP") or calling(tree.words[head]) is not None:
            return None
        for other in tree.below(head, "appos"):
            plain = tree.tags[other].startswith("NNP") and tree.child(other, "det", "poss") is None
            if plain and (tree.child(other, "conj") is not None or self._listed(other) is not None):
                return other
        return None

    def _single(self, head: int, depth: int) -> Phrase:
        tree = self._tree
        core = [head]
        for child in tree.children[head]:
            if tree.relations[child] in CORE and child < head:
                core.extend(range(tree.first[child], tree.last[child] + 1))
        first = min(core)
        last = self._last(head)
        owner = tree.child(head, "poss")
        deeper = depth < DEPTH
        return Phrase(
            text=self._text(first, last),
            start=self._passage.place(tree.starts[first]),
            end=self._passage.place_end(tree.ends[last]),
            words=tuple(self._word(word) for word in range(first, head + 1)),
            head=head - first,
            owner=self.of(owner, depth + 1) if owner is not None and deeper else None,
            complements=tuple(self._complements(head, depth)) if deeper else (),
            appositions=tuple(self.of(c, depth + 1) for c in self._appositions(head)) if deeper else (),
        )

    def _appositions(self, head: int) -> list[int]:
        listed = self._listed(head)
        return [c for c in self._tree.below(head, "appos") if self._tree.tags[c][:1] in "NP" and c != listed]

    def _last(self, head: int) -> int:
        """The last word of what the noun names: its complements belong to it, describing clauses do not."""
        tree, last = self._tree, head
        for child in tree.children[head]:
            close = tree.relations[child] == "appos" and tree.first[child] == last + 1
            if child < head or (tree.relations[child] in AROUND and not close):
                continue
            if tree.relations[child] == "acl" and not self._completes(child):
                continue
            if tree.last[child] - head > LONGEST:
                break
            if tree.last[child] > last and tree.first[child] == last + 1:
                last = tree.last[child]
        return last

    def _completes(self, clause: int) -> bool:
        """Whether a clause on a noun says what the noun is of: "a plan *to leave*", "the claim *that they left*"."""
        tree = self._tree
        return any(tree.tags[c] == "TO" or tree.lower(c) == "that" for c in tree.below(clause, "aux", "mark"))

    def _complements(self, head: int, depth: int) -> list[tuple[str, Phrase]]:
        tree, found = self._tree, list[tuple[str, Phrase]]()
        for preposition in tree.below(head, "prep"):
            found.extend((name, self.of(noun, depth + 1)) for name, noun in objects(tree, preposition))
        return found

    def _word(self, index: int) -> Word:
        tree = self._tree
        return Word(
            text=tree.words[index],
            lemma=lemma(tree.words[index], tree.tags[index]),
            tag=tree.tags[index],
            start=self._passage.place(tree.starts[index]),
            end=self._passage.place_end(tree.ends[index]),
        )

    def _text(self, first: int, last: int) -> str:
        return self._tree.text[self._tree.starts[first] : self._tree.ends[last]].strip()

    def _phrase(self, head: int, first: int, last: int, single: Phrase, members: tuple[Phrase, ...]) -> Phrase:
        tree = self._tree
        return Phrase(
            text=self._text(first, last),
            start=self._passage.place(tree.starts[first]),
            end=self._passage.place_end(tree.ends[last]),
            words=single.words,
            head=single.head,
            members=members,
            owner=single.owner,
            complements=single.complements,
            appositions=single.appositions,
        )


def objects(tree: Tree, preposition: int) -> list[tuple[str, int]]:
    """The nouns that a preposition joins, with its full name ("because of", "out of")."""
    name = tree.lower(preposition)
    found = [(name, noun) for noun in tree.below(preposition, "pobj")]
    for inner in tree.below(preposition, "prep"):
        if tree.lower(inner) in {"of", "to", "from", "with", "for", "by"} and not found:
            found.extend((f"{name} {inner_name}", noun) for inner_name, noun in objects(tree, inner))
        else:
            found.extend(objects(tree, inner))
    return found
