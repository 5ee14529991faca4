"""Places that are no country: seas, islands, cities, provinces, bases."""

from bot.knowledge.tables import lines_with_folded, parts, words

_NAME, _COUNTRY, _ALIASES = range(3)


class Places:
    """The places of places.tsv by folded name."""

    def __init__(self) -> None:
        self._kinds = words("place_words")
        self._by_name: dict[str, str] = {}
        for line, folded in lines_with_folded("places"):
            cells = folded.split("\t")
            self._by_name.setdefault(cells[_NAME].strip(), line)
            for alias in parts(cells[_ALIASES]) if len(cells) > _ALIASES else ():
                self._by_name.setdefault(alias, line)

    def named(self, folded: str) -> tuple[str, str | None] | None:
        """Return a place's usual name and its country, None for seas and what is disputed.

        A word that says what it is may follow: "Nara Prefecture", "Yeosu port".
        """
        line = self._by_name.get(folded)
        if line is None:
            shorter, _, kind = folded.rpartition(" ")
            return self.named(shorter) if shorter and kind in self._kinds else None
        cells = line.split("\t")
        return cells[_NAME], cells[_COUNTRY] or None if len(cells) > _COUNTRY else None
