"""What is said next in a conversation: which question it means, and where its answer is looked for.

A follow-up is one of few moves: more of the same, what an answer rests on, another part of the same events, the same
question about another one or another time, or a new act in the same matter. Each gives readings, tried in order until
one is answered; a question that stands by itself has one reading and inherits nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.conversation import Turn
from bot.asking.errors import AskingError
from bot.asking.evidence.focus import EVERYWHERE, Focus, Scope
from bot.asking.evidence.terms import SYNONYM, likeness, tokens
from bot.asking.followup_words import followup
from bot.asking.query import EventQuery, Kind, Name, Order, Part, Wanted, Window
from bot.asking.references import STATES, Cast, cast_of, completed, points_at, refers
from bot.asking.understanding import Understanding
from bot.asking.understanding.words import closed
from bot.knowledge.actions import lexicon
from bot.knowledge.words import stop_words
from db.records import StoredEvent
from db.vocabulary import ActorKind, Granularity, Status

NEAR_SYNONYMS = 6
"""Synonyms that tell the very act that was asked about before."""
AROUND = timedelta(days=1)
"""How far an article may put the date of the same event from another one's."""
OBJECT_WORDS = 4
"""Words of an event's object by which another article's telling of it is known."""
_PARTS: tuple[tuple[str, Kind, Wanted], ...] = (
    ("actor", Kind.WHO, Wanted.ACTOR),
    ("partner", Kind.WHO, Wanted.PARTNER),
    ("object", Kind.WHAT, Wanted.OBJECT),
    ("date", Kind.WHEN, Wanted.DATE),
    ("count", Kind.HOW_MANY, Wanted.COUNT),
    ("reason", Kind.WHAT, Wanted.REASON),
)
"""Short questions for another part of the same events, by their class of words."""
_COUNTS = (Wanted.COUNT, Wanted.AMOUNT)
_PEOPLE = (Wanted.ACTOR, Wanted.PARTNER)
_ANSWERED_AS = {Wanted.ACTOR: Part.ACTOR, Wanted.PARTNER: Part.OTHER}
_GOVERNED: dict[str, Part] = {"with": Part.OTHER, "to": Part.OTHER, "against": Part.OTHER, "by": Part.ACTOR}


class NothingAsked(AskingError):  # noqa: N818
    """What was said is no question: a greeting, or "more" of nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take what was said: a question that stands by itself, its query, and where to look for the answer.

    `after` is the turn that the next one goes on from; without it the question stands by itself. `part` says that it
    asks for another part of the events in focus, `explains` that it asks for what the last answer rests on.
    """

    question: str
    query: EventQuery
    focus: Focus = EVERYWHERE
    after: Turn | None = None
    part: bool = False
    explains: bool = False


async def readings(
    session: AsyncSession, understanding: Understanding, question: str, before: Turn | None, day: date
) -> tuple[Reading, ...]:
    """Take what was said on a day after `before`. Raise `AskingError` for what is no question."""
    said = _said(question)
    if said in followup("courtesy") and said not in followup("more"):
        raise NothingAsked("Ask about an event, a person or a place, for example: what did Kishida sign?")
    move = "more" if said in followup("more") else "evidence" if said in followup("evidence") else None
    if move and before is None:
        raise NothingAsked("There is no answer yet to go on from: ask a question first.")
    if before and (move == "more" or (not said and tokens(question))):
        return _more(before)
    if before and move == "evidence":
        return _evidence(before)
    query = await understanding.understand(session, question, day)
    if before is None:
        return (Reading(question, query),)
    cast = await cast_of(session, before, query.names)
    part = _part(said, question, query, before, cast)
    if part is None and _is_instead(question, said, query):
        return (_instead(question, query, before, cast),)
    found = _of_same(part, before, cast) if part else ()
    generic = query.act is None or query.act.words in followup("same")
    if part is None or (refers(question) and not generic):
        found += await _about_same(session, understanding, question, query, before, cast, day)
    return found


# -- moves


def _more(before: Turn) -> tuple[Reading, ...]:
    """The next events of the same question, first of the same articles where it was answered from those alone."""
    query = replace(before.query, ordinal=None, limit=None)
    scopes = [Scope.ARTICLES, Scope.ANYWHERE] if before.scope is Scope.ARTICLES else [Scope.ANYWHERE]
    seen = frozenset(before.seen)
    return tuple(
        Reading(before.question, query, Focus((), before.articles, scope, seen=seen), before) for scope in scopes
    )


