"""What can be wrong with an input file, each told in one sentence for people.

DocumentError
    NoSuchDocument   there is no such file, or it may not be read
    NotAFile         it is a directory or a device
    EmptyDocument    it holds no text
    TooLarge         it is larger than allowed
    NotText          it is a PDF, a picture, an archive, ...
    Undated          nothing says when it was published
    BadMetadata      the JSON file beside it, or a given date, is no good
    BadLine          a line of a sentences file is no good
"""


class DocumentError(Exception):
    """An input file cannot be read; `name` is the file as the user named it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} {self.reason}."


class NoSuchDocument(DocumentError):  # noqa: N818 - each is named after what happened
    """There is no such file, or it may not be read."""


class NotAFile(DocumentError):  # noqa: N818
    """The path is a directory or a device."""


class EmptyDocument(DocumentError):  # noqa: N818
    """The file holds no text, or nothing but boilerplate."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "holds no text")


class TooLarge(DocumentError):  # noqa: N818
    """The file is larger than `limit` bytes."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(name, f"is larger than {limit // 1_000_000} MB, the most that is read as one article")
        self.limit = limit


class NotText(DocumentError):  # noqa: N818
    """The file is of another kind; `kind` names it ("a PDF")."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, f"is {kind}: save it as text or HTML first")
        self.kind = kind


class Undated(DocumentError):  # noqa: N818
    """Nothing says when the article was published, and it is never guessed."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "does not say when it was published: give the date with --published, such as 2023-01-12")


class BadMetadata(DocumentError):  # noqa: N818
    """The JSON file beside the text, or the front matter, is no good."""


class BadLine(DocumentError):  # noqa: N818
    """A line of a sentences file is no good; `line` counts from 1."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}", reason)
        self.line = line
