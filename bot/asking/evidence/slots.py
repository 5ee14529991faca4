"""Taking the asked-for part out of a matched event."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.asking.evidence.matching import MUTUAL, OTHER_ROLES, SPOKEN, Evidence, Match, Matcher, dates_in
from bot.asking.evidence.named import STATES, Named
from bot.asking.evidence.terms import SYNONYM, all_forms, forms, likeness, tokens
from bot.asking.query import EventQuery, Kind, Wanted
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold, gazetteer
from bot.knowledge.roles import resolve_role
from bot.knowledge.words import related
from db.records import StoredEvent, StoredParticipant
from db.vocabulary import Action, ActorKind, Granularity, Role

PLACE_MARKERS = frozenset(
    ("in", "at", "near", "off", "over", "into", "to", "on", "from", "around", "inside", "outside")
)
PLACELESS = (Action.SAY, Action.AGREE)
ANY_PLACE = frozenset(("place", "location", "venue", "site", "city", "town", "area", "region", "part", "spot"))
"""Sorts of places that the news names without saying the sort."""
_AMOUNT = re.compile(
    r"(?:[$€£¥]\s?|(?:about|around|nearly|more than|over|some|up to|at least)\s+)?"
    r"\d[\d,]*(?:\.\d+)?(?:\s?(?:%|percent|per cent|million|billion|trillion|tons?|tonnes?))*",
    re.IGNORECASE,
)
_PLACE_PHRASE = re.compile(
    r"\b(?:in|at|near|off|over|outside|aboard)\s"
    r"(?P<name>(?:the\s)?(?:[^\W\d]+\s){0,4}?[A-Z][\w'’-]+(?:\s(?:of\s)?[A-Z][\w'’-]+)*)"
)
REASON_MARKERS = frozenset(
    (
        "because", "because of", "after", "as", "over", "amid", "following", "to", "for", "since", "so that", "under",
        "in order to", "in response to", "despite", "due to", "by",
    )
)  # fmt: skip
"""Words that a reason or a purpose follows."""
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in (?:response|reaction|retaliation|protest|order|return|exchange)"
    r"|(?:on|under|amid) (?:suspicions?|fears?|concerns?|pressure|accusations?|allegations?)|suspected of|accused of"
    r"|citing|saying|aimed at|reacting to|responding to|so that|after|following|amid)\b"
    r".+?(?=;|\.\s+(?-i:[A-Z“\"])|\.?$)",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?)\b",
    re.IGNORECASE,
)


def take(matcher: Matcher, match: Match) -> tuple[str, ...]:
    """The asked-for part of the event, best first; empty where the event does not tell it."""
    query, event = matcher.query, match.event
    match query.wanted:
        case Wanted.ACTOR:
            return _named(matcher, _doers(event))
        case Wanted.PARTNER:
            told = _named(matcher, _others(event)) or _object(query, match.evidence)
            return tuple(part for part in told if query.kind is not Kind.WHO or _is_somebody(part))
        case Wanted.PLACE:
            return _places(matcher, match.evidence)
        case Wanted.DATE:
            return _date(query, match.evidence)
        case Wanted.COUNT | Wanted.AMOUNT:
            return _amounts(query, match.evidence)
        case Wanted.REASON:
            return _reasons(match.evidence)
        case Wanted.IDENTITY:
            return _identity(matcher, match.evidence)
        case Wanted.STATEMENT if event.action in SPOKEN:
            return (_telling(match.evidence),)
        case Wanted.OBJECT | Wanted.STATEMENT:
            return _object(query, match.evidence)
        case _:
            return (_telling(match.evidence),)


def _doers(event: StoredEvent) -> tuple[StoredParticipant, ...]:
    """Who did it, with those who did it with them."""
    actors = event.taking(Role.ACTOR)
    return (*actors, *event.taking(Role.PARTNER)) if actors else ()


def _others(event: StoredEvent) -> tuple[StoredParticipant, ...]:
    """Whom it was done with or to; of an act that all did together, each of them is the others' partner."""
    actors = event.taking(Role.ACTOR)
    together = actors if len(actors) > 1 or event.action in MUTUAL else ()
    return (*event.taking(*OTHER_ROLES), *together)


