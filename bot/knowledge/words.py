"""English words as questions and articles write them: lemmas, spellings, function words and one-letter mistakes.

No language model: tables of irregular forms, a few rules of spelling and the word lists decide.
"""

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache

from bot.knowledge.english import is_english_word
from bot.knowledge.tables import parts, rows, words

_LONGEST = 40
"""No English word is longer; what is, comes back as it is."""
_VOWELS = frozenset("aeiou")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|es|ed|ing|er|ers|ation|ations|able)$)")
_YZE = re.compile(r"(?<=[a-z]{3})yz(?=(?:e|es|ed|ing|er|ers)$)")
_AFTER_OUR = r"(?=(?:s|ed|ing|able|ably|ite|ites|er|ers|hood|hoods|ly|less|ful|al|ally|y|ies|ist|ists)?$)"
_OUR_OR_ISATION = re.compile(r"our|is(?=ations?$)")
_NOT_IZE = re.compile(r"^(?:re|down|over|out|up|cap)?(?:siz|seiz|priz)")


@cache
def _word_classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(parts(listed)) for name, listed in rows("word_classes")}


def word_class(name: str) -> frozenset[str]:
    """Return one of the closed classes of word_classes.tsv, such as "determiner" or "auxiliary"; KeyError if none."""
    return _word_classes()[name]


@cache
def _our() -> re.Pattern[str]:
    return re.compile(rf"^((?:dis|mis|un|re)?(?:{'|'.join(word_class('our'))}))or{_AFTER_OUR}")


@cache
def _verbs() -> frozenset[str]:
    listed = (cell for _, row, _ in rows("verbs") for cell in row.replace("|", ";").split(";"))
    return frozenset(verb.strip(" ~").partition(" ")[0] for verb in listed)


@cache
def _nouns() -> frozenset[str]:
    table = [parts(row[2]) for row in rows("nouns")] + [parts(row[1]) for row in rows("objects")]
    return frozenset(noun for nouns in table for noun in nouns)


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        form: (tuple(parts(verbs)), tuple(parts(nouns)))
        for forms, verbs, nouns in rows("irregular")
        for form in parts(forms)
    }


@cache
def _variants() -> dict[str, str]:
    return {other: kept for kept, others in rows("variants") for other in parts(others)}


@cache
def stop_words() -> frozenset[str]:
    """Return the function words of English: they ask, join and point, and name neither thing nor act."""
    return words("stop_words")


@lru_cache(maxsize=16_384)
def canonical(word: str) -> str:
    """Return the word in lower case and British spelling: "Defense" -> "defence", "honored" -> "honoured"."""
    word = word.casefold().replace("\u2019", "'").strip()
    if len(word) > _LONGEST:
        return word
    if " " in word:
        return _variants().get(word) or " ".join(map(canonical, word.split()))
    kept = _variants().get(word)
    if kept is None and word[-1:] == "s" and word[:-1] in _variants():
        kept = _variants()[word[:-1]] + "s"
    if kept is None and word[-1:] == "d" and word[:-1] in _variants():
        kept = _variants()[word[:-1]] + "d"
    if kept is not None:
        return kept
    if "or" in word:
        word = _our().sub(r"\1our", word)
    if "iz" in word and not _NOT_IZE.match(word):
        word = _IZE.sub("is", word)
    return _YZE.sub("ys", word) if "yz" in word else word


@lru_cache(maxsize=16_384)
def american(word: str) -> str:
    """Return a noun in lower case and American spelling: "Defence" -> "defense", "Organisation" -> "organization"."""
    word = word.casefold()
    if other := next((other for other, kept in _variants().items() if kept == word and other.isalpha()), None):
        return other
    respelt = _OUR_OR_ISATION.sub(lambda match: "or" if match[0] == "our" else "iz", word)
    return respelt if respelt != word and canonical(respelt) == word else word


@lru_cache(maxsize=16_384)
def lemmas(word: str) -> tuple[str, ...]:
    """Return what an inflected word can be a form of, verbs before nouns, likeliest first.

    "signed" -> ("sign",), "meetings" -> ("meeting",), "talks" -> ("talk", "talks"), "left" -> ("leave", "left"). A word
    that is no known form of anything is its own lemma, so there is always one.
    """
    word = canonical(word)
    verbs = verb_lemmas(word)
    if word in _nouns() or not verbs or (word[-1:] == "s" and word not in _irregular()):
        nouns = noun_lemmas(word)
    else:
        nouns = _irregular().get(word, ((), ()))[1]
    return tuple(dict.fromkeys((*verbs, *nouns)))


@lru_cache(maxsize=16_384)
def verb_lemmas(word: str) -> tuple[str, ...]:
    """Return the verbs that a word can be a form of, likeliest first; none where it can be no verb."""
    word = canonical(word)
    listed = _irregular().get(word, ((), ()))[0]
    known = [stem for stem in _verb_stems(word) if canonical(stem) in _verbs()]
    if word in _verbs():
        known.insert(0, word)
    if not known and not listed:
        known = [stem for stem in _verb_stems(word) if is_english_word(stem)][:1]
    return tuple(dict.fromkeys((*listed, *map(canonical, known))))


@lru_cache(maxsize=16_384)
def noun_lemmas(word: str) -> tuple[str, ...]:
    """Return the nouns that a word can be a form of, likeliest first: "parties" -> ("party",); else the word itself."""
    word = canonical(word)
    _, listed = _irregular().get(word, ((), ()))
    if listed:
        return listed
    known = [stem for stem in _singulars(word) if stem in _nouns()]
    known += [stem for stem in _singulars(word) if is_english_word(stem) and stem not in known]
    if word in _nouns() or not known:
        known.append(word)
    return tuple(map(canonical, known))


