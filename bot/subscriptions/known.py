"""Names of subscriptions and sources while they are typed: from memory, because there is no time to ask the store."""

from dataclasses import dataclass

from bot.chat.suggestions import MOST, Names, Suggestions
from bot.news.curated import curated_sources
from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.errors import SubscriptionError
from bot.subscriptions.schedule_telling import told
from bot.subscriptions.schedule_words import read_schedule
from db import sources, subscriptions, workspace_settings
from db.session import Store
from db.subscriptions import Named

TOPICS = (
    "everything",
    "events between China and the Philippines",
    "anything Japan signs",
    "protests in Myanmar",
    "visits to Taiwan",
    "the South China Sea",
    "sanctions on North Korea",
    "aid to the Pacific islands",
)
"""Topics that show what can be followed."""
SCHEDULES = (
    "daily at 7:00",
    "weekdays at 08:30",
    "7:00 and 18:00",
    "Mondays at 9:00",
    "hourly from 8:00 to 18:00 on weekdays",
    "first of the month at 9:00",
)
"""Schedules that show how they are said."""
_ABOUT = ("anything {} does", "what {} signs", "visits to {}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: what is shown, and what is typed for it."""

    label: str
    value: str


class Known:
    """What the workspaces have, as of the last refresh. What somebody chooses is looked up in the store anyway."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._subscriptions: dict[tuple[str, str], list[Suggestion]] = {}
        self._sources: list[Suggestion] = []
        self._admins: dict[tuple[str, str], frozenset[str]] = {}
        self._curated = Names(one.name for one in curated_sources())

    async def refresh(self, where: Where | None = None) -> None:
        """Look up anew: all, or the subscriptions of one workspace and the sources."""
        platform, workspace = (where.platform, where.workspace) if where else (None, None)
        grouped: dict[tuple[str, str], list[Suggestion]] = {}
        async with self._store.reading() as session:
            last = 0
            # Page by page, because the event loop waits for each.
            while found := await subscriptions.names(session, platform=platform, workspace=workspace, after=last):
                last = found[-1].id
                for one in found:
                    grouped.setdefault((one.platform, one.workspace), []).append(_suggested(one))
            self._sources = [Suggestion(one.name, str(one.id)) for one in await sources.listed(session)]
            self._admins = await workspace_settings.admins(session)
        if platform is None or workspace is None:
            self._subscriptions = grouped
        else:
            self._subscriptions[platform, workspace] = grouped.get((platform, workspace), [])

    def is_admin(self, who: Requester, where: Where) -> bool:
        """Whether somebody may see these names; what they may do is decided by the store."""
        admins = self._admins.get((where.platform or "", where.workspace or ""), frozenset())
        return who.manages or who.person in admins or any(f"role:{role}" in admins for role in who.roles)

    def subscriptions(self, where: Where, typed: str) -> list[Suggestion]:
        """The subscriptions of a workspace whose number or name holds what is typed."""
        return _holding(self._subscriptions.get((where.platform or "", where.workspace or ""), []), typed)

    def sources(self, typed: str) -> list[Suggestion]:
        """The sources whose name holds what is typed."""
        return _holding(self._sources, typed)

    def curated(self, typed: str) -> list[Suggestion]:
        """The sources that ship with the program, by the beginning of a word of their names."""
        return [Suggestion(name, name) for name in self._curated.beginning(typed)]


def topics(names: Suggestions, typed: str) -> list[Suggestion]:
    """Topics that begin like what is typed, and those that its last words may become when a name is completed."""
    text = " ".join(typed.split())
    words = text.split()
    found = [topic for topic in TOPICS if topic.casefold().startswith(text.casefold())]
    for start in range(max(0, len(words) - 3), len(words)):
        head, tail = " ".join(words[:start]), " ".join(words[start:])
        for name in names.anyone.beginning(tail, 5):
            found += [f"{head} {name}"] if head else [about.format(name) for about in _ABOUT]
    return [Suggestion(topic, topic) for topic in dict.fromkeys(found)][:MOST]


def schedules(typed: str) -> list[Suggestion]:
    """What is typed as it is understood, or else schedules that begin like it."""
    text = " ".join(typed.split())
    try:
        read = read_schedule(text)
    except SubscriptionError:
        like = [words for words in SCHEDULES if words.casefold().startswith(text.casefold())]
        return [Suggestion(words, words) for words in like or SCHEDULES]
    understood = told(read.cron) + (f" ({read.zone})" if read.zone else "")
    return [Suggestion(understood, text), *(Suggestion(words, words) for words in SCHEDULES if words != text)]


def _suggested(one: Named) -> Suggestion:
    return Suggestion(f"{one.id}: {one.name or one.topic or 'everything'} ({one.kind})", str(one.id))


def _holding(suggestions: list[Suggestion], typed: str) -> list[Suggestion]:
    folded = typed.strip().casefold()
    return [one for one in suggestions if folded in one.label.casefold()][:MOST]
