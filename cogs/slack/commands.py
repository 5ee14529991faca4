"""/brief: what is typed behind it becomes one call of the desk, or a form."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.asking.listing import EventFilter
from bot.asking.lookup import UnknownName, UnreadableDate
from bot.chat.desk import Shown
from bot.chat.lists import help_message
from bot.chat.message import Message
from bot.chat.slack.mrkdwn import unescape
from bot.digests.period import Length
from cogs.slack.bot import SealaneSlack, checked
from cogs.slack.briefs import Briefs
from cogs.slack.ordering import Ordering
from cogs.slack.origin import Origin
from cogs.slack.wording import worded

COMMAND = "/brief"
_DAY_WORDS = re.compile(r"^(?:about|on|for|with)\s+", re.IGNORECASE)


class Word(StrEnum):
    """The first words behind the command that are no question."""

    HELP = "help"
    ASK = "ask"
    TODAY = "today"
    WEEK = "week"
    WHO = "who"
    TIMELINE = "timeline"
    EVENTS = "events"
    WATCH = "watch"
    SUBSCRIBE = "subscribe"
    SUBSCRIPTIONS = "subscriptions"
    SOURCES = "sources"
    SETTINGS = "settings"
    PRIVACY = "privacy"


_TOPICS = (Word.WATCH, Word.SUBSCRIBE, Word.TODAY, Word.WEEK)
"""What follows these is a topic, which may be a question."""
HELP = (
    ("/brief QUESTION", "an answer with its quote, publisher, date and link, shown to you alone unless you share it"),
    ("/brief today [TOPIC], /brief week [TOPIC]", "a digest of the last day or week"),
    ("/brief who NAME", "who somebody is, and what they did last"),
    ("/brief events NAME [with NAME] [since DATE] [until DATE]", "a list of events, the newest first"),
    ("/brief timeline NAME [with NAME] [since DATE]", "the same, the oldest first"),
    ("/brief watch TOPIC", "tell this channel news of a topic as it is read"),
    ("/brief subscribe [SCHEDULE about TOPIC]", "a digest for this channel; without more, a form"),
    ("/brief subscriptions [show|edit|pause|resume|remove|test|log|doctor NUMBER]", "what this workspace has ordered"),
    ("/brief sources [add ADDRESS|pause|resume|remove|show NUMBER]", "where news comes from"),
    ("/brief settings [zone CITY|language CODE|fallback CHANNEL|admins PERSON]", "what this workspace chose"),
    ("/brief privacy [delete]", "what Sealane keeps of you; deleting it"),
)
PRIVACY_HINT = "/brief privacy delete removes all of it at once."
_PARTS = re.compile(r"(?:^|\s)(with|and|since|from|until|till|to|in)\s+", re.IGNORECASE)
_IS = re.compile(r"^(?:is|was|are)\s+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:of|for|about|on)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed behind the command. `rest` is what follows the word; for a question it is all of it."""

    word: Word
    rest: str
    whole: str
    raw: str = ""
    """What follows the word as Slack sends it, with people, channels and addresses marked."""


def read(text: str) -> Typed:
    """Understand what was typed. What ends like a question is one, whatever it begins with."""
    whole = unescape(text)
    raw = text.strip().partition(" ")[2]
    first, _, rest = whole.partition(" ")
    rest = rest.strip()
    if not whole:
        return Typed(Word.HELP, "", "")
    word = next((one for one in Word if one.value == first.casefold()), None)
    if word is Word.ASK and rest:
        return Typed(Word.ASK, rest, rest)
    if word is None or (whole.endswith("?") and word not in _TOPICS):
        return Typed(Word.ASK, whole, whole)
    if word is Word.HELP and rest:
        return Typed(Word.ASK, whole, whole)
    return Typed(word, rest, whole, raw)


