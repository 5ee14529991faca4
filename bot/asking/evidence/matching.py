"""How well a stored event fits a query: each constraint of the question is covered wholly, partly or not at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from bot.asking.evidence.named import Named
from bot.asking.evidence.terms import SYNONYM, Words, all_forms, figures, likeness, tokens, words_of
from bot.asking.query import Act, EventQuery, Part, Window
from bot.knowledge import calendar
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import is_ordinary_word
from bot.knowledge.words import is_known
from db.records import StoredActor, StoredEvent
from db.vocabulary import Action, Role

OTHER_ROLES = (Role.PARTNER, Role.TARGET, Role.RECIPIENT)
MUTUAL = (Action.AGREE, Action.CONSULT, Action.COOPERATE)
"""Acts that both sides do, so that it matters little which of them is told first."""
PLAIN_VERBS = frozenset(("do", "be", "have", "happen", "take place", "involve", "go on", "make", "get"))
"""Verbs that ask for any act at all."""
AS_DOER = 0.5
"""What it counts for whom something was done to that they are told as doing it."""
BOTH_SIDES = 0.62
LEADS = 0.65
"""What it counts that a leader's state did it."""
IN_TITLE = 0.52
"""What it counts that the article's title names someone: all of it is about them."""
OWN_ACT = 0.6
"""Coverage of the act from which the event's own verb means it."""
OF_A_KIND = (Action.ACCUSE, Action.REQUEST, Action.THREATEN, Action.SANCTION, Action.SUPPORT)
"""Classes whose verbs differ by a shade only: who denounced somebody has criticised them."""
SAID = frozenset(("say", "tell", "state", "remark", "comment"))
SPOKEN = (Action.ACCUSE, Action.REQUEST, Action.THREATEN, Action.REJECT, Action.SUPPORT)
CALLED = frozenset(("call", "describe", "dub", "label", "term", "brand"))
"""Verbs that say what someone thinks of a thing."""
DEEDS = frozenset(("aid", "assist", "help", "uphold", "bolster", "strengthen"))
"""Verbs of support that are no words."""
SPEAKING = 0.7
"""What it counts for a saying that something was done in words: who warned somebody has said something."""
SAME_CLASS = 0.62
"""What another verb of such a class counts: enough to be the act, too little for a yes or no."""
NEEDED: Mapping[Part, float] = {Part.TOPIC: 0.4}
"""The least that a name of this part must be covered; others must at least stand in the sentence."""
NEEDED_OTHERWISE = 0.5
DAYS_TOLD_LATE = 10
"""An act told without a date is taken to lie at most this many days before its article's publication."""

FITTING: Mapping[Part, Mapping[Role, float]] = {
    Part.ACTOR: {Role.ACTOR: 1.0, Role.SPEAKER: 0.9, Role.PARTNER: 0.85, Role.TARGET: 0.4, Role.RECIPIENT: 0.4},
    Part.OTHER: {Role.PARTNER: 1.0, Role.TARGET: 1.0, Role.RECIPIENT: 1.0, Role.PLACE: 0.9, Role.ACTOR: 0.5},
    Part.SPEAKER: {Role.SPEAKER: 1.0, Role.ACTOR: 0.9},
    Part.PLACE: {Role.PLACE: 1.0, Role.TARGET: 0.8, Role.PARTNER: 0.7, Role.RECIPIENT: 0.7, Role.ACTOR: 0.6},
    Part.EITHER: dict.fromkeys(Role, 1.0),
    Part.TOPIC: dict.fromkeys(Role, 0.95),
}
"""How well a participant's role in an event fits the part that the question gives it."""

SEEN: Mapping[Part, tuple[float, float, float]] = {
    Part.ACTOR: (0.6, 0.4, 0.15),
    Part.SPEAKER: (0.5, 0.35, 0.15),
    Part.OTHER: (0.75, 0.6, 0.3),
    Part.EITHER: (0.8, 0.7, 0.3),
    Part.PLACE: (0.85, 0.75, 0.4),
    Part.TOPIC: (0.9, 0.85, 0.55),
}
"""What it counts that a name merely stands in the clause, in the sentence, or near it in the article."""


