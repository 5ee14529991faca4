"""Full text: one document for each event told by an article, its words and tags in one inverted index.

A document's words are those quoted, the object, the place, the participants and the articles' titles. Its tags name the
participants' ids, so that "this actor and these words" walks two short lists of one index instead of joining.
Words are folded here, the same way when written and when looked for, and no stop word is dropped ("WHO").
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite
from db.loading import load
from db.records import StoredEvent, ids_between

LONGEST_WORD = 64
"""Characters; PostgreSQL refuses words from 2,046 bytes on, and nobody looks for such."""

MOST_WORDS = 4000
"""Of one document; PostgreSQL refuses vectors from 1 MiB on."""

MOST_ASKED = 50
"""Words of one search; what comes after is left out."""

_INITIALISM = re.compile(r"\b\w(?:\.\w)+\b")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bb\u02bc\uff07`", "'"))
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_WORD = re.compile(r"[^\W_]+")


def words_of(told: str) -> list[str]:
    """The words of a text as they are indexed: lower-case, without accents, possessives and the dots of "U.S."."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", told) if not unicodedata.combining(letter))
    plain = plain.translate(_APOSTROPHES).casefold()
    plain = _INITIALISM.sub(lambda match: match[0].replace(".", ""), _POSSESSIVE.sub("", plain))
    return [word[:LONGEST_WORD] for word in _WORD.findall(_APOSTROPHE.sub("", plain))]


async def index(session: AsyncSession, ids: Iterable[int]) -> None:
    """Write the documents of these events anew, from what is stored. Imported events have none."""
    events = [event for event in await load(session, sorted(set(ids))) if event.reports]
    # FTS5 flushes its index to disk whenever a row id is not higher than the last one: ascending order is much faster.
    events.sort(key=lambda event: event.id)
    if not events:
        return
    if is_sqlite(session):
        await session.execute(text("DELETE FROM documents WHERE rowid = :id"), [{"id": event.id} for event in events])
        await session.execute(
            text("INSERT INTO documents (rowid, text, tags) VALUES (:id, :words, :tags)"),
            [{"id": event.id, "words": _words(event), "tags": " ".join(_tags(event))} for event in events],
        )
        return
    await session.execute(
        text(
            "INSERT INTO documents (event_id, vector)"
            " VALUES (:id, to_tsvector('news', :words) || array_to_tsvector(CAST(:tags AS text[])))"
            " ON CONFLICT (event_id) DO UPDATE SET vector = excluded.vector"
        ),
        [{"id": event.id, "words": _words(event), "tags": [f"={tag}" for tag in _tags(event)]} for event in events],
    )


@dataclass(frozen=True, slots=True)
class Search:
    """What documents must hold: the words, and of each group in `actors` one who is named.

    `every` asks for all the words, otherwise any one will do; an item of several words ("Indo-Pacific") asks for them
    in that order. Any text is safe as a word. Without any word or actor nothing is found.
    """

    words: Sequence[str] = ()
    every: bool = True
    actors: Sequence[Collection[int]] = ()


async def search(
    session: AsyncSession,
    words: Sequence[str],
    *,
    every: bool = True,
    actors: Sequence[Collection[int]] = (),
    first: date | None = None,
    last: date | None = None,
    limit: int = 200,
) -> list[int]:
    """Ids of the newest events whose documents match, newest first. `first` and `last` bound the day, inclusive."""
    wanted = Search(words, every, actors)
    return (await search_all(session, [wanted], first=first, last=last, limit=limit))[0]


async def search_all(
    session: AsyncSession,
    wanted: Sequence[Search],
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int = 200,
) -> list[list[int]]:
    """Run several searches in one statement, since each costs more to send than to run; as `search`, for each."""
    found: list[list[int]] = [[] for _ in wanted]
    low, high = ids_between(first, last)
    values: dict[str, object] = {"low": low, "high": high, "limit": limit}
    places = []
    query, terms = (_SQLITE, _sqlite_terms) if is_sqlite(session) else (_POSTGRESQL, _postgresql_terms)
    for place, one in enumerate(wanted):
        phrases = [phrase for word in one.words[:MOST_ASKED] if (phrase := words_of(word)[:MOST_ASKED])]
        groups = [sorted(set(group)) for group in one.actors]
        if (phrases or groups) and all(groups):
            values |= {f"{name}{place}": value for name, value in terms(phrases, groups, every=one.every).items()}
            places.append(place)
    if places:
        for place, identifier in await session.execute(_statement(query, tuple(places)), values):
            found[place].append(identifier)
    return found


# Never ORDER BY rank: both databases would score every match of a common word before giving the first. The order of the
# ids costs nothing, and the caller ranks the few that it gets.
_SQLITE = (
    "SELECT {place} AS place, id FROM (SELECT rowid AS id FROM documents WHERE documents MATCH :query{place}"
    " AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :limit)"
)
_POSTGRESQL = (
    "SELECT {place} AS place, id FROM (SELECT event_id AS id FROM documents"
    " WHERE vector @@ (to_tsquery('news', :words{place}) && CAST(:tags{place} AS tsquery))"
    " AND event_id BETWEEN :low AND :high ORDER BY event_id DESC LIMIT :limit) AS found{place}"
)


@cache
def _statement(query: str, places: tuple[int, ...]) -> TextClause:
    return text(" UNION ALL ".join(query.format(place=place) for place in places))


def _sqlite_terms(phrases: Sequence[Sequence[str]], groups: Sequence[Sequence[int]], *, every: bool) -> dict[str, str]:
    wanted = [f"{{tags}} : ({' OR '.join(map(_actor_tag, group))})" for group in groups]
    if phrases:
        between = " AND " if every else " OR "
        wanted.append(f"{{text}} : ({between.join(_quoted(phrase) for phrase in phrases)})")
    return {"query": " AND ".join(wanted)}


def _postgresql_terms(
    phrases: Sequence[Sequence[str]], groups: Sequence[Sequence[int]], *, every: bool
) -> dict[str, str]:
    between = " & " if every else " | "
    return {
        "words": between.join(f"({' <-> '.join(phrase)})" for phrase in phrases),
        "tags": " & ".join(f"({' | '.join(map(_actor_lexeme, group))})" for group in groups),
    }


def _words(event: StoredEvent) -> str:
    # The verb as a lemma, because no stemmer leads from "met" to "meet".
    parts = [event.verb, event.object, event.place, event.place_name, event.speaker]
    for participant in event.participants:
        parts += [participant.text, participant.actor.name if participant.actor else None]
    for report in event.reports:
        parts += [report.quote, report.article.title]
    told = dict.fromkeys(part for part in parts if part)
    return " ".join(words_of("\n".join(told))[:MOST_WORDS])


def _tags(event: StoredEvent) -> list[str]:
    actors = {participant.actor.id for participant in event.participants if participant.actor}
    return [_actor_tag(actor) for actor in sorted(actors)]


def _actor_tag(actor: int) -> str:
    return f"a{actor}"


def _actor_lexeme(actor: int) -> str:
    # SQLite's tags have a column of their own; PostgreSQL's are told from words by a sign that no word can hold.
    return f"'={_actor_tag(actor)}'"


def _quoted(phrase: Sequence[str]) -> str:
    # Words are letters and digits only, so nothing in them can end the quotation.
    return f'"{" ".join(phrase)}"'
