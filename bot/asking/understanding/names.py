"""Who and what a question names: the longest names that the store and the gazetteer know, and what must be a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.asking.understanding import posts
from bot.asking.understanding.called import Called, Names, called, stored_ends
from bot.asking.understanding.line import PAIR, Line
from bot.asking.understanding.offices import holders
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actors import KnownActor, fold, is_english_word, is_ordinary_word
from bot.knowledge.words import stop_words, verb_lemmas
from db.vocabulary import ActorKind

_BODY_KEYS = ("body:", "military:", "government:")


def find(line: Line, names: Names, on: date) -> list[Called]:
    """Find the names in a question, left to right and the longest first; they do not overlap.

    `on` is the day that offices are held on: of several people of one name the one in office is meant.
    """
    by_start: dict[int, Called] = {}
    for post in posts.find(line, names):
        if post.start not in by_start or post.end > by_start[post.start].end:
            by_start[post.start] = post
    ends = stored_ends(line, names)
    offices = {start: (end, holder) for start, end, holder in holders(line, on)}
    misspelt = dict(_misspelt(line))
    found: list[Called] = []
    at = 0
    while at < len(line):
        options = [by_start[at]] if at in by_start else []
        options += _known_at(line, at, names, ends.get(at, ()), on)
        if at in offices and at not in by_start:
            end, holder = offices[at]
            options.append(_from_gazetteer(line, at, end, (holder,), names, on))
        if at in misspelt:
            options.append(_from_gazetteer(line, at, *misspelt[at], names, on))
        best = max(options, key=lambda option: option.end, default=None)
        place = _place_at(line, at, max(best.end if best else at, at + line.known(at)[0]))
        if place:
            best, options = place, [place]
        unknown = _unknown_at(line, at, names, on)
        if unknown and (best is None or unknown.end > best.end):
            best, options = unknown, [unknown]
        if best is None or _better_later(line, at, best.end, ends):
            at += 1
            continue
        found.append(_merged([option for option in options if option.end == best.end]))
        at = best.end
    return found


def _better_later(line: Line, at: int, end: int, ends: Mapping[int, Sequence[int]]) -> bool:
    """Whether "the" only precedes a name that is as long or longer without it: "the UN Security Council"."""
    if line.folded[at] != "the" or at + 1 == len(line):
        return False
    return max(at + 1 + line.known(at + 1)[0], *ends.get(at + 1, (0,))) >= end


def _known_at(line: Line, at: int, names: Names, ends: Sequence[int], on: date) -> list[Called]:
    """What the store and the gazetteer know by the words that begin there, the longest of each."""
    length, known = line.known(at)
    part = line.tokens[at].joined and not line.tokens[at].capital
    if part and length < 2 and not (known and known[0].kind is ActorKind.COUNTRY):
        return []
    options = []
    for end in ends:
        words = line.words(at, end)
        actors = names.by_name.get(names.meant.get(words, words))
        # "F-35" is a thing even where an article made it act.
        if actors and not any(map(str.isdigit, words)) and _is_name(line, at, end):
            options.append(called(line, at, end, actors))
            break
    if pair := line.pair(at):
        both = [state for code in pair if (state := line.gazetteer.by_key(f"country:{code}"))]
        options.append(_from_gazetteer(line, at, at + PAIR, both, names, on))
    if known and not _ends_in_adjective(line, at, at + length):
        if _is_verb_by_chance(line, at + length - 1, known):
            length, known = _shortened(line, at, length, known)
        length, known = _before_noun(line, at, length, known)
        if _is_name(line, at, at + length):
            options.append(_from_gazetteer(line, at, at + length, known, names, on))
    return options


def _ends_in_adjective(line: Line, at: int, end: int) -> bool:
    """Whether a body's "of" leads to an adjective that qualifies something else: "forces of the Fijian police"."""
    if "of" not in line.folded[at:end] or end == len(line) or line.folded[end] in stop_words():
        return False
    code = line.gazetteer.country_of(line.folded[end - 1])
    return code is not None and line.folded[end - 1] not in fold(line.gazetteer.country_name(code)).split()


