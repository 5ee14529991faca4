import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat.message import Entry, Message, Picture, Quotation, Section
from bot.chat.slack import Body, mrkdwn, pack, picture_id, text_only
from tests.fakes.slack_limits import problems

LONG = "The two coast guards will patrol the strait together from March. " * 70
MARKUP = ("*", "_", "`", "~", "<http://a.example|x>", "\n", "> ", "- ", "1. ", "&amp;", "&", "|", " ")
LIVE = (
    "<@U1>",
    "<!channel>",
    "<!here>",
    "@here",
    "#general",
    "<#C5>",
    "https://evil.example/",
    ":smile:",
    "mailto:a@b.c",
)
LETTERS = ("\u202e", "\u200d", "👩‍👩‍👧", "e\u0301", "a", "1")
words = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from((*MARKUP, *LIVE, *LETTERS)), max_size=12).map("".join),
    st.sampled_from((LONG, "x" * 5000, "*" * 4000, "&" * 4000, "👩‍👩‍👧" * 400, "e\u0301" * 1500, " \n " * 50, "")),
)
addresses = st.one_of(
    st.none(),
    words,
    st.builds("https://news.example/{}".format, words),
    st.just("https://news.example/" + "a" * 970),
    st.just("https://news.example/" + "()" * 400),
)
quotations = st.builds(Quotation, words, *[st.none() | words] * 3, addresses, st.none() | words)
entries = st.builds(Entry, words, st.none() | words, st.none() | quotations, st.lists(words, max_size=7).map(tuple))
sections = st.builds(Section, words, st.lists(entries, max_size=6).map(tuple))
messages = st.builds(
    Message,
    headline=st.none() | words,
    text=words,
    lines=st.lists(words, max_size=8).map(tuple),
    entries=st.lists(entries, max_size=8).map(tuple),
    sections=st.lists(sections, max_size=3).map(tuple),
    quotations=st.lists(quotations, max_size=6).map(tuple),
    remarks=st.lists(words, max_size=12).map(tuple),
    choices=st.lists(words, max_size=30).map(tuple),
    pictures=st.lists(st.builds(Picture, st.just("chart.png"), words), max_size=1).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(messages, st.booleans())
@example(Message(), True)
@example(Message(headline="\u200b", text=" \n"), False)
@example(Message(quotations=(Quotation("word " * 180),) * 120), True)
def test_every_message_becomes_bodies_that_slack_takes(message: Message, pictures: bool) -> None:
    bodies = pack(message, pictures=pictures)
    assert bodies
    assert [problem for body in bodies for problem in problems(body)] == []
    json.dumps(bodies).encode("utf-8")


@settings(max_examples=40, deadline=None)
@given(words)
def test_nothing_in_escaped_mrkdwn_is_live(text: str) -> None:
    escaped = mrkdwn.escape(text)
    rest = re.sub(r"&(amp|lt|gt);", "·", escaped)
    assert re.findall(r"[<>&*_~`]|:[\w+'-]+:|[@#]\w|[a-z]://|mailto:[^\s\u200b]", rest) == []
    assert "\n" not in escaped


@settings(max_examples=40, deadline=None)
@given(words, st.integers(0, 500))
def test_text_is_cut_to_its_budget_and_escapes_stay_whole(text: str, budget: int) -> None:
    fitted = mrkdwn.fit(text, budget)
    assert len(fitted.encode("utf-16-le")) // 2 <= budget
    assert not re.search(r"&(?!(amp|lt|gt);)", fitted)


def parts(value: Any, kind: str) -> list[dict[str, Any]]:
    """All parts of a body that have this type."""
    if isinstance(value, dict):
        own = [value] if value.get("type") == kind else []
        return own + [part for child in value.values() for part in parts(child, kind)]
    return [part for child in value for part in parts(child, kind)] if isinstance(value, list) else []


def shown(body: Body) -> str:
    return "".join(part["text"] for kind in ("text", "link", "plain_text") for part in parts(body["blocks"], kind))


HOSTILE = "He said *stop* <!channel> `now` :smile: <https://evil.example|safe> & left_over_things."


def test_a_quote_is_shown_as_it_was_printed_and_without_mrkdwn() -> None:
    [body] = pack(Message(headline="It", quotations=(Quotation(HOSTILE, "The Island Courier"),)))
    assert f"“{HOSTILE}”" in shown(body)
    assert not parts(body, "mrkdwn")


def test_the_text_for_notifications_says_the_answer_and_mentions_nobody() -> None:
    [body] = pack(Message(headline="Rabuka <!here>", text="He signed it."))
    assert body["text"] == "Rabuka &lt;!here&gt;: He signed it."
    assert pack(Message(entries=(Entry("Fiji *signed*"),)))[0]["text"] == "Fiji \u2217signed\u2217"


def test_each_part_of_a_message_is_shown_in_order() -> None:
    source = Quotation("", "Suva Daily", "2 May 2023", "News", "https://news.example/1", "sample")
    message = Message(
        headline="Which one?",
        text="Telling.",
        lines=("first", "second"),
        entries=(Entry("Fiji signed", "2 May 2023", source, ("planned",)),),
        sections=(Section("Security", (Entry("Japan sailed", "3 May", source, ("told by 3",)),)),),
        quotations=(Quotation("It did.", "Suva Daily", "2 May 2023", "News", "https://news.example/1"),),
        remarks=("2 more.",),
        choices=("Ana", "Tomas"),
    )
    [body] = pack(message)
    lines = [
        "".join(part["text"] for part in element["elements"])
        for block in body["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for element in ([element] if element["type"] != "rich_text_list" else element["elements"])
    ]
    assert lines == [
        "Telling.",
        "first\nsecond",
        "1 Ana\n2 Tomas",
        "2 May 2023 Fiji signed (planned) — News, Suva Daily, 2 May 2023 (sample)",
        "Security",
        "3 May Japan sailed\ntold by 3 · Suva Daily · 2 May 2023 · sample",
        "“It did.”\n— News, Suva Daily, 2 May 2023",
    ]
    assert body["blocks"][0] == {"type": "header", "text": {"type": "plain_text", "text": "Which one?", "emoji": False}}
    assert body["blocks"][-1]["elements"][0]["text"] == "2 more."
    assert {part["url"] for part in parts(body, "link")} == {"https://news.example/1"}


def test_a_picture_has_its_alternative_text_and_is_described_where_none_can_be_shown() -> None:
    picture = Picture("chart.png", "Events a day: most on Tuesday")
    [body] = pack(Message(headline="Week", text="All quiet.", pictures=(picture,)))
    [image] = parts(body, "image")
    assert image == {"type": "image", "slack_file": {"id": picture_id(picture)}, "alt_text": picture.description}
    [described] = pack(Message(headline="Week", pictures=(picture,)), pictures=False)
    assert picture.description in shown(described)
    assert not parts(described, "image")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://user@host.example/", "https://a.example/\u202ex", "https:///x", "https://[x"],
)
def test_an_address_that_is_none_is_not_linked(address: str) -> None:
    [body] = pack(Message(quotations=(Quotation("It did.", title="News", url=address),)))
    assert not parts(body, "link")
    assert "News" in shown(body)


def test_a_title_that_looks_like_an_address_does_not_link_to_another() -> None:
    quotation = Quotation("It did.", title="https://bank.example", url="https://evil.example/")
    [body] = pack(Message(quotations=(quotation,)))
    assert not parts(body, "link")


def test_a_long_list_is_parted_between_lines_and_loses_none() -> None:
    entries = tuple(Entry(f"Event {number} {'and more ' * 30}") for number in range(300))
    bodies = pack(Message(headline="Events", entries=entries))
    assert len(bodies) > 1
    assert [problem for body in bodies for problem in problems(body)] == []
    told = " ".join(shown(body) for body in bodies)
    assert all(f"Event {number} " in told for number in range(300))


@settings(max_examples=30, deadline=None)
@given(messages)
def test_text_alone_says_the_same_with_nothing_live(message: Message) -> None:
    for body in pack(message):
        alone = text_only(body)
        assert alone is not None
        assert 1 <= len(alone["text"].encode("utf-16-le")) // 2 <= 4000
        rest = re.sub(r"<https?://[^<>|\s]+\|[^<>|]*>|(?m:^> )|&(amp|lt|gt);", "·", alone["text"])
        assert re.findall(r"[<>&*_~`]|:[\w+'-]+:|[@#]\w", rest) == []
        assert text_only(alone) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U1> what did *Kishida* sign?", "what did Kishida sign?"),
        ("Q&amp;A: is 3 &lt; 4 in <#C1|general>?", "Q&A: is 3 < 4 in general?"),
        ("see <https://a.example/x_y|the news> by _Ana_", "see the news by Ana"),
        ("<!channel> who\nvisited `Tonga`", "who visited Tonga"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ],
)
def test_what_people_write_is_read_as_plain_text(written: str, read: str) -> None:
    assert mrkdwn.unescape(written) == read
