"""A topic is a question without its asking: understood by the same grammar, it says which events a channel follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.errors import AskingError
from bot.asking.query import EventQuery, Kind, Name, Order, Wanted
from bot.asking.understanding import Understanding
from bot.digests.errors import TopicNotUnderstood
from bot.digests.wording import topic_sentence
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold, gazetteer, is_english_word
from bot.knowledge.words import lemmas, noun_lemmas
from db import actors

LONGEST_TOPIC = 300
"""Characters."""
EVERYTHING = frozenset(
    (
        "everything", "all", "anything", "any", "news", "events", "all news", "all events", "any news", "any events",
        "all the news", "the news", "what happens", "what happened", "whatever happens", "everything that happens",
        "every event", "the latest", "latest news",
    )
)  # fmt: skip
"""Topics that leave nothing out."""
_GENERAL = frozenset(("event", "news", "development", "thing", "incident", "update", "story", "headline"))
"""Nouns that stand for any act where a topic begins with them."""
_STAND_IN = ("LAO", "FJI", "KIR")
"""States whose name can stand where a region's does while the topic is understood."""
_LONGEST_REGION = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """What a channel follows. Without a `query` it is everything.

    `sentence` says it in English; `unknown` are words that nobody knows, so that only their own appearance counts;
    `notes` say what else of the text was not taken as written.
    """

    text: str | None
    query: EventQuery | None
    sentence: str
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


ANYTHING = Topic(None, None, "Everything that matters in the Indo-Pacific.")


class Topics:
    """Understands topics. One instance serves a process."""

    def __init__(self, understanding: Understanding | None = None) -> None:
        self._understanding = understanding or Understanding()

    async def understand(self, session: AsyncSession, text: str | None, on: date) -> Topic:
        """Return what a topic means on a day, its names looked up in the store. Raise TopicNotUnderstood.

        It is understood anew for each digest: whom an office means changes with the day, and the store learns names.
        """
        written = " ".join((text or "").split())
        if not written or fold(written) in EVERYTHING:
            return ANYTHING if not written else replace(ANYTHING, text=written)
        if len(written) > LONGEST_TOPIC:
            raise TopicNotUnderstood(f"{written[:40]}…", reason=f"a topic may have {LONGEST_TOPIC} characters")
        asked, region = _with_stand_in(_without_article(written))
        try:
            query = await self._understanding.understand(session, asked, on)
        except AskingError as error:
            raise TopicNotUnderstood(written, reason=str(error).split(". ")[0].rstrip(".")) from None
        if region:
            query = await _with_region(session, query, region)
        query = _of_any_act(query, written)
        unknown = _unknown(query)
        if not _says_something(query, unknown):
            raise TopicNotUnderstood(written, unknown)
        notes = [f"“{query.window.text}” was left out: the digest's period says when."] if query.window else []
        notes += [f"“{name.text}” can mean several: each of them counts." for name in query.names if name.ambiguous]
        query = replace(
            query,
            kind=Kind.LIST,
            wanted=Wanted.EVENT,
            window=None,
            anchor=None,
            order=Order.NEWEST,
            ordinal=None,
            limit=None,
            negated=False,
        )
        return Topic(written, query, topic_sentence(query), unknown, tuple(notes))


def _without_article(text: str) -> str:
    """ "The South China Sea" is the sea, as it is without "the"."""
    first, _, rest = text.partition(" ")
    return rest if first.casefold() == "the" and gazetteer().place(rest) else text


@dataclass(frozen=True, slots=True)
class _Region:
    text: str
    members: tuple[str, ...]
    stand_in: str


def _with_stand_in(text: str) -> tuple[str, _Region | None]:
    """Put a state's name where the topic names a region of several, so that the grammar sees a name."""
    words = text.split()
    known = gazetteer()
    for size in range(min(_LONGEST_REGION, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            named = " ".join(words[start : start + size])
            plain = named.strip(",.?!")
            members = known.region(plain)
            if len(members) > 1:
                code = next(code for code in _STAND_IN if known.country_name(code) not in text)
                tail = named[len(plain) :]
                article = ["the"] if start and words[start - 1].casefold() == "the" else []
                before = words[: start - len(article)]
                stand_in = known.country_name(code)
                asked = " ".join([*before, stand_in + tail, *words[start + size :]])
                return asked, _Region(plain, members, stand_in)
    return text, None


async def _with_region(session: AsyncSession, query: EventQuery, region: _Region) -> EventQuery:
    """Let the region's own name stand again, meaning any of its members."""
    keys = [f"{kind}:{code}" for code in region.members for kind in ("country", "government")]
    ids = tuple((await actors.by_keys(session, keys)).values())

    def restored(name: Name) -> Name:
        if name.name != region.stand_in and name.text != region.stand_in:
            return name
        return Name(region.text, name.part, ids, region.text, name.excluded)

    return replace(query, names=tuple(restored(name) for name in query.names))


def _of_any_act(query: EventQuery, text: str) -> EventQuery:
    """ "Events between China and Japan" are not only their meetings, and "news" is no act."""
    first = next((word for word in fold(text).split() if word not in ("all", "any", "the", "every", "more")), "")
    general = not _GENERAL.isdisjoint((first, *noun_lemmas(first)))
    if not general or query.act is None:
        return query
    noun = lexicon().event_noun(first)
    return replace(query, act=None) if noun and query.act.words == noun.verb else query


def _unknown(query: EventQuery) -> tuple[str, ...]:
    """Words of the query that no table and no stored name holds."""
    known = gazetteer()
    words = [word for phrase in (*query.words, *query.answer_words) for word in fold(phrase).split()]
    found = [word for word in words if not _is_known(word)]
    for name in query.names:
        if not name.actors and name.name is None and not known.named(name.text) and not known.place(name.text):
            found += [word for word in fold(name.text).split() if not _is_known(word)]
    return tuple(dict.fromkeys(found))


def _is_known(word: str) -> bool:
    known = gazetteer()
    return (
        any(map(str.isdigit, word))
        or is_english_word(word)
        or any(is_english_word(lemma) for lemma in lemmas(word))
        or lexicon().is_verb(word)
        or known.country_of(word) is not None
        or bool(known.named(word))
        or known.place(word) is not None
    )


def _says_something(query: EventQuery, unknown: Sequence[str]) -> bool:
    """Whether there is a name, an act or a word to look for that somebody knows."""
    if any(name.actors or name.name or not set(fold(name.text).split()) <= set(unknown) for name in query.names):
        return True
    if query.act is not None:
        return True
    words = [word for phrase in (*query.words, *query.answer_words) for word in fold(phrase).split()]
    return any(word not in unknown for word in words) or bool(query.answer_kind or query.answer_country or query.status)
