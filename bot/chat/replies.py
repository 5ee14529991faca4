"""An Answer becomes a Message: the same words for every platform."""

from datetime import date

from bot.asking.answer import SHOWN, Answer, Citation
from bot.asking.evidence.telling import shorten
from bot.asking.query import Kind
from bot.asking.wording import sentence
from bot.chat.message import Message, Quotation

LONGEST_QUOTE = 400
"""Characters of a quote; longer ones are cut at a word with a mark."""
LONGEST_HEADLINE = 200
LONGEST_TWICE = 60
"""A longer answer that the telling begins with is not put above it once more."""
SAMPLE_MARK = "sample"
SAMPLE_REMARK = "Samples are articles that came with Sealane: they are nobody's reporting."


def quotation(citation: Citation) -> Quotation:
    """A citation for people."""
    return Quotation(
        text=shorten(citation.quote, LONGEST_QUOTE),
        publisher=citation.publisher,
        published=_written(citation.published),
        title=citation.title,
        url=citation.url,
        note=SAMPLE_MARK if citation.sample else None,
    )


def reply(answer: Answer, *, more_hint: str = ": type “more”") -> Message:
    """Put an answer, an abstention or a choice of names into a Message. `more_hint` tells how to see more."""
    if answer.ambiguous:
        return Message(
            headline="Which one do you mean?",
            text=answer.reason or "",
            choices=answer.ambiguous,
        )
    if answer.abstained:
        return Message(
            headline="I do not know.",
            text=answer.reason or "",
            quotations=tuple(map(quotation, answer.citations[:1])),
            remarks=_sample_remark(answer.citations[:1]),
        )
    remarks = []
    if answer.loosened:
        remarks.append(f"Found only by letting go of {' and '.join(answer.loosened)}.")
    more = answer.total - len({citation.event for citation in answer.shown})
    if more > 0 and answer.citations:
        remarks.append(f"{more} more{more_hint}.")
    return Message(
        headline=_headline(answer),
        text=answer.text,
        quotations=tuple(map(quotation, answer.shown)),
        remarks=(*remarks, *_sample_remark(answer.shown)),
    )


def sources(answer: Answer) -> Message:
    """Every quote that the answer rests on."""
    if not answer.citations:
        return Message(text="No article was cited for this.")
    return Message(
        headline="Sources",
        quotations=tuple(map(quotation, answer.citations)),
        remarks=_sample_remark(answer.citations),
    )


def explanation(answer: Answer) -> Message:
    """How the question was understood, what matched and what was let go."""
    if answer.query is None:
        return Message(text="That was not understood as a question about events.")
    lines = [f"Understood as: {sentence(answer.query)}."]
    lines.append(f"Matching events: {answer.total}.")
    if answer.loosened:
        lines.append(f"Let go of: {', '.join(answer.loosened)}.")
    return Message(lines=tuple(lines))


def _headline(answer: Answer) -> str | None:
    """The thing asked for; None where the telling begins with it."""
    shown = [value for value in answer.answers[:SHOWN] if value]
    if not shown:
        return None
    if answer.kind is Kind.WHEN:
        return ", ".join(map(_spoken_date, shown))
    if answer.kind is Kind.YES_NO:
        return shown[0].capitalize()
    headline = shown[0] if sum(map(len, shown)) > LONGEST_HEADLINE else "; ".join(shown)
    if len(headline) > LONGEST_TWICE and answer.text.casefold().startswith(shown[0].casefold()):
        return None
    return shorten(headline, LONGEST_HEADLINE)


def _spoken_date(value: str) -> str:
    parts = value.split("-")
    if len(parts) == 3:
        return _written(value) or value
    if len(parts) == 2:
        return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
    return value.replace("/", " to ")


def _written(published: str | None) -> str | None:
    if not published:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B %Y}"


def _sample_remark(citations: tuple[Citation, ...]) -> tuple[str, ...]:
    return (SAMPLE_REMARK,) if any(citation.sample for citation in citations) else ()
