"""The message of a digest as the console and the platforms show it."""

import io
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.chat import discord, slack
from bot.chat.console import print_message
from bot.chat.keeping import message_from_json, message_to_json
from bot.chat.limits import Discord
from bot.chat.message import Entry, Message, Picture, Quotation, Section
from bot.digests.composer import Composer
from db.vocabulary import Role
from tests.digests.newsroom import DENIAL, MORNING, PROTESTS, RAMMING, TREATY, VISIT, Press
from tests.digests.test_composer import HOUR, TODAY, replace_order

BRIEF = """\
Indo-Pacific brief: Tue 5 May 2026
5 lines out of 5 events read in 5 articles of 2 publishers, from 4 May, 09:00 to 5 May, 09:00 (Asia/Tokyo).

Pacific Islands
- 3 May: Japan signed a fishing treaty with Fiji on 3 May 2026
  reported by 2 publishers · The Lagoon Post · 4 May

South China Sea
- 4 May: China rammed a boat of the Philippines near Sabina Shoal on 4 May 2026
  The Lagoon Post · 4 May

Korean Peninsula
- North Korea denied that it had sold rockets to Myanmar
  denied · according to Taiwan · The Lagoon Post · 4 May

Southeast Asia
- 4 May: Students protested in Myanmar on 4 May 2026 against the draft
  The Lagoon Post · 4 May

In the next days
- 8 May: Sina Leota will visit Tonga on 8 May 2026
  planned, not told as done · The Lagoon Post · 4 May
"""


async def brief(press: Press, composer: Composer) -> Message:
    (treaty,) = await press.publish(TREATY, title="Japan and Fiji sign a fishing treaty")
    await press.publish(TREATY, same_as=[treaty], publisher="The Reef Times", at=MORNING + 4 * HOUR)
    await press.publish(RAMMING, PROTESTS, at=MORNING + 5 * HOUR)
    await press.publish(VISIT, at=MORNING + 6 * HOUR)
    await press.publish(replace(DENIAL, parts=(*DENIAL.parts, (Role.SPEAKER, "country:TWN"))), at=MORNING + 7 * HOUR)
    return (await composer.digest(TODAY)).message


def shown(message: Message) -> str:
    stream = io.StringIO()
    print_message(Console(file=stream, width=120, highlight=False, markup=False, emoji=False), message)
    return "\n".join(line for line in stream.getvalue().splitlines() if "https://" not in line) + "\n"


async def test_a_brief_reads_as_an_analyst_wants_it(press: Press, composer: Composer) -> None:
    assert shown(await brief(press, composer)) == BRIEF


async def test_a_brief_is_the_same_each_time(press: Press, composer: Composer) -> None:
    first = await brief(press, composer)
    assert (await Composer(press.store).digest(TODAY)).message == first


async def test_a_brief_fits_one_message_on_each_platform(press: Press, composer: Composer) -> None:
    message = await brief(press, composer)
    (body,) = discord.pack(message)
    description = body["embeds"][0]["description"]
    assert (
        "### Pacific Islands\n- **3 May** Japan signed a fishing treaty with Fiji on 3 May 2026\n-# reported"
        in description
    )
    assert "[The Lagoon Post](<https://news.example/" in description
    (blocks,) = slack.pack(message)
    assert "Pacific Islands" in json.dumps(blocks)


async def test_dates_follow_the_language_and_the_zone(press: Press, composer: Composer) -> None:
    await press.publish(TREATY)
    message = (await composer.digest(replace_order(language="en-us", zone="America/New_York"))).message
    assert message.headline == "Indo-Pacific brief: Mon May 4, 2026"
    assert "from May 3, 20:00 to May 4, 20:00 (America/New_York)" in message.text
    assert message.sections[0].entries[0].when == "May 3"


async def test_a_message_has_at_most_so_many_lines(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, RAMMING, PROTESTS, DENIAL, VISIT)
    for size in (1, 2, 3, 5):
        message = (await composer.digest(replace_order(size=size))).message
        lines = sum(len(section.entries) for section in message.sections)
        assert lines <= size
        assert ("left out" in " ".join(message.remarks)) == (lines < 5)


def test_a_picture_is_attached_and_described() -> None:
    message = Message(headline="Brief", text="Five lines.", pictures=(Picture("map.png", "Map: Fiji 3."),))
    (body,) = discord.pack(message)
    assert body["attachments"] == [{"id": 0, "filename": "map.png", "description": "Map: Fiji 3."}]
    assert body["embeds"][0]["image"] == {"url": "attachment://map.png"}
    (plain,) = discord.pack(message, embeds=False)
    assert plain["attachments"][0]["filename"] == "map.png"
    assert "[Picture: Map: Fiji 3.]" in shown(message)


TEXTS = st.text(max_size=300)
ENTRIES = st.builds(
    Entry, TEXTS, st.none() | TEXTS,
    st.none() | st.builds(Quotation, TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS),
    st.lists(TEXTS, max_size=7).map(tuple),
)  # fmt: skip
MESSAGES = st.builds(
    Message, st.none() | st.text(min_size=1, max_size=300), TEXTS,
    sections=st.lists(st.builds(Section, TEXTS, st.lists(ENTRIES, max_size=6).map(tuple)), max_size=4).map(tuple),
    pictures=st.lists(st.builds(Picture, st.just("a.png"), TEXTS), max_size=1).map(tuple),
)  # fmt: skip


@given(message=MESSAGES, embeds=st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_digest_is_within_discords_limits(message: Message, embeds: bool) -> None:
    for body in discord.pack(message, embeds=embeds):
        assert len(body.get("content", "")) <= Discord.CONTENT
        for embed in body.get("embeds", ()):
            assert len(embed.get("description", "").encode("utf-16-le")) // 2 <= Discord.EMBED_DESCRIPTION
        for attachment in body.get("attachments", ()):
            assert len(attachment["description"]) <= Discord.ATTACHMENT_DESCRIPTION


@given(message=MESSAGES)
@settings(max_examples=40, deadline=None)
def test_any_digest_can_be_kept_and_given_back(message: Message) -> None:
    assert message_from_json(json.loads(json.dumps(message_to_json(message)))) == message