def tidy(text: str) -> str:
    """A span of an article as it stands alone: one line, without loose punctuation at its ends."""
    return re.sub(r"\s+", " ", text).strip(" ,;:-\u2013\u2014")


def _named(matcher: Matcher, participants: Iterable[StoredParticipant]) -> tuple[str, ...]:
    found = []
    for participant in participants:
        if any(_asked_about(named, participant) for named in (*matcher.named, *matcher.excluded)):
            continue
        if _right_kind(matcher.query, participant):
            found.append(called(participant))
    return tuple(dict.fromkeys(found))


def called(participant: StoredParticipant) -> str:
    """What to call a participant: a government goes by its country, as people say it."""
    actor = participant.actor
    if actor and actor.kind is ActorKind.GOVERNMENT and actor.country:
        return gazetteer().country_name(actor.country)
    return participant.name


def _asked_about(named: Named, participant: StoredParticipant) -> bool:
    return named.part(participant) >= 0.9


def _right_kind(query: EventQuery, participant: StoredParticipant) -> bool:
    actor = participant.actor
    if query.answer_country and (actor is None or actor.country != query.answer_country):
        return False
    if query.answer_kind is None:
        # "Who" asks for people and bodies: words that name nobody count where they name a role ("four activists").
        return actor is not None or resolve_role(participant.text or "")[1] is not None
    if actor is None:
        # "Which countries?" - "Fifteen countries of Asia": not by name, but it is what is known.
        if query.answer_kind is ActorKind.PERSON and _is_described(participant.text or ""):
            return True
        return query.answer_kind not in {ActorKind.PERSON, *STATES} or _is_sort(query.answer_kind, participant.text)
    if query.answer_kind in STATES:
        return actor.kind in STATES
    return actor.kind is query.answer_kind


_SORTS = {
    ActorKind.COUNTRY: frozenset(("countries", "nations", "states", "members", "governments", "neighbours")),
    ActorKind.PERSON: frozenset(("people", "leaders", "ministers", "lawmakers", "activists", "officials", "soldiers")),
}


def _is_described(text: str) -> bool:
    """Whether words tell a person by office and name whom nobody knew before: "head of the reef board Ana Kilani"."""
    last = text.split()[-1:]
    return resolve_role(text)[1] is not None and any(word[0].isupper() for word in last)


def _is_somebody(text: str) -> bool:
    """Whether words name or describe people or bodies: with "a waste of time" nobody talks."""
    return text[:1].isupper() or resolve_role(text)[1] is not None or bool(gazetteer().named(text))


def _is_sort(kind: ActorKind, text: str | None) -> bool:
    """Whether the words tell several of a kind, whose names are not told."""
    return not _SORTS.get(kind, frozenset()).isdisjoint(tokens(text or ""))


def _telling(evidence: Evidence) -> str:
    event = evidence.event
    if event.action is Action.SAY and event.object and len(evidence.clause.split()) < 4:
        return f"{', '.join(called(part) for part in event.taking(Role.ACTOR))}: {tidy(event.object)}"
    return tidy(evidence.clause)


