"""Input files: plain text, Markdown or HTML in any usual encoding becomes clean text with its metadata."""

from bot.reading.document.article import LIMIT, Document, read_document
from bot.reading.document.cleaning import clean
from bot.reading.document.dateline import Dateline, dateline
from bot.reading.document.errors import (
    BadLine,
    BadMetadata,
    DocumentError,
    EmptyDocument,
    NoSuchDocument,
    NotAFile,
    NotText,
    TooLarge,
    Undated,
)
from bot.reading.document.lines import SentenceLine, read_sentence_lines

__all__ = [
    "LIMIT",
    "BadLine",
    "BadMetadata",
    "Dateline",
    "Document",
    "DocumentError",
    "EmptyDocument",
    "NoSuchDocument",
    "NotAFile",
    "NotText",
    "SentenceLine",
    "TooLarge",
    "Undated",
    "clean",
    "dateline",
    "read_document",
    "read_sentence_lines",
]