def _evidence(before: Turn) -> tuple[Reading, ...]:
    """The same answer, from the same events."""
    query = before.part or before.query
    near = Focus(before.events, before.articles, Scope.EVENTS)
    focuses = (EVERYWHERE, near) if query.wanted in _COUNTS else (near, replace(near, scope=before.scope))
    return tuple(Reading(before.question, query, focus, before, explains=True) for focus in focuses)


def _of_same(asked: EventQuery, before: Turn, cast: Cast) -> tuple[Reading, ...]:
    """Another part: of the very events, else as their articles tell it elsewhere, else as others tell the same."""
    if not before.events:
        return (Reading(before.question, asked, after=before, part=True),)
    near = Focus(before.events, before.articles, same=True)
    found = [(asked, replace(near, events=before.events[:1], scope=Scope.EVENTS))]
    if asked.wanted in _COUNTS:
        counted = (replace(asked, wanted=Wanted.COUNT, answer_words=()), EVERYWHERE)
        found = [*found, counted] if asked.answer_words else [counted]
    else:
        # Its article may tell of "the ceremony" near it without naming again who was there.
        said = asked.act is not None and lexicon().is_speech(asked.act.words)
        nameless = replace(asked, names=())
        loose = _with_topics(nameless, asked) if said or asked.wanted is Wanted.REASON else nameless
        found.append((loose, replace(near, scope=Scope.ARTICLES)))
        found.append((asked, replace(near, scope=Scope.EVENTS)))
        found += [(elsewhere, near) for elsewhere in _told_elsewhere(asked, cast.events)]
    return tuple(Reading(before.question, query, focus, before, part=True) for query, focus in found)


def _instead(question: str, query: EventQuery, before: Turn, cast: Cast) -> Reading:
    """ "What about China?", "and in 2021?": the earlier question with these in place of what is most like them."""
    asked, names = before.question, list(before.query.names)
    if whether := _whether(query, before, cast):
        return Reading(question, whether, after=_apart(before))
    for new in query.names:
        governor = _governor(question, new)
        at = _most_alike(new, governor, names, cast)
        if at is None:
            names.append(replace(new, part=_GOVERNED.get(governor or "", new.part)))
            asked = _appended(asked, f"{governor} {new.text}" if governor else new.text)
        else:
            asked = _replaced(asked, names[at].text, new.text)
            names[at] = replace(new, part=names[at].part)
    window = query.window or before.query.window
    if query.window:
        old = before.query.window
        asked = (
            _replaced(asked, old.text, query.window.text) if old else _appended(asked, _from_window(question, query))
        )
    changed = replace(before.query, names=tuple(names), window=window)
    return Reading(asked, changed, after=_apart(before))


def _whether(query: EventQuery, before: Turn, cast: Cast) -> EventQuery | None:
    """ "Who objected?", "what about Tonga?": whether it is an answer as well, where only the answers are like it."""
    part = _ANSWERED_AS.get(before.query.wanted)
    kinds = {_kind(name, cast) for name in before.query.names}
    if part is None or query.window or len(query.names) != 1 or _kind(query.names[0], cast) in kinds:
        return None
    if _kind(query.names[0], cast) not in {_kind(name, cast) for name in cast.answers}:
        return None
    new = replace(query.names[0], part=part)
    return replace(before.query, kind=Kind.YES_NO, wanted=Wanted.YES_NO, names=(*before.query.names, new))


async def _about_same(
    session: AsyncSession,
    understanding: Understanding,
    question: str,
    query: EventQuery,
    before: Turn,
    cast: Cast,
    day: date,
) -> tuple[Reading, ...]:
    """A new act in the same matter, or a question that stands by itself."""
    referring = refers(question)
    bare = not (query.names or query.words or query.window or query.answer_words)
    linked = question.split()[0].casefold().strip(",") in ("and", "but", "also", "then", "plus")
    if not (referring or bare or linked or points_at(question, cast)):
        return (Reading(question, query),)
    full = completed(question, cast, query.names)
    if full != question:
        query = _settled(await understanding.understand(session, full, day), cast)
    near = Focus(before.events, before.articles)
    wide = query if query.names and not bare else _with_topics(query, before.query)
    if query.window is None and wide.window is None and not _is_ahead(before.query, day):
        wide = replace(wide, window=before.query.window)
    after = _apart(before)
    within = [Reading(full, query, replace(near, scope=Scope.ARTICLES), after)] if before.articles else []
    return (*within, Reading(full, wide, near, after))


