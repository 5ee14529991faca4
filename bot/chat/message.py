"""Message: what any reply is made of, before a platform shows it in its own manner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quotation:
    """A verbatim quote with where it was published. `published` is a date as people write it; `note` warns."""

    text: str
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list of events: when it was, what it was, and where that is told."""

    text: str
    when: str | None = None
    source: Quotation | None = None
    notes: tuple[str, ...] = ()
    """What is said beside it: that it is only planned, what changed, how many publishers report it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Events under a heading, one line each: in a section a source is named in short, by its linked publisher."""

    heading: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is sent along: the name of its file and what it shows, in words. Its bytes travel beside."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Message:
    """A reply: the thing asked for first, then the telling, then the evidence, then remarks.

    All parts are plain text: a renderer escapes them for its platform, so nothing of a source is ever live markup.
    """

    headline: str | None = None
    text: str = ""
    lines: tuple[str, ...] = ()
    """Further lines of a list, in order."""
    entries: tuple[Entry, ...] = ()
    """Events of a list, in order."""
    sections: tuple[Section, ...] = ()
    """Events by theme, in order."""
    quotations: tuple[Quotation, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was loosened, how many more there are, what to try next."""
    choices: tuple[str, ...] = ()
    """Answers to choose from where a name can mean several."""
    pictures: tuple[Picture, ...] = ()
    """Where a platform shows none, their descriptions are shown."""
