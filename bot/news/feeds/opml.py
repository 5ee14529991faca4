"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), which every feed reader exports and imports."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree  # type: ignore[import-untyped]

from bot.news.addresses import web_address
from bot.news.errors import ContentError
from bot.news.feeds.text import plain

MOST = 5000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list."""

    name: str
    address: str
    language: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3, in an attribute of our own that others pass over."""


def read(data: bytes) -> list[Outline]:
    """Read a list, folders and all; what has no web address is left out. Raises ContentError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ContentError("The file is not OPML.") from error
    if root is None or etree.QName(root).localname.casefold() != "opml":
        raise ContentError("The file is not OPML.")
    found: dict[str, Outline] = {}
    for element in root.iter("{*}outline"):
        values = {name.casefold(): value for name, value in element.attrib.items()}
        address = web_address(values.get("xmlurl"))
        if address is not None and len(found) < MOST:
            name = plain(values.get("title") or values.get("text"), 200) or address
            found.setdefault(address, Outline(name, address, values.get("language"), values.get("country")))
    return list(found.values())


def write(outlines: Iterable[Outline]) -> str:
    """Write a list."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>Sealane sources</title></head>", "  <body>"]
    for outline in outlines:
        attributes = {"type": "rss", "text": outline.name, "title": outline.name, "xmlUrl": outline.address}
        attributes |= {"language": outline.language or "", "country": outline.country or ""}
        told = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
        lines.append(f"    <outline {told}/>")
    return "\n".join([*lines, "  </body>", "</opml>"]) + "\n"