def _before_noun(line: Line, at: int, length: int, known: tuple[KnownActor, ...]) -> tuple[int, tuple[KnownActor, ...]]:
    """Of a body's name that only begins another's ("South Korean military exercises"), the state alone."""
    end, last = at + length, line.tokens[at + length - 1]
    if not known[0].key.startswith(_BODY_KEYS) or last.closes_clause or last.possessive or end == len(line):
        return length, known
    following = line.folded[end]
    if following in stop_words() or not is_english_word(following):
        return length, known
    if verb_lemmas(following) and not following.endswith("s"):
        return length, known
    return _shortened(line, at, length, known)


def _is_verb_by_chance(line: Line, at: int, known: tuple[KnownActor, ...]) -> bool:
    """Whether the last word of a name is an abbreviation only in letters: "what does China plan", but "the PLAN"."""
    word = line.folded[at]
    if not line.tokens[at].text.islower() or not verb_lemmas(word):
        return False
    return word not in fold(known[0].name).split() and known[0].key.startswith(_BODY_KEYS)


def _shortened(line: Line, at: int, length: int, known: tuple[KnownActor, ...]) -> tuple[int, tuple[KnownActor, ...]]:
    """Of a body's name, the state alone."""
    country = known[0].country
    for shorter in range(length - 1, 0, -1):
        if country and line.gazetteer.country_of(line.words(at, at + shorter)) == country:
            state = line.gazetteer.by_key(f"country:{country}")
            return (shorter, (state,)) if state else (length, known)
    return length, known


def _is_name(line: Line, start: int, end: int) -> bool:
    """Whether words that could name someone do: ordinary words only where capitals say so."""
    if any(not is_ordinary_word(word) for word in line.folded[start:end]):
        return True
    words = line.tokens[start:end]
    if len(words) > 1:
        capitals = sum(token.capital for token in words)
        return line.lower or capitals * 2 >= len(words) or len(words) > 3
    token = words[0]
    if token.folded in stop_words():
        return line.is_name(start)
    if token.text.isupper() and len(token.text) > 1:
        return True
    if line.lower:
        return _acts(line, start)
    if end < len(line) and line.capital(end) and not (token.possessive or token.closes_clause):
        # "Labour Organisation": part of a longer name that nobody knows.
        return False
    return token.capital and start > 0 and not line.tokens[start - 1].closes_sentence


def _acts(line: Line, at: int) -> bool:
    """Whether a word in a question without capitals stands where a common noun needs an article: "did moon meet"."""
    if not at or at + 1 == len(line) or not verb_lemmas(line.folded[at + 1]) or line.folded[at] in stop_words():
        return False
    joins = line.folded[at - 1] in ("and", "or")
    behind_name = joins and any(start + line.known(start)[0] == at - 1 for start in range(max(0, at - 4), at - 1))
    return behind_name or auxiliary(line.folded[at - 1]) is not None


def _from_gazetteer(line: Line, start: int, end: int, known: Sequence[KnownActor], names: Names, on: date) -> Called:
    people = [actor for actor in known if actor.kind is ActorKind.PERSON]
    if len(people) > 1 and len(people) == len(known):
        ranked = [actor.key for actor in line.gazetteer.surname(line.folded[end - 1], on)]
        known = sorted(known, key=lambda actor: ranked.index(actor.key) if actor.key in ranked else len(ranked))
    first = known[0]
    here = [names.by_key[actor.key] for actor in known if actor.key in names.by_key]
    if not here:
        # The store may know the same one by another key: by the gazetteer's name, or without the title.
        untitled = (names.by_name.get(line.words(at, end), ()) for at in range(start + 1, end - 1))
        here = list(names.by_name.get(fold(first.name)) or next(filter(None, untitled), ()))
    in_office = bool(people) and bool(line.gazetteer.offices_of(first.key, on))
    several = sum(actor.kind is ActorKind.PERSON for actor in here) > 1
    return Called(
        start,
        end,
        line.text(start, end),
        tuple(dict.fromkeys(actor.id for actor in here)),
        first.name,
        first.kind,
        first.country,
        origin=first.country if first.kind is ActorKind.COUNTRY else None,
        ambiguous=several and not in_office,
    )


