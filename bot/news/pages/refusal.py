"""Pages that hold no article, and how to tell: indexes, consent, robot checks, paywalls, missing pages.

What they say instead would be stored as news: merged teasers of an index, a cookie notice, a captcha's words.
"""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from bot.news.errors import PageRefused
from bot.news.pages.metadata import Metadata

SHORTEST = 140
"""Characters of text below which there is no article."""
LITTLE = 1500
"""Characters below which a page's words about itself can be all that it holds; articles quote such words too."""
_HEADLINES = 8
"""Linked headlines from which on a page that does not call itself an article may be an index."""


class Refusal(StrEnum):
    """Why a page is not taken for an article."""

    INDEX = "index"
    CONSENT = "consent"
    ROBOT = "robot"
    PAYWALL = "paywall"
    MISSING = "missing"
    EMPTY = "empty"
    NOT_A_PAGE = "not a page"
    LANGUAGE = "language"


SENTENCES = {
    Refusal.INDEX: "The page is a list of articles, not an article.",
    Refusal.CONSENT: "The page asks for consent before it shows the article.",
    Refusal.ROBOT: "The site asks to prove that a person is reading.",
    Refusal.PAYWALL: "The article is for subscribers only.",
    Refusal.MISSING: "The page says that there is nothing there.",
    Refusal.EMPTY: "The page holds no article text.",
    Refusal.NOT_A_PAGE: "It is not a web page.",
    Refusal.LANGUAGE: "The article is not in English, the one language that is read.",
}


def refused(reason: Refusal) -> PageRefused:
    """The error for a reason."""
    return PageRefused(reason, SENTENCES[reason])


@cache
def _phrases() -> tuple[tuple[Refusal, str, str], ...]:
    """Reason, "title" or "text", and the words."""
    lines = (files("bot.news") / "data" / "refusals.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((Refusal(row[0]), row[1], row[2]) for row in rows)


def check(tree: Any, metadata: Metadata, text: str | None) -> None:
    """Raise PageRefused where the page holds no article. `text` is what was extracted."""
    text = text or ""
    if len(text) < LITTLE:
        _check_words(tree, metadata, text)
        if not metadata.free:
            raise refused(Refusal.PAYWALL)
    if not metadata.is_article and _is_index(tree):
        raise refused(Refusal.INDEX)
    if len(text) < SHORTEST:
        raise refused(Refusal.EMPTY)


def _check_words(tree: Any, metadata: Metadata, text: str) -> None:
    title = " ".join(" ".join(element.itertext()) for element in tree.iter("title")).casefold()
    title = f"{title} {metadata.title or ''}".casefold().replace("\u2019", "'")
    body = text
    if len(text) < SHORTEST:
        # Nothing was extracted: what stands on the page says why.
        body = " ".join(" ".join(piece.split()) for piece in _visible(tree))[:20_000]
    body = body.casefold().replace("\u2019", "'")
    for reason, where, words in _phrases():
        if words in (title if where == "title" else body):
            raise refused(reason)


def _visible(tree: Any) -> list[str]:
    return [str(text) for text in tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")]


def _is_index(tree: Any) -> bool:
    """Whether linked headlines outnumber paragraphs of prose."""
    headlines = len(tree.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]"))
    if headlines < _HEADLINES:
        return False
    prose = 0
    for paragraph in tree.iter("p"):
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        length = len("".join(paragraph.itertext()))
        prose += length - linked > 200
    return prose < headlines / 2
