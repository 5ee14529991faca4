"""Where a database is: a file path or an SQLAlchemy URL becomes the URL of an asynchronous driver."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from db.errors import BadDatabaseUrl

_SQLITE = {"sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"}
_POSTGRESQL = {
    "postgres",
    "postgresql",
    "postgresql+asyncpg",
    "postgresql+psycopg",
    "postgresql+psycopg2",
}
_PARAMETERS = {"ssl": "ssl", "sslmode": "ssl", "host": "host", "port": "port", "user": "user"}
"""Query parameters of a PostgreSQL address that are understood, as libpq and as asyncpg call them."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. `url` names an asynchronous driver; its password is never part of `str()` or `repr()`."""

    url: URL

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file; otherwise it is a PostgreSQL database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(self.url.database or "")

    def __str__(self) -> str:
        return str(self.path) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    def __repr__(self) -> str:
        return f"Address({self})"


def parse(text: str) -> Address:
    """Understand a plain file path ("sealane.db"), or an SQLite or PostgreSQL URL with or without a driver.

    Raises BadDatabaseUrl where it is neither.
    """
    text = text.strip()
    if not text:
        raise BadDatabaseUrl("", "it is empty; give a file name or postgresql://user@host/name")
    if "\0" in text:
        raise BadDatabaseUrl(_without_secrets(text), "it holds a NUL character")
    if "://" not in text:
        return _file(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadDatabaseUrl(
            _without_secrets(text), "it should look like postgresql://user:password@host:5432/name, or be a file name"
        ) from None
    if url.drivername in _SQLITE:
        return _sqlite(url, text)
    if url.drivername in _POSTGRESQL:
        return _postgresql(url)
    raise BadDatabaseUrl(
        url.render_as_string(hide_password=True),
        f"{url.drivername} is not supported, only sqlite and postgresql are",
    )


def _file(path: str) -> Address:
    return Address(URL.create("sqlite+aiosqlite", database=str(Path(path).expanduser())))


def _sqlite(url: URL, text: str) -> Address:
    if url.host or not url.database:
        hint = "a path follows three slashes (sqlite:///sealane.db), an absolute one four"
        raise BadDatabaseUrl(_without_secrets(text), hint)
    if url.database == ":memory:":
        raise BadDatabaseUrl(text, "a database in memory cannot be shared by readers and writer; give a file name")
    return _file(unquote(url.database))


def _postgresql(url: URL) -> Address:
    shown = url.render_as_string(hide_password=True)
    if not url.database:
        raise BadDatabaseUrl(shown, "the database's name is missing (postgresql://user@host/name)")
    query: dict[str, str | tuple[str, ...]] = {}
    for name, value in url.query.items():
        if name not in _PARAMETERS:
            known = ", ".join(sorted(_PARAMETERS))
            raise BadDatabaseUrl(shown, f"the parameter {name!r} is not known, only {known} are")
        query[_PARAMETERS[name]] = value
    return Address(url.set(drivername="postgresql+asyncpg", query=query))


def _without_secrets(text: str) -> str:
    """What can be shown of an address that cannot be parsed: nothing between the scheme and the last "@"."""
    scheme, separator, rest = text.partition("://")
    if "@" in rest:
        rest = "***@" + rest.rpartition("@")[2]
    return f"{scheme}{separator}{rest}"
