"""How much an event matters to a digest: a sum of parts, each of which can be told in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.asking.evidence.matching import dates_in
from bot.digests.candidate import STATES, Candidate
from bot.digests.clauses import DONE
from bot.digests.matching import TopicMatch
from bot.digests.telling import CUT, LEANING, SENTENCE
from bot.knowledge.actors import fold, gazetteer
from db.records import StoredParticipant
from db.vocabulary import Action, ActorKind, Status

ACTS: dict[Action, tuple[float, str]] = {
    Action.ASSAULT: (1.0, "an attack"),
    Action.SANCTION: (0.9, "sanctions or broken ties"),
    Action.AGREE: (0.85, "an agreement or promise"),
    Action.MOBILIZE: (0.85, "a military or police move"),
    Action.THREATEN: (0.8, "a threat or warning"),
    Action.COERCE: (0.75, "an arrest, seizure or repression"),
    Action.RETREAT: (0.7, "a withdrawal or release"),
    Action.COOPERATE: (0.7, "cooperation"),
    Action.PROTEST: (0.65, "a protest"),
    Action.CONSULT: (0.65, "a meeting, visit or talks"),
    Action.ACCUSE: (0.6, "an accusation or investigation"),
    Action.REJECT: (0.6, "a refusal"),
    Action.AID: (0.55, "aid"),
    Action.CONCEDE: (0.55, "a concession"),
    Action.REQUEST: (0.45, "a request or appeal"),
    Action.SUPPORT: (0.4, "support or praise"),
    Action.SAY: (0.25, "a statement"),
    Action.OTHER: (0.2, "no act of a known class"),
}
"""What a class of act counts, and what it is called."""
STATUSES = {
    Status.HAPPENED: (1.0, "told as done"),
    Status.ONGOING: (1.0, "told as going on"),
    Status.PLANNED: (0.7, "planned"),
    Status.THREATENED: (0.7, "threatened"),
    Status.ALLEGED: (0.6, "alleged"),
    Status.DENIED: (0.6, "denied"),
    Status.URGED: (0.45, "only asked for"),
    Status.NEGATED: (0.45, "told as not done"),
}
REPORTED = (0.0, 0.5, 0.75, 0.9, 1.0)
"""What it counts by how many publishers, from one on, an act is reported."""
HABITS = frozenset(
    ("often", "usually", "typically", "routinely", "repeatedly", "always", "frequently", "regularly", "traditionally",
     "generally", "sometimes", "previously", "formerly")
)  # fmt: skip
"""Words of what is told as usual, or as before."""
GREAT_POWERS = frozenset(("USA", "CHN", "RUS", "JPN", "IND", "GBR", "FRA", "DEU", "AUS"))
LEAD = 700
"""Characters at an article's beginning that tell its news."""
DEEP = 4000
"""Characters from which on an article tells background."""
IN_PASSING = (SENTENCE, CUT, LEANING)
PASSING = 0.5
"""What an act counts that its line tells in passing."""
ONE_DAY = timedelta(days=1)
"""East of the publisher it may be the next day already."""
RECENT = timedelta(days=4)
BACKGROUND = timedelta(days=30)
"""What ended longer before it was learnt is background and no news."""
TITLE_WORDS = 5
"""So many words of its article's title make an event what the article is about."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: what it is about, the points it gives of the most it can, and in words why."""

    name: str
    points: float
    most: float
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why} ({self.points:.1f} of {self.most:.1f})"


@dataclass(frozen=True, slots=True)
class Score:
    """What an event counts, by its parts."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """The sum."""
        return round(sum(part.points for part in self.parts), 3)

    def with_part(self, other: Part) -> "Score":
        """The score with this part in place of its own."""
        return Score(tuple(other if part.name == other.name else part for part in self.parts))

    def part(self, name: str) -> Part:
        """One part. Raise KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def __str__(self) -> str:
        return "; ".join(map(str, self.parts))


def score(candidate: Candidate, *, publishers: int | None = None, match: TopicMatch | None = None) -> Score:
    """Score an event; `publishers` are those of the whole act where several events tell it."""
    parts = [
        _act(candidate),
        _actors(candidate),
        _region(candidate),
        _prominence(candidate),
        _novelty(candidate),
        _corroboration(publishers or len(candidate.publishers)),
        _certainty(candidate),
        _clarity(candidate),
    ]
    if match is not None:
        parts.append(Part("topic", round(2.0 * match.coverage, 2), 2.0, match.why))
    return Score(tuple(parts))


def _act(candidate: Candidate) -> Part:
    weight, words = ACTS[candidate.event.action]
    told = candidate.telling
    if told is None or told.clarity in IN_PASSING:
        # The line is a sentence that tells something else in the first place.
        return Part("act", round(3.0 * weight * PASSING, 2), 3.0, f"{words} (“{candidate.event.verb}”), in passing")
    return Part("act", round(3.0 * weight, 2), 3.0, f"{words} (“{candidate.event.verb}”)")


def _actors(candidate: Candidate) -> Part:
    weighed = [_weight(part) for part in candidate.parties]
    best = max(weighed, default=(0.0, "nobody known takes part"), key=lambda item: item[0])
    states = {part.actor.country for part in candidate.parties if part.actor and part.actor.country}
    several = len(states) > 1
    share = 0.7 * best[0] + (0.3 if several else 0.0)
    words = f"{best[1]}, and {len(states)} states take part" if several else best[1]
    return Part("actors", round(3.0 * min(share, 1.0), 2), 3.0, words)


