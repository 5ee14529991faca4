"""Input files: what comes out of them, and what is said where nothing can."""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.document import (
    LIMIT,
    BadLine,
    BadMetadata,
    DocumentError,
    EmptyDocument,
    NoSuchDocument,
    NotAFile,
    NotText,
    TooLarge,
    Undated,
    clean,
    dateline,
    read_document,
    read_sentence_lines,
)

DAY = date(2024, 3, 14)
MIDNIGHT = datetime(2024, 3, 14, tzinfo=UTC)
STORY = (
    "APIA — The prime minister said \u201cyes\u201d on Monday. It\u2019s a naïve idea, a café owner replied.\n\n"
    "The vote is due."
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_the_same_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_document(written(tmp_path, "story.txt", STORY.encode(encoding)), published=DAY).text == STORY


def test_latin_1_is_read_as_west_european() -> None:
    assert read_document("El café de la señora está allí.".encode("latin-1"), published=DAY).text.startswith("El café")


def test_a_broken_byte_does_not_turn_utf_8_into_another_encoding() -> None:
    text = read_document(STORY.encode() + b" \xff More \xe2\x80\x9cwords\xe2\x80\x9d.", published=DAY).text
    assert "naïve" in text
    assert text.endswith("More \u201cwords\u201d.")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    assert clean(f"One.{line_end}{line_end}Two.{line_end}Three.") == "One.\n\nTwo.\nThree."


def test_spaces_controls_and_marks_are_made_plain() -> None:
    dirty = "\u202bThe\u00a0two\u2009sides\u3000met\t on\u200b Mon\u00addday\u200f\x00\x07 &amp; agreed\ue000.\ufeff"
    assert clean(dirty) == "The two sides met on Mondday & agreed."


def test_composed_and_decomposed_letters_are_one() -> None:
    assert clean("cafe\u0301") == clean("caf\u00e9")


def test_hard_wrapped_paragraphs_are_joined_and_paragraphs_on_single_lines_are_not() -> None:
    wrapped = (
        "The foreign ministers of the two island states met in Honiara on Monday to\n"
        "discuss the fisheries agreement that their predecessors had left unsigned\n"
        "for more than a decade.\n\nA second round follows."
    )
    assert clean(wrapped).split("\n\n")[0].count("\n") == 0
    separate = "The foreign ministers of the two island states met in Honiara.\nA second round follows in the autumn."
    assert clean(separate) == separate


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Read more",
        "Read More:",
        "You may like",
        "You might also like",
        "Related articles",
        "Share this article",
        "Share on Facebook",
        "Facebook | Twitter | WhatsApp",
        "Follow us on Telegram",
        "Subscribe now",
        "Sign up for our morning newsletter",
        "Get breaking news alerts on your device, subscribe now.",
        "Photo",
        "Slideshow (12 images)",
        "Enlarge this image",
        "12 comments",
        "Copyright 2023 Pacific Wire. All rights reserved.",
        "© 2024 Island Post",
        "Last updated at 9:15 a.m. on March 14, 2024",
        "By Mere Tuilagi and John Waiko",
        "By Mere Tuilagi, Island Post",
        "(Reporting by Mere Tuilagi; Editing by John Waiko)",
        "FILE PHOTO: A patrol boat leaves the harbour of Suva, Fiji, May 3, 2023. REUTERS/Mere Tuilagi",
        "A patrol boat leaves the harbour. Mere Tuilagi/AFP/Getty Images",
        "The two ministers shake hands in Port Vila. (Photo: Island Post)",
        "The minister at his desk. (AP Photo/Mere Tuilagi)",
        "Mere Tuilagi/Getty Images",
        "https://example.org/story",
        "***",
    ],
)
def test_lines_that_tell_nothing_go(line: str) -> None:
    assert clean(f"The navy sailed.\n\n{line}\n\nIt returned.") == "The navy sailed.\n\nIt returned."


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the navy had left the strait.",
        "Share prices fell in Tokyo after the announcement.",
        "Photos of the reef were published by the ministry.",
        "Related companies said they would leave the country.",
        "Watch officers reported two vessels near the shoal.",
        "Read more than the headline, the minister told reporters.",
        "Published in 2019, the white paper named three rivals.",
        "AFP chief Romeo Santos said on Friday that patrols would go on.",
        "AP Chief Minister Rao said the port would open.",
        "The minister told Reuters.",
        "He spoke to Mere Tuilagi of the Island Post.",
        "Subscribers to the treaty number 31.",
        "It was the third launch (after those of May and June).",
        "Image matters to both leaders.",
        "More ships will follow",
        "Islands in dispute",
    ],
)
def test_lines_that_tell_something_stay(line: str) -> None:
    assert clean(f"The navy sailed.\n\n{line}\n\nIt returned.") == f"The navy sailed.\n\n{line}\n\nIt returned."