def _merged(options: Iterable[Called]) -> Called:
    """One name of several readings of the same words: the store's and the gazetteer's."""
    first, *others = options
    if not others:
        return first
    every = (first, *others)
    actors = tuple(dict.fromkeys(i for option in every for i in option.actors))
    origin = next((option.origin for option in every if option.origin), None)
    agreed = all(option.actors[:1] == actors[:1] for option in every)
    ambiguous = any(option.ambiguous for option in every) and not agreed
    return Called(first.start, first.end, first.text, actors, first.name, first.kind, first.country, origin, ambiguous)


def _misspelt(line: Line) -> Iterator[tuple[int, tuple[int, tuple[KnownActor, ...]]]]:
    """Yield where misspelt names without capitals begin, with their end and whom they mean, longer ones last."""
    for start, end in sorted(line.runs):
        near = line.gazetteer.misspelt(line.words(start, end)) if line.run(start) < end else ()
        if near:
            yield start, (end, near)


def _place_at(line: Line, at: int, end: int) -> Called | None:
    """A place that begins there and has more words than anything else, or is nothing else and stands as a place."""
    if line.folded[at] in stop_words():
        return None
    several = filter(None, (line.gazetteer.longest_place(row, at) for row in line.spellings))
    found = max(several, key=lambda place: place[0], default=None)
    if found is None or at + found[0] <= end:
        return None
    length, name, country = found
    end = at + length
    # Within "the South China Sea" no China must be found.
    hides = any(line.known(inner)[0] for inner in range(at, end)) and _is_name(line, at, end)
    if not hides and not _stands_as_place(line, at, end):
        return None
    return Called(at, end, line.text(at, end), name=name, country=country)


def _stands_as_place(line: Line, start: int, end: int) -> bool:
    """Whether words hang on a preposition of place and qualify no other: "in Osaka", not "in Pacific waters"."""
    before = start - 2 if start > 1 and line.folded[start - 1] == "the" else start - 1
    if before < 0 or line.folded[before] not in closed("wherever"):
        return False
    return end == len(line) or line.tokens[end - 1].closes_clause or line.folded[end] in stop_words()


def _unknown_at(line: Line, at: int, names: Names, on: date) -> Called | None:
    """A name that nobody knows: words with capitals, one of them no English word. Misspelt, it is known after all."""
    end = line.run(at)
    if at == 0 and end > 1 and is_english_word(line.folded[0]):
        return None
    strange = any(not is_english_word(line.folded[i]) and not _is_covered(line, i, names) for i in range(at, end))
    alone = end - at == 1
    # An abbreviation that nobody knows ("the RAA") is as likely a thing as a name.
    if not strange or (alone and (line.tokens[at].joined or line.tokens[at].text.isupper())):
        return None
    if end < len(line) and line.tokens[end].joined and line.folded[end].isdecimal():
        # "Tuatara-2": the figure tells it from others of its sort.
        return Called(at, end + 1, line.text(at, end + 1))
    near = () if alone else line.gazetteer.misspelt(line.words(at, end))
    return _from_gazetteer(line, at, end, near, names, on) if near else Called(at, end, line.text(at, end))


def _is_covered(line: Line, at: int, names: Names) -> bool:
    """Whether a word is a name by itself or part of one that is known."""
    if line.folded[at] in names.by_name:
        return True
    return any(start + line.known(start)[0] > at for start in range(max(0, at - 3), at + 1))
