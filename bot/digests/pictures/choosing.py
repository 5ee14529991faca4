"""Which picture a digest goes with, and its figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.digests.acts import together
from bot.digests.candidate import Candidate
from bot.digests.dates import ENGLISH, Dates
from bot.digests.digest import Digest
from bot.digests.pictures.drawing import Bars, Drawing, Mark, Matrix, RegionMap, Spot, Timeline
from bot.digests.pictures.geography import spots
from bot.digests.pictures.groups import GROUP_OF, GROUPS
from bot.digests.scoring import learnt_day, score
from bot.digests.weighing import Decision, Reason
from bot.digests.wording import with_article
from bot.knowledge.actors import fold, gazetteer
from db.records import StoredParticipant
from db.vocabulary import Role, Status

DRAWN = (Reason.TOLD, Reason.MINOR, Reason.NO_ROOM, Reason.TOLD_BEFORE)
"""What is counted: every act once, told or not, and nothing that is noise."""
LEAST_EVENTS = 3
LEAST_DAYS = 3
LEAST_NAMES = 2
MOST_DAYS = 31
MOST_NAMES = 7
MOST_MARKS = 6
LONGEST_LABEL = 170
_SHORT = {
    "USA": "U.S.", "GBR": "U.K.", "PRK": "N. Korea", "KOR": "S. Korea", "PNG": "PNG", "SLB": "Solomons",
    "NZL": "N. Zealand", "PHL": "Philippines", "MHL": "Marshalls", "FSM": "Micronesia", "ARE": "UAE",
}  # fmt: skip


def picture_for(digest: Digest, candidates: Sequence[Candidate]) -> Drawing | None:
    """The picture that tells most of a digest; None where there is too little to draw.

    For a topic of two states it is their timeline, for several days the events a day, for a day or less the map.
    """
    drawn = _drawn(candidates, digest.decisions or {})
    if len(drawn) < LEAST_EVENTS:
        return None
    about = _about(digest)
    order = digest.order
    if order.picture is not None:
        return _of_kind(order.picture, digest, drawn, about)
    pair = _pair(digest)
    if pair and (line := timeline(pair, drawn, _period(digest))):
        return line
    if (order.period.end - order.period.start).days >= LEAST_DAYS and (found := bars(digest, drawn, about)):
        return found
    return region_map(drawn, about) or matrix(drawn, about)


def _of_kind(kind: str, digest: Digest, drawn: Sequence[Candidate], about: str) -> Drawing | None:
    if kind == "bars":
        return bars(digest, drawn, about)
    if kind == "map":
        return region_map(drawn, about)
    if kind == "matrix":
        return matrix(drawn, about)
    pair = _pair(digest) or _busiest(drawn)
    return timeline(pair, drawn, about) if pair else None


def _drawn(candidates: Sequence[Candidate], decisions: Mapping[int, Decision]) -> list[Candidate]:
    """The acts that are counted, each by the event that tells it best."""
    counted = [
        one
        for one in candidates
        if one.event.action in GROUP_OF and one.id in decisions and decisions[one.id].reason in DRAWN
    ]
    return [act[0] for act in together(counted)]


def _about(digest: Digest) -> str:
    """The topic and the period, for the line below a picture's title."""
    topic = digest.topic.text if digest.topic.query is not None else None
    return f"{topic}, {_period(digest)}" if topic else _period(digest)


def _period(digest: Digest) -> str:
    zone, period = digest.order.zone, digest.order.period
    dates = Dates(ENGLISH)
    first, last = _days(digest)
    days = (
        dates.day(last, year=True)
        if (period.end - period.start) <= timedelta(hours=26)
        else f"{dates.day(first, year=first.year != last.year)} to {dates.day(last, year=True)}"
    )
    return f"{days}, {zone.key}"


def _days(digest: Digest) -> tuple[date, date]:
    zone: ZoneInfo = digest.order.zone
    last = (digest.order.period.end - timedelta(microseconds=1)).astimezone(zone).date()
    return digest.order.period.start.astimezone(zone).date(), last


def bars(digest: Digest, drawn: Sequence[Candidate], about: str) -> Bars | None:
    """Events a day by group; an event counts on its own day where that is within the period, else on its article's."""
    first, last = _days(digest)
    if (last - first).days >= MOST_DAYS:
        first = last - timedelta(days=MOST_DAYS - 1)
    days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    for one in drawn:
        starts = one.event.starts
        day = starts if starts is not None and starts == one.event.ends and first <= starts <= last else learnt_day(one)
        if first <= day <= last:
            counts[GROUP_OF[one.event.action]][day] += 1
    groups = tuple((name, tuple(counts[name][day] for day in days)) for name in GROUPS if counts[name])
    if sum(any(values[place] for _, values in groups) for place in range(len(days))) < 2:
        return None
    return Bars("Events a day", about, days, groups)


