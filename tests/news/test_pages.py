import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.errors import ContentError, PageRefused, TooCostly
from bot.news.pages.extraction import extract, extract_fast
from bot.news.pages.refusal import Refusal
from bot.news.workers import Bounds, Workers

URL = "https://harbour.example/news/2026/03/patrol"
BODY = [
    "The coast guard of the islands sent three cutters past the southern shoal on Monday, its commander said.",
    "The crews handed food and fuel to fishermen who had been waiting near the reef since the storm of last week.",
    "A second group of ships is to leave the capital at the end of the month, and will stay for about forty days.",
    "Neighbouring governments were told of the voyage beforehand, the foreign ministry said in a short statement.",
]


def page(body: list[str] | str = BODY, head: str = "<title>Patrol</title>", language: str = "en") -> bytes:
    inner = body if isinstance(body, str) else "<article>" + "".join(f"<p>{p}</p>" for p in body) + "</article>"
    menu = "<nav><ul><li><a href='/a'>World</a></li><li><a href='/b'>Sport</a></li></ul></nav>"
    foot = "<footer><p>Copyright Harbour. <a href='/t'>Terms</a></p></footer>"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{menu}{inner}{foot}</body></html>".encode()


def linked_data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


@pytest.mark.parametrize("function", [extract, extract_fast])
def test_a_page_gives_its_paragraphs_and_nothing_around_them(function: object) -> None:
    assert function(page(), URL).text.splitlines() == BODY  # type: ignore[operator]


def test_json_ld_goes_before_meta_elements_and_these_before_what_is_seen() -> None:
    head = (
        "<title>Patrol | Harbour</title><meta property='og:title' content='Patrol, shared'>"
        "<meta property='article:published_time' content='2026-03-02T10:00:00Z'>"
        "<meta property='og:site_name' content='Harbour'>"
    )
    plain = extract(
        page(head="<title>Patrol ends | Harbour</title><meta property='og:site_name' content='Harbour'>"), URL
    )
    assert plain.title == "Patrol ends"
    shared = extract(page(head=head), URL)
    assert (shared.title, shared.publisher, shared.language) == ("Patrol, shared", "Harbour", "en")
    told = linked_data(
        headline="Patrol &amp; supply", datePublished="2026-03-02T18:00:00+09:00", publisher={"name": "The Harbour"}
    )
    linked = extract(page(head=head + told), URL)
    assert (linked.title, linked.publisher) == ("Patrol & supply", "Harbour")
    assert linked.published is not None
    assert (linked.published.moment, linked.published.exact) == (datetime(2026, 3, 2, 9, tzinfo=UTC), True)


def test_linked_data_is_found_in_a_graph_and_broken_linked_data_is_passed_over() -> None:
    graph = {"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "In the graph"}]}
    head = (
        '<script type="application/ld+json">{"@type": oops</script>'
        f'<script type="application/ld+json">/*<![CDATA[*/{json.dumps(graph)};/*]]>*/</script>'
    )
    assert extract(page(head=head), URL).title == "In the graph"


def test_other_stories_in_linked_data_do_not_lend_their_headline() -> None:
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another story"}]}
    head = f"<title>Patrol</title><script type='application/ld+json'>{json.dumps(listed)}</script>"
    assert extract(page(head=head), URL).title == "Patrol"


def test_a_day_alone_is_not_an_exact_date() -> None:
    dated = extract(page(head="<meta name='date' content='2026-03-02'>"), URL)
    assert dated.published is not None
    assert (dated.published.moment.date().isoformat(), dated.published.exact) == ("2026-03-02", False)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://www.harbour.example/news/patrol-1", "https://www.harbour.example/news/patrol-1"),
        ("/news/patrol-1", "https://harbour.example/news/patrol-1"),
        ("https://harbour.example/", URL),
        ("https://elsewhere.example/news/patrol-1", URL),
        ("javascript:alert(1)", URL),
    ],
)
def test_the_canonical_address_is_believed_only_on_the_same_host(href: str, expected: str) -> None:
    assert extract(page(head=f"<link rel='canonical' href='{href}'>"), URL).url == expected


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1252", "utf-8"), ("cp1252", None), ("shift_jis", "shift_jis"), ("gb18030", "gb2312")],
)
def test_the_text_survives_a_wrong_or_missing_declared_encoding(encoding: str, declared: str | None) -> None:
    words = {"shift_jis": "海上保安庁の巡視船", "gb18030": "海警船"}.get(encoding, "café")
    head = f"<meta charset='{declared}'>" if declared else "<title>x</title>"
    body = page([f"{words} {paragraph}" for paragraph in BODY], head).decode().encode(encoding)
    assert extract(body, URL).text.startswith(words)