def test_a_line_told_twice_running_is_kept_once() -> None:
    assert clean("Navy sails\n\nNavy sails\n\nIt sailed.") == "Navy sails\n\nIt sailed."


@settings(deadline=None)
@given(st.text())
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "place", "written_date", "agency", "rest"),
    [
        ("LONDON — Japan sees", "LONDON", None, None, "Japan sees"),
        ("SUVA, Fiji (AP) — The navy", "SUVA, Fiji", None, "AP", "The navy"),
        ("SUVA, Fiji (AP) - The navy", "SUVA, Fiji", None, "AP", "The navy"),
        ("SEOUL, Oct. 3 (Yonhap) -- The navy", "SEOUL", "Oct. 3", "Yonhap", "The navy"),
        ("PORT MORESBY, 3 October (Xinhua) -- The navy", "PORT MORESBY", "3 October", "Xinhua", "The navy"),
        ("MANILA, Nov. 3, 2025 (PNA) — The navy", "MANILA", "Nov. 3, 2025", "PNA", "The navy"),
        ("SYDNEY/SUVA (Reuters) - The navy", "SYDNEY/SUVA", None, "Reuters", "The navy"),
        ("COLOMBO (Reuters): The navy", "COLOMBO", None, "Reuters", "The navy"),
        ("NEW DELHI: The navy", "NEW DELHI", None, None, "The navy"),
        ("CNN — The navy", None, None, "CNN", "The navy"),
        ("(Reuters) - The navy", None, None, "Reuters", "The navy"),
        ("Suva, Fiji CNN —\n\nThe navy", "Suva, Fiji", None, "CNN", "\n\nThe navy"),
        ("Wellington (CNN) The navy", "Wellington", None, "CNN", "The navy"),
        ("Singapore — The navy", "Singapore", None, None, "The navy"),
    ],
)
def test_a_dateline_is_told_apart(
    text: str, place: str | None, written_date: str | None, agency: str | None, rest: str
) -> None:
    line = dateline(text)
    assert line is not None
    assert (line.place, line.date, line.agency) == (place, written_date, agency)
    assert text[line.end :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "The navy sailed on Monday.",
        "Xi Jinping — China's president — spoke.",
        "ASEAN said it would meet.",
        "Prime Minister Rabuka, who visited Suva (Fiji), spoke.",
        "Q: When did it sail?",
        "",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert dateline(text) is None


def test_a_dateline_may_stand_below_the_title() -> None:
    text = "Navy sails again\n\nSUVA — The navy sailed."
    line = dateline(text)
    assert line is not None
    assert text[line.start : line.end] == "SUVA — "


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("AB a.,—-–(): \n12CNOct'")))
def test_any_text_may_be_asked_for_its_dateline(text: str) -> None:
    line = dateline(text)
    assert line is None or 0 <= line.start < line.end <= len(text)


def test_metadata_beside_a_text_is_taken(tmp_path: Path) -> None:
    fields = {
        "title": "T",
        "publisher": "Island Post",
        "published": "2024-03-14",
        "url": "https://example.org/1",
        "topic": 3,
    }
    written(tmp_path, "story.json", json.dumps(fields))
    document = read_document(written(tmp_path, "story.txt", STORY))
    assert (document.title, document.publisher, document.url) == ("T", "Island Post", "https://example.org/1")
    assert (document.published, document.name) == (MIDNIGHT, "story")


def test_what_is_given_comes_before_what_is_found(tmp_path: Path) -> None:
    written(tmp_path, "story.json", '{"published": "2020-01-01", "publisher": "Elsewhere"}')
    document = read_document(written(tmp_path, "story.txt", STORY), published=DAY, publisher="Island Post", title="T")
    assert (document.published, document.publisher, document.title) == (MIDNIGHT, "Island Post", "T")


