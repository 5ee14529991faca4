"""An EventQuery is answered from what articles tell, or not at all: silence is better than invention."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.answer import Answer, Citation
from bot.asking.evidence.candidates import candidates
from bot.asking.evidence.focus import IN_ARTICLE, Focus, Scope, in_scope
from bot.asking.evidence.loose import loosely
from bot.asking.evidence.matching import OWN_ACT, Evidence, Match, Matcher
from bot.asking.evidence.office import asked_office, called_so
from bot.asking.evidence.slots import take
from bot.asking.evidence.suspects import suspects
from bot.asking.evidence.telling import cite, shorten, tell
from bot.asking.evidence.terms import SYNONYM, likeness, tokens
from bot.asking.query import EventQuery, Kind, Order, Wanted
from bot.asking.wording import sentence
from bot.knowledge.actions import lexicon
from db import actors, articles, events
from db.loading import load
from db.records import StoredEvent
from db.vocabulary import Action, Role, Status

ENOUGH = 0.62
"""Coverage from which an event answers the question."""
LEAST_ACT = 0.4
"""How nearly the asked-for act must be told."""
SURE = 0.75
"""Coverage, of the whole and of the act, from which a yes or no is ventured."""
CLOSE = 0.12
CLOSE_IN_LIST = 0.2
"""Matches this near to the best one are answers as well."""
REREAD = 16
"""How many of the nearest matches are read again with the sentences around them."""
AROUND = (500, 250)
"""Characters of the article before and after a quote that count as its context."""
FURTHER = 350
"""Half the characters behind a sentence in which the article goes on about the same matter."""
LEAD = 600
"""Characters at the beginning of an article that say what it is about."""
SUPPORTING = 2
"""Further matches that are told and cited after those that gave the answer."""
MOST_TEXT = 390
DONE = (Status.HAPPENED, Status.ONGOING)
REFUSED = (Status.NEGATED, Status.DENIED)
NEGATIONS = frozenset(("not", "no", "never", "neither", "nor", "without", "none", "nothing"))
LOOSENABLE = (Wanted.OBJECT, Wanted.PARTNER, Wanted.ACTOR, Wanted.PLACE, Wanted.DATE, Wanted.AMOUNT, Wanted.EVENT)
LOOSENED = "who did it to whom"
BACKGROUND = (Action.OTHER, Action.SAY)
SEVERAL = (Wanted.EVENT, Wanted.STATEMENT)
MOST_TOLD = 8
CIRCUMSTANCES = (Wanted.PLACE, Wanted.DATE, Wanted.AMOUNT, Wanted.REASON)
"""Parts that may be told where an act is only spoken of again."""
IN_SENTENCE = 0.6
"""How surely the names are there where the sentence itself has them."""
SPOKEN_OF = 0.5
"""Coverage from which an article that tells an act speaks of it again."""
MISSABLE = (Wanted.ACTOR, Wanted.PARTNER, Wanted.PLACE, Wanted.DATE, Wanted.AMOUNT, Wanted.COUNT)
"""Parts that a sentence about an event often leaves out."""


class Answerer:
    """Answers one query within a session. `asked` is the day of the question: later articles are not known then."""

    def __init__(self, session: AsyncSession, question: str, query: EventQuery, asked: date, focus: Focus) -> None:
        self._session = session
        self._question = question
        self._query = query
        self._asked = asked
        self._focus = focus
        self._spots: dict[int, list[int]] = {}

    async def answer(self) -> Answer:
        """Find the evidence and put the answer together."""
        ids = [identifier for name in self._query.names for identifier in name.actors]
        matcher = Matcher(self._query, await actors.load(self._session, ids))
        if held := asked_office(self._query, tokens(self._question), self._asked):
            told = await called_so(self._session, held)
            if told:
                return self._answer([held.holder.name], [matcher.match(told)], total=1)
        if self._asks_for_nothing():
            return self._silence(())
        matches = await self._matches(matcher)
        accepted = [match for match in matches if self._accepts(match)]
        if self._query.wanted is Wanted.STATEMENT:
            accepted = [match for match in accepted if matcher.is_by_speaker(match.evidence)]
        if not accepted:
            return self._loosely(matcher, matches) or self._silence(matches)
        if self._query.wanted is Wanted.YES_NO:
            return await self._verdict(matcher, accepted)
        if self._query.wanted is Wanted.COUNT and not self._query.answer_words:
            return self._count(accepted)
        return (
            self._part(matcher, accepted, matches)
            or await self._told_otherwise(matcher, accepted[0])
            or self._suspected(accepted[0], matches)
            or self._loosely(matcher, matches)
            or self._silence(matches)
        )

    def _asks_for_nothing(self) -> bool:
        """A number or a doer of nothing in particular: whatever is told first would be taken for the answer."""
        query, anywhere = self._query, self._focus.scope is Scope.ANYWHERE and not self._focus.articles
        told = query.names or query.words or query.answer_words or query.act
        return anywhere and not told and query.wanted not in (Wanted.EVENT, Wanted.OBJECT, Wanted.COUNT)

    def _suspected(self, best: Match, matches: Sequence[Match]) -> Answer | None:
        """Who was arrested for it, where the act is told and its doer is not."""
        found = suspects(self._query, matches[:REREAD])
        if found is None:
            return None
        arrest, held = found
        told = self._answer(held, [arrest, best], total=1)
        return replace(told, loosened=("who did it: these were arrested",))

    def _loosely(self, matcher: Matcher, matches: Sequence[Match]) -> Answer | None:
        """Where nobody is told to have done just that: a sentence that holds everyone and everything asked about."""
        if self._query.wanted not in LOOSENABLE or self._focus.scope is not Scope.ANYWHERE or self._focus.seen:
            return None
        near = loosely(self._question, matcher, matches[:REREAD])
        found = self._part(matcher, near) if near else None
        return replace(found, loosened=(LOOSENED,)) if found else None

    # Finding

    async def _matches(self, matcher: Matcher) -> list[Match]:
        ids = await in_scope(self._session, self._focus)
        if ids is None:
            likely = dict.fromkeys([*self._focus.events, *await candidates(self._session, self._query)])
            ids = [identifier for identifier in likely if identifier not in self._focus.seen]
        events = await load(self._session, ids)
        self._spots = self._focus.spots_of(events)
        told = {_quote(event) for event in await load(self._session, sorted(self._focus.seen))}
        found = self._match_all(matcher, (event for event in events if _quote(event) not in told))
        found.sort(key=self._rank, reverse=True)
        near = await self._with_context(found[:REREAD])
        again = [*(matcher.match(evidence) for evidence in near), *found[REREAD:]]
        return sorted(again, key=self._rank, reverse=True)

    def _match_all(self, matcher: Matcher, events: Iterable[StoredEvent]) -> list[Match]:
        latest = self._asked + timedelta(days=1)
        known = (event for event in events if not event.reports or event.reports[0].article.published.date() <= latest)
        return [matcher.match(Evidence(event)) for event in known]

    async def _with_context(self, matches: Sequence[Match]) -> list[Evidence]:
        wanted = {report.article.id for match in matches for report in match.event.reports[:1]}
        texts = await articles.texts_of(self._session, wanted)
        near = []
        for match in matches:
            if not match.event.reports:
                near.append(match.evidence)
                continue
            report = match.event.reports[0]
            text = texts.get(report.article.id, "")
            before, after = AROUND
            around = (text[max(0, report.start - before) : report.start], text[report.end :][:after])
            near.append(
                replace(match.evidence, context=" ".join((report.article.title or "", *around)), lead=text[:LEAD])
            )
        return near

    def _rank(self, match: Match) -> tuple[float, int]:
        event = match.event
        score = match.coverage - (1.0 if match.contradicted else 0.0)
        score += 0.06 * (event.action is not Action.OTHER) - 0.03 * event.quoted
        score += 0.1 * (event.status in (self._query.status or DONE))
        score += 0.08 * (match.act >= OWN_ACT)
        score += 0.05 * event.confidence
        score += self._focus.nearness(event, self._spots)
        return (round(score, 2), event.id)

    def _accepts(self, match: Match) -> bool:
        if self._focus.scope is Scope.EVENTS:
            # They answered before: now another part of them is asked for.
            return not match.untimely
        if self._focus.scope is Scope.ARTICLES:
            if self._focus.same and self._query.wanted in CIRCUMSTANCES:
                # "After the signing ceremony at the port" tells where the act was that is spoken of.
                near = bool(self._query.names) or self._focus.nearness(match.event, self._spots) > IN_ARTICLE
                return near and not match.contradicted and match.act >= LEAST_ACT and match.coverage >= SPOKEN_OF
            if match.act < OWN_ACT:
                # What the question leaves unsaid is taken from the conversation, so what it says must be there.
                return False
        if self._query.wanted is Wanted.IDENTITY and match.missing:
            return False
        if self._query.wanted is Wanted.STATEMENT and len(match.missing) * 2 > max(len(self._query.words), 1):
            return False
        # Who did it is told only by what they did themselves: police at "the scene of the shooting" shot nobody.
        least = OWN_ACT if self._query.wanted in (Wanted.ACTOR, Wanted.PARTNER, Wanted.COUNT) else LEAST_ACT
        return not match.contradicted and match.coverage >= ENOUGH and match.act >= least

    # Answering

    def _part(self, matcher: Matcher, accepted: list[Match], found: Sequence[Match] = ()) -> Answer | None:
        best = accepted[0].coverage
        several = self._query.kind is Kind.LIST or self._query.wanted in SEVERAL
        close = [match for match in accepted if match.coverage >= best - (CLOSE_IN_LIST if several else CLOSE)]
        if not self._query.status:
            # What is only planned or denied is told where nothing is told as done.
            close = [match for match in close if match.event.status in DONE] or close
        if self._query.ordinal or self._query.order is Order.OLDEST:
            close.sort(key=lambda match: match.event.id, reverse=self._query.order is Order.NEWEST)
        elif self._query.act is None and self._query.wanted is Wanted.EVENT:
            close.sort(key=lambda match: (match.event.action in BACKGROUND, -match.event.id))
        told = _with_parts(matcher, close)
        if self._query.wanted is Wanted.IDENTITY:
            told = [item for item in told if item[0].event.verb == "be"] or told
        if not told and self._query.wanted in MISSABLE:
            # The sentence that fits best need not be the one that says who, where or when.
            told = _with_parts(matcher, accepted)
            if self._query.wanted in (Wanted.DATE, Wanted.PLACE) and not _is_one(told):
                # Whoever is named only in the title may have done several such things.
                told = [item for item in told if item[0].names >= IN_SENTENCE]
        if not told:
            return None
        if self._query.limit and self._query.limit > 1:
            # "The four ships" are named where exactly four are.
            told = [item for item in told if len(item[1]) == self._query.limit] or told
        used = _in_turn(told)[:MOST_TOLD] if several and not self._query.ordinal else self._agreeing(told)
        answers = list(dict.fromkeys(part for _, parts in used for part in parts))
        shown = [match for match, _ in used]
        # The next best tell more of the same matter: who "the newspaper" is, what else was said.
        again = _told_again(shown[0], found) if not several else []
        if self._query.wanted in {Wanted.ACTOR, Wanted.PARTNER}:
            answers += [part for _, parts in _with_parts(matcher, again) for part in parts if part not in answers]
        more = [match for match in (*again, *close) if match not in shown and match.event.status not in REFUSED]
        return self._answer(answers, [*shown, *more[:SUPPORTING]], total=len(close))

    async def _told_otherwise(self, matcher: Matcher, best: Match) -> Answer | None:
        """When or where the act was, by the sentence of the same article that tells it in other words."""
        if self._query.wanted not in (Wanted.DATE, Wanted.PLACE) or not best.event.reports:
            return None
        near = await events.of_article(self._session, best.event.reports[0].article.id)
        told = _with_parts(matcher, _same_act(best, self._match_all(matcher, near)))
        if not told or not _is_one(told):
            # Several acts of this kind are told, and which of them was meant is not.
            return None
        match, parts = told[0]
        return self._answer(parts, [best, match], total=1)

    @staticmethod
    def _agreeing(told: list[tuple[Match, tuple[str, ...]]]) -> list[tuple[Match, tuple[str, ...]]]:
        """The first, and those after it that fit the question just as well."""
        best = told[0][0]
        return [item for item in told if item[0].coverage >= best.coverage - 0.02][:4]

    async def _verdict(self, matcher: Matcher, accepted: list[Match]) -> Answer:
        whole = [match for match in accepted if not match.missing and match.coverage >= SURE]
        own = [match for match in whole if match.act >= SURE]
        if not own:
            return self._spoken_of(whole) or self._outstanding(accepted) or self._silence(accepted)
        if self._query.act and lexicon().is_speech(self._query.act.words):
            # That someone spoke, and of the rest nearby, does not mean that they said it.
            return self._said([match for match in own if matcher.is_all_in_sentence(match.evidence)], own)
        best = max(match.coverage for match in own)
        close = [match for match in own if match.coverage >= best - 0.08]
        done = [match for match in close if match.event.status in DONE]
        refused = [match for match in close if match.event.status in REFUSED]
        if done and (not refused or done[0].coverage >= refused[0].coverage):
            word, used = ("no" if self._query.negated else "yes"), done
        elif refused:
            word, used = ("yes" if self._query.negated else "no"), refused
        elif Status.PLANNED in self._query.status and close[0].event.status is Status.PLANNED:
            # Whether it is planned was asked, not whether it is done.
            word, used = ("no" if self._query.negated else "yes"), close
        else:
            word, used = "not yet", [close[0], *await self._state_of_play(matcher, close[0]), *close[1:]]
        return self._answer([word], used[:3], total=len(close))

    async def _state_of_play(self, matcher: Matcher, best: Match) -> list[Match]:
        """How far a thing is that is not done yet: what the article tells next of talks with someone named."""
        if not best.event.reports:
            return []
        report = best.event.reports[0]
        near = await events.around(self._session, report.article.id, report.end + FURTHER, FURTHER)
        talks = (
            match
            for match in map(matcher.match, map(Evidence, near))
            if likeness("negotiation", match.evidence.whole.forms) >= SYNONYM
            and any(named.stands_in(match.evidence.whole) for named in matcher.named)
        )
        return list(islice(talks, 1))

    def _said(self, whole: Sequence[Match], own: Sequence[Match]) -> Answer:
        """Whether someone said something: the same words with a "not" say the contrary."""
        if not whole:
            return self._silence(own)
        said = whole[0]
        if said.event.status not in (*DONE, *REFUSED):
            return self._answer(["not yet"], [said], total=len(whole))
        turned = _negated(said.event.object or said.evidence.clause) != _negated(self._question)
        refused = said.event.status in REFUSED
        return self._answer(["no" if turned or refused else "yes"], [said], total=len(whole))

    def _spoken_of(self, accepted: list[Match]) -> Answer | None:
        """The act is only spoken of: planning, urging or refusing it is no evidence that it was done."""
        for match in accepted:
            frame = lexicon().frame(match.event.verb, "verb")
            statuses = set(frame.complements.values()) if frame else set()
            if statuses and statuses.isdisjoint(DONE) and match.event.status in DONE:
                word = "no" if statuses <= set(REFUSED) else "not yet"
                return self._answer([word], [match], total=1)
        return None

    def _outstanding(self, accepted: list[Match]) -> Answer | None:
        """The very act is told as planned, threatened or refused: whatever else was asked about it, it is not done."""
        same = [match for match in accepted if match.act >= SURE and match.coverage >= SURE]
        if not same and accepted[0].event.status in REFUSED and not accepted[0].missing:
            # The nearest tells a related act, with everyone and everything that was asked about, as not done.
            same = accepted[:1] if accepted[0].coverage >= SURE else []
        if not same or same[0].event.status in DONE:
            return None
        refused = same[0].event.status in REFUSED
        word = ("yes" if self._query.negated else "no") if refused else "not yet"
        return self._answer([word], same[:1], total=1)

    def _count(self, accepted: list[Match]) -> Answer:
        number = len(accepted)
        days = [match.event.day for match in accepted]
        period = f"between {min(days).isoformat()} and {max(days).isoformat()}"
        text = f"{number} {'event' if number == 1 else 'events'} stored, {period}."
        return replace(self._answer([str(number)], accepted[:5], total=number), text=text)

    def _answer(self, answers: Sequence[str], used: Sequence[Match], *, total: int) -> Answer:
        text = ""
        for match in used[:4]:
            told = tell(match.evidence)
            if told not in text and len(text) + len(told) < MOST_TEXT:
                text = f"{text} {told}".strip()
        return Answer(
            question=self._question,
            kind=self._query.kind,
            answers=tuple(answers),
            text=text or shorten(tell(used[0].evidence), MOST_TEXT),
            query=self._query,
            total=total,
            citations=_citations(used),
            events=tuple(match.event.id for match in used),
            articles=tuple(dict.fromkeys(report.article.id for match in used for report in match.event.reports)),
        )

    def _silence(self, matches: Sequence[Match]) -> Answer:
        looked_for = sentence(self._query)
        reason = f"Nothing stored answers that. Looked for: {looked_for[0].lower()}{looked_for[1:]}."
        nearest = next((match for match in matches if match.coverage >= 0.4), None)
        if nearest:
            reason += f" The closest is: {tell(nearest.evidence)}"
        return Answer(
            question=self._question,
            kind=self._query.kind,
            abstained=True,
            reason=reason,
            query=self._query,
            citations=cite(nearest.event)[:1] if nearest else (),
        )


def _told_again(best: Match, matches: Iterable[Match]) -> list[Match]:
    """The same act told elsewhere in the same article without its doer: "Among those executed were ..."."""
    told_by = {report.article.id for report in best.event.reports}
    return [
        match
        for match in matches
        if match.event.id != best.event.id
        and match.event.verb == best.event.verb
        and match.event.status in DONE
        and not match.event.taking(Role.ACTOR)
        and any(report.article.id in told_by for report in match.event.reports)
    ]


def _is_one(told: Iterable[tuple[Match, tuple[str, ...]]]) -> bool:
    """Whether all give the same answer."""
    return len({parts for _, parts in told}) <= 1


def _same_act(best: Match, matches: Iterable[Match]) -> list[Match]:
    """Of one article: the same act with somebody who took part ("the two signed a pact on Monday")."""
    parties = _parties(best.event)
    return [
        match
        for match in matches
        if match.event.id != best.event.id
        and match.event.verb == best.event.verb
        and match.event.status is best.event.status
        and not match.untimely
        and not match.excluded
        and not parties.isdisjoint(_parties(match.event))
    ]


def _parties(event: StoredEvent) -> set[str]:
    """Who took part, people by their states as well: "the two countries" are told by their envoys."""
    actors = [part.actor for part in event.participants if part.actor and part.role is not Role.PLACE]
    return {name for actor in actors for name in (actor.key, actor.country) if name}


def _in_turn(told: list[tuple[Match, tuple[str, ...]]]) -> list[tuple[Match, tuple[str, ...]]]:
    """The best of each article first, then the second best of each: a list shows more than one article's view."""
    turns: Counter[int] = Counter()
    ranked = []
    for place, item in enumerate(told):
        reports = item[0].event.reports
        article = reports[0].article.id if reports else item[0].event.id
        ranked.append((turns[article], place, item))
        turns[article] += 1
    return [item for _, _, item in sorted(ranked, key=lambda entry: entry[:2])]


def _quote(event: StoredEvent) -> object:
    """The sentence that tells an event: others that it tells have been shown with it."""
    return event.reports[0].quote if event.reports else event.id


def _negated(text: str) -> bool:
    return not NEGATIONS.isdisjoint(tokens(text))


def _with_parts(matcher: Matcher, matches: Iterable[Match]) -> list[tuple[Match, tuple[str, ...]]]:
    told = ((match, take(matcher, match)) for match in matches)
    return [(match, parts) for match, parts in told if parts]


def _citations(used: Sequence[Match]) -> tuple[Citation, ...]:
    seen: dict[tuple[str, str | None, str | None], Citation] = {}
    for match in used:
        for citation in cite(match.event):
            seen.setdefault((citation.quote, citation.publisher, citation.published), citation)
    return tuple(seen.values())[:10]
