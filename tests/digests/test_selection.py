"""Selection: nothing of weight is lost, nothing is told twice, and every decision has its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.acts import same_act, together
from bot.digests.candidate import Candidate
from bot.digests.changes import Facts, facts, state
from bot.digests.composition import line
from bot.digests.dates import Dates
from bot.digests.matching import TopicMatch
from bot.digests.scoring import score
from bot.digests.selection import Before, Room, Selection, select
from bot.digests.themes import theme_of
from bot.digests.weighing import Reason, weigh
from db.digests import ToldEvent
from db.vocabulary import Action, Status
from tests.digests.newsroom import DENIAL, MORNING, PROTESTS, RAMMING, TREATY, VISIT, Told, candidate, doing, to

TODAY = (MORNING + timedelta(days=1)).date()
ON_TOPIC = TopicMatch(1.0, "the digest is about everything")
NEWS = (TREATY, RAMMING, PROTESTS, DENIAL)


def room(size: int = 12) -> Room:
    return Room(size, TODAY, TODAY + timedelta(days=7), Dates(), {2026})


def selected(
    candidates: Sequence[Candidate], before: Before | None = None, size: int = 12, planned: Sequence[Candidate] = ()
) -> Selection:
    matches = {one.id: ON_TOPIC for one in (*candidates, *planned)}
    weighed = weigh([*candidates, *planned], matches)
    return select(weighed, before or Before(), room(size), {one.id for one in planned})


def numbered(*told: Told) -> list[Candidate]:
    return [candidate(one, number) for number, one in enumerate(told, start=1)]


def told_before(one: Candidate, *, line: str = "told") -> Before:
    return Before({one.id: ToldEvent(one.id, line, state(one), MORNING - timedelta(days=1))})


# What is told


def test_what_matters_more_comes_first() -> None:
    chosen = selected(numbered(DENIAL, RAMMING, PROTESTS))
    assert chosen.lines[0].lead.event.verb == "ram"
    totals = [act.score.total for act in chosen.lines]
    assert totals == sorted(totals, reverse=True)


def test_background_noise_and_the_untellable_are_left_out_with_their_reasons() -> None:
    background = replace(TREATY, day=TREATY.day and TREATY.day.replace(year=2011), quote="Japan signed it in 2011.")
    empty = Told("Japan said so on Monday.", "say", Action.SAY, doing("country:JPN"), thing="so")
    fact = Told("Fiji is a state of many islands.", "be", Action.OTHER, doing("country:FJI"))
    torn = Told("It was signed by them.", "sign", Action.AGREE)
    candidates = numbered(background, empty, fact, torn)
    decisions = selected(candidates).decisions
    assert [decisions[one.id].reason for one in candidates] == [
        Reason.BACKGROUND, Reason.NOISE, Reason.NOISE, Reason.UNTELLABLE,
    ]  # fmt: skip


def test_a_statement_without_content_is_noise() -> None:
    told = Told("Japan said it is glad.", "say", Action.SAY, doing("country:JPN"), thing="it is glad")
    (one,) = numbered(told)
    assert selected([one]).decisions[one.id].reason is Reason.NOISE


def test_what_is_planned_for_the_next_days_stands_apart_soonest_first() -> None:
    later = replace(VISIT, quote="Fiji will visit Tonga on 11 May 2026.", day=VISIT.day and VISIT.day.replace(day=11))
    chosen = selected(numbered(later, VISIT, RAMMING))
    assert [act.lead.event.day.day for act in chosen.ahead] == [8, 11]
    assert [act.lead.event.verb for act in chosen.lines] == ["ram"]


def test_what_was_learnt_before_comes_only_where_it_lies_ahead() -> None:
    planned = candidate(VISIT, 7)
    assert [act.lead.id for act in selected([], planned=[planned]).ahead] == [planned.id]
    assert selected([], planned=[candidate(RAMMING, 8)]).lines == ()


def test_no_article_fills_a_digest_while_another_has_something_to_tell() -> None:
    many = [
        candidate(replace(TREATY, quote=f"Japan signed pact {n} with Fiji on {w} and rice.", thing=w), n, article=1)
        for n, w in enumerate(["tuna", "cocoa", "timber", "solar power", "ferries", "schools"], start=1)
    ]
    many = [Candidate(one.event, one.learnt_at, frozenset({1})) for one in many]
    other = candidate(PROTESTS, 9, article=2)
    assert other.id in [act.lead.id for act in selected([*many, other], size=3).lines]


def test_how_many_were_left_out_for_want_of_room_is_known() -> None:
    chosen = selected(numbered(*NEWS), size=2)
    assert len(chosen.lines) == 2
    assert chosen.left_out == 2


# The same act


def test_the_same_act_of_two_articles_is_one_line_reported_by_both() -> None:
    again = replace(TREATY, quote="Fiji and Japan have signed a fishing treaty on 3 May 2026.")
    one, other = candidate(TREATY, 1, article=1), candidate(again, 2, article=2, publishers=["The Reef Times"])
    (act,) = selected([one, other]).lines
    assert act.publishers == 2
    assert set(act.ids) == {one.id, other.id}


def test_what_befell_one_person_is_one_act_whatever_verb_tells_it() -> None:
    shot = Told("Pita Folau was shot in Nuku'alofa on Monday.", "shoot", Action.ASSAULT, to("person:pita-folau"))
    died = Told("Pita Folau died after he was shot at a market.", "die", Action.OTHER, doing("person:pita-folau"))
    held = Told("Police arrested Pita Folau on Monday.", "arrest", Action.COERCE, to("person:pita-folau"))
    one, two, three = numbered(shot, died, held)
    assert same_act(one, two)
    assert not same_act(one, three)


def test_a_denial_stands_beside_what_it_denies() -> None:
    denied = replace(RAMMING, quote="China denied it rammed a boat of the Philippines near Sabina Shoal.", day=None)
    denied = replace(denied, status=Status.DENIED)
    one, other = numbered(RAMMING, denied)
    assert not same_act(one, other)
    assert len(selected([one, other]).lines) == 2


def test_two_acts_of_the_same_parties_are_two() -> None:
    other = replace(TREATY, quote="Japan signed an air pact with Fiji on 3 May 2026.", thing="an air pact")
    assert not same_act(*numbered(TREATY, other))


def test_acts_of_other_days_are_two() -> None:
    other = replace(RAMMING, day=RAMMING.day and RAMMING.day.replace(month=4), quote="China rammed a boat again.")
    assert not same_act(*numbered(RAMMING, other))


def test_one_sentence_makes_one_line() -> None:
    sentence = "Japan signed a treaty with Fiji on 3 May 2026 and warned China of a quarrel."
    sign = replace(TREATY, quote=sentence, clause=sentence.rstrip("."))
    warn = replace(sign, verb="warn", action=Action.THREATEN, parts=(*doing("country:JPN"), *to("country:CHN")))
    assert len(selected(numbered(sign, warn)).lines) == 1


# Never twice


def test_what_a_channel_was_told_is_not_told_again() -> None:
    (one,) = numbered(TREATY)
    chosen = selected([one], told_before(one))
    assert chosen.lines == ()
    assert chosen.decisions[one.id].reason is Reason.TOLD_BEFORE
    assert "3 May" in chosen.decisions[one.id].words


def test_the_same_act_from_another_article_is_not_told_again() -> None:
    earlier = candidate(TREATY, 1, article=1)
    again = candidate(replace(TREATY, quote="Fiji has signed a fishing treaty with Japan."), 2, article=2)
    before = Before(told_before(earlier).told, (earlier,))
    assert selected([again], before).decisions[again.id].reason is Reason.TOLD_BEFORE


def test_what_was_planned_and_is_done_is_an_update_that_says_so() -> None:
    planned = candidate(VISIT, 1, article=1)
    visited = replace(VISIT, quote="Sina Leota visited Tonga on 8 May 2026.", status=Status.HAPPENED)
    done = candidate(visited, 2, article=2)
    (act,) = selected([done], Before(told_before(planned).told, (planned,))).lines
    assert act.update == "now done, was planned"
    assert act.replaces == (planned.id,)


def test_a_changed_event_is_an_update_with_its_dates_and_numbers() -> None:
    now = candidate(replace(RAMMING, quote="China rammed 3 boats of the Philippines on 4 May 2026."), 1)
    day = date(2026, 5, 1)
    was = Facts(Status.ALLEGED, day, day, None, {"boats": 2})
    before = Before(told_before(now).told, changed={now.id: was})
    (act,) = selected([now], before).lines
    assert act.update == "now done, was alleged; date now 4 May, was 1 May; now 3 boats, was 2"


def test_a_change_that_changes_nothing_is_no_update() -> None:
    (one,) = numbered(TREATY)
    same = facts(one.event, "Japan signed a fishing treaty with Fiji on 3 May 2026")
    assert selected([one], Before(told_before(one).told, changed={one.id: same})).lines == ()


def test_an_update_comes_before_what_matters_more() -> None:
    now = candidate(replace(DENIAL, status=Status.HAPPENED, quote="North Korea sold rockets to Myanmar."), 1)
    before = Before(told_before(now).told, changed={now.id: Facts(Status.DENIED, None, None, None, {})})
    chosen = selected([now, candidate(RAMMING, 2), candidate(TREATY, 3)], before, size=1)
    assert [act.lead.id for act in chosen.lines] == [now.id]


# Any news

PARTIES = ["country:JPN", "country:CHN", "country:PHL", "country:FJI", "country:TON", "country:PRK"]
_VERBS = {
    "sign": (Action.AGREE, "signed"), "ram": (Action.ASSAULT, "rammed"), "warn": (Action.THREATEN, "warned"),
    "visit": (Action.CONSULT, "visited"), "seize": (Action.COERCE, "seized"), "aid": (Action.AID, "aided"),
}  # fmt: skip


@st.composite
def news(draw: st.DrawFn) -> list[Candidate]:
    found = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        verb = draw(st.sampled_from(sorted(_VERBS)))
        doer, other = draw(st.permutations(PARTIES))[:2]
        action, past = _VERBS[verb]
        status = draw(st.sampled_from([Status.HAPPENED, Status.PLANNED, Status.ALLEGED]))
        modal = "" if status is Status.HAPPENED else "will have "
        told = Told(
            f"{doer[8:]} {modal}{past} the harbour {draw(st.integers(1, 4))} of {other[8:]}.",
            verb, action, (*doing(doer), *to(other)), status=status,
            day=draw(st.sampled_from([None, MORNING.date(), MORNING.date() + timedelta(days=3)])),
        )  # fmt: skip
        publishers = ["A", "B", "C"][: draw(st.integers(1, 3))]
        found.append(candidate(told, number, article=draw(st.integers(1, 4)), publishers=publishers))
    return found


@given(candidates=news(), size=st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_nothing_of_weight_is_lost_and_nothing_doubled(candidates: list[Candidate], size: int) -> None:
    chosen = selected(candidates, size=size)
    shown = [*chosen.lines, *chosen.ahead]
    ids = [identifier for act in shown for identifier in act.ids]
    assert len(ids) == len(set(ids))
    assert len(shown) <= size
    assert set(chosen.decisions) == {one.id for one in candidates}
    # Whatever weighs enough is told, goes with what is told, or is counted as left out for want of room.
    for one in candidates:
        decision = chosen.decisions[one.id]
        assert decision.words
        if decision.reason in (Reason.TOLD, Reason.SAME):
            assert one.id in ids or decision.told_as in ids or decision.reason is Reason.SAME
        if decision.reason is Reason.NO_ROOM:
            assert len(shown) >= min(size, 1)
    quotes = [act.lead.telling.report.quote for act in shown if act.lead.telling]
    assert len(quotes) == len(set(quotes))


@given(candidates=news(), size=st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_what_was_told_is_never_told_again_without_a_change(candidates: list[Candidate], size: int) -> None:
    first = selected(candidates, size=size)
    told = {
        member.id: ToldEvent(member.id, "line", state(member), MORNING)
        for act in (*first.lines, *first.ahead)
        for member in act.members
    }
    second = selected(candidates, Before(told, tuple(one for one in candidates if one.id in told)), size=size)
    for act in (*second.lines, *second.ahead):
        assert act.update is not None or not set(act.ids) & set(told)


@given(candidates=news(), size=st.integers(1, 8), seed=st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_events_come_changes_nothing(candidates: list[Candidate], size: int, seed: object) -> None:
    mixed = list(candidates)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = selected(candidates, size=size), selected(mixed, size=size)
    assert [act.lead.id for act in one.lines] == [act.lead.id for act in other.lines]
    assert [act.lead.id for act in one.ahead] == [act.lead.id for act in other.ahead]


@given(candidates=news())
@settings(max_examples=40, deadline=None)
def test_every_event_belongs_to_one_act(candidates: list[Candidate]) -> None:
    groups = together(candidates)
    assert sorted(one.id for group in groups for one in group) == sorted(one.id for one in candidates)


# Score and theme


def test_a_score_is_the_sum_of_parts_that_are_told_in_words() -> None:
    found = score(candidate(TREATY), publishers=3)
    assert abs(found.total - sum(part.points for part in found.parts)) < 0.01
    told = str(found)
    for word in ("an agreement or promise (“sign”)", "2 states take part", "3 publishers report it", "told as done"):
        assert word in told


def test_more_publishers_a_surer_status_and_the_title_weigh_more() -> None:
    plain = score(candidate(TREATY)).total
    assert score(candidate(TREATY), publishers=2).total > plain
    assert score(candidate(TREATY, title="Japan and Fiji sign a fishing treaty")).total > plain
    assert score(candidate(TREATY, start=9000)).total < plain
    assert score(candidate(replace(TREATY, status=Status.ALLEGED, quote="Japan allegedly signed it."))).total < plain


def with_parties(quote: str, action: Action, doer: str, other: str) -> Told:
    return Told(quote, "do", action, (*doing(f"country:{doer}"), *to(f"country:{other}")))


def test_events_stand_under_the_regions_headings() -> None:
    launch = Told("North Korea fired over Japan.", "fire", Action.MOBILIZE, doing("country:PRK"), country="JPN")
    expected = {
        with_parties("China held drills around Taiwan.", Action.MOBILIZE, "CHN", "TWN"): "Taiwan Strait",
        with_parties("The United States met China in Geneva.", Action.CONSULT, "USA", "CHN"): "Great powers",
        with_parties("The US raised tariffs on China.", Action.SANCTION, "USA", "CHN"): "Trade and technology",
        with_parties("The United States thanked Japan.", Action.SUPPORT, "USA", "JPN"): "Japan",
        RAMMING: "South China Sea",
        launch: "Korean Peninsula",
        TREATY: "Pacific Islands",
        PROTESTS: "Southeast Asia",
        Told("Nobody thanked everybody there.", "thank", Action.SUPPORT): "Beyond the region",
    }
    assert {told: theme_of(candidate(told)) for told in expected} == expected


def test_what_is_told_as_done_on_a_day_to_come_is_told_without_that_date() -> None:
    told = candidate(
        replace(TREATY, day=date(2027, 9, 1), quote="Japan signed a fishing treaty with Fiji weeks later.")
    )
    (act,) = selected([told]).lines
    assert line(act, Dates(), {2026}).when is None
    assert "no date is told" in str(act.score)


def test_an_event_without_a_state_stands_where_its_article_does() -> None:
    told = candidate(Told("The mayor opened a school in the hills.", "open", Action.AID))
    assert theme_of(told) == "Beyond the region"
    assert theme_of(Candidate(told.event, MORNING, frozenset(), "MMR")) == "Southeast Asia"


SHOT = Told("Pita Folau was shot at a market on Monday.", "shoot", Action.ASSAULT, to("person:pita-folau"))
DIED = Told("Pita Folau died after he was shot at a market.", "die", Action.OTHER, doing("person:pita-folau"))


def test_who_was_told_of_an_attack_is_told_of_the_death_once() -> None:
    shot, died = (
        candidate(SHOT, 1, article=1),
        candidate(DIED, 2, article=2, title="Pita Folau died after market shooting"),
    )
    (act,) = selected([died], Before(told_before(shot, line=shot.said).told, (shot,))).lines
    assert act.update == "a death is told now"
    both = {**told_before(shot, line=shot.said).told, **told_before(died, line=died.said).told}
    later = candidate(replace(SHOT, quote="Pita Folau was shot dead at a market, police say."), 3, article=3)
    assert selected([later], Before(both, (shot, died))).lines == ()


def test_lines_of_one_sentence_are_told_together_and_so_never_again() -> None:
    sentence = "Japan signed a treaty with Fiji on 3 May 2026 and warned China of a quarrel."
    sign = replace(TREATY, quote=sentence, clause=sentence.rstrip("."))
    warn = replace(sign, verb="warn", action=Action.THREATEN, parts=(*doing("country:JPN"), *to("country:CHN")))
    one, other = numbered(sign, warn)
    (act,) = selected([one, other]).lines
    assert set(act.ids) == {one.id, other.id}


def test_the_arrest_of_somebody_unknown_is_one_act_when_the_words_agree() -> None:
    police = "Police arrested a male suspect, a fisherman of 41, at the scene of the market shooting."
    again = "A suspect, said to be a fisherman of 41, was arrested at the scene and charged, police say."
    held = Told(police, "arrest", Action.COERCE)
    assert same_act(*numbered(held, replace(held, quote=again)))
    assert not same_act(*numbered(held, replace(held, quote="Police arrested nine students in the capital.")))


def test_a_single_matter_gets_a_few_lines_and_not_the_whole_digest() -> None:
    things = ["tuna", "cocoa", "timber", "solar power", "ferries", "schools", "cables", "nurses"]
    many = [
        candidate(replace(TREATY, quote=f"Japan signed a pact on {thing} with Fiji.", thing=thing), number)
        for number, thing in enumerate(things, start=1)
    ]
    chosen = selected([Candidate(one.event, one.learnt_at, frozenset({1})) for one in many])
    assert 1 <= len(chosen.lines) <= 5
    assert chosen.left_out == len(many) - len(chosen.lines)
