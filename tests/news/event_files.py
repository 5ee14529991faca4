"""Files of structured events as ICEWS and GDELT publish them, written for the tests."""

import gzip
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name"
    "\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry"
    "\tLatitude\tLongitude"
)
QUADRUPLES = (
    "Fiji\tMake a visit\tTonga\t2012-03-05",
    "Police (Samoa)\tArrest, detain, or charge with legal action\tCitizen (Samoa)\t2012-03-05",
    "Fumio Kishida\tPraise or endorse\tForeign Affairs (Fiji)\t2012-04-17",
    "Fiji\tHost a visit\tVanuatu\t2013-01-09",
)


def text_file(path: Path, lines: Iterable[str], *, end: str = "\n") -> Path:
    """A plain file of these lines."""
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


def gzipped(path: Path, lines: Iterable[str]) -> Path:
    """The same compressed."""
    path.write_bytes(gzip.compress("".join(line + "\n" for line in lines).encode()))
    return path


def zipped(path: Path, members: Mapping[str, Iterable[str]]) -> Path:
    """An archive of files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in members.items():
            archive.writestr(name, "".join(line + "\n" for line in lines))
    return path


def icews_row(
    number: int = 7,
    day: str = "2021-02-03",
    source: tuple[str, str, str] = ("Tonga", "", "Tonga"),
    relation: tuple[str, str] = ("Consult", "040"),
    target: tuple[str, str, str] = ("Samoa", "", "Samoa"),
    place: tuple[str, str] = ("Apia", "Samoa"),
) -> str:
    """A row of the long form; actors are name, sectors and country, the place is city and country."""
    name, sectors, country = source
    other, other_sectors, other_country = target
    cells = [str(number), day, name, sectors, country, *relation, "1", other, other_sectors, other_country]
    return "\t".join([*cells, "1", "1", "A paper", place[0], "", "", place[1], "", ""])


def gdelt_row(
    number: int = 7,
    day: str = "20230112",
    first: tuple[str, str, str] = ("JAPAN", "JPN", ""),
    second: tuple[str, str, str] = ("FIJI", "FJI", ""),
    code: str = "042",
    place: str = "Suva, Central, Fiji",
) -> str:
    """A row of an export; actors are name, country and the code of the first type."""
    cells = [""] * 61
    cells[0], cells[1], cells[26], cells[52] = str(number), day, code, place
    for column, (name, country, kind) in ((5, first), (15, second)):
        cells[column + 1], cells[column + 2], cells[column + 7] = name, country, kind
    return "\t".join(cells)
