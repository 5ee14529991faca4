import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.actions import lexicon
from bot.knowledge.tables import parts, rows
from bot.knowledge.verbs import verbs
from db.vocabulary import Action

WORDS = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["held", "talks", "the", "called", "on"])), max_size=8)


def test_every_event_noun_stands_for_a_known_verb_of_a_known_class() -> None:
    for verb, action, _, _ in rows("nouns"):
        assert verb in verbs(), verb
        assert Action(action)


def test_every_light_verb_is_a_verb() -> None:
    lights = {light for _, _, _, lights in rows("nouns") for light in parts(lights)}
    assert sorted(light for light in lights if light not in verbs()) == []


def test_every_sense_speaks_of_known_verbs_and_kinds() -> None:
    kinds = {kind for kind, _ in rows("objects")}
    for row, wanted, action in rows("senses"):
        assert [verb for verb in parts(row) if verb not in verbs()] == []
        assert [kind for kind in parts(wanted) if kind not in kinds] == []
        assert Action(action)


def test_there_are_event_nouns_enough_for_news() -> None:
    assert len({noun for _, _, row, _ in rows("nouns") for noun in parts(row)}) >= 500


@pytest.mark.parametrize(
    ("verb", "words", "action"),
    [
        ("hold", ["talks"], Action.CONSULT),
        ("hold", ["drill"], Action.MOBILIZE),
        ("hold", ["election"], Action.OTHER),
        ("hold", ["conference", "news"], Action.SAY),
        ("hold", ["tanker"], Action.COERCE),
        ("hold", ["fisherman"], Action.COERCE),
        ("launch", ["missile", "cruise"], Action.MOBILIZE),
        ("launch", ["offensive"], Action.ASSAULT),
        ("launch", ["programme"], Action.OTHER),
        ("launch", ["investigation"], Action.ACCUSE),
        ("impose", ["sanctions"], Action.SANCTION),
        ("impose", ["curfew"], Action.COERCE),
        ("lift", ["embargo"], Action.CONCEDE),
        ("sign", ["pact"], Action.AGREE),
        ("sign", ["bill"], Action.OTHER),
        ("provide", ["aid"], Action.AID),
        ("raise", ["concern"], Action.ACCUSE),
        ("raise", ["tariff"], Action.SANCTION),
        ("send", ["troops"], Action.MOBILIZE),
        ("send", ["delegation"], Action.CONSULT),
        ("send", ["vaccine"], Action.AID),
        ("sever", ["ties"], Action.SANCTION),
        ("deepen", ["ties"], Action.SUPPORT),
        ("express", ["support"], Action.SUPPORT),
        ("express", ["outrage"], Action.ACCUSE),
        ("release", ["hostage"], Action.RETREAT),
        ("release", ["photo"], Action.SAY),
        ("withdraw", ["troops"], Action.RETREAT),
        ("withdraw", ["ambassador"], Action.SANCTION),
        ("cancel", ["visit"], Action.REJECT),
        ("reject", ["proposal"], Action.REJECT),
        ("accept", ["demand"], Action.CONCEDE),
        ("fire", ["minister"], Action.OTHER),
        ("shoot", ["man"], Action.ASSAULT),
    ],
)
def test_the_object_decides_the_class_where_the_verb_leaves_it_open(
    verb: str, words: list[str], action: Action
) -> None:
    assert lexicon().action_of(verb, words) is action


def test_words_of_amount_are_passed_over_for_the_thing_itself() -> None:
    assert lexicon().action_of("fire", ["series", "rocket"]) is Action.MOBILIZE
    assert lexicon().action_of("hold", ["round", "new", "talks"]) is Action.CONSULT


def test_an_announced_or_ordered_act_has_the_class_of_the_act() -> None:
    assert lexicon().action_of("order", ["withdrawal"]) is Action.RETREAT
    assert lexicon().action_of("announce", ["embargo"]) is Action.SANCTION
    assert lexicon().action_of("announce", ["result"]) is Action.SAY