def _singulars(word: str) -> Iterator[str]:
    if word.endswith("men"):
        yield f"{word[:-2]}an"
    if len(word) < 4 or word[-1] != "s" or word[-2:] in ("ss", "us", "is"):
        return
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    yield word[:-1]


def _verb_stems(word: str) -> Iterator[str]:
    """Yield what the word would be without -s, -ed or -ing, the likeliest spelling of it first."""
    if len(word) < 4 or len(word) > _LONGEST:
        return
    if word[-1] == "s" and word[-2] != "s":
        yield from _singulars(word)
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or not any(letter in "aeiouy" for letter in stem) or len(stem) < 2:
            continue
        if ending == "ed" and stem[-1] == "i":
            yield stem[:-1] + "y"
        doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
        # A lone consonant after a lone vowel would have been doubled ("planned"), so "fined" comes from "fine".
        closed = len(stem) > 2 and stem[-1] not in "aeiouwxy" and stem[-2] in _VOWELS and stem[-3] not in _VOWELS
        yield from (stem + "e", stem) if closed else (stem, stem + "e")
        if doubled:
            yield stem[:-1]


def forms(verb: str) -> tuple[str, ...]:
    """Return a regular verb's other forms: "sign" -> ("signs", "signed", "signing")."""
    if verb[-1:] == "y" and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"
    if verb[-1:] == "e":
        return third, f"{verb}d", f"{verb if verb[-2:] in ('ee', 'oe', 'ye') else verb[:-1]}ing"
    closed = len(verb) > 2 and verb[-1] not in "aeiouwxyh" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    # Whether the last letter doubles hangs on the stress: both spellings count.
    doubled = (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing") if closed else ()
    return third, f"{verb}ed", f"{verb}ing", *doubled


@cache
def known_forms() -> frozenset[str]:
    """Return every word that the tables of acts and things hold, in all its forms: what a question can be mended to."""
    inflected = (form for word in _verbs() for form in forms(word))
    plurals = (forms(noun)[0] for noun in _nouns() if noun and " " not in noun)
    return frozenset((*_verbs(), *inflected, *_nouns(), *plurals, *_irregular(), *stop_words()))


@cache
def _news_words() -> frozenset[str]:
    return words("news_words")


def is_known(word: str) -> bool:
    """Say whether a word, or what it is a form of, stands in a dictionary or in the tables of acts and things."""
    word = canonical(word)
    if (
        is_english_word(word)
        or word in _news_words()
        or word in _verbs()
        or word in _nouns()
        or word in stop_words()
        or word in _irregular()
    ):
        return True
    return any(lemma in _verbs() or lemma in _nouns() for lemma in lemmas(word))


def mend(word: str, vocabulary: Container[str]) -> str:
    """Return the word of the vocabulary that a misspelt one is one edit away from, or the word itself.

    One edit is two neighbours swapped, a letter missing, too many or wrong (Damerau-Levenshtein distance 1). Never
    touched: words that are known or stand in the vocabulary, are shorter than four letters, or are not plain letters.
    Where several would do, a swap is likelier than a missing letter, that than one too many, that than a wrong one, and
    a wrong first letter is the last thing to try.
    """
    folded = word.casefold()
    if not 4 <= len(folded) <= _LONGEST or not folded.isascii() or not folded.isalpha():
        return word
    if folded in vocabulary or is_known(folded):
        return word
    return next((edit for edit in _edits(folded) if edit in vocabulary), word)


def _edits(word: str) -> Iterator[str]:
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    for start, end in cuts:
        if len(end) > 1 and end[0] != end[1]:
            yield start + end[1] + end[0] + end[2:]
    for start, end in cuts:
        # A doubled letter is forgotten oftener than any other.
        yield start + start[-1] + end
    for start, end in cuts:
        yield from (start + letter + end for letter in _LETTERS)
    for start, end in cuts:
        if end:
            yield start + end[1:]
    for start, end in cuts:
        if end:
            yield from (start + letter + end[1:] for letter in _LETTERS)
    yield word[1] + word[0] + word[2:]
    yield word[1:]
    yield from (letter + word for letter in _LETTERS)
    yield from (letter + word[1:] for letter in _LETTERS)


@cache
def _thesaurus() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    groups = [(parts(nouns), parts(near)) for nouns, near in rows("thesaurus")]
    # A group tells most of its plainest noun, so groups that a noun heads come first in its entry.
    for heading in (True, False):
        for nouns, _ in groups:
            for noun in nouns[:1] if heading else nouns[1:]:
                found[noun] = (*found.get(noun, ()), *nouns)
    for nouns, near in groups:
        for noun in nouns:
            found[noun] += tuple(near)
    return found


def related(noun: str) -> tuple[str, ...]:
    """Return nouns that name much the same thing, nearest first: "pact" -> "agreement", "deal", "accord", ...

    Empty for a noun without any; the noun itself is not among them. In any number and spelling.
    """
    noun = canonical(noun)
    *before, head = noun.split() or [noun]
    candidates = (noun, *(" ".join((*before, singular)) for singular in noun_lemmas(head)))
    near = (other for candidate in candidates for other in _thesaurus().get(candidate, ()))
    return tuple(dict.fromkeys(other for other in near if other not in candidates))