def test_text_in_linked_data_is_taken_where_the_page_shows_only_its_beginning() -> None:
    head = linked_data(headline="Patrol", articleBody="\n".join(BODY), isAccessibleForFree=True)
    assert extract(page(BODY[:1], head), URL).text.splitlines() == BODY


INDEX = "".join(
    f"<div class='card'><h3><a href='/n/{n}'>A headline about ships {n}</a></h3><p>{BODY[n % 4]}</p></div>"
    for n in range(20)
)


@pytest.mark.parametrize(
    ("body", "head", "reason"),
    [
        (f"<main>{INDEX}</main>", "<title>World news</title>", Refusal.INDEX),
        ("<p>Checking your browser before you go on.</p>", "<title>Just a moment...</title>", Refusal.ROBOT),
        ("<div>Please complete the CAPTCHA below to go on.</div>", "<title>Harbour</title>", Refusal.ROBOT),
        (
            ["We and our partners store information on your device, and you may accept or refuse. " * 4],
            "",
            Refusal.CONSENT,
        ),
        ([*BODY[:2], "Subscribe to continue reading this story."], "", Refusal.PAYWALL),
        (BODY[:2], linked_data(headline="Patrol", isAccessibleForFree="False"), Refusal.PAYWALL),
        ("<p>The page you are looking for has sailed.</p>", "<title>Page not found</title>", Refusal.MISSING),
        ("<div id='app'></div>", "<title>Harbour</title>", Refusal.EMPTY),
        ("", "", Refusal.EMPTY),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(
    body: list[str] | str, head: str, reason: Refusal
) -> None:
    with pytest.raises(PageRefused) as refused:
        extract(page(body, head), URL)
    assert refused.value.reason == reason
    assert str(refused.value).endswith(".")


def test_a_long_article_about_captchas_and_subscriptions_is_an_article() -> None:
    words = ["Verify you are human, the site said, and subscribe to continue reading, before it went down on Monday."]
    assert extract(page(words + BODY * 5, linked_data(headline="The outage")), URL).title == "The outage"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"%PDF-1.7 ...", None), (b"\x89PNG\0\0\0\0\0\0", None), (b"{}", "application/json"), (b"", None)],
)
def test_what_is_no_web_page_is_refused(body: bytes, kind: str | None) -> None:
    with pytest.raises(PageRefused):
        extract(body, URL, kind)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_extraction(body: bytes) -> None:
    for function in (extract, extract_fast):
        try:
            function(b"<html><body>" + body, URL)
        except ContentError:
            continue


async def test_a_page_that_takes_too_long_is_given_up_and_read_the_fast_way() -> None:
    hostile = b"<html><body>" + b"<p><a href='/x'>The ship</a> left the harbour</p>" * 40_000
    async with Workers(1, Bounds(cpu_seconds=1, seconds=20)) as workers:
        with pytest.raises((TooCostly, PageRefused)):
            await workers.run(extract, hostile, URL)
        with pytest.raises(PageRefused):
            await workers.run(extract_fast, hostile[:500_000], URL)


def test_comments_within_sentences_cut_no_text() -> None:
    body = "Mr<!-- -->. Rabuka said that<!-- --> the <a href='/x'>accord</a><!-- --> was signed on Monday, at noon."
    text = extract(page(body=[body, *BODY]), URL).text
    assert "Mr. Rabuka said that the accord was signed on Monday, at noon." in text


def test_the_canonical_address_may_have_a_single_segment_but_not_none() -> None:
    for link, found in (("https://harbour.example/navy", "https://harbour.example/navy"), ("/", URL)):
        assert extract(page(head=f"<link rel='canonical' href='{link}'>"), URL).url == found


def test_a_moment_keeps_its_offset_so_that_its_day_is_the_publishers() -> None:
    told = extract(page(head=linked_data(headline="Patrol", datePublished="2026-03-02T23:30:00-05:00")), URL).published
    assert told is not None
    assert told.moment.date().isoformat() == "2026-03-02"