def _weight(part: StoredParticipant) -> tuple[float, str]:
    actor = part.actor
    if actor is None:
        return 0.15, "nobody known by name takes part"
    if actor.kind in STATES:
        return 1.0, f"{actor.name}, a state"
    if actor.kind is ActorKind.PERSON:
        if actor.sector == "GOV":
            return 1.0, f"{actor.name}, of a government"
        return 0.6, f"{actor.name}, a known person"
    if actor.kind is ActorKind.MILITARY:
        return 0.9, f"{actor.name}, an armed force"
    if actor.sector in ("IGO", "GOV", "MIL", "LEG"):
        return 0.85, f"{actor.name}, a public body"
    return 0.4, f"{actor.name}"


def _region(candidate: Candidate) -> Part:
    inside = [code for code in candidate.countries if code in gazetteer().region("Indo-Pacific")]
    if inside:
        names = ", ".join(gazetteer().country_name(code) for code in inside[:3])
        return Part("region", 2.0, 2.0, f"it concerns {names}")
    if candidate.setting in gazetteer().region("Indo-Pacific"):
        return Part("region", 1.2, 2.0, f"its article is about {gazetteer().country_name(candidate.setting)}")
    if GREAT_POWERS & set(candidate.countries):
        return Part("region", 0.7, 2.0, "it concerns a great power, but no state of the region")
    return Part("region", 0.0, 2.0, "it names no state of the region")


def _prominence(candidate: Candidate) -> Part:
    start = min((report.start for report in candidate.event.reports), default=DEEP)
    position = 1.0 if start <= LEAD else max(0.0, 1.0 - (start - LEAD) / (DEEP - LEAD))
    shared = len(candidate.words & candidate.title_words)
    title = min(1.0, shared / min(TITLE_WORDS, max(len(candidate.title_words), 1)))
    where = "told first" if position == 1.0 else "told further down" if position else "told far down"
    about = f"{shared} words of the title" if shared else "no word of the title"
    return Part("prominence", round(3.0 * (0.55 * title + 0.45 * position), 2), 3.0, f"{where}, with {about}")


def learnt_day(candidate: Candidate) -> date:
    """The day that the event counts as told: of its first publication, as far as that is known."""
    reports = candidate.event.reports
    return reports[0].article.published.date() if reports else candidate.learnt_at.date()


def is_possible(candidate: Candidate) -> bool:
    """Whether the event can have been on its date: what is told as done was not after it was told."""
    event = candidate.event
    return event.starts is None or event.status not in DONE or event.starts <= learnt_day(candidate) + ONE_DAY


def is_background(candidate: Candidate) -> bool:
    """Whether it ended long before it was told."""
    ends = candidate.event.ends
    return ends is not None and ends < learnt_day(candidate) - BACKGROUND


def _novelty(candidate: Candidate) -> Part:
    event, told = candidate.event, learnt_day(candidate)
    if candidate.telling and not HABITS.isdisjoint(fold(candidate.telling.text).split()):
        return Part("novelty", 0.3, 2.0, "it tells a habit")
    if event.starts is None or event.ends is None or not is_possible(candidate):
        spoken_of = _days_spoken_of(candidate, told)
        if spoken_of and max(spoken_of) < told - BACKGROUND:
            return Part("novelty", 0.0, 2.0, f"its sentence speaks of {max(spoken_of).year}, or of weeks ago")
        start = min((report.start for report in event.reports), default=DEEP)
        return (
            Part("novelty", 1.4, 2.0, "no date is told, but it leads its article")
            if start <= LEAD
            else Part("novelty", 0.7, 2.0, "no date is told")
        )
    if event.starts > told:
        return Part("novelty", 1.6, 2.0, "it lies ahead")
    if event.ends >= told - RECENT:
        return Part("novelty", 2.0, 2.0, "it is of these days")
    if event.ends >= told - BACKGROUND:
        return Part("novelty", 1.0, 2.0, "it is of the last weeks")
    return Part("novelty", 0.0, 2.0, "it was long before")


def _days_spoken_of(candidate: Candidate, told: date) -> list[date]:
    """The last days of the dates in the line."""
    return [last for _, last in dates_in(candidate.telling.text, told)] if candidate.telling else []


def _corroboration(publishers: int) -> Part:
    share = REPORTED[min(max(publishers, 1), len(REPORTED)) - 1]
    words = f"{publishers} publishers report it" if publishers > 1 else "one publisher reports it"
    return Part("corroboration", round(2.0 * share, 2), 2.0, words)


def _certainty(candidate: Candidate) -> Part:
    weight, words = STATUSES[candidate.event.status]
    return Part("certainty", round(1.5 * weight * candidate.event.confidence, 2), 1.5, words)


def _clarity(candidate: Candidate) -> Part:
    told = candidate.telling
    share = told.clarity if told else 0.0
    words = "a clause of its own tells it" if share >= 0.8 else "it is told in passing" if told else "it cannot be told"
    return Part("clarity", round(3.0 * share, 2), 3.0, words)