def _apart(before: Turn) -> Turn:
    """The turn before another question of the same conversation: who was met counts, the events in focus do not."""
    return replace(before, events=(), articles=(), seen=(), part=None)


# -- another part of the same events


def _part(said: str, question: str, query: EventQuery, before: Turn, cast: Cast) -> EventQuery | None:
    """The earlier query asking for another part, where nothing but that part is said."""
    earlier = before.query
    for name, kind, wanted in _PARTS:
        if said in followup(name):
            if name == "actor" and earlier.wanted is Wanted.PARTNER and "by" not in said:
                wanted = Wanted.PARTNER
            asked = _asking(earlier, replace(query, kind=kind, wanted=wanted, answer_words=()))
            # "Who did it?" asks for all of them, the one named before as well.
            return replace(asked, names=()) if name == "actor" and earlier.wanted is not wanted else asked
    if said.startswith("why ") and query.wanted is Wanted.EVENT:
        query = replace(query, wanted=Wanted.REASON)
    if query.wanted is Wanted.IDENTITY and query.answer_kind and not query.names and not query.words:
        wanted = earlier.wanted if earlier.wanted in _PEOPLE else Wanted.ACTOR
        return _asking(earlier, replace(query, kind=Kind.WHICH, wanted=wanted))
    if query.wanted is Wanted.IDENTITY or query.window or query.anchor or query.ordinal:
        return None
    if query.wanted is Wanted.EVENT and query.act is None:
        return None
    if not _same_act(question, query, before, cast) or not _same_names(query, earlier):
        return None
    if not all(likeness(word, cast.forms) >= SYNONYM for phrase in query.words for word in tokens(phrase)):
        return None
    return _asking(earlier, query)


def _asking(earlier: EventQuery, query: EventQuery) -> EventQuery:
    """The earlier query, asking for what the new one asks for."""
    words = query.answer_words or (earlier.answer_words if query.wanted is Wanted.AMOUNT else ())
    return replace(
        earlier,
        kind=query.kind,
        wanted=query.wanted,
        granularity=query.granularity,
        answer_kind=query.answer_kind,
        answer_country=query.answer_country,
        answer_words=words,
        ordinal=None,
        limit=None,
        order=Order.NEWEST,
        negated=query.negated,
    )


def _same_act(question: str, query: EventQuery, before: Turn, cast: Cast) -> bool:
    """Whether no act is named, or the one that was asked about or that the events tell."""
    if query.act is None:
        return True
    act = query.act.words
    if act in followup("same"):
        return True
    if not before.events and before.query.act is None:
        return False
    if lexicon().is_speech(act) and refers(question) and query.wanted is not Wanted.STATEMENT:
        # "Where did he say that": whatever was said before.
        return before.query.wanted is Wanted.STATEMENT or any(lexicon().is_speech(verb) for verb in cast.verbs[:1])
    earlier = before.query.act
    if earlier is None or earlier.words in followup("same"):
        return any(verb in (act, *query.act.verbs[:NEAR_SYNONYMS]) for verb in cast.verbs[:1])
    return act in (earlier.words, *earlier.verbs[:NEAR_SYNONYMS]) or earlier.words in query.act.verbs[:NEAR_SYNONYMS]


def _same_names(query: EventQuery, earlier: EventQuery) -> bool:
    known = {identifier for name in earlier.names for identifier in name.actors[:1]}
    return all(name.actors[:1] and name.actors[0] in known for name in query.names)


def _told_elsewhere(asked: EventQuery, events: Sequence[StoredEvent]) -> Iterator[EventQuery]:
    """The query held to the day and the object of the first event, for articles that tell the same event."""
    for event in events[:1]:
        if event.granularity is Granularity.DAY and event.starts and date.min < event.starts < date.max:
            told = [word for word in tokens(event.object or "") if word not in stop_words()]
            words = dict.fromkeys((*asked.words, *told[:OBJECT_WORDS]))
            window = Window(event.starts - AROUND, event.starts + AROUND, "")
            yield replace(asked, window=window, words=tuple(words))


