"""What a server answered, and what its headers ask for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WISH = timedelta(days=1)
"""However long a server asks to be left alone, it is asked again after this: some send absurd values."""


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified exactly as a server sent them: they are sent back byte for byte, never made up."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer with its body unpacked. Bytes beyond ASCII in `headers` are kept as Latin-1 characters."""

    url: str
    """Where it came from after all redirects."""
    status: int
    headers: dict[str, str]
    """Names in lower case; of a name that comes twice the values are joined with ", "."""
    body: bytes
    received: datetime
    moved_to: str | None = None
    """The address to use from now on, where only permanent redirects (301, 308) led away from the one asked for."""
    redirects: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether the body is what was asked for."""
        return self.status == 200

    @property
    def validators(self) -> Validators:
        """What to send along the next time, so that the server can say that nothing changed."""
        return Validators(self.headers.get("etag"), self.headers.get("last-modified"))

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as sent."""
        return self.headers.get("content-type")

    @property
    def retry_after(self) -> datetime | None:
        """When the server wants to be asked again at the earliest; None where it does not say."""
        return moment_after(self.headers.get("retry-after"), self.received)

    @property
    def fresh_until(self) -> datetime | None:
        """Until when the server says that nothing will change: max-age before Expires (RFC 9111 5.3)."""
        for directive in self.headers.get("cache-control", "").casefold().split(","):
            name, _, value = directive.strip().partition("=")
            if name in ("no-cache", "no-store"):
                return None
            if name == "max-age" and value.strip('"').isdecimal():
                age = int(self.headers["age"]) if self.headers.get("age", "").isdecimal() else 0
                return self.received + min(LONGEST_WISH, timedelta(seconds=max(0, int(value.strip('"')[:9]) - age)))
        expires = http_date(self.headers.get("expires"))
        if expires is None or expires <= self.received:
            return None
        # The server's clock may be wrong: what it means is the distance from its own Date.
        sent = http_date(self.headers.get("date")) or self.received
        return self.received + min(LONGEST_WISH, max(timedelta(), expires - sent))


def http_date(text: str | None) -> datetime | None:
    """Read an HTTP date; None where it is none. All HTTP dates are in GMT (RFC 9110 5.6.7)."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_after(wish: str | None, received: datetime) -> datetime | None:
    """When a Retry-After header ends, given in seconds or as a date (RFC 9110 10.2.3); at most a day ahead."""
    if not wish:
        return None
    wish = wish.strip()
    if wish.isdecimal():
        return received + min(LONGEST_WISH, timedelta(seconds=int(wish[:9])))
    moment = http_date(wish)
    return min(max(moment, received), received + LONGEST_WISH) if moment else None