@dataclass(frozen=True)
class Evidence:
    """An event with the words around it, from near to far. `context` is the title and the neighbouring sentences."""

    event: StoredEvent
    context: str = ""
    lead: str = ""
    """How the article begins."""

    @cached_property
    def clause(self) -> str:
        """The predicate with its arguments, verbatim; an imported event's row in words."""
        if not self.event.reports:
            return wording(self.event)
        report = self.event.reports[0]
        return report.clause or report.quote

    @cached_property
    def sentence(self) -> str:
        """The whole quote."""
        return self.event.reports[0].quote if self.event.reports else self.clause

    @cached_property
    def published(self) -> date:
        """When it was first published."""
        return self.event.reports[0].article.published.date() if self.event.reports else self.event.day

    @cached_property
    def near(self) -> Words:
        """The words of the clause and of what was filled in for its pronouns."""
        filled = (participant.name for participant in self.event.participants)
        # Of "Vice President X will address them", that X is vice president is told by X and the office alone.
        clause = "" if self.event.verb == "be" else self.clause
        return words_of(" ".join((clause, self.event.object or "", *filled)))

    @cached_property
    def whole(self) -> Words:
        """The words of the sentence."""
        return words_of(self.sentence)

    @cached_property
    def title(self) -> Words:
        """The words of the article's title: what the whole article is about."""
        return words_of(self.event.reports[0].article.title or "" if self.event.reports else "")

    @cached_property
    def around(self) -> Words:
        """The words of the context."""
        return Words(self.context)


@dataclass(frozen=True, slots=True)
class Match:
    """An event and how far it covers the question: `coverage` from 0 to 1, `missing` what it does not cover."""

    evidence: Evidence
    coverage: float
    act: float
    """How nearly the asked-for act is told: below `OWN_ACT` it is only spoken of, not what this event is."""
    names: float
    """How surely the least sure of the names is there."""
    missing: tuple[str, ...]
    contradicted: bool
    """Something that the question says outright (a year, who did it) is different here."""
    excluded: bool
    """It is about the one that the question excludes."""
    untimely: bool
    """It lies outside the asked time."""

    @property
    def event(self) -> StoredEvent:
        """The matched event."""
        return self.evidence.event


_LINKING = frozenset(("on", "in", "at", "the", "of", "since", "before", "after", "by", "until", "during"))
_RELATIVE = frozenset(
    ("today", "yesterday", "tomorrow", "this", "last", "next", "past", "ago", "week", "month", "year")
)


def wording(event: StoredEvent) -> str:
    """An imported event's row in words: its quote, since it has no text."""
    actors = ", ".join(participant.name for participant in event.taking(Role.ACTOR)) or "Someone"
    others = ", ".join(participant.name for participant in event.taking(*OTHER_ROLES))
    return f"{actors}: {event.verb}{f': {others}' if others else ''} ({event.day.isoformat()})"


