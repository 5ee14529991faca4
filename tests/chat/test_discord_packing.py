import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat.discord import Body, pack
from bot.chat.message import Entry, Message, Quotation
from tests.fakes.discord_limits import problems

LONG = "The two coast guards will patrol the strait together from March. " * 70
MARKUP = ("*", "_", "`", "~", "|", "[x](http://a.example)", "\n", "# ", "> ", "- ", "1. ", "\\", "]", ")", " ")
LIVE = ("<@1>", "@everyone", "@here", "<#5>", "</ask:1>", "<t:1:R>", "https://evil.example/", "discord.gg/x", ":smile:")
LETTERS = ("\u202e", "\u200d", "👩‍👩‍👧", "e\u0301", "a", "1")
HOSTILE = (*MARKUP, *LIVE, *LETTERS)
words = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join),
    st.sampled_from((LONG, "x" * 5000, "**" * 2000, "👩‍👩‍👧" * 400, "e\u0301" * 1500, " \n " * 50, "")),
)
addresses = st.one_of(
    st.none(),
    words,
    st.builds("https://news.example/{}".format, words),
    st.just("https://news.example/" + "a" * 990),
    st.just("https://news.example/" + "()" * 400),
)
quotations = st.builds(Quotation, words, *[st.none() | words] * 3, addresses, st.none() | words)
entries = st.builds(Entry, words, st.none() | words, st.none() | quotations)
messages = st.builds(
    Message,
    headline=st.none() | words,
    text=words,
    lines=st.lists(words, max_size=8).map(tuple),
    entries=st.lists(entries, max_size=8).map(tuple),
    quotations=st.lists(quotations, max_size=6).map(tuple),
    remarks=st.lists(words, max_size=3).map(tuple),
    choices=st.lists(words, max_size=30).map(tuple),
)


def texts(bodies: list[Body]) -> list[str]:
    found: list[str] = []
    for body in bodies:
        found.append(body.get("content") or "")
        found += [embed.get(part) or "" for embed in body.get("embeds", []) for part in ("title", "description")]
    return [text for text in found if text]


@settings(max_examples=40, deadline=None)
@given(messages, st.booleans())
@example(Message(), True)
@example(Message(headline="\u200b", text=" \n"), False)
def test_every_message_becomes_bodies_that_discord_takes(message: Message, embeds: bool) -> None:
    bodies = pack(message, embeds=embeds)
    assert bodies
    assert [problem for body in bodies for problem in problems(body)] == []
    json.dumps(bodies).encode("utf-8")


LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>\s()]+)>\)")


def live(text: str) -> list[str]:
    """What would work as markup in the text: all that is left when escapes and our own marks are gone."""
    rest = LINK.sub("·", text)
    rest = re.sub(r"\\[^0-9A-Za-z\s]", "·", rest)
    rest = re.sub(r"(?m)^(?:> (?:“|— )|-# |\*\*\d+\*\* |\*\*[^*\n]*\*\* ?)", "", rest)
    return re.findall(
        r"[*_~`|<>\[\]#]|https?://|@(?:everyone|here|[!&]?\d)|:[\w+~-]+:|(?m:^(?:[-+]|\d+[.)])\s)|discord\.gg", rest
    )


@settings(max_examples=40, deadline=None)
@given(messages, st.booleans())
def test_nothing_that_a_source_wrote_is_live(message: Message, embeds: bool) -> None:
    assert [found for text in texts(pack(message, embeds=embeds)) for found in live(text)] == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a *bold* claim", r"a \*bold\* claim"),
        ("snake_case and ~~gone~~", r"snake\_case and \~\~gone\~\~"),
        ("see https://evil.example/x", r"see https\://evil.example/x"),
        ("tell @everyone and <@42>", "tell @\u200beveryone and \\<@\u200b42\\>"),
        ("1. first", r"1\. first"),
        ("- first", r"\- first"),
        ("at 10:30 on 1/2", "at 10:30 on 1/2"),
        ("U.S.-Japan, e.g. a 2+2", "U.S.-Japan, e.g. a 2+2"),
        ("two\nlines\tand \u202ereversed", "two lines and reversed"),
    ],
)
def test_text_is_shown_as_it_is_written(written: str, shown: str) -> None:
    assert pack(Message(text=written))[0]["embeds"][0]["description"] == shown


def test_an_answer_comes_first_then_its_quote_with_publisher_and_link() -> None:
    quotation = Quotation("They signed it.", "The Daily", "3 May 2023", "A [big] day", "https://daily.example/a(b)")
    [body] = pack(Message(headline="a pact", text="They signed a pact.", quotations=(quotation,), remarks=("2 more.",)))
    assert body == {
        "embeds": [
            {
                "color": body["embeds"][0]["color"],
                "title": "a pact",
                "description": "They signed a pact.\n\n> “They signed it.”\n"
                "> — [A (big) day](<https://daily.example/a%28b%29>), The Daily, 3 May 2023\n\n-# 2 more.",
            }
        ],
        "allowed_mentions": {"parse": []},
    }


def test_a_long_quote_is_cut_at_a_word_with_a_mark_and_keeps_its_whole_link() -> None:
    [body] = pack(Message(quotations=(Quotation(LONG, "The Daily", url="https://daily.example/" + "a" * 800),)))
    quote, source = body["embeds"][0]["description"].split("\n")
    assert re.fullmatch(r"> “(The two .*)?\b\w+…”", quote)
    assert source == f"> — [source](<https://daily.example/{'a' * 800}>), The Daily"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://u:p@a.example/",
        "https://",
        "https://[::1",
        "news.example/a",
        "https://a b/",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    [body] = pack(Message(quotations=(Quotation("Said so.", title="Title", url=address),)))
    assert body["embeds"][0]["description"] == "> “Said so.”\n> — Title"


def test_a_long_list_goes_into_several_messages_in_order_and_nothing_is_left_out() -> None:
    said = [f"Event number {number} took place in the harbour." for number in range(300)]
    bodies = pack(Message(headline="Events", entries=tuple(Entry(text) for text in said)))
    assert [line for body in bodies for line in body["embeds"][0]["description"].split("\n\n")] == said
    assert [body["embeds"][0].get("title") for body in bodies] == ["Events"] + [None] * (len(bodies) - 1)


def test_a_headline_too_long_for_a_title_is_not_cut_but_moves_into_the_text() -> None:
    headline = "agreement " * 40
    [body] = pack(Message(headline=headline, text="Told."))
    assert body["embeds"][0]["description"] == f"**{headline.strip()}**\n\nTold."
    assert "title" not in body["embeds"][0]


def test_without_embeds_the_same_is_told_as_plain_content() -> None:
    [body] = pack(Message(headline="a pact", text="They signed."), embeds=False)
    assert body == {"content": "**a pact**\n\nThey signed.", "allowed_mentions": {"parse": []}}
