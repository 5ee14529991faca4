"""An event in one line, in the article's own words; None where no words of its own can stand alone.

The line is a verbatim clause or sentence. Where a clause has no subject of its own or only a pronoun, whom it means is
put before it in square brackets, as editors do; someone's words in the first person are told as theirs.
"""

from dataclasses import dataclass

from bot.asking.evidence.slots import called, tidy
from bot.asking.evidence.telling import shorten
from bot.digests.clauses import (
    AUXILIARIES,
    DONE,
    MIDWAY,
    POSSESSIVES,
    PRONOUNS,
    QUESTION,
    UNREAL,
    begins_a_clause,
    in_first_person,
    is_noise,
    is_predicate,
    leans_back,
    outside_quotes,
    ready,
    says_its_status,
    tells_an_act,
    without_links,
)
from bot.knowledge.actors import fold
from bot.knowledge.words import verb_lemmas
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
_QUOTES = '“”"'


@dataclass(frozen=True, slots=True)
class Telling:
    """A line for an event: its words, how clear they are (0 to 1), and the report that they stand in."""

    text: str
    clarity: float
    report: StoredReport


def telling(event: StoredEvent) -> Telling | None:
    """The clearest line for an event; None where nothing that is told of it can stand alone."""
    told = [line for report in event.reports if (line := _from_report(event, report))]
    return max(told, key=lambda line: (round(line.clarity, 2), -line.report.article.id), default=None)


def _from_report(event: StoredEvent, report: StoredReport) -> Telling | None:
    sentence = tidy(report.quote)
    clause = tidy(report.clause or report.quote)
    if is_noise(clause) or is_noise(sentence) or QUESTION.search(sentence):
        return None
    for text, clarity in _tries(event, clause, sentence):
        line = ready(text)
        if line and leans_back(line):
            clarity = min(clarity, LEANING)
        if line and LEAST_WORDS <= len(_own_words(line)) <= MOST_WORDS:
            cut = len(line) > LONGEST_LINE
            return Telling(shorten(line, LONGEST_LINE), min(clarity, CUT) if cut else clarity, report)
    return None


def _tries(event: StoredEvent, clause: str, sentence: str) -> list[tuple[str, float]]:
    """What could be the line, the clearest first."""
    tries: list[tuple[str, float]] = []
    words = without_links(clause)
    if "ever" in fold(words).split():
        words = sentence  # "more than it has ever launched"
    first = fold(words).partition(" ")[0]
    subject = _subject(event)
    speaker = _name(event, Role.SPEAKER)
    if in_first_person(words):
        by = speaker or (subject if event.action is Action.SAY else None)
        if by and not event.quoted and not in_first_person(outside_quotes(words)):
            tries.append((words, WHOLE))
        elif by and len(words.split()) > LEAST_WORDS and first not in MIDWAY:
            tries.append((f"{by}: “{words.strip(_QUOTES)}”", SPOKEN))
    elif event.action is Action.SAY and not _has_content(event, words):
        pass
    elif first in PRONOUNS:
        rest = words.partition(" ")[2]
        if subject and is_predicate(event, rest) and not _names(rest, subject):
            tries += _with_subject(event, subject, rest)
    elif first in POSSESSIVES or first in MIDWAY or first.endswith("ing"):
        pass
    elif is_predicate(event, words):
        if subject and _names(words, subject):
            pass  # "imposed by the United States"
        elif subject and event.taking(Role.ACTOR):
            tries += _with_subject(event, subject, words)
        elif subject and event.status is Status.HAPPENED and first not in AUXILIARIES:
            tries.append((f"[{subject} was] {words}", NAMED))
        elif subject and first in ("was", "were", "is", "are", "has", "had"):
            tries.append((f"[{subject}] {words}", NAMED))
    elif (
        first not in AUXILIARIES
        and tells_an_act(event, words)
        and begins_a_clause(clause, sentence)
        and says_its_status(event, words)
    ):
        tries.append((words, WHOLE))
    beginning = fold(without_links(sentence)).partition(" ")[0]
    torn = beginning in (PRONOUNS | POSSESSIVES) or (beginning.endswith("ing") and "," not in sentence)
    torn = torn or beginning in UNREAL or in_first_person(outside_quotes(sentence))
    # What is not done is an aside in a sentence that tells something done: it would seem to be told as done.
    if not torn and (event.status in (*DONE, Status.ALLEGED) or _is_whole(clause, sentence)):
        tries.append((without_links(sentence), SENTENCE))
    return tries


def _own_words(line: str) -> list[str]:
    """The words of a line without what was put before them."""
    return line.rpartition("] ")[2].split() if line.startswith("[") else line.split()


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
    if first in verb_lemmas(first) and first not in AUXILIARIES:
        if event.status is Status.PLANNED:
            return [(f"[{subject} to] {predicate}", NAMED)]
        if " and " not in subject:
            return []
    if not says_its_status(event, predicate):
        return []
    return [(f"[{subject}] {predicate}", NAMED)]


def _names(words: str, subject: str) -> bool:
    """Whether the words name the subject already."""
    return fold(subject).rpartition(" ")[2] in fold(words).split()


def _is_whole(clause: str, sentence: str) -> bool:
    """Whether the clause is nearly all of its sentence."""
    return len(clause) >= WHOLE_SENTENCE * len(sentence)