class Matcher:
    """Matches events with one query. `actors` holds the stored actors that the query's names can mean."""

    def __init__(self, query: EventQuery, actors: Mapping[int, StoredActor]) -> None:
        self.query = query
        self.named = [Named(name, actors) for name in query.names if not name.excluded]
        self.excluded = [Named(name, actors) for name in query.names if name.excluded]
        named_so = {phrase: designation(phrase) for phrase in query.words}
        self.designations = [name for name in named_so.values() if name]
        self.words = [word for phrase, name in named_so.items() if name is None for word in tokens(phrase)]
        self.unknown = {word for word in self.words if word.isalpha() and not is_known(word)}
        self.act = query.act if query.act and query.act.words not in PLAIN_VERBS else None

    def match(self, evidence: Evidence) -> Match:
        """Measure how far the event covers the query."""
        wanted, got, missing = 0.0, 0.0, list[str]()
        untimely = False
        excluded = any(self._cover_name(named, evidence) >= 0.6 for named in self.excluded)
        contradicted = False
        names = []
        for named in self.named:
            covered = self._cover_name(named, evidence)
            names.append(covered)
            weight = 2.0
            wanted += weight
            got += weight * covered
            if covered < NEEDED.get(named.name.part, NEEDED_OTHERWISE):
                missing.append(named.name.text)
                contradicted = True
        act = 1.0
        if self.act:
            act = self._cover_act(self.act, evidence)
            wanted += 2.0
            got += 2.0 * act
            if act < 0.4:
                missing.append(self.act.words)
        for word in self.words:
            weight = _weight(word)
            covered = self._cover_word(word, evidence)
            wanted += weight
            got += weight * covered
            if word in self.unknown:
                # A word that is no English one is a name that nobody knew beforehand: it must be there as well.
                names.append(covered)
                contradicted = contradicted or covered < 0.4
            if covered < 0.4:
                missing.append(word)
        for name in self.designations:
            covered = _cover_designation(name, evidence)
            names.append(covered)
            wanted += 1.5
            got += 1.5 * covered
            if not covered:
                missing.append(name)
                contradicted = True
        if self.query.window:
            covered = _cover_window(self.query.window, evidence)
            wanted += 1.0
            got += covered
            if covered == 0.0:
                missing.append(self.query.window.text)
                untimely = True
        return Match(
            evidence,
            got / wanted if wanted else 0.0,
            act,
            min(names, default=1.0),
            tuple(missing),
            contradicted or excluded or untimely,
            excluded,
            untimely,
        )

    def is_all_in_sentence(self, evidence: Evidence) -> bool:
        """Whether every word of the question stands in the sentence, in the same sense at least."""
        return all(likeness(word, evidence.whole.forms) >= SYNONYM for word in self.words)

    def is_by_speaker(self, evidence: Evidence) -> bool:
        """Whether it was said by those who are asked about, and not only of them."""
        speakers = evidence.event.taking(Role.ACTOR, Role.SPEAKER, Role.PARTNER)
        return all(
            any(named.part(speaker) >= LEADS or named.leads(speaker) for speaker in speakers)
            for named in self.named
            if named.name.part in {Part.ACTOR, Part.SPEAKER}
        )

    def _cover_name(self, named: Named, evidence: Evidence) -> float:
        part = named.name.part
        event = evidence.event
        fitting = FITTING[part]
        best = 0.0
        for participant in event.participants:
            fits = fitting.get(participant.role, 0.3)
            if event.action in MUTUAL and part in {Part.ACTOR, Part.OTHER} and participant.role is not Role.PLACE:
                fits = max(fits, 0.95)
            best = max(best, fits * named.part(participant))
        if best < LEADS and any(
            named.leads(item) and fitting.get(item.role, 0.3) >= 0.85 for item in event.participants
        ):
            # "Yoon's government cancelled it": what a state does may be asked of the leader that the sentence names.
            best = max(best, LEADS if named.stands_in(evidence.whole) else 0.0)
        if best >= 0.75:
            return best
        if part is Part.OTHER and best > 0.0 and best <= AS_DOER and event.action is not Action.SAY:
            # They are told as who did it: that their name stands there is hardly a sign that it was done to them.
            return BOTH_SIDES
        clause, sentence, context = SEEN[part]
        if best == 0.0 and any(map(named.is_namesake, event.participants)):
            # The surname that stands there is another's.
            return sentence if named.in_full(evidence.whole) else 0.0
        if named.stands_in(evidence.near):
            return max(best, clause)
        if named.stands_in(evidence.whole):
            return max(best, sentence)
        if part not in {Part.ACTOR, Part.SPEAKER} and named.stands_in(evidence.title):
            return max(best, IN_TITLE)
        if named.is_no_party and evidence.lead and named.stands_in(words_of(evidence.lead)):
            return max(best, IN_TITLE)
        if evidence.context and named.stands_in(evidence.around):
            return max(best, context * (2.0 if named.is_thing else 1.0))
        return best

    def _cover_act(self, act: Act, evidence: Evidence) -> float:
        verb = evidence.event.verb
        if verb == act.words or (act.verbs and verb == act.verbs[0]) or verb in act.relations:
            return 1.0
        if verb in act.verbs:
            return _synonym(act.verbs.index(verb))
        head = tokens(act.words)[0] if tokens(act.words) else act.words
        own = all_forms(tokens(verb))
        if self._carries(act, head, evidence.event):
            return 0.85
        if act.words in SAID and _is_spoken(evidence.event):
            return SPEAKING
        if evidence.event.action in OF_A_KIND and evidence.event.action is lexicon().action_of(act.words):
            return max(SAME_CLASS, 0.9 * likeness(head, own))
        return max(
            0.9 * likeness(head, own),
            0.58 * likeness(head, evidence.near.forms),
            0.5 * likeness(head, evidence.whole.forms),
        )

    @staticmethod
    def _carries(act: Act, head: str, event: StoredEvent) -> bool:
        """Whether the event's object is the noun of the act ("launched exercises" for "exercise")."""
        if not event.object or lexicon().frame(event.verb, "verb"):
            return False
        nouns = tokens(event.object)[:6]
        return event.action is lexicon().action_of(act.words) and likeness(head, all_forms(nouns)) >= SYNONYM

    def _cover_word(self, word: str, evidence: Evidence) -> float:
        covered = likeness(word, evidence.near.forms)
        if covered < 1.0:
            covered = max(covered, 0.85 * likeness(word, evidence.whole.forms))
        if covered < 0.5 and evidence.context:
            covered = max(covered, 0.5 * likeness(word, evidence.around.forms))
        return covered


