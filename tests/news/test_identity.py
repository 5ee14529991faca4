import csv
import json
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.addresses import canonical, web_address
from bot.news.feeds.feed import FeedDate, FeedItem
from bot.news.identity.items import digest, keys
from bot.news.identity.similarity import Fingerprint, alike, closest, fingerprint
from tests.news.hostile.site import words

DUPLICATES = Path(__file__).parents[3] / "shared" / "data" / "duplicates"
MOMENT = FeedDate(datetime(2026, 3, 2, 9, tzinfo=UTC), exact=True)


@pytest.mark.parametrize(
    "other",
    [
        "http://harbour.example/news/1",
        "https://www.harbour.example/news/1/",
        "https://m.harbour.example/news/1",
        "https://HARBOUR.example:443/news/1?utm_source=rss&utm_medium=feed",
        "https://harbour.example/news/1?fbclid=abc#comments",
        "https://harbour.example//news/1/index.html",
        "https://harbour.example/news/%31",
    ],
)
def test_one_page_under_several_addresses_has_one_canonical_form(other: str) -> None:
    assert canonical(other) == canonical("https://harbour.example/news/1")


@pytest.mark.parametrize(
    "other",
    [
        "https://harbour.example/news/2",
        "https://harbour.example/news/1?id=2",
        "https://harbour.example/News/1",
        "https://sport.harbour.example/news/1",
        "https://harbour.example:8443/news/1",
    ],
)
def test_different_pages_keep_different_canonical_forms(other: str) -> None:
    assert canonical(other) != canonical("https://harbour.example/news/1")


@given(st.text(max_size=200))
def test_a_canonical_form_is_its_own_canonical_form(text: str) -> None:
    address = web_address("https://harbour.example/" + text)
    if address is not None:
        assert canonical(canonical(address)) == canonical(address)


def item(guid: str | None, link: str | None, title: str = "A title") -> FeedItem:
    return FeedItem(guid=guid, link=link, title=title, published=MOMENT)


def test_an_item_keeps_a_key_when_its_id_or_its_address_changes() -> None:
    before: set[str] = set(*keys([item("1", "https://harbour.example/a")], "feed"))
    assert before & set(*keys([item("2", "https://harbour.example/a?utm_source=x")], "feed"))
    assert before & set(*keys([item("1", "https://harbour.example/b")], "feed"))
    assert not before & set(*keys([item("2", "https://harbour.example/b")], "feed"))


def test_an_id_counts_within_its_own_feed_alone() -> None:
    assert not set(*keys([item("1", None)], "one")) & set(*keys([item("1", None)], "two"))


def test_an_id_or_address_that_several_items_share_is_none() -> None:
    shared = keys([item("same", f"https://harbour.example/{n}", f"Title {n}") for n in range(3)], "feed")
    assert len({key for found in shared for key in found}) == 3
    front = keys([item(str(n), "https://harbour.example/", f"Title {n}") for n in range(3)], "feed")
    assert len({key for found in front for key in found}) == 3
    nothing = keys([item(None, None, f"Title {n}") for n in range(3)], "feed")
    assert len({key for found in nothing for key in found}) == 3


def test_an_item_listed_twice_is_one() -> None:
    one, two = keys([item("1", "https://harbour.example/a"), item("1", "https://harbour.example/a")], "feed")
    assert one == two


def test_a_changed_title_is_a_change_and_a_changed_summary_is_none() -> None:
    first = item("1", None, "Title")
    assert digest(first) != digest(item("1", None, "Title, corrected"))
    assert digest(first) == digest(FeedItem("1", None, "Title", summary="314 views", published=MOMENT))


STORY = "\n".join([*words(1), *words(12)])
OTHER = "\n".join([*words(2), *words(23)])


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        STORY[: len(STORY) * 6 // 10],
        "By our correspondent\n" + STORY + "\nMore on this site: weather, tides.",
        STORY + "\n" + OTHER[: len(OTHER) // 2],
        STORY.replace("agreement", "accord").replace("said on Monday", "told reporters"),
    ],
)
def test_a_shortened_continued_or_edited_copy_is_the_same_story(copy: str) -> None:
    assert alike(fingerprint(STORY), fingerprint(copy))


def test_another_story_and_shared_boilerplate_are_not_the_same() -> None:
    assert not alike(fingerprint(STORY), fingerprint(OTHER))
    footer = " All rights reserved. This material may not be published, broadcast, rewritten or redistributed."
    assert not alike(fingerprint(STORY + footer), fingerprint("Weather today." + footer))


def test_the_closest_story_is_chosen() -> None:
    text = fingerprint(STORY)
    half = fingerprint(STORY[: len(STORY) // 2] + OTHER[: len(OTHER) // 4])
    assert closest(text, [(1, fingerprint(OTHER)), (2, half), (3, text)]) == 3
    assert closest(text, [(1, fingerprint(OTHER))]) is None


@given(st.text(max_size=300))
def test_a_fingerprint_survives_the_store(text: str) -> None:
    made = fingerprint(text)
    assert Fingerprint.unpacked(made.packed()) == made
    assert set(made.sample) <= made.shingles


@pytest.mark.skipif(not DUPLICATES.is_dir(), reason="the labelled stories are not here")
def test_near_duplicates_of_labelled_stories_are_joined_and_nothing_else() -> None:
    lines = (DUPLICATES / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    stories = [json.loads(line) for line in lines]
    prints = [fingerprint(story["text"]) for story in stories]
    with (DUPLICATES / "pairs.tsv").open(encoding="utf-8") as file:
        known = {frozenset((row["url_a"], row["url_b"])): row for row in csv.DictReader(file, delimiter="\t")}
    found = missed = false = 0
    for (one, a), (two, b) in combinations(zip(stories, prints, strict=True), 2):
        row = known.get(frozenset((one["url"], two["url"])))
        joined = alike(a, b)
        assert not joined or set(a.sample) & set(b.sample), "the index would not have found it"
        if row:
            found, missed = found + joined, missed + (not joined)
        false += joined and one["event"] != two["event"]
    assert (missed, false) == (0, 0)
    assert found >= 10
