"""Web pages: the article's body, and only what the page states about itself. Nothing is inferred from the words."""

from bot.news.addresses import host_of
from bot.news.errors import ContentError
from bot.news.pages.extraction import extract_given
from bot.reading.document.errors import EmptyDocument
from bot.reading.document.page import Page


def from_html(text: str, name: str) -> Page:
    """Take the article out of a web page. Raises EmptyDocument where the page holds none."""
    try:
        page = extract_given(text.encode("utf-8", "replace"))
    except ContentError:
        raise EmptyDocument(name) from None
    return Page(
        text=apart(page.text),
        title=page.title,
        publisher=page.publisher or (host_of(page.url).removeprefix("www.") if page.url else None),
        published=page.published.moment if page.published else None,
        url=page.url,
    )


def apart(text: str) -> str:
    """The text of a page with an empty line between paragraphs, so that short ones are not taken for wrapped lines."""
    return text.replace("\n", "\n\n")
