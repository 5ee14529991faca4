"""Events kept in memory after they were loaded, since people ask about the same ones again and again."""

from collections import OrderedDict
from collections.abc import Iterable

from db.records import StoredEvent

MOST = 4096
"""Events; each takes a few kilobytes."""
KEY = "loaded events"
"""Where a reading session carries them (`session.info`)."""


class LoadedEvents:
    """The events loaded last. Stored events never change but for further reports, which only a new article brings.

    `renew` is told the newest article's id before each use and forgets everything when there is another; this process's
    own writing forgets too. What another process removes may be told until then.
    """

    def __init__(self, most: int = MOST) -> None:
        self._events: OrderedDict[int, StoredEvent] = OrderedDict()
        self._most = most
        self.predicates: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        """The numbers of verbs and actions asked for, as long as the events are kept."""
        self._newest: int | None = None

    def renew(self, newest: int | None) -> None:
        """Forget the events where the newest article is not the one they were loaded under."""
        if newest != self._newest:
            self.clear()
            self._newest = newest

    def clear(self) -> None:
        """Forget everything."""
        self._events.clear()
        self.predicates.clear()

    def known(self, ids: Iterable[int]) -> dict[int, StoredEvent]:
        """Those of the events that are kept."""
        found = {}
        for identifier in ids:
            event = self._events.get(identifier)
            if event is not None:
                self._events.move_to_end(identifier)
                found[identifier] = event
        return found

    def keep(self, events: Iterable[StoredEvent]) -> None:
        """Keep events, and let go of those not asked for the longest."""
        for event in events:
            self._events[event.id] = event
        while len(self._events) > self._most:
            self._events.popitem(last=False)
