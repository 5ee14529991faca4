"""Misspelt names put right: "Kishda", "sunack", and "pelosis" without its sign."""

from dataclasses import replace

from bot.asking.understanding.called import Names, stored_ends
from bot.asking.understanding.line import PAIR, Line
from bot.asking.understanding.posts import candidates
from bot.asking.understanding.tokens import Token
from bot.knowledge.actors import Gazetteer, fold


def mended(line: Line, names: Names) -> Line:
    """Return the line with the words of names in the place of what is misspelt."""
    doubtful = [at for at in range(len(line)) if line.doubtful(at)]
    if not doubtful:
        return line
    right = _in_names(line, names)
    tokens = list(line.tokens)
    for at in doubtful:
        if at not in right:
            tokens[at] = _mended(tokens[at], names, line.gazetteer)
    return Line(tokens, line.gazetteer) if tuple(tokens) != line.tokens else line


def _in_names(line: Line, names: Names) -> set[int]:
    """The words that belong to a name as they stand, or to a misspelt one that is known as a whole."""
    covered: set[int] = set()
    stored = stored_ends(line, names)
    for at in range(len(line)):
        ends = (*stored.get(at, ()), at + line.known(at)[0], at + PAIR if line.pair(at) else at)
        covered.update(range(at, max(ends)))
    for post in candidates(line):
        if post.alias in names.by_name:
            covered.update(range(post.start, post.end))
    for start, end in line.runs:
        run = line.words(start, end)
        if any(map(line.doubtful, range(start, end))) and (run in names.meant or line.gazetteer.misspelt(run)):
            covered.update(range(start, end))
    return covered


def _mended(token: Token, names: Names, gazetteer: Gazetteer) -> Token:
    word = token.folded
    if word.endswith("s") and (word[:-1] in names.by_name or gazetteer.longest((word[:-1],), 0)):
        return replace(token, folded=word[:-1], possessive=True)
    if word in names.meant:
        return replace(token, folded=names.meant[word])
    for form in (word, word.removesuffix("s")):
        if near := gazetteer.misspelt(form):
            return replace(token, folded=_part(fold(near[0].name), form), possessive=token.possessive or form != word)
    return token


def _part(name: str, word: str) -> str:
    """The part of a name that a misspelt word is nearest to; of equally near ones the last."""
    from rapidfuzz.distance import DamerauLevenshtein

    return min(reversed(name.split()), key=lambda part: DamerauLevenshtein.distance(part, word))