def filter_of(words: str, *, oldest_first: bool) -> EventFilter:
    """Read "Kishida with Biden since 2023 until May 2024"."""
    pieces = _PARTS.split(_ABOUT.sub("", words))
    found: dict[str, str] = {"who": pieces[0].strip()} if pieces[0].strip() else {}
    for marker, value in zip(pieces[1::2], pieces[2::2], strict=True):
        match marker.casefold():
            case "with" | "and":
                found["other"] = value.strip()
            case "since" | "from":
                found["since"] = value.strip()
            case "until" | "till" | "to":
                found["until"] = value.strip()
            case _:
                found["since"] = found["until"] = value.strip()
    return EventFilter(**found, oldest_first=oldest_first)  # type: ignore[arg-type]


async def asked(bot: SealaneSlack, origin: Origin, question: str) -> Shown:
    """Answer a question, in the conversation that the person has in the channel."""
    return await bot.desk.ask(
        checked(question), person=origin.person, place=origin.conversation, workspace=origin.workspace
    )


async def listed(bot: SealaneSlack, origin: Origin, typed: Typed) -> Shown:
    """List events; words that are no name make a question of it all: "events near Taiwan in 2022"."""
    if not typed.rest and typed.word is Word.TIMELINE:
        raise UnknownName("")
    wanted = filter_of(typed.rest, oldest_first=typed.word is Word.TIMELINE)
    try:
        return await bot.desk.events(wanted, person=origin.person)
    except (UnknownName, UnreadableDate):
        return await asked(bot, origin, typed.whole)


async def profiled(bot: SealaneSlack, origin: Origin, typed: Typed) -> Shown:
    """Say who somebody is; words that are no name make a question of it all: "who visited Tokyo"."""
    try:
        return await bot.desk.who(_IS.sub("", typed.rest), person=origin.person)
    except UnknownName:
        return await asked(bot, origin, typed.whole)


async def told_privacy(bot: SealaneSlack, origin: Origin, typed: Typed) -> Message:
    """Tell what is kept of the person, or remove it."""
    if typed.rest.casefold() == "delete":
        return await bot.desk.delete(origin.person)
    return replace(await bot.desk.privacy(origin.person), remarks=(PRIVACY_HINT,))


async def briefed(briefs: Briefs, origin: Origin, typed: Typed) -> Message:
    """A digest of the last day or week."""
    length = Length.DAY if typed.word is Word.TODAY else Length.WEEK
    return await briefs.brief(origin.team, length, _DAY_WORDS.sub("", typed.rest) or None)


def opens_form(typed: Typed) -> bool:
    """Whether it is answered with a form: what is ordered was left open."""
    if typed.word is Word.SUBSCRIPTIONS:
        return edited(typed) is not None
    return typed.word in (Word.SUBSCRIBE, Word.WATCH) and not typed.rest


def edited(typed: Typed) -> str | None:
    """Which subscription is to be edited in a form, where nothing is said about how."""
    deed, _, which = typed.rest.partition(" ")
    return which.strip() if deed.casefold() == "edit" and which.strip() and " " not in which.strip() else None


class Commands:
    """Does what is typed, but for forms."""

    def __init__(self, bot: SealaneSlack, ordering: Ordering, briefs: Briefs) -> None:
        self._bot = bot
        self._ordering = ordering
        self._briefs = briefs

    async def do(self, origin: Origin, typed: Typed) -> Shown | Message:
        """Do it. Raise AskingError, SubscriptionError or DigestError where it cannot be done."""
        match typed.word:
            case Word.HELP:
                return help_message(HELP, ask=COMMAND)
            case Word.ASK:
                return await asked(self._bot, origin, typed.whole)
            case Word.WHO:
                return await profiled(self._bot, origin, typed)
            case Word.EVENTS | Word.TIMELINE:
                return await listed(self._bot, origin, typed)
            case Word.PRIVACY:
                return await told_privacy(self._bot, origin, typed)
            case Word.TODAY | Word.WEEK:
                return await briefed(self._briefs, origin, typed)
            case Word.SUBSCRIBE:
                return worded(await self._ordering.subscribe(origin, typed.rest))
            case Word.WATCH:
                return worded(await self._ordering.watch(origin, typed.rest))
            case Word.SUBSCRIPTIONS:
                return worded(await self._ordering.subscriptions(origin, typed.raw))
            case Word.SOURCES:
                return worded(await self._ordering.sources(origin, typed.raw))
            case _:
                return worded(await self._ordering.settings(origin, typed.raw))
