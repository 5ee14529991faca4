"""Finding the feed of a site whose address a person gave."""

from html.parser import HTMLParser

from bot.news.addresses import web_address

_KINDS = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
}
USUAL_PLACES = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
"""Where sites that do not name their feed often have it."""
_MOST = 20


class _Links(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.base = url
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "base":
            self.base = web_address(values.get("href"), self.base) or self.base
        if tag != "link" or len(self.found) >= _MOST:
            return
        kind = values.get("type", "").partition(";")[0].strip().casefold()
        if "alternate" in values.get("rel", "").casefold().split() and kind in _KINDS:
            address = web_address(values.get("href"), self.base)
            if address and address not in self.found:
                self.found.append(address)


def feed_links(page: bytes, url: str) -> list[str]:
    """The feeds that a page names, as it orders them; those of comments come last."""
    parser = _Links(url)
    parser.feed(page[:1_000_000].decode("utf-8", "replace"))
    return sorted(parser.found, key=lambda address: "comments" in address.casefold())
