"""What can go wrong with news sources and files, each told in one sentence for people.

NewsError
    FetchError              an address could not be fetched
        AddressRefused      it leads to a private network, or is no http(s) address
        Unreachable         no such name, nobody answers, the connection broke
        TooSlow             it took longer than allowed
        TooLarge            it is larger than allowed
        TooManyRedirects    it leads on and on
        BadAnswer           what came is not HTTP, or not what its headers say
        Forbidden           robots.txt asks not to fetch it
        HostPaused          the server asked to be left alone until a moment that is yet to come
    ContentError            what was fetched cannot be used
        NotAFeed            it is no feed
        PageRefused         the page holds no article
        TooCostly           reading it took more time or memory than allowed
"""

from datetime import datetime


class NewsError(Exception):
    """News from outside cannot be used."""


class FetchError(NewsError):
    """An address could not be fetched; `reason` says why, as the second half of a sentence."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}."


class AddressRefused(FetchError):  # noqa: N818 - each is named after what happened
    """The address leads to a private network or is not one that is ever fetched."""


class Unreachable(FetchError):  # noqa: N818
    """The name does not exist, nobody answers there, or the connection broke."""


class TooSlow(FetchError):  # noqa: N818
    """The answer took longer than allowed."""


class TooLarge(FetchError):  # noqa: N818
    """The answer is larger than allowed, as sent or when unpacked."""


class TooManyRedirects(FetchError):  # noqa: N818
    """The address leads on and on."""


class BadAnswer(FetchError):  # noqa: N818
    """The answer is not HTTP, or not what its headers say."""


class Forbidden(FetchError):  # noqa: N818
    """The site's robots.txt asks not to fetch this address."""


class HostPaused(FetchError):  # noqa: N818
    """The server asked to be left alone; `until` is when it may be asked again."""

    def __init__(self, url: str, until: datetime) -> None:
        super().__init__(url, f"the server asked not to be called before {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class ContentError(NewsError):
    """What was fetched cannot be used; the message says why."""


class NotAFeed(ContentError):  # noqa: N818
    """The text is no feed of a kind that is understood."""


class PageRefused(ContentError):  # noqa: N818
    """The page holds no article; `reason` is one of bot.news.pages.refusal.Refusal."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(reason, sentence)
        self.reason = reason
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class TooCostly(ContentError):  # noqa: N818
    """Reading it took more time or memory than allowed, or brought the reading process down."""