def test_a_time_keeps_the_offset_of_its_publisher(tmp_path: Path) -> None:
    written(tmp_path, "story.json", '{"published": "2024-03-14T06:30:00+12:00"}')
    published = read_document(written(tmp_path, "story.txt", STORY)).published
    assert published == datetime(2024, 3, 14, 6, 30, tzinfo=timezone(timedelta(hours=12)))
    assert published.date() == DAY


def test_an_article_without_a_date_is_asked_for_one(tmp_path: Path) -> None:
    with pytest.raises(Undated, match="--published"):
        read_document(written(tmp_path, "story.txt", "SUVA, May 3 (AP) — The navy sailed in 2023."))


def test_a_dateline_with_its_year_dates_an_article(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "story.txt", "SUVA, March 14, 2024 (AP) — The navy sailed."))
    assert document.published == MIDNIGHT


def test_a_short_first_line_is_the_title() -> None:
    assert read_document(b"Navy sails again\n\nThe navy sailed.", published=DAY).title == "Navy sails again"
    assert read_document(b"The navy sailed.\n\nIt returned.", published=DAY).title is None
    assert read_document("SUVA — The navy sailed\n\nIt returned.".encode(), published=DAY).title is None


PAGE = """<!DOCTYPE html><html><head><title>Navy sails again | Island Post</title>
<meta property="og:site_name" content="Island Post">
{meta}
<link rel="canonical" href="https://example.org/navy"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Navy sails again</h1>
<p>The navy of the island state sailed on Monday with three of its four patrol boats, the ministry said.</p>
<p>It returned on Tuesday after an exercise with the coast guard of a neighbouring state, in <b>calm</b> seas.</p>
<p>The next exercise, the ministry said, is planned for the autumn and will take in two more partners.</p>
</article><footer>Copyright Island Post</footer></body></html>"""


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="article:published_time" content="2024-03-14T00:00:00Z">',
        '<meta name="date" content="2024-03-14">',
        '<meta itemprop="datePublished" content="Thu, 14 Mar 2024 00:00:00 GMT">',
        '<meta name="pubdate" content="March 14, 2024">',
        '<script type="application/ld+json">{"@graph": [{}, {"datePublished": "2024-03-14T00:00:00+00:00"}]}</script>',
    ],
)
def test_a_web_page_states_its_title_publisher_date_and_address(tmp_path: Path, meta: str) -> None:
    document = read_document(written(tmp_path, "navy.html", PAGE.replace("{meta}", meta)))
    assert (document.title, document.publisher) == ("Navy sails again", "Island Post")
    assert (document.published, document.url) == (MIDNIGHT, "https://example.org/navy")
    assert "in calm seas" in document.text
    assert "World" not in document.text
    assert "Copyright" not in document.text


def test_the_date_of_a_web_page_is_never_inferred_from_its_words() -> None:
    page = PAGE.replace("{meta}", "").replace("on Monday", "on 14 March 2024")
    with pytest.raises(Undated):
        read_document(page.encode())


def test_a_page_rewritten_for_years_speaks_of_its_last_day() -> None:
    meta = (
        '<meta property="article:published_time" content="2012-05-10T00:00:00Z">'
        '<meta property="article:modified_time" content="2024-03-14T00:00:00Z">'
    )
    assert read_document(PAGE.replace("{meta}", meta).encode()).published == MIDNIGHT


def test_broken_linked_data_is_passed_over() -> None:
    meta = '<script type="application/ld+json">{"datePublished": </script><meta name="date" content="2024-03-14">'
    assert read_document(PAGE.replace("{meta}", meta).encode()).published == MIDNIGHT


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Navy sails\ndate: 2024-03-14\npublisher: Island Post\n---\n\n# Heading\n\n"
        "The *navy* of [the state](https://example.org) sailed\non Monday.\n\n- First point\n- Second point\n\n"
        "![A boat](boat.png)\n\n```\ncode\n```\n\n<div>raw</div>\n"
    )
    document = read_document(written(tmp_path, "navy.md", text))
    assert (document.title, document.publisher, document.published) == ("Navy sails", "Island Post", MIDNIGHT)
    assert document.text == "Heading\n\nThe navy of the state sailed on Monday.\n\nFirst point\n\nSecond point"


