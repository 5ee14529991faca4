"""What the words of a clause show without a parser: whether they can be told alone, and what they would lose.

A clause comes from the reader as a span of its sentence. These tests only ever refuse: what passes none of them is told
by the whole sentence or not at all.
"""

import re

from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold
from bot.knowledge.words import stop_words, verb_lemmas, word_class
from db.records import StoredEvent
from db.vocabulary import Action, Status

DONE = (Status.HAPPENED, Status.ONGOING)

_NOISE = re.compile(
    r"getty images|/(?:reuters|afp|ap|epa|anadolu|yonhap|kyodo)\b|\bphoto(?:graph)? by\b|\bread more\b|\bsign up\b"
    r"|\bsubscribe\b|\bnewsletter\b|\bfollow us\b|\ball rights reserved\b|\bclick here\b|\badvertisement\b"
    r"|\bprev next\b|\bcaption\b|\bfile photo\b|\bcopyright\b|©|https?://|\bcookies?\b|\bprivacy policy\b"
    r"|\bcontributed to this (?:report|story|article)\b|\bread:|\bwatch:|\brelated:|\breached out to\b"
    r"|^photos?:|\bin this (?:\w+ )?(?:image|photo|picture)\b|\ba photo taken\b|\bphotos:"
    r"|\b(?:did not|didn.t) (?:immediately )?(?:respond|reply)\b|\bdeclined to comment\b|\bhide caption\b"
    r"|\b(?:captured|filmed|photographed) by\b|\bvideo aired by\b|\bad feedback\b|\benlarge\b",
    re.IGNORECASE,
)
_FIRST_PERSON = frozenset(("i", "we", "our", "us", "my", "me", "ours", "mine", "your"))
PRONOUNS = frozenset(("he", "she", "it", "they", "this", "that", "these", "those", "who", "which"))
POSSESSIVES = frozenset(("his", "her", "its", "their", "whose"))
MIDWAY = frozenset(
    (
        "to", "not", "that", "which", "who", "whose", "whom", "where", "when", "whenever", "being", "been", "if",
        "unless", "whether", "than", "as", "because", "although", "though", "while", "until", "after", "before",
        "since", "so", "what", "how", "why", "or", "nor", "once", "lest", "of",
    )
)  # fmt: skip
"""Words that a clause cannot begin with and still say by itself what happened."""
AUXILIARIES = frozenset(
    (
        "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
        "should", "shall", "does", "do", "did", "be", "been",
    )
)  # fmt: skip
_LINKS = frozenset(("and", "but", "also", "then", "so", "yet", "however", "meanwhile", "still", "instead", "therefore"))
"""Words that join a sentence to the one before it, and can go."""
_TRAILING = re.compile(r"[\s,;:–—-]+(?:and|but|or|while|as)\W*$", re.IGNORECASE)
_RELATIVE = frozenset(("which", "whom", "whose", "who"))
_TEMPORAL = frozenset(("after", "before", "since", "when", "while", "until", "as", "because", "if", "once"))
_JOINING = frozenset(("and", "but", "while"))
"""Words after which a clause begins that can stand by itself."""
_AFTER_NOUNS = frozenset(("of", "from", "by", "and", "or"))
"""Words that follow a noun where a verb has its object: "launches of missiles"."""
UNREAL = frozenset(("if", "unless", "whether", "had", "were", "should", "what", "why", "how"))
"""Words with which a sentence begins that says what would be, or asks."""
_NOT_DONE = frozenset(
    (
        "will", "would", "could", "may", "might", "should", "must", "can", "shall", "to", "not", "no", "never",
        "plan", "plans", "planned", "planning", "intends", "aims", "wants", "wanted", "hopes", "expected", "set",
        "due", "urged", "urges", "called", "calls", "calling", "demanded", "demands", "asked", "asks", "threatened",
        "threatens", "warned", "warns", "vowed", "vows", "denied", "denies", "denying", "alleged", "allegedly",
        "accused", "accuses", "reportedly", "suspected", "suspect", "if", "claims", "claimed", "failed", "fails",
        "refused", "without", "wont", "believed", "appears", "appeared", "apparently", "seems", "next", "proposed",
        "proposes", "upcoming",
    )
)  # fmt: skip
"""Words by which a clause shows that its act is not told as done."""
_POINTERS = frozenset(("this", "these", "those", "such", "latter", "thereby"))
_LEANING = frozenset(
    ("in response", "in turn", "as well", "at that", "during that", "with that", "after that", "that said", "in fact",
     "for example", "for instance", "in addition", "by then", "by contrast")
)  # fmt: skip
QUESTION = re.compile(r"\?\W*$")


def is_noise(text: str) -> bool:
    """Whether a text is no news: a photo's credit, an invitation to read on, a newsroom's note on its own work."""
    return _NOISE.search(text) is not None