def matrix(drawn: Sequence[Candidate], about: str) -> Matrix | None:
    """Who did something with or to whom, of the states that do most."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in drawn:
        doers, others = _states(one, Role.ACTOR), _states(one, Role.PARTNER, Role.TARGET, Role.RECIPIENT)
        pairs.update({(doer, other) for doer in doers for other in others if doer != other})
    doing, reached = Counter[str](), Counter[str]()
    for (doer, other), number in pairs.items():
        doing[doer] += number
        reached[other] += number
    rows, columns = _most(doing), _most(reached)
    if sum(pairs.values()) < LEAST_EVENTS or min(len(rows), len(columns)) < LEAST_NAMES:
        return None
    counts = tuple(tuple(pairs[row, column] for column in columns) for row in rows)
    return Matrix("Who with whom", about, tuple(map(short_name, rows)), tuple(map(short_name, columns)), counts)


def _most(counted: Mapping[str, int]) -> list[str]:
    return sorted(counted, key=lambda code: (-counted[code], code))[:MOST_NAMES]


def timeline(pair: tuple[str, str], drawn: Sequence[Candidate], about: str) -> Timeline | None:
    """What two states did with or to each other, or spoke of together."""
    both = [one for one in drawn if set(pair) <= set(one.countries) and one.telling]
    weighed = sorted(both, key=lambda one: (-_taking_part(one, pair), -score(one).total, one.id))
    chosen = sorted(weighed[:MOST_MARKS], key=lambda one: (_day_of(one), one.id))
    if len(chosen) < LEAST_EVENTS:
        return None
    marks = tuple(
        Mark(
            _day_of(one),
            GROUP_OF[one.event.action],
            _label(one),
            one.event.status in (Status.HAPPENED, Status.ONGOING),
        )
        for one in chosen
    )
    names = " and ".join(with_article(gazetteer().country_name(code)) for code in pair)
    return Timeline(names[:1].upper() + names[1:], about, marks[0].day, marks[-1].day, marks)


def region_map(drawn: Sequence[Candidate], about: str) -> RegionMap | None:
    """Where events were; where none is told, whom of the region they were done to, or who did them."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drawn:
        key = _spot(one)
        if key:
            groups[key][GROUP_OF[one.event.action]] += 1
    found: dict[tuple[str, float, float], Counter[str]] = defaultdict(Counter)
    for key, counted in groups.items():
        found[spots()[key]].update(counted)
    places = [
        Spot(longitude, latitude, name, sum(counted.values()), max(GROUPS, key=lambda group: counted[group]))
        for (name, longitude, latitude), counted in found.items()
    ]
    places.sort(key=lambda spot: (-spot.count, spot.name))
    return RegionMap("Where it happened", about, tuple(places)) if len(places) > 1 else None


def short_name(code: str) -> str:
    """A state's name as it fits a picture."""
    return _SHORT.get(code) or gazetteer().country_name(code)


def _spot(one: Candidate) -> str | None:
    text = f" {fold(one.said)} "
    known = spots()
    for key in known:
        if key.islower() and f" {key} " in text:
            return key
    others = _in_order(one.event.taking(Role.PARTNER, Role.TARGET, Role.RECIPIENT))
    doers = _in_order(one.event.taking(Role.ACTOR))
    places = [one.event.country] if one.event.country else []
    return next((code for code in (*places, *others, *doers) if code in known), None)


def _states(one: Candidate, *roles: Role) -> set[str]:
    return set(_in_order(one.event.taking(*roles)))


def _in_order(parts: Sequence[StoredParticipant]) -> list[str]:
    return [part.actor.country for part in parts if part.actor and part.actor.country]


def _taking_part(one: Candidate, pair: tuple[str, str]) -> int:
    return len(set(pair) & _states(one, *Role))


def _pair(digest: Digest) -> tuple[str, str] | None:
    """The two states that a topic names, and nobody else."""
    query = digest.topic.query
    if query is None or len(query.names) != 2 or any(name.excluded for name in query.names):
        return None
    codes = [gazetteer().country_of(name.name or name.text) for name in query.names]
    return (codes[0], codes[1]) if codes[0] and codes[1] and codes[0] != codes[1] else None


def _busiest(drawn: Sequence[Candidate]) -> tuple[str, str] | None:
    """The two states that most events are between."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in drawn:
        states = sorted(_states(one, Role.ACTOR, Role.PARTNER, Role.TARGET, Role.RECIPIENT))
        pairs.update((first, second) for place, first in enumerate(states) for second in states[place + 1 :])
    return max(pairs, key=lambda pair: (pairs[pair], pair)) if pairs else None


def _day_of(one: Candidate) -> date:
    event = one.event
    return event.starts if event.starts is not None and event.starts == event.ends else learnt_day(one)


def _label(one: Candidate) -> str:
    assert one.telling is not None  # noqa: S101 - the caller has looked
    text = one.telling.text
    return text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL].rpartition(" ")[0] + "…"
