"""Check files of the corpus: `python -m bot.reading.corpus.check [FILES]`, all of them where none is named."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.reading.corpus.diversity import report
from bot.reading.corpus.passages import Fault, Passage, files, read_passages, repeated


def checked(paths: Sequence[Path]) -> tuple[list[Passage], list[Fault]]:
    """The passages of the files, and what is wrong in them."""
    found: list[Passage] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(str(path), 1, f"the file cannot be read: {error}"))
            continue
        passages, wrong = read_passages(text, str(path))
        found.extend(passages)
        faults.extend(wrong)
    faults.extend(repeated(found))
    return found, faults


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong, else how varied the passages are. Returns the exit status: 2 where something is wrong."""
    passages, faults = checked([Path(argument) for argument in arguments] or files())
    for fault in sorted(faults, key=lambda fault: (fault.path, fault.line)):
        print(fault, file=sys.stderr)  # noqa: T201
    print(report(passages))  # noqa: T201
    return 2 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
