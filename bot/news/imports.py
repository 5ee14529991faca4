"""Importing files of structured events: opening them, storing their rows in batches, and telling what came of it."""

import asyncio
import gzip
import hashlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.news.errors import ContentError
from db import actors, bulk
from db.bulk import ImportedEvent
from db.records import NewActor
from db.session import Store
from db.vocabulary import Action

BATCH = 50_000
"""Rows taken at once: enough for the database to work in bulk, few enough to hold in memory."""

MOST_PROBLEMS = 1000
"""Malformed rows that are told of; all are counted."""

LONGEST_LINE = 1 << 20
"""Characters; a file with a longer line is none of these."""

_ENCRYPTED = 0x1
"""The flag of an encrypted file in an archive (PKWARE APPNOTE 4.4.4)."""

Progress = Callable[[int], None]
"""Called with the number of rows read so far, after every batch."""


class WrongFormat(ContentError):  # noqa: N818 - each is named after what happened
    """The file is not of the format that was named, or cannot be read at all."""


class Row(NamedTuple):
    """An event as a file has it, its actors by the keys of NewActor. The same `identity` is the same row again."""

    day: date
    action: Action
    verb: str
    source: str | None
    target: str | None
    identity: str
    place: str | None = None
    """The words for where it happened."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of the place."""


@dataclass(slots=True)
class ImportResult:
    """What came of an import. `events` are those that were new, `problems` say what is wrong with which line."""

    rows: int = 0
    events: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def skip(self, path: Path, line: int, reason: str) -> None:
        """Count a malformed row."""
        self.skipped += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(f"{path.name}, line {line}: {reason}; skipped.")


class Reader:
    """Reads one format: `rows` yields the rows of a file, `actor` tells who a row's key means.

    A subclass counts what it cannot use with `result.skip` and raises WrongFormat for a file that is another thing.
    """

    source: str
    """The name of the format in the store: "icews"."""

    def rows(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        """Yield the events of a file, given its lines."""
        raise NotImplementedError

    def actor(self, key: str) -> NewActor:
        """Return the actor of a key that a row has used."""
        raise NotImplementedError


def cells_of(
    path: Path, lines: Iterable[str], result: ImportResult, *, columns: int, first: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line, the first being `first`, with its cells, which are parted by tabs.

    All rows are counted; those with other than so many columns are skipped, and those that no database can hold.
    """
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        result.rows += 1
        cells = line.split("\t")
        if len(cells) != columns:
            result.skip(path, number, f"{columns} columns expected, {len(cells)} found")
        elif "\0" in line:
            result.skip(path, number, "a NUL character")
        else:
            yield number, cells


async def import_files(
    store: Store,
    reader: Reader,
    paths: Sequence[Path],
    progress: Progress | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> ImportResult:
    """Store the events of these files that are not stored yet, all of them or, when something breaks, none.

    `clock` tells when the events became known. Raise WrongFormat where a file is missing, damaged or of another format.
    """
    started = time.perf_counter()
    result = ImportResult()
    ids: dict[str, int] = {}
    async with store.writing() as session:
        for path in paths:
            with _lines(path) as lines:
                rows = reader.rows(path, lines, result)
                batch = await asyncio.to_thread(_taken, rows)
                while batch:
                    # The next rows are read while the database is busy with these.
                    reading = asyncio.create_task(asyncio.to_thread(_taken, rows))
                    try:
                        await _store(session, reader, batch, ids, result, clock())
                    finally:
                        await asyncio.wait([reading])
                    batch = reading.result()
                    if progress:
                        progress(result.rows)
    result.seconds = time.perf_counter() - started
    return result


def _taken(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, BATCH))


async def _store(
    session: AsyncSession,
    reader: Reader,
    batch: list[Row],
    ids: dict[str, int],
    result: ImportResult,
    learnt_at: datetime,
) -> None:
    keys = {key for row in batch for key in (row.source, row.target) if key is not None}
    ids |= await actors.ensure(session, [reader.actor(key) for key in sorted(keys - ids.keys())])
    events = (
        ImportedEvent(
            row.day,
            row.action,
            row.verb,
            fingerprint(reader.source, row.identity),
            ids[row.source] if row.source else None,
            ids[row.target] if row.target else None,
            place=row.place,
            country=row.country,
        )
        for row in batch
    )
    result.events += await bulk.load(session, events, source=reader.source, learnt_at=learnt_at)


def fingerprint(source: str, identity: str) -> int:
    """Return a signed 64-bit hash that the same row of the same format always has."""
    digest = hashlib.blake2b(f"{source}\t{identity}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """Open a text file, plain, gzipped or the only file in a zip archive, as lines without their ends."""
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n") as text:
                yield _limited(path, text)
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive, archive.open(_only_file(path, archive)) as member:
                yield _limited(path, io.TextIOWrapper(member, "utf-8", errors="replace", newline="\n"))
        else:
            with path.open(encoding="utf-8", errors="replace", newline="\n") as text:
                yield _limited(path, text)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError) as error:
        raise WrongFormat(f"{path} is damaged: {error}.") from None
    except OSError as error:
        raise WrongFormat(f"{path} cannot be read: {error.strerror or error}.") from None


def _only_file(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [member for member in archive.infolist() if not member.is_dir()]
    if len(files) != 1:
        raise WrongFormat(f"{path} holds {len(files)} files: an archive of exactly one is expected.")
    if files[0].flag_bits & _ENCRYPTED:
        raise WrongFormat(f"{path} is encrypted.")
    return files[0]


def _limited(path: Path, text: io.TextIOBase) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise WrongFormat(f"{path} is no file of events: a line of it has more than {LONGEST_LINE:,} characters.")
        yield line.rstrip("\r\n")
