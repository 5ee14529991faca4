"""The corpus as records: what each passage says, with character offsets. See GUIDELINES.md for the format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from db.vocabulary import Action, Status

PASSAGES = Path(__file__).parent / "passages"
"""The files of the corpus."""

KINDS = frozenset(
    {
        "wire",
        "broadsheet",
        "broadcast",
        "local",
        "statement",
        "liveblog",
        "analysis",
        "headline",
        "caption",
        "background",
    }
)
"""The manners in which passages are written."""


class Letter(StrEnum):
    """The part of an argument, as its mark says it."""

    ACTOR = "a"
    PARTNER = "p"
    TARGET = "t"
    RECIPIENT = "r"
    OBJECT = "o"
    PLACE = "l"
    TIME = "d"
    SPEAKER = "s"


class Part(StrEnum):
    """The third of the corpus that a passage belongs to, for good."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


Span = tuple[int, int]
"""Start and end, in characters of a passage's text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled predicate: its class, its status and the spans of its words."""

    number: int
    action: Action
    status: Status
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """A labelled argument of a predicate, by its number. `means` are those whom its words mean, where that is said."""

    letter: Letter
    number: int
    span: Span
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks, and what the marks say."""

    id: str
    kind: str
    published: date
    text: str
    predicates: tuple[Mark, ...]
    arguments: tuple[Argument, ...]
    source: str = ""
    """File and line of its header."""

    @property
    def part(self) -> Part:
        """The part of the corpus: a tenth is for development, a tenth for the test, chosen by the id alone."""
        tenth = sha256(self.id.encode()).digest()[0] % 10
        return Part.TEST if tenth == 0 else Part.DEV if tenth == 1 else Part.TRAIN

    def of(self, number: int) -> list[Argument]:
        """The arguments of one predicate."""
        return [argument for argument in self.arguments if argument.number == number]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file of the corpus."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class CorpusError(Exception):
    """A file of the corpus does not keep to the format; `faults` are all that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in the corpus, the first: {faults[0]}")
        self.faults = faults


_HEADER = re.compile(r"@ (\S+) (\S+) (\S+)\s*")
_CLASSED = re.compile(r"(\d+) ([A-Z]+)(?::(\w+))?(?:\s+|$)")
_FURTHER = re.compile(r"(\d+)\s+")
_LABELS = re.compile(r"([a-z]\d+(?:,[a-z]\d+)*)(?:\s+|$)")
_LABELLIKE = re.compile(r"[^\s\]]*")
_WORDLIKE = re.compile(r"\w")


@dataclass(slots=True)
class _Open:
    """A mark whose closing bracket has not come yet."""

    closing: str
    line: int
    start: int
    number: int = 0
    labels: tuple[tuple[Letter, int], ...] = ()
    means: int | None = None
    """Where in the text so far the words after `=` begin."""