def designation(phrase: str) -> str | None:
    """A name that a figure tells from others of its sort ("Tuatara-2"), folded; None for other words."""
    words = tokens(phrase)
    if len(words) < 2 or "-" not in phrase or not words[0].isalpha() or not words[-1][0].isdigit():
        return None
    return " ".join((*words[:-1], figures(words[-1])))


def _cover_designation(name: str, evidence: Evidence) -> float:
    """How near it stands to the event: "the rocket" goes by its name in the title or at the beginning only."""
    told = re.compile(rf" {re.escape(name)}(?!\d)")
    for words, covered in ((evidence.near, 1.0), (evidence.whole, 0.85), (evidence.title, IN_TITLE)):
        if told.search(words.joined):
            return covered
    context = f"{evidence.lead} {evidence.context}"
    return IN_TITLE if told.search(words_of(context).joined) and not _is_other(name, evidence) else 0.0


def _is_other(name: str, evidence: Evidence) -> bool:
    """Whether the sentence tells of another of that sort: "Tuatara-1"."""
    series = name.rpartition(" ")[0]
    return re.search(rf" {re.escape(series)} \d", evidence.whole.joined) is not None


def _same_words(window: Window, evidence: Evidence) -> float:
    """Whether a date without a year is put in the same words: the asker's "Tuesday" is resolved by another day than the
    article's, and all the same means it.
    """
    words = set(tokens(window.text)) - _LINKING
    if not words or any(character.isdigit() for character in window.text) or words & _RELATIVE:
        return 0.0
    return 0.85 if words <= evidence.whole.set else 0.0


def _is_spoken(event: StoredEvent) -> bool:
    """Whether it was done in words: support is given in deeds as well, and who calls a meeting gives it no name."""
    if event.verb in CALLED:
        return event.verb != "call" or _NAMING.search(event.object or "") is not None
    return event.action in SPOKEN and event.verb.partition(" ")[0] not in DEEDS


_NAMING = re.compile(r"\S\s(?:an?\s|[“\"‘])")
"""A name given to something: "the school a duty"."""
_POINTS = ("date", "relative")
"""The kinds of expression that say when one thing was, and not for how long or how often."""


@lru_cache(maxsize=4096)
def dates_in(text: str, told: date) -> tuple[tuple[date, date], ...]:
    """The dates that a text names, as it was published on the day `told`."""
    return tuple(item.interval for item in calendar.find(text, told) if item.kind in _POINTS)


def _synonym(rank: int) -> float:
    """What a synonym counts: the nearest ones tell the same act, the farther ones a related one."""
    return 0.95 if rank < 6 else 0.8 if rank < 12 else 0.5


def _weight(word: str) -> float:
    """What a content word counts: figures and rare words say more than everyday ones."""
    if any(character.isdigit() for character in word):
        return 1.5
    return 0.6 if is_ordinary_word(word) and len(word) < 5 else 1.0


def _cover_window(window: Window, evidence: Evidence) -> float:
    """Whether the event lies in the asked time: 1 by its own date, less by dates near it, 0 where it cannot."""
    event = evidence.event
    start = window.start or date.min
    end = window.end or date.max
    if event.starts and event.ends:
        if event.starts <= end and event.ends >= start:
            return 1.0
        return _same_words(window, evidence)
    told = evidence.published
    if covered := _same_words(window, evidence):
        return covered
    if any(first <= end and last >= start for first, last in dates_in(evidence.sentence, told)):
        return 0.85
    earliest = told - timedelta(days=DAYS_TOLD_LATE)
    if earliest <= end and told >= start:
        return 0.7
    return 0.0