def test_who_receives_an_act_is_told_from_who_does_it() -> None:
    assert lexicon().action_of("face", ["criticism"]) is Action.ACCUSE
    assert lexicon().is_converse("face")
    assert lexicon().light("face", "criticism") is None
    assert not lexicon().is_converse("voice")


def test_drills_of_partners_are_cooperation() -> None:
    assert lexicon().action_of("conduct", ["drill"]) is Action.MOBILIZE
    assert lexicon().action_of("conduct", ["drill"], partners=True) is Action.COOPERATE
    assert lexicon().action_of("patrol", partners=True) is Action.COOPERATE
    assert lexicon().action_of("launch", ["missile"], partners=True) is Action.MOBILIZE


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("talks", "talk"), ("Summit", "meet"), ("invasions", "invade"), ("state visit", "visit"), ("treaties", "agree")],
)
def test_an_event_noun_tells_the_act_of_its_verb(noun: str, verb: str) -> None:
    told = lexicon().event_noun(noun)
    assert told is not None
    assert told.verb == verb


def test_a_thing_tells_no_act() -> None:
    assert lexicon().event_noun("teapot") is None
    assert lexicon().event_noun("") is None


@pytest.mark.parametrize(
    ("verb", "noun", "meant"),
    [("hold", "talks", "talk"), ("make", "visit", "visit"), ("give", "speech", "address"), ("hold", "flag", None)],
)
def test_a_light_verb_hands_over_to_its_noun(verb: str, noun: str, meant: str | None) -> None:
    assert lexicon().light(verb, noun) == meant


def test_the_nouns_of_a_verb_tell_the_same_act() -> None:
    assert {"visit", "trip"} <= set(lexicon().nouns_of("visit"))
    assert "agreement" in lexicon().nouns_of("agree")
    assert lexicon().nouns_of("yodel") == ()


def test_kinds_of_things_are_known_in_any_number() -> None:
    assert "weapon" in lexicon().kinds_of(["missiles"])
    assert lexicon().kinds_of(["serendipity"]) == frozenset()


@pytest.mark.parametrize("verb", ["say", "warn", "tweet", "urge", "deny", "Emphasize", "promise"])
def test_verbs_of_speech_are_known(verb: str) -> None:
    assert lexicon().is_speech(verb)


@pytest.mark.parametrize("verb", ["sail", "bomb", "see", "force", "build"])
def test_other_verbs_are_no_speech(verb: str) -> None:
    assert not lexicon().is_speech(verb)


@pytest.mark.parametrize(
    ("words", "length", "lemma"),
    [
        ("called on Manila to", 2, "call on"),
        ("is teaming up with Jakarta", 3, "team up"),
        ("held joint talks in Suva", 3, "talk"),
        ("made his first trip to Palau", 4, "visit"),
        ("paid a state visit to Tonga", 4, "visit"),
        ("put their names to a treaty", 4, "put one's name to"),
        ("took part in the regatta", 3, "take part in"),
        ("sailed for home", 1, "sail"),
        ("Fiji and Samoa", 0, ""),
    ],
)
def test_the_longest_predicate_is_found_among_inflected_words(words: str, length: int, lemma: str) -> None:
    assert lexicon().verb_phrases(words.split(), 0) == (length, lemma)


def test_a_predicate_can_start_anywhere_and_never_runs_over_the_end() -> None:
    assert lexicon().verb_phrases(["Fiji", "broke", "off", "ties"], 1) == (2, "break off")
    assert lexicon().verb_phrases(["broke"], 0)[0] == 1
    assert lexicon().verb_phrases([], 0) == (0, "")
    assert lexicon().verb_phrases(["broke"], 5) == (0, "")


@given(WORDS, st.integers(min_value=0, max_value=9))
def test_any_words_give_a_phrase_within_their_bounds(tokens: list[str], start: int) -> None:
    length, lemma = lexicon().verb_phrases(tokens, start)
    assert 0 <= length <= max(len(tokens) - start, 0)
    assert bool(length) == bool(lemma)


@given(st.text(max_size=20), WORDS, st.booleans())
def test_any_predicate_has_a_class(verb: str, words: list[str], partners: bool) -> None:
    assert isinstance(lexicon().action_of(verb, words, partners=partners), Action)