@dataclass(slots=True)
class _Reading:
    """One passage while it is read."""

    path: str
    line: int
    id: str
    kind: str
    published: date
    text: str = ""
    opened: list[_Open] = field(default_factory=list)
    classes: dict[int, tuple[Action, Status]] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=dict)
    arguments: list[tuple[Argument, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.path, line, f"{message} (passage {self.id})"))

    def read(self, written: str, line: int) -> None:
        """Read one line of the passage's text."""
        if self.text:
            self.text += "\n"
        at = 0
        while at < len(written):
            character = written[at]
            at += 1
            if character == "{":
                at = self._open_predicate(written, at, line)
            elif character == "[":
                at = self._open_argument(written, at, line)
            elif character in "}]":
                self._close(character, line)
            elif character == "=":
                self._mean(line)
            else:
                self.text += character
        for mark in self.opened:
            self.fault(mark.line, f"a mark is not closed with '{mark.closing}' in its line")
        self.opened.clear()

    def _open_predicate(self, written: str, at: int, line: int) -> int:
        classed = _CLASSED.match(written, at)
        if classed is not None and (classed[2] in Action.__members__ or classed[3] is not None):
            number = int(classed[1])
            self.opened.append(_Open("}", line, len(self.text), number=number))
            action = Action.__members__.get(classed[2])
            status = classed[3] or Status.HAPPENED.value
            if action is None:
                self.fault(line, f"'{classed[2]}' is no class")
            elif status not in set(Status):
                self.fault(line, f"'{status}' is no status")
            elif number in self.classes:
                self.fault(line, f"predicate {number} has a class twice; give the second act a number of its own")
            else:
                self.classes[number] = action, Status(status)
            return classed.end()
        further = _FURTHER.match(written, at)
        if further is None:
            self.fault(line, "a '{' must be followed by the predicate's number and its class, as in '{1 AGREE signed}'")
            self.opened.append(_Open("}", line, len(self.text)))
            return at
        self.opened.append(_Open("}", line, len(self.text), number=int(further[1])))
        return further.end()

    def _open_argument(self, written: str, at: int, line: int) -> int:
        labels = _LABELS.match(written, at)
        if labels is None:
            said = _LABELLIKE.match(written, at)
            self.fault(line, f"'{said[0] if said else ''}' is no list of labels such as 'a1' or 'a1,t2'")
            self.opened.append(_Open("]", line, len(self.text)))
            return at
        found: list[tuple[Letter, int]] = []
        for label in labels[1].split(","):
            if label[0] not in set(Letter):
                self.fault(line, f"'{label}' begins with none of the role letters {''.join(Letter)}")
            else:
                found.append((Letter(label[0]), int(label[1:])))
        self.opened.append(_Open("]", line, len(self.text), labels=tuple(found)))
        return labels.end()

    def _mean(self, line: int) -> None:
        if not self.opened or self.opened[-1].closing != "]" or self.opened[-1].means is not None:
            self.fault(line, "'=' may only stand once in an argument, before whom its words mean")
            return
        self.opened[-1].means = len(self.text)

    def _close(self, character: str, line: int) -> None:
        if not self.opened:
            self.fault(line, f"a '{character}' closes nothing")
            return
        mark = self.opened.pop()
        if mark.closing != character:
            self.fault(line, f"a '{character}' stands where '{mark.closing}' is due; marks may nest but not cross")
            return
        means: tuple[str, ...] = ()
        if mark.means is not None:
            said = self.text[mark.means :]
            self.text = self.text[: mark.means]
            means = tuple(name.strip() for name in said.split(";") if name.strip())
            if not means:
                self.fault(line, "nothing stands after '='")
        words = self.text[mark.start :]
        stripped = words.strip()
        if not _WORDLIKE.search(stripped):
            self.fault(line, "a mark holds no words")
            return
        start = mark.start + words.index(stripped)
        span = start, start + len(stripped)
        if character == "}":
            self.spans.setdefault(mark.number, []).append(span)
        self.arguments.extend((Argument(letter, number, span, means), line) for letter, number in mark.labels)

    def finish(self) -> Passage | None:
        """The passage, or None where it has faults."""
        if not self.text.strip():
            self.fault(self.line, "the passage has no text")
        for number in self.spans:
            if number not in self.classes:
                self.fault(self.line, f"predicate {number} has no class")
        seen: set[tuple[Letter, int, Span]] = set()
        for argument, line in self.arguments:
            label = f"{argument.letter}{argument.number}"
            if argument.number not in self.classes:
                self.fault(line, f"'{label}' belongs to no predicate")
            if (argument.letter, argument.number, argument.span) in seen:
                self.fault(line, f"'{label}' is on the same words twice")
            seen.add((argument.letter, argument.number, argument.span))
        for start, end in {*(span for spans in self.spans.values() for span in spans), *(k[2] for k in seen)}:
            if _cuts_word(self.text, start) or _cuts_word(self.text, end):
                self.fault(self.line, f"a mark cuts through a word: '{self.text[start:end]}'")
        if self.faults:
            return None
        predicates = tuple(
            Mark(number, *self.classes[number], tuple(self.spans[number])) for number in sorted(self.classes)
        )
        arguments = tuple(argument for argument, _ in self.arguments)
        source = f"{self.path}:{self.line}"
        return Passage(self.id, self.kind, self.published, self.text, predicates, arguments, source)


def _cuts_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def read_passages(text: str, path: str = "") -> tuple[list[Passage], list[Fault]]:
    """The passages that keep to the format, and what is wrong with the others."""
    found: list[Passage] = []
    faults: list[Fault] = []
    current: _Reading | None = None
    for number, written in enumerate([*text.split("\n"), ""], start=1):
        line = written.rstrip()
        if line.startswith("@") or not line:
            if current is not None:
                passage = current.finish()
                found.extend([passage] if passage else [])
                faults.extend(current.faults)
                current = None
            if line:
                current = _begin(line, path, number, faults)
        elif current is None:
            if not line.startswith("#"):
                faults.append(Fault(path, number, "text without a header '@ id kind date' above it"))
        else:
            current.read(line, number)
    return found, faults


def _begin(line: str, path: str, number: int, faults: list[Fault]) -> _Reading | None:
    header = _HEADER.fullmatch(line)
    if header is None:
        faults.append(Fault(path, number, "a header reads '@ id kind date', as in '@ wire-0001 wire 2024-03-05'"))
        return None
    published = _date(header[3])
    if published is None:
        faults.append(Fault(path, number, f"'{header[3]}' is no date such as 2024-03-05"))
    if header[2] not in KINDS:
        faults.append(Fault(path, number, f"'{header[2]}' is no kind of text; it is one of {' '.join(sorted(KINDS))}"))
    return _Reading(path, number, header[1], header[2], published or date.min)


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        return None


def files() -> list[Path]:
    """The files of the corpus, in the order of their names."""
    return sorted(PASSAGES.glob("*.txt"))


def load(paths: list[Path] | None = None) -> list[Passage]:
    """All passages of the files. Raises CorpusError where a file does not keep to the format, OSError."""
    found: list[Passage] = []
    faults: list[Fault] = []
    for path in files() if paths is None else paths:
        passages, wrong = read_passages(path.read_text(encoding="utf-8"), path.name)
        found.extend(passages)
        faults.extend(wrong)
    faults.extend(repeated(found))
    if faults:
        raise CorpusError(faults)
    return found


def repeated(passages: list[Passage]) -> Iterator[Fault]:
    """The ids that are used more than once."""
    seen: dict[str, str] = {}
    for passage in passages:
        if passage.id in seen:
            path, _, line = passage.source.rpartition(":")
            yield Fault(path, int(line), f"the id {passage.id} is used already at {seen[passage.id]}")
        seen.setdefault(passage.id, passage.source)
