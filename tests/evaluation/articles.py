"""The articles with gold events, scored by the script that comes with them."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.reading.document import read_document
from bot.reading.event import Mention
from bot.reading.reader import Reader
from tests.evaluation.measures import Figure


def figures(reader: Reader, shared: Path) -> list[Figure]:
    """Main events found, and found with all parts right."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for article in sorted((shared / "articles").glob("*.txt")):
                for event in read(reader, article):
                    lines.write(json.dumps(event) + "\n")
        script, gold = shared / "scoring" / "score_events.py", shared / "gold" / "events.jsonl"
        said = subprocess.run(
            [sys.executable, str(script), str(gold), str(path)], check=True, capture_output=True, text=True
        ).stdout
    numbers = re.findall(r"(recall|all parts right|action|status|actors|targets|object|date) +([\d.]+)", said)
    asked = {"recall": 0.80, "all parts right": 0.50}
    return [Figure(f"gold events: {name}", float(value), asked.get(name)) for name, value in numbers]


def read(reader: Reader, path: Path) -> list[dict[str, Any]]:
    """The events of an article as the script wants them."""
    document = read_document(path)
    return [
        {
            "article_name": path.stem,
            "quote": event.quote,
            "verb": event.verb,
            "action": event.action.value,
            "status": event.status.value,
            "actors": _mentions(event.actors),
            "targets": _mentions((*event.targets, *event.recipients)),
            "partners": _mentions(event.partners),
            "object": event.object,
            "date": {"start": (event.date.start if event.date else document.published.date()).isoformat()},
        }
        for event in reader.read(document)
    ]


def _mentions(mentions: tuple[Mention, ...]) -> list[dict[str, str | None]]:
    return [{"text": mention.text, "name": mention.name} for mention in mentions]