def _identity(matcher: Matcher, evidence: Evidence) -> tuple[str, ...]:
    """What the one asked about is said to be: by a sentence that says so, or by words set beside the name."""
    event = evidence.event
    if (
        event.verb == "be"
        and event.object
        and any(named.part(part) >= 0.9 for named in matcher.named for part in event.taking(Role.ACTOR))
    ):
        return (tidy(event.object),)
    own = [text for named in matcher.named for text in (named.name.text, named.name.name or "") if text]
    if not own and len(matcher.words) > 1:
        # A name that nobody knew, typed as it may be; the sentence has it with capitals.
        own.append(" ".join(matcher.words))
    for spelling in own:
        beside = re.search(
            rf"\b(?=[A-Z])(?i:{re.escape(spelling)}),\s"
            rf"(?P<words>(?:the|a|an|its|his|her|their|{_OWNER})\s[^,;.]{{4,120}})",
            evidence.sentence,
        )
        if beside:
            return (tidy(beside["words"]),)
        if whole := _spelt_out(spelling, evidence.sentence):
            return (whole,)
    for spelling in _called_so(matcher):
        title = re.search(rf"(?P<title>{_TITLE})\s(?i:{re.escape(spelling)})\b", evidence.sentence)
        if title and resolve_role(title["title"])[1] is not None:
            return (tidy(title["title"]),)
    if not matcher.named and len(matcher.words) == 1 and (whole := _spelt_out(matcher.words[0], evidence.sentence)):
        return (whole,)
    return ()


_OWNER = r"[A-Z][\w.-]+(?:\s[A-Z][\w.-]+){0,2}['’]s?"
"""Whose: "Fiji's", "the United States'"."""
_TITLE = r"[A-Z][\w.'’-]*(?:\s(?:(?:of|for|and|the|on)\s){0,2}[A-Z][\w.'’-]*){1,11}"
"""Words with capitals before a name: "First Deputy Chairman of the Reef Council"."""


def _called_so(matcher: Matcher) -> list[str]:
    """The spellings of whom an identity question asks for; a name that nobody knew is told by its words."""
    found = [text for named in matcher.named for text in (named.name.name, named.name.text) if text and " " in text]
    words = matcher.words
    if not matcher.named and len(words) > 1 and matcher.unknown.issuperset(words[-1:]):
        found.append(" ".join(words))
    return found


def _spelt_out(short: str, sentence: str) -> str | None:
    """What a short name stands for where the sentence says it: "the Reciprocal Access Agreement, or RAA"."""
    # Names of a few capitalised words, with the little ones between them: more would reach back into the clause.
    little = r"(?:(?:of|and|for|on|the|in|to)\s){0,2}"
    long = rf"(?:[Tt]he\s|[Aa]n?\s)?[A-Z][\w'’-]+(?:\s{little}[A-Z][\w'’-]+){{1,9}}(?:\s[a-z]+)?"
    found = re.search(
        rf"(?P<long>{long}),?\s(?:\(|(?:also\s)?(?:known\sas|called|or)\s(?:the\s)?)(?i:{re.escape(short)})\b", sentence
    )
    return tidy(found["long"]) if found else None