def test_the_first_heading_is_the_title_of_markdown(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, "navy.md", "# Navy *sails*\n\nIt did."), published=DAY).title == "Navy sails"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0....", "a picture (JPEG)"),
        (b"\x1f\x8b\x08....", "a gzip archive"),
        (b"{\\rtf1 words}", "a rich text (RTF) file"),
        (b"SQLite format 3\x00....", "an SQLite database"),
        (b"....ftypmp42....", "a sound or video file"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"words\x00and\x01bytes" * 50, "a binary file"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path: Path, content: bytes, kind: str) -> None:
    path = written(tmp_path, "report.txt", content)
    with pytest.raises(NotText) as refused:
        read_document(path, published=DAY)
    assert str(refused.value) == f"{path} is {kind}: save it as text or HTML first."


def test_a_word_document_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(NotText, match="a Word document"):
        read_document(path, published=DAY)


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    story = written(tmp_path, "story.txt", STORY)
    cases: list[tuple[type[DocumentError], Path]] = [
        (NoSuchDocument, tmp_path / "missing.txt"),
        (NoSuchDocument, story / "below.txt"),
        (NoSuchDocument, tmp_path / ("x" * 300)),
        (NoSuchDocument, tmp_path / "nul\x00l.txt"),
        (NotAFile, tmp_path),
        (EmptyDocument, written(tmp_path, "empty.txt", "")),
        (EmptyDocument, written(tmp_path, "blank.txt", " \n\t\n")),
        (EmptyDocument, written(tmp_path, "adverts.txt", "Advertisement\n\nRead more\n")),
        (EmptyDocument, written(tmp_path, "empty.html", "<html><body></body></html>")),
        (TooLarge, written(tmp_path, "large.txt", b"word " * (LIMIT // 5 + 1))),
        (DocumentError, written(tmp_path, "alone.json", "{}")),
        (BadMetadata, written(tmp_path, "open.md", "---\ntitle: T\n\nwords")),
        (BadMetadata, written(tmp_path, "dated.md", "---\ndate: yesterday\n---\nwords")),
    ]
    for error, path in cases:
        with pytest.raises(error) as refused:
            read_document(path)
        sentence = str(refused.value)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert path.name in sentence or error is NotAFile


@pytest.mark.parametrize(
    "beside", ["{oops", "[1]", '{"published": 2024}', '{"published": "soon"}', "[" * 100_000, '"\\ud800']
)
def test_bad_metadata_beside_a_text_is_said(tmp_path: Path, beside: str) -> None:
    written(tmp_path, "story.json", beside)
    with pytest.raises(BadMetadata):
        read_document(written(tmp_path, "story.txt", STORY))


def test_standard_input_is_called_so() -> None:
    with pytest.raises(Undated, match=r"^Standard input does not say"):
        read_document(STORY.encode())


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_document(data, published=DAY)
    except DocumentError:
        return
    assert document.text == clean(document.text)


def test_sentence_lines_are_read(tmp_path: Path) -> None:
    lines = '{"id": 1, "text": "The\\u00a0navy sailed."}\n\n'
    lines += '{"id": "b", "text": "It left.", "published": "2024-03-14", "x": 0}\n'
    first, second = read_sentence_lines(written(tmp_path, "lines.jsonl", lines))
    assert (first.id, first.text, first.published) == (1, "The navy sailed.", None)
    assert (second.id, second.text, second.published) == ("b", "It left.", MIDNIGHT)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{oops", "is not valid JSON"),
        ("[1]", "is not an object"),
        ('{"text": "a"}', 'has no "id"'),
        ('{"id": true, "text": "a"}', 'has no "id"'),
        ('{"id": 1}', 'has no "text"'),
        ('{"id": 1, "text": " "}', 'has no "text"'),
        ('{"id": 1, "text": "a", "published": "soon"}', "no ISO date"),
        ('{"id": 1, "text": "a", "published": 3}', "no ISO date"),
        ("[" * 100_000, "is not valid JSON"),
    ],
)
def test_a_bad_sentence_line_is_said_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = written(tmp_path, "lines.jsonl", '{"id": 0, "text": "a"}\n' + line + "\n")
    with pytest.raises(BadLine, match=reason) as refused:
        read_sentence_lines(path)
    assert refused.value.line == 2
    assert "line 2" in str(refused.value)


def test_a_sentences_file_that_is_none_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.jsonl", written(tmp_path, "empty.jsonl", "")):
        with pytest.raises(DocumentError):
            read_sentence_lines(path)
