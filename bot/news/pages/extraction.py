"""A page becomes an article's text with its metadata. Runs in a process that can be killed: see `bot.news.workers`.

trafilatura takes quadratic time on hostile pages (4 MB: up to 50 s): `extract_fast` is there for what it cannot finish.
"""

from typing import Any

from bot.news.errors import ContentError
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import FeedDate
from bot.news.feeds.text import plain
from bot.news.pages.markup import decode, tree
from bot.news.pages.metadata import Metadata, read_metadata
from bot.news.pages.page import Page
from bot.news.pages.refusal import Refusal, check, refused

_PASSED_ON = 0.7
"""How much of a paragraph's weight each further ancestor gets when the article's element is sought."""
_WEB_KINDS = ("html", "xml", "text/plain", "octet-stream")
_FULLER = 1.3
"""How much longer the text in JSON-LD must be than what was extracted to be preferred to it."""


def extract(html: bytes, url: str | None, content_type: str | None = None) -> Page:
    """Extract the article of a page. Raises PageRefused where it holds none, with the reason."""
    return _extract(html, url, content_type, thorough=True)


def extract_fast(html: bytes, url: str | None, content_type: str | None = None) -> Page:
    """The same in linear time from its paragraphs alone: more boilerplate stays. Raises PageRefused."""
    return _extract(html, url, content_type, thorough=False)


def extract_given(html: bytes) -> Page:
    """Extract the article of a page that a person gave as one: it is not refused, and no date is inferred.

    Raises PageRefused where there is no text at all.
    """
    page = tree(decode(html, None))
    metadata = read_metadata(page, None)
    text = _thorough(page, None) or _paragraphs(page)
    if metadata.body and _is_better(metadata.body, text or ""):
        text = metadata.body
    if not text:
        raise refused(Refusal.EMPTY)
    return _page(metadata, text, metadata.published)


def _extract(html: bytes, url: str | None, content_type: str | None, *, thorough: bool) -> Page:
    if content_type and not any(kind in content_type.casefold() for kind in _WEB_KINDS):
        raise refused(Refusal.NOT_A_PAGE)
    if html[:5] == b"%PDF-" or b"\0\0\0\0" in html[:64]:
        raise refused(Refusal.NOT_A_PAGE)
    try:
        page = tree(decode(html, content_type))
    except ContentError:
        raise refused(Refusal.EMPTY) from None
    metadata = read_metadata(page, url)
    text = _thorough(page, url) if thorough else _paragraphs(page)
    if metadata.body and _is_better(metadata.body, text or ""):
        text = metadata.body
    check(page, metadata, text)
    return _page(metadata, text or "", metadata.published or (_day(page, url) if thorough else None))


def _page(metadata: Metadata, text: str, published: FeedDate | None) -> Page:
    first, _, rest = text.partition("\n")
    # A headline above the text is no part of it: the event that it tells would be told twice.
    repeated = metadata.title is not None and first.strip().casefold() == metadata.title.casefold()
    return Page(
        text=rest if repeated and rest else text,
        title=metadata.title,
        published=published,
        publisher=metadata.publisher,
        url=metadata.url,
        language=metadata.language,
    )


def _is_better(told: str, extracted: str) -> bool:
    """Whether the text that JSON-LD carries is to be preferred: it is much longer, or alone keeps the paragraphs."""
    if "\n" in told and "\n" not in extracted:
        return len(told) > 0.9 * len(extracted)
    return len(told) > _FULLER * len(extracted)


def _thorough(page: Any, url: str | None) -> str | None:
    # Heavy to import, and needed by the worker processes alone.
    import trafilatura

    text: str | None = trafilatura.extract(
        page, url=url, fast=True, include_comments=False, with_metadata=False, output_format="txt"
    )
    if text is None:
        return None
    lines = (plain(line, 100_000) for line in text.splitlines())
    return "\n".join(line.lstrip("-| ").rstrip("| ") for line in lines if line and line.strip("-| ")) or None


def _day(page: Any, url: str | None) -> FeedDate | None:
    """The day that htmldate finds in the address or text of a page that gives no date to programs."""
    from htmldate import find_date

    found = find_date(page, url=url, original_date=True, outputformat="%Y-%m-%d")
    return parse_date(found)


def _paragraphs(page: Any) -> str | None:
    """The prose paragraphs under the element that holds most of them closely: linear in the size of the page."""
    weights: dict[Any, float] = {}
    prose: list[tuple[Any, str]] = []
    for paragraph in page.iter("p"):
        text = plain(paragraph.text_content(), 20_000)
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        if text and len(text) > 40 and linked * 2 < len(text):
            prose.append((paragraph, text))
            share = float(len(text))
            for ancestor in list(paragraph.iterancestors())[:3]:
                weights[ancestor] = weights.get(ancestor, 0.0) + share
                share *= _PASSED_ON
    if not weights:
        return None
    best = max(weights, key=lambda element: weights[element])
    return "\n".join(text for paragraph, text in prose if best in list(paragraph.iterancestors())[:5])
