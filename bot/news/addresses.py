"""Web addresses: which are followed at all, and when two of them are the same page."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

LONGEST = 2000
"""Characters; longer addresses are refused. Browsers and servers commonly fail beyond about this length."""
_PORTS = {"http": 80, "https": 443}
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_BLANK = re.compile(r"[\x00-\x20\x7f\u00a0\u2028\u2029]+")


def web_address(text: str | None, base: str | None = None) -> str | None:
    """Make an absolute http(s) address of a link as found in a feed or page; None where it is none.

    Line breaks and blanks inside (wrapped XML) are dropped, a fragment too; user names and passwords are refused.
    """
    if not text:
        return None
    text = text.strip()
    text = _BLANK.sub("", text) if "\n" in text or "\t" in text else _BLANK.sub("%20", text)
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        usable = parts.scheme in _PORTS and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        return None
    if not usable or len(joined) > LONGEST:
        return None
    return urlunsplit(parts._replace(fragment=""))


def host_of(address: str) -> str:
    """The host name of a web address, lower case, without a port or final dot."""
    return (urlsplit(address).hostname or "").rstrip(".")


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Exact names and prefixes of the query parameters that only tell where a reader came from."""
    lines = (files("bot.news") / "data" / "tracking.tsv").read_text(encoding="utf-8").splitlines()
    names = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    return (
        frozenset(name for name in names if not name.endswith("*")),
        tuple(name.removesuffix("*") for name in names if name.endswith("*")),
    )


def canonical(address: str) -> str:
    """The form under which a page is known: two addresses with the same one are the same page.

    The scheme, "www." and "m."-like host labels, the order of parameters, tracking parameters, index files and final
    slashes make no difference. It is for comparing, not for fetching.
    """
    parts = urlsplit(address)
    host = host_of(address)
    for label in ("www.", "m.", "mobile.", "amp."):
        if host.startswith(label) and host.count(".") > 1:
            host = host.removeprefix(label)
            break
    port = parts.port
    if port is not None and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _INDEX_FILE.sub("/", _normalised(parts.path)).rstrip("/")
    path = path.removesuffix("/amp")
    return urlunsplit(SplitResult("https", host, path or "/", "&".join(sorted(_telling(parts.query))), ""))


def without_tracking(address: str) -> str:
    """The address as it is, without the parameters that only tell where a reader came from."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(_telling(parts.query))))


def _normalised(path: str) -> str:
    """Percent-encode alike whatever was or was not encoded, and drop empty segments."""
    path = _SLASHES.sub("/", path)
    try:
        return quote(unquote(path, errors="strict"), safe="/:@!$&'()*+,;=~")
    except UnicodeDecodeError:
        return path


def _telling(query: str) -> list[str]:
    """The parameters that say which page it is."""
    exact, prefixes = _tracking()
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0].casefold()
        if pair and name not in exact and not name.startswith(prefixes):
            kept.append(pair)
    return kept
