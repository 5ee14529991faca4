"""Topics: the question language, said back in one sentence, with the words that nobody knows."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.asking.query import Part
from bot.asking.wording import from_json, to_json
from bot.digests.errors import TopicNotUnderstood
from bot.digests.matching import TopicMatcher
from bot.digests.topic import Topic, Topics
from db.digests import learnt_between
from db.loading import load
from db.session import Store
from db.vocabulary import Action, Status
from tests.digests.newsroom import DENIAL, MORNING, NIGHT, PROTESTS, RAMMING, TREATY, VISIT, Press, Told, doing, to

TODAY = date(2026, 5, 5)
TOPICS = Topics()


async def understood(store: Store, text: str | None) -> Topic:
    async with store.reading() as session:
        return await TOPICS.understand(session, text, TODAY)


async def refused(store: Store, text: str) -> TopicNotUnderstood:
    with pytest.raises(TopicNotUnderstood) as refusal:
        await understood(store, text)
    return refusal.value


SENTENCES = {
    "events between China and the Philippines": "Events that involve both China and the Philippines.",
    "anything Japan signs": "Events in which Japan signs something.",
    "protests in Myanmar": "Events in which someone protests, in Myanmar.",
    "missile launches": "Events in which someone launches, about missile.",
    "what does Marcos say about China": "Events in which Ferdinand Marcos Jr. says something, about China.",
    "Taiwan": "Events about Taiwan.",
    "the South China Sea": "Events about the South China Sea.",
    "anything that threatens Taiwan": "Events in which someone threatens Taiwan.",
    "meetings between Xi and Biden": "Events in which Xi Jinping and Joe Biden meet.",
    "protests in Southeast Asia": "Events in which someone protests, in Southeast Asia.",
    "Japan's plans": "Events in which Japan plans something.",
}


async def test_a_topic_is_said_back_in_one_sentence(store: Store) -> None:
    assert {text: (await understood(store, text)).sentence for text in SENTENCES} == SENTENCES


async def test_everything_is_a_topic_without_a_query(store: Store) -> None:
    for text in (None, "", "  ", "everything", "All news", "events", "what happened"):
        assert (await understood(store, text)).query is None


async def test_a_topic_that_names_nothing_says_so_and_what_would_do(store: Store) -> None:
    refusal = await refused(store, "the")
    assert "“the” cannot be followed" in str(refusal)
    assert "anything Japan signs" in str(refusal)
    assert "\n" not in str(refusal)


async def test_words_that_nobody_knows_are_named(store: Store) -> None:
    assert (await refused(store, "flurbistan")).words == ("flurbistan",)
    partly = await understood(store, "flurbistan and Japan")
    assert partly.unknown == ("flurbistan",)


async def test_a_topic_in_another_script_or_of_a_page_is_refused_in_one_line(store: Store) -> None:
    assert "English" in str(await refused(store, "台湾海峡"))
    assert len(str(await refused(store, "Japan " * 200))) < 300


async def test_dates_of_a_topic_are_left_out_and_that_is_said(store: Store) -> None:
    topic = await understood(store, "what did China do this week?")
    assert topic.query is not None
    assert topic.query.window is None
    assert "“this week” was left out" in topic.notes[0]


async def test_a_region_means_each_of_its_states(press: Press) -> None:
    await press.publish(PROTESTS)
    topic = await understood(press.store, "protests in Southeast Asia")
    assert topic.query is not None
    (name,) = topic.query.names
    assert (name.text, name.part) == ("Southeast Asia", Part.PLACE)
    assert {press.ids["country:MMR"], press.ids["country:PHL"]} <= set(name.actors)
    assert press.ids["country:JPN"] not in name.actors


async def test_an_understood_topic_can_be_kept_as_json(store: Store) -> None:
    for text in SENTENCES:
        query = (await understood(store, text)).query
        assert query is not None
        assert from_json(to_json(query)) == query


WORDS = ["Japan", "sign", "signs", "the", "in", "of", "3", "?", "-", "Xi", "protests", "last week"]


@given(text=st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_understood_or_refused_in_one_line(store: Store, text: str) -> None:
    try:
        told = (await understood(store, text)).sentence
    except TopicNotUnderstood as refusal:
        told = str(refusal)
    assert told
    assert "\n" not in told


# Matching


async def matching(press: Press, *texts: str) -> list[set[int]]:
    found = []
    async with press.store.reading() as session:
        events = await load(session, list(await learnt_between(session, MORNING, NIGHT)))
        for text in texts:
            matcher = await TopicMatcher.of(session, await TOPICS.understand(session, text, TODAY))
            found.append({event.id for event, _ in matcher.matching(events)})
    return found


MEANT = {
    "anything Japan signs": {TREATY},
    "events between China and the Philippines": {RAMMING},
    "protests in Myanmar": {PROTESTS},
    "visits to Tonga": {VISIT},
    "attacks on the Philippines": {RAMMING},
    "Sabina Shoal": {RAMMING},
    "what China signs": set(),
    "protests in Japan": set(),
    "events between China and Japan": set(),
    "everything": {TREATY, RAMMING, PROTESTS, VISIT, DENIAL},
}


async def test_a_topic_means_the_events_that_asking_would_find(press: Press) -> None:
    told = [TREATY, RAMMING, VISIT, DENIAL, PROTESTS]
    by_id = dict(zip(await press.publish(*told), told, strict=True))
    found = await matching(press, *MEANT)
    assert {text: {by_id[key] for key in ids} for text, ids in zip(MEANT, found, strict=True)} == MEANT


async def test_a_distant_synonym_of_another_class_is_not_what_the_topic_says(press: Press) -> None:
    parts = (*doing("country:CHN"), *to("country:TON"))
    call = Told("China called on Tonga to close its ports.", "call on", Action.REQUEST, parts)
    await press.publish(call)
    assert await matching(press, "visits to Tonga") == [set()]


async def test_a_sea_is_matched_by_its_name_and_not_by_its_words_here_and_there(press: Press) -> None:
    near = Told("South Korean boats met a Chinese ship at sea.", "meet", Action.CONSULT, doing("country:CHN"))
    there = Told("China drilled in the South China Sea.", "drill", Action.MOBILIZE, doing("country:CHN"))
    _, expected = await press.publish(near, there)
    assert await matching(press, "the South China Sea") == [{expected}]


async def test_only_the_status_that_a_topic_asks_for_matches(press: Press) -> None:
    planned, _ = await press.publish(VISIT, TREATY)
    async with press.store.reading() as session:
        topic = await TOPICS.understand(session, "what will Leota do next", TODAY)
    assert topic.query is not None
    assert topic.query.status == (Status.PLANNED,)
    assert await matching(press, "what will Leota do next") == [{planned}]