# -- the same question about another one


def _is_instead(question: str, said: str, query: EventQuery) -> bool:
    if query.act or query.words or query.anchor or query.wanted is not Wanted.EVENT:
        return False
    if not (query.names or query.window):
        return False
    words = question.casefold().split()
    about = said.startswith(("what about", "how about", "what of"))
    if said.split()[0] in closed("asking") and not about:
        return False
    return about or words[0] in ("and", "but", "or", "also") or not query.names or question.rstrip().endswith("?")


def _from_window(question: str, query: EventQuery) -> str:
    """The words of a new time with the preposition before them: "in July 2022"."""
    told = query.window.text if query.window else ""
    words = question.casefold().partition(told.casefold())[0].split()
    return f"{words[-1]} {told}" if words and words[-1] in closed("preposition") else told


def _governor(question: str, name: Name) -> str | None:
    """The preposition before a name."""
    before = question.casefold().partition(name.text.casefold())[0].split()
    word = next((word for word in reversed(before) if word not in ("the", "a")), "")
    return word if word in closed("preposition") and word not in ("about", "of") else None


def _most_alike(new: Name, governor: str | None, names: Sequence[Name], cast: Cast) -> int | None:
    """Which of the earlier names gives way: one in the same part, else one of the same kind, else the first."""
    open_names = [at for at, name in enumerate(names) if not name.excluded]
    part = _GOVERNED.get(governor or "", Part.PLACE if governor in closed("wherever") else None)
    if part:
        same = (
            at for at in open_names if names[at].part is part or (part is Part.OTHER and names[at].part is Part.TOPIC)
        )
        return next(same, None)
    order = sorted(open_names, key=lambda at: names[at].part is Part.TOPIC)
    kind = _kind(new, cast)
    alike = (at for at in order if kind and _kind(names[at], cast) is kind)
    return next(alike, next(iter(order), None))


def _kind(name: Name, cast: Cast) -> ActorKind | None:
    """A person, a state or a body; None for whom the store does not know."""
    actor = (cast.known or {}).get(name.actors[0]) if name.actors else None
    if actor is None:
        return None
    return ActorKind.COUNTRY if actor.kind in STATES else actor.kind


def _replaced(text: str, old: str, new: str) -> str:
    return re.sub(re.escape(old), lambda _: new, text, count=1, flags=re.IGNORECASE) if old else _appended(text, new)


def _appended(text: str, words: str) -> str:
    return f"{text.rstrip(' ?.!')} {words}?"


# -- a new act in the same matter


def _settled(query: EventQuery, cast: Cast) -> EventQuery:
    """A completed name means whom the conversation meant by it."""
    meant = {name.text.casefold(): name for name in cast.names()}
    names = (
        replace(name, actors=meant[key].actors, name=meant[key].name, ambiguous=False)
        if (key := name.text.casefold()) in meant
        else name
        for name in query.names
    )
    return replace(query, names=tuple(names))


def _with_topics(query: EventQuery, earlier: EventQuery) -> EventQuery:
    """Who and what it was about stand near the new act in the article, in whatever part."""
    known = {name.actors[:1] or name.text for name in query.names}
    topics = (
        replace(name, part=Part.TOPIC)
        for name in earlier.names
        if not name.excluded and (name.actors[:1] or name.text) not in known
    )
    return replace(query, names=(*query.names, *topics))


def _is_ahead(query: EventQuery, day: date) -> bool:
    """Whether it asked for what is to come: other acts in the matter may lie before that."""
    start = query.window.start if query.window else None
    return Status.PLANNED in query.status or (start is not None and start > day)


def _said(question: str) -> str:
    """The words alone, folded, without those that only link: "And when?" is "when"."""
    words = tokens(question)
    links = followup("link")
    if " ".join(words) in followup("courtesy") | followup("more") | followup("evidence"):
        return " ".join(words)
    while words and words[0] in links:
        words = words[1:]
    while len(words) > 1 and words[-1] in ("please", "then", "though", "thanks"):
        words = words[:-1]
    return " ".join(words)