def tells_an_act(event: StoredEvent, words: str) -> bool:
    """Whether a verb says in its form that something was, is or will be done; a noun for it does not."""
    tokens = [word for word in re.split(r"[^\w’'-]+", words) if word]
    verb = event.verb.partition(" ")[0]
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], ""], strict=False):
        form = token.casefold().replace("’", "'")
        if form in AUXILIARIES or form.endswith("n't"):
            return True
        of = verb_lemmas(form)
        if not of or form.endswith("ing") or before.casefold() in word_class("determiner"):
            continue
        if form.endswith("s") and form not in of and after.casefold() in _AFTER_NOUNS:
            continue  # "launches of missiles", "offers from Beijing"
        if (verb in of or not word_class("carrier").isdisjoint(of)) and (form not in of or _is_plural(before)):
            return True
        if verb in of and form in of and event.action is Action.SAY:
            return True
    return False


def begins_a_clause(clause: str, sentence: str) -> bool:
    """Whether the clause stands by itself in its sentence: not "he made to them" of "the pledge he made to them"."""
    words = fold(clause).split()
    if not _TEMPORAL.isdisjoint(words[:4]) and "," not in clause:
        return False  # "just two days after he was shot"
    if not _RELATIVE.isdisjoint(words[1:2]):
        return False  # "in which it warned"
    at = sentence.find(clause)
    before = sentence[:at].rstrip() if at > 0 else ""
    if not before or not before[-1].isalnum():
        return True
    *_, last_but_one, last = ["", *fold(before).split()]
    if last == "that":
        # "Said that": but "the first time that" and "no evidence that" say something else of what follows.
        return _is_speech_form(last_but_one)
    return last in _JOINING or _is_speech_form(last)


def _is_speech_form(word: str) -> bool:
    """Whether it is an inflected verb of saying; in its plain form it may be a noun ("a claim he made")."""
    of = verb_lemmas(word)
    return bool(of) and word not in of and lexicon().is_speech(of[0])


def says_its_status(event: StoredEvent, words: str) -> bool:
    """Whether the words themselves show that the act is not told as done."""
    return event.status in DONE or not _NOT_DONE.isdisjoint(fold(words).split()) or "n't" in words or "n’t" in words


def leans_back(text: str) -> bool:
    """Whether the beginning points at what was said before: "In response, ...", "To meet this, ..."."""
    beginning = fold(text).split()[:5]
    return not _POINTERS.isdisjoint(beginning) or " ".join(beginning[:2]) in _LEANING


def _is_plural(word: str) -> bool:
    return word.endswith("s") or word.casefold() in ("they", "people", "police", "both", "who", "men", "women")


def is_predicate(event: StoredEvent, words: str) -> bool:
    """Whether the words begin with a verb, so that who did it can be put before them: not "warnings from"."""
    first, second = [*fold(words).split(), "", ""][:2]
    if not words[:1].islower():
        return False
    if first in AUXILIARIES:
        return True
    of = verb_lemmas(first)
    if not of or first in stop_words() or first.endswith("ings"):
        return False
    if first.endswith("s") and first not in of:
        return event.verb.partition(" ")[0] in of and second not in _AFTER_NOUNS
    return True


def in_first_person(text: str) -> bool:
    """Whether somebody speaks of himself or to the reader."""
    # "US" is a state and "us" is not.
    return not _FIRST_PERSON.isdisjoint(fold(re.sub(r"\bU\.?S\b\.?", " ", text)).split())


def outside_quotes(text: str) -> str:
    """The text without what stands in quotation marks."""
    return re.sub(r"[“\"][^”\"]*(?:[”\"]|$)", " ", text)


def without_links(text: str) -> str:
    """The text without the words that only join it to what was said before."""
    while True:
        first, _, rest = text.partition(" ")
        if fold(first) not in _LINKS or not rest:
            return text
        text = rest.lstrip(" ,")


def ready(text: str) -> str | None:
    """The text as a line: its quotation marks paired, without a full stop, with a capital; None where it is torn."""
    text = _TRAILING.sub("", text).rstrip(" .,;:–—-")
    last = fold(text.rpartition(" ")[2])
    if last in _JOINING or last in MIDWAY or _is_speech_form(last):
        return None  # "officials today warned": what follows was cut off
    opened, closed = text.count("“"), text.count("”")
    if closed > opened or text.count('"') % 2:
        return None
    if opened > closed:
        text += "”"
    if re.search(r"(?:^|\s)['‘]\w", text) and not re.search(r"\w[.,!?]?['’](?:\s|$)", text):
        text += "’" if "‘" in text else "'"
    if text.count("(") != text.count(")"):
        return None
    return text[:1].upper() + text[1:] if text else None
