"""An event in one line, in the article's own words; None where no words of its own can stand alone.

The line is a verbatim clause or sentence. Where a clause has no subject of its own or only a pronoun, whom it means is
put before it in square brackets, as editors do; someone's words in the first person are told as theirs.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.asking.evidence.slots import called, tidy
from bot.asking.evidence.telling import shorten
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold
from bot.knowledge.words import stop_words, verb_lemmas, word_class
from db.records import StoredEvent, StoredReport
from db.vocabulary import Action, Role, Status

LONGEST_LINE = 230
"""Characters; a longer clause is cut at a word with a mark."""
WHOLE_SENTENCE = 0.8
"""The share of a sentence from which a clause is what it tells."""
LEAST_WORDS = 4
MOST_WORDS = 60
"""A longer one is a list or a page that was not taken apart."""

WHOLE, NAMED, SENTENCE, SPOKEN, CUT, LEANING = 1.0, 0.8, 0.6, 0.55, 0.45, 0.4
"""How clear a line is: a clause that stands alone; one whose subject was put in; the whole sentence around it; what
somebody says in the first person; a sentence too long to be shown whole; one that points back at what stood before.
"""
DONE = (Status.HAPPENED, Status.ONGOING)

_NOISE = re.compile(
    r"getty images|/(?:reuters|afp|ap|epa|anadolu|yonhap|kyodo)\b|\bphoto(?:graph)? by\b|\bread more\b|\bsign up\b"
    r"|\bsubscribe\b|\bnewsletter\b|\bfollow us\b|\ball rights reserved\b|\bclick here\b|\badvertisement\b"
    r"|\bprev next\b|\bcaption\b|\bfile photo\b|\bcopyright\b|©|https?://|\bcookies?\b|\bprivacy policy\b"
    r"|\bcontributed to this (?:report|story|article)\b|\bread:|\bwatch:|\brelated:|\breached out to\b"
    r"|^photos?:|\bin this (?:\w+ )?(?:image|photo|picture)\b|\ba photo taken\b|\bphotos:"
    r"|\b(?:did not|didn.t) (?:immediately )?(?:respond|reply)\b|\bdeclined to comment\b|\bhide caption\b"
    r"|\bad feedback\b|\benlarge\b",
    re.IGNORECASE,
)
_FIRST_PERSON = frozenset(("i", "we", "our", "us", "my", "me", "ours", "mine", "your"))
_PRONOUNS = frozenset(("he", "she", "it", "they", "this", "that", "these", "those", "who", "which"))
_POSSESSIVES = frozenset(("his", "her", "its", "their", "whose"))
_MIDWAY = frozenset(
    (
        "to", "not", "that", "which", "who", "whose", "whom", "where", "when", "whenever", "being", "been", "if",
        "unless", "whether", "than", "as", "because", "although", "though", "while", "until", "after", "before",
        "since", "so", "what", "how", "why", "or", "nor", "once", "lest", "of",
    )
)  # fmt: skip
"""Words that a clause cannot begin with and still say by itself what happened."""
_AUXILIARIES = frozenset(
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
_JOINING = frozenset(
    ("that", "and", "but", "as", "while", "when", "where", "because", "since", "after", "before", "so", "though")
)
"""Words after which a clause begins that can stand by itself."""
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
_QUOTES = '“”"'
_QUESTION = re.compile(r"\?\W*$")


@dataclass(frozen=True, slots=True)
class Telling:
    """A line for an event: its words, how clear they are (0 to 1), and the report that they stand in."""

    text: str
    clarity: float
    report: StoredReport


@lru_cache(maxsize=1 << 14)
def telling(event: StoredEvent) -> Telling | None:
    """The clearest line for an event; None where nothing that is told of it can stand alone."""
    told = [line for report in event.reports if (line := _from_report(event, report))]
    return max(told, key=lambda line: (round(line.clarity, 2), -line.report.article.id), default=None)


def is_noise(text: str) -> bool:
    """Whether a text is no news: a photo's credit, an invitation to read on, a newsroom's note on its own work."""
    return _NOISE.search(text) is not None


def _from_report(event: StoredEvent, report: StoredReport) -> Telling | None:
    sentence = tidy(report.quote)
    clause = tidy(report.clause or report.quote)
    if is_noise(clause) or is_noise(sentence) or _QUESTION.search(sentence):
        return None
    for text, clarity in _tries(event, clause, sentence):
        ready = _ready(text)
        if ready and _leans_back(ready):
            clarity = min(clarity, LEANING)
        if ready and LEAST_WORDS <= len(ready.split()) <= MOST_WORDS:
            cut = len(ready) > LONGEST_LINE
            return Telling(shorten(ready, LONGEST_LINE), min(clarity, CUT) if cut else clarity, report)
    return None


def _tries(event: StoredEvent, clause: str, sentence: str) -> list[tuple[str, float]]:
    """What could be the line, the clearest first."""
    tries: list[tuple[str, float]] = []
    words = _without_links(clause)
    if "ever" in fold(words).split():
        words = sentence  # "more than it has ever launched"
    first = fold(words).partition(" ")[0]
    subject = _subject(event)
    speaker = _name(event, Role.SPEAKER)
    if _in_first_person(words):
        by = speaker or (subject if event.action is Action.SAY else None)
        if by and not event.quoted and not _in_first_person(_outside_quotes(words)):
            tries.append((words, WHOLE))
        elif by and len(words.split()) > LEAST_WORDS and first not in _MIDWAY:
            tries.append((f"{by}: “{words.strip(_QUOTES)}”", SPOKEN))
    elif event.action is Action.SAY and not _has_content(event, words):
        pass
    elif first in _PRONOUNS:
        rest = words.partition(" ")[2]
        if subject and _is_predicate(rest) and not _names(rest, subject):
            tries += _with_subject(event, subject, rest)
    elif first in _POSSESSIVES or first in _MIDWAY or first.endswith("ing"):
        pass
    elif _is_predicate(words):
        if subject and _names(words, subject):
            pass  # "imposed by the United States"
        elif subject and event.taking(Role.ACTOR):
            tries += _with_subject(event, subject, words)
        elif subject and event.status is Status.HAPPENED and first not in _AUXILIARIES:
            tries.append((f"[{subject} was] {words}", NAMED))
        elif subject and first in ("was", "were", "is", "are", "has", "had"):
            tries.append((f"[{subject}] {words}", NAMED))
    elif _tells_an_act(event, words) and _begins_a_clause(clause, sentence) and _says_its_status(event, words):
        tries.append((words, WHOLE))
    beginning = fold(_without_links(sentence)).partition(" ")[0]
    torn = beginning in (_PRONOUNS | _POSSESSIVES) or (beginning.endswith("ing") and "," not in sentence)
    torn = torn or beginning == "what" or _in_first_person(_outside_quotes(sentence))
    # What is not done is an aside in a sentence that tells something done: it would seem to be told as done.
    if not torn and (event.status in (*DONE, Status.ALLEGED) or _is_whole(clause, sentence)):
        tries.append((_without_links(sentence), SENTENCE))
    return tries


def _has_content(event: StoredEvent, words: str) -> bool:
    """Whether the words of a statement hold what was said, and not only that something was."""
    said = fold(event.object or "").split()
    return bool(said) and len(set(said) & set(fold(words).split())) * 2 >= len(set(said))


def _subject(event: StoredEvent) -> str | None:
    """Whom the clause is about: who did it, or, where nobody is told to have, whom it was done to."""
    return _name(event, Role.ACTOR) or (None if event.taking(Role.ACTOR) else _name(event, Role.TARGET))


def _name(event: StoredEvent, role: Role) -> str | None:
    """The names of those who take the part, as long as each is somebody known by name."""
    parts = event.taking(role)
    if not parts or any(part.actor is None for part in parts):
        return None
    if event.action is not Action.SAY and any(part.actor and part.actor.sector == "MED" for part in parts):
        return None  # more often the reporter than the one reported on
    names = list(dict.fromkeys(map(called, parts)))
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _with_subject(event: StoredEvent, subject: str, predicate: str) -> list[tuple[str, float]]:
    """The predicate with its subject before it; what is only planned in the infinitive, as headlines have it."""
    first = fold(predicate).partition(" ")[0]
    if first in verb_lemmas(first) and first not in _AUXILIARIES:
        if event.status is Status.PLANNED:
            return [(f"[{subject} to] {predicate}", NAMED)]
        if " and " not in subject:
            return []
    return [(f"[{subject}] {predicate}", NAMED)]


def _names(words: str, subject: str) -> bool:
    """Whether the words name the subject already."""
    return fold(subject).rpartition(" ")[2] in fold(words).split()


def _tells_an_act(event: StoredEvent, words: str) -> bool:
    """Whether a verb says in its form that something was, is or will be done; a noun for it does not."""
    tokens = [word for word in re.split(r"[^\w’'-]+", words) if word]
    verb = event.verb.partition(" ")[0]
    for before, token in pairwise(tokens):
        form = token.casefold().replace("’", "'")
        if form in _AUXILIARIES or form.endswith("n't"):
            return True
        of = verb_lemmas(form)
        if not of or form.endswith("ing") or before.casefold() in word_class("determiner"):
            continue
        if (verb in of or not word_class("carrier").isdisjoint(of)) and (form not in of or _is_plural(before)):
            return True
        if verb in of and form in of and event.action is Action.SAY:
            return True
    return False


def _begins_a_clause(clause: str, sentence: str) -> bool:
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


def _is_whole(clause: str, sentence: str) -> bool:
    """Whether the clause is nearly all of its sentence."""
    return len(clause) >= WHOLE_SENTENCE * len(sentence)


def _says_its_status(event: StoredEvent, words: str) -> bool:
    """Whether the words themselves show that the act is not told as done."""
    return event.status in DONE or not _NOT_DONE.isdisjoint(fold(words).split()) or "n't" in words or "n’t" in words


def _leans_back(text: str) -> bool:
    """Whether the beginning points at what was said before: "In response, ...", "To meet this, ..."."""
    beginning = fold(text).split()[:5]
    return not _POINTERS.isdisjoint(beginning) or " ".join(beginning[:2]) in _LEANING


def _is_plural(word: str) -> bool:
    return word.endswith("s") or word.casefold() in ("they", "people", "police", "both", "who", "men", "women")


def _is_predicate(words: str) -> bool:
    """Whether the words begin with a verb, so that who did it can be put before them."""
    first = fold(words).partition(" ")[0]
    known = bool(verb_lemmas(first)) and first not in stop_words()
    return words[:1].islower() and (known or first in _AUXILIARIES)


def _in_first_person(text: str) -> bool:
    # "US" is a state and "us" is not.
    return not _FIRST_PERSON.isdisjoint(fold(re.sub(r"\bU\.?S\b\.?", " ", text)).split())


def _outside_quotes(text: str) -> str:
    return re.sub(r"[“\"][^”\"]*(?:[”\"]|$)", " ", text)


def _without_links(text: str) -> str:
    """The text without the words that only join it to what was said before."""
    while True:
        first, _, rest = text.partition(" ")
        if fold(first) not in _LINKS or not rest:
            return text
        text = rest.lstrip(" ,")


def _ready(text: str) -> str | None:
    """The text as a line: its quotation marks paired, without a full stop, with a capital; None where it is torn."""
    text = _TRAILING.sub("", text).rstrip(" .,;:–—-")
    last = fold(text.rpartition(" ")[2])
    if last in _JOINING or _is_speech_form(last):
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
