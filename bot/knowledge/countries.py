"""Countries, their names and adjectives, capitals and seats of government, and the regions they form."""

from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows_with_folded


class Countries:
    """The words for countries and regions. Codes are ISO 3166-1 alpha-3, with XKX for Kosovo."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.adjectives: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.leaders: dict[str, list[str]] = {}
        self.codes: dict[str, str] = {}
        """Folded names, adjectives and words for the people; of a word for two countries, the first in the file."""
        self.metonyms: dict[str, str] = {}
        """Folded capitals and seats of government."""
        self.capital_names: dict[str, str] = {}
        """Folded capitals alone, with their spelling: these are places too."""
        self._regions: dict[str, tuple[str, ...]] = {}
        for cells, folded in rows_with_folded("countries"):
            code, name, adjectives, _, capitals, _, _, leader = cells
            self.names[code] = name
            self.adjectives[code] = adjectives.split(";")[0] or name
            self.capitals[code] = capitals.split(";")[0] or name
            self.leaders[code] = parts(leader)
            for form in (folded[1], *parts(folded[2]), *parts(folded[3]), *parts(folded[6])):
                self.codes.setdefault(form, code)
            for adjective in parts(folded[2]):
                if adjective[-1] in "in":
                    self.codes.setdefault(f"{adjective}s", code)
            for form in (*parts(folded[4]), *parts(folded[5])):
                self.metonyms.setdefault(form, code)
            for capital, form in zip(parts(capitals), parts(folded[4]), strict=True):
                self.capital_names.setdefault(form, capital)
        for cells, folded in rows_with_folded("regions"):
            members = tuple(parts(cells[2]))
            for form in (folded[0], *parts(folded[1])):
                self._regions[form] = members

    def code(self, words: str) -> str | None:
        """Return the country that a name, adjective, abbreviation or word for its people means."""
        return self.codes.get(without_article(fold(words)))

    def region(self, words: str) -> tuple[str, ...]:
        """Return the countries of a region ("Southeast Asian", "Pacific island countries"); empty where it is none."""
        return self._regions.get(without_article(fold(words)), ())


def without_article(folded: str) -> str:
    """Drop a leading "the"."""
    return folded.removeprefix("the ")
