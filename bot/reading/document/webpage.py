"""Web pages: the article's body, and only what the page states about itself. Nothing is inferred from the words."""

import json
import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

from bot.knowledge import calendar
from bot.reading.document.errors import EmptyDocument
from bot.reading.document.page import Page, as_moment
from db.vocabulary import Granularity

_HEAD = 1_000_000
"""Characters of a page that are searched for metadata."""

_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "datepublished",
    "og:published_time", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publication_date",
    "publication-date", "pubdate", "publishtime", "cxenseparse:publishtime", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "date",
    "article.published", "citation_date",
)  # fmt: skip
"""Names of meta elements that state when a page was published, the most dependable first."""

_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "article:modified", "dcterms.modified")
_REWRITTEN = timedelta(days=180)
"""An explainer that is rewritten for years keeps its first date; then the last one is the day it speaks of."""

_TITLE_TAIL = re.compile(r"\s+[|\u2013\u2014\u2022\u00b7-]\s+[^|\u2013\u2014\u2022\u00b7]{2,40}$")


def from_html(text: str, name: str) -> Page:
    """Take the article out of a web page. Raises EmptyDocument where the page holds none."""
    import trafilatura

    body = trafilatura.extract(text, include_comments=False, include_tables=False, with_metadata=False)
    if not body:
        raise EmptyDocument(name)
    stated = _Statements()
    stated.feed(text[:_HEAD])
    meta, linked = stated.meta, stated.linked()
    url = stated.canonical or meta.get("og:url")
    title = linked.get("headline") or meta.get("og:title") or meta.get("twitter:title") or stated.title
    return Page(
        body,
        _TITLE_TAIL.sub("", title.strip()) if title else None,
        meta.get("og:site_name") or linked.get("publisher") or meta.get("application-name") or _host(url),
        _published({**meta, **linked}),
        url,
    )


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _published(stated: dict[str, str]) -> datetime | None:
    published = next((moment for key in _PUBLISHED if (moment := _moment(stated.get(key)))), None)
    modified = next((moment for key in _MODIFIED if (moment := _moment(stated.get(key)))), None)
    if published and modified and modified - published > _REWRITTEN:
        return modified
    return published


def _moment(text: str | None) -> datetime | None:
    """Read a date in ISO 8601, as e-mail writes it, or in words with its year; None for anything else."""
    if not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return as_moment(read(text.strip()))
        except (ValueError, TypeError, IndexError):
            continue
    found = calendar.resolve(text[:60], date(2000, 1, 1)) if re.search(r"\b\d{4}\b", text) else None
    return as_moment(found.interval[0]) if found and found.granularity is Granularity.DAY else None


class _Statements(HTMLParser):
    """Gathers meta elements, the title, the canonical address and linked data (JSON-LD)."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.title = ""
        self.canonical: str | None = None
        self._inside = ""
        self._scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what an element states."""
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            for key in ("property", "name", "itemprop"):
                for one in values.get(key, "").lower().split():
                    self.meta.setdefault(one, values.get("content", ""))
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href") or None
        elif tag == "time" and "datePublished" in values.get("itemprop", ""):
            self.meta.setdefault("datepublished", values.get("datetime", ""))
        self._inside = "title" if tag == "title" else "data" if values.get("type") == "application/ld+json" else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the words of the title and the scripts of linked data."""
        if self._inside == "title" and not self.title:
            self.title = " ".join(data.split())
        elif self._inside == "data":
            self._scripts.append(data)

    def linked(self) -> dict[str, str]:
        """Give headline, publisher and dates of the first article that the linked data describes."""
        for script in self._scripts:
            try:
                described = _article(json.loads(script))
            except (ValueError, RecursionError):
                continue
            if described:
                return described
        return {}


def _article(node: object, depth: int = 0) -> dict[str, str]:
    """Find the article in linked data: an object with a date of publication, at most a few levels down."""
    if isinstance(node, list):
        return next((found for one in node[:50] if (found := _article(one, depth + 1))), {})
    if not isinstance(node, dict) or depth > 4:
        return {}
    if not isinstance(node.get("datePublished"), str):
        return _article(node.get("@graph"), depth + 1)
    publisher = node.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    fields = {
        "headline": node.get("headline"),
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "datepublished": node["datePublished"],
        "datemodified": node.get("dateModified"),
    }
    return {key: value for key, value in fields.items() if isinstance(value, str) and value}