def _object(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    event = evidence.event
    if query.answer_words:
        return _asked_thing(query, evidence)
    parts = [event.object] if event.object else []
    if not parts:
        parts = [called(part) for part in event.taking(*OTHER_ROLES) if _is_what(query, event, part)]
        parts = parts or [text for _, text in event.complements]
    if query.kind is Kind.WHAT and not parts:
        parts = [evidence.clause]
    return tuple(dict.fromkeys(tidy(part) for part in parts if part))[:3]


def _is_what(query: EventQuery, event: StoredEvent, participant: StoredParticipant) -> bool:
    """Whether a participant may be what something was done to: with whom one agrees is not what one agrees on."""
    together = query.kind is Kind.WHAT and event.action in MUTUAL
    return not together or participant.actor is None or participant.actor.kind is ActorKind.OTHER


def _asked_thing(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    """The part of the event that is such a thing as was asked for ("which ship": a vessel), likest first."""
    event = evidence.event
    asked = [word for phrase in query.answer_words for word in tokens(phrase)]
    parts = [
        event.object or "",
        *(called(part) for part in event.participants),
        *(text for _, text in event.complements),
    ]

    def like(part: str) -> float:
        words = tokens(part)
        present = all_forms(words)
        return sum(max(_noun_likeness(word, present), SYNONYM if _same_kind(word, words) else 0.0) for word in asked)

    if listed := _listed(asked, evidence.sentence):
        return listed
    measured = sorted(((like(part), part) for part in parts if part), key=lambda item: -item[0])
    return tuple(dict.fromkeys(tidy(part) for amount, part in measured if amount >= SYNONYM))[:3]


def _noun_likeness(word: str, present: frozenset[str]) -> float:
    """How nearly a thing is among the forms that are present: what is done with ships ("import") is no ship."""
    if not forms(word).isdisjoint(present):
        return 1.0
    synonyms = all_forms(fold(other) for noun in forms(word) for other in related(noun) if " " not in other)
    return SYNONYM if not synonyms.isdisjoint(present) else 0.0


def _listed(asked: Sequence[str], sentence: str) -> tuple[str, ...]:
    """The names that a sentence lists between dashes behind such things: "four boats — Tui, Moa and Kea — "."""
    for found in _LIST.finditer(sentence):
        if found["noun"].endswith("s") and any(_noun_likeness(word, forms(fold(found["noun"]))) for word in asked):
            return tuple(tidy(name) for name in _BETWEEN.split(found["names"]) if name.strip())
    return ()


_LIST = re.compile(
    r"\b(?P<noun>[a-z]+)\s?[\u2014\u2013]\s?(?P<names>[A-Z][^\u2014\u2013;:]+,[^\u2014\u2013;:]+?)\s?[\u2014\u2013]"
)
_BETWEEN = re.compile(r",\s(?:and\s)?|\sand\s")


def _same_kind(asked: str, words: Sequence[str]) -> bool:
    """Whether the words name such a thing by a narrower word: a destroyer is a ship."""
    kinds = lexicon().kinds_of([asked]) & _PLAIN_KINDS
    return bool(kinds) and not kinds.isdisjoint(lexicon().kinds_of(words[-1:]))


_PLAIN_KINDS = frozenset(("vessel", "flight"))
"""Kinds whose nouns are sorts of one thing; of others the nouns only go with the same acts."""


def _reasons(evidence: Evidence) -> tuple[str, ...]:
    """What the clause or its sentence gives as the purpose, the cause or what it answered."""
    event = evidence.event
    found = _REASON.search(evidence.clause) or _REASON.search(evidence.sentence)
    told = [found[0]] if found else []
    told += [f"{marker} {text}" for marker, text in event.complements if marker in REASON_MARKERS]
    reasons = (tidy(reason) for reason in told)
    return tuple(dict.fromkeys(reason for reason in reasons if not dates_in(reason, evidence.published)))[:3]


def _places(matcher: Matcher, evidence: Evidence) -> tuple[str, ...]:
    event = evidence.event
    found = [event.place] if event.place else []
    found += [called(part) for part in event.taking(Role.PLACE)]
    # What is said of a state or agreed with it is not done there.
    reached = () if event.action in PLACELESS else event.taking(*OTHER_ROLES)
    going = [part for part in reached if part.actor and part.actor.kind in STATES]
    found += [called(part) for part in going if not any(_asked_about(named, part) for named in matcher.named)]
    found += [
        f"{marker} {text}"
        for marker, text in event.complements
        if marker in PLACE_MARKERS and _names_place(text) and not _is_purpose(marker, text)
    ]
    if not found:
        phrases = ((found[0].partition(" ")[0], found["name"]) for found in _PLACE_PHRASE.finditer(evidence.sentence))
        found = [f"{marker} {text}" for marker, text in phrases if _names_place(text) and not _is_purpose(marker, text)]
    said = [set(tokens(name.text)) | set(tokens(name.name or "")) for name in matcher.query.names if not name.excluded]
    fitting = (
        place
        for place in found
        if _is_such_place(matcher.query, place, evidence)
        # The place that the question itself names is no answer to it.
        and not any(set(tokens(place)) - {"in", "at", "on", "the"} <= words for words in said)
    )
    places: list[str] = []
    for place in map(tidy, fitting):
        # "At the Tower of London" says nothing that "the Tower of London" did not.
        if not any(set(tokens(place)) - {"in", "at", "on"} <= set(tokens(told)) for told in places):
            places.append(place)
    return tuple(places[:5])


def _is_such_place(query: EventQuery, place: str, evidence: Evidence) -> bool:
    """Whether it may be such a place as was asked for: no port or city is a whole state, and a port is told as one."""
    asked = {word for phrase in query.answer_words for word in tokens(phrase)}
    own = all_forms(tokens(place))
    if not asked or any(likeness(word, own) >= SYNONYM for word in asked):
        return True
    if gazetteer().country_of(place.rpartition(" in ")[2]):
        return False
    return bool(asked & ANY_PLACE) or any(likeness(word, evidence.whole.forms) >= SYNONYM for word in asked)


def _is_purpose(marker: str, text: str) -> bool:
    """ "To resolve the Ukraine war" is no place."""
    first = text.partition(" ")[0]
    return marker == "to" and first.islower() and lexicon().is_verb(first)


def _names_place(text: str) -> bool:
    """Whether the words hold the name of a place: one that is known, or a capitalised one that is no date."""
    known = gazetteer()
    words = tokens(text)
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            country = known.country_of(phrase)
            if country and fold(known.adjective(country)).endswith(phrase):
                continue
            if country or known.place(phrase) or known.metonym(phrase):
                return True
    return False


def _date(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    event = evidence.event
    if event.starts and event.ends:
        return (iso(event.starts, event.ends, query.granularity),)
    # The only date in the sentence is the event's, unless the sentence is someone's words about another time.
    # What someone is reported to have done was not done on the day that is told of the report.
    text = evidence.clause if event.taking(Role.SPEAKER) else evidence.sentence
    told = dates_in(text, evidence.published)
    if len(told) == 1 and not event.quoted:
        return (iso(*told[0], query.granularity),)
    return ()


def iso(start: date, end: date, asked: Granularity) -> str:
    """A date as exactly as it is known and asked: "2023-01-11", "2023-01" or "2023"."""
    if asked is Granularity.YEAR or (start.year, start.month) != (end.year, end.month):
        return f"{start.year}" if start.year == end.year else f"{start.year}/{end.year}"
    if asked is Granularity.MONTH or start != end:
        return f"{start:%Y-%m}"
    return start.isoformat()


def _amounts(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    """Figures beside the asked-for thing, nearest first."""
    asked = [word for phrase in (query.answer_words or query.words) for word in tokens(phrase)]
    for text in (evidence.event.object or "", evidence.clause, evidence.sentence):
        found = [(_beside(text, item, asked), item) for item in (*_AMOUNT.finditer(text), *_NUMBER_WORD.finditer(text))]
        ranked = sorted((-near, item.start(), item) for near, item in found if near or not asked)
        if ranked:
            return tuple(dict.fromkeys(_with_noun(text, item) for _, _, item in ranked))[:3]
    return ()


def _beside(text: str, found: re.Match[str], asked: list[str]) -> float:
    """How nearly a figure counts the asked-for thing: by the words that follow it, less by those before it."""
    following = all_forms(tokens(text[found.start() : found.end() + 60])[:8])
    before = all_forms(tokens(text[max(0, found.start() - 40) : found.start()])[-4:])
    return max((max(likeness(word, following), 0.6 * likeness(word, before)) for word in asked), default=0.0)


def _with_noun(text: str, found: re.Match[str]) -> str:
    following = re.match(r"(?:[\s-]+[\w.-]+){0,3}", text[found.end() :])
    return tidy(found[0] + (following[0] if following else ""))
