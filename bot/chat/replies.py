"""An Answer becomes a Message: the same words for every platform."""

from datetime import date

from bot.asking.answer import Answer, Citation
from bot.asking.query import Kind
from bot.asking.wording import sentence
from bot.chat.message import Message, Quotation

SHOWN_ANSWERS = 5
SHOWN_CITATIONS = 3
SAMPLE_NOTE = "a sample article that came with Sealane"


def _written(published: str | None) -> str | None:
    if not published:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B %Y}"


def quotation(citation: Citation) -> Quotation:
    """A citation for people."""
    return Quotation(
        text=citation.quote,
        publisher=citation.publisher,
        published=_written(citation.published),
        title=citation.title,
        url=citation.url,
        note=SAMPLE_NOTE if citation.sample else None,
    )


def _headline(answer: Answer) -> str | None:
    if not answer.answers:
        return None
    if answer.kind is Kind.WHEN:
        return ", ".join(_spoken_date(value) for value in answer.answers[:SHOWN_ANSWERS])
    first = answer.answers[0]
    if answer.kind is Kind.YES_NO:
        return first.capitalize()
    shown = [value for value in answer.answers[:SHOWN_ANSWERS] if value]
    if sum(map(len, shown)) > 200:
        return shown[0]
    return "; ".join(shown)


def _spoken_date(value: str) -> str:
    parts = value.split("-")
    if len(parts) == 3:
        return _written(value) or value
    if len(parts) == 2:
        return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
    return value


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
        )
    remarks = []
    if answer.loosened:
        remarks.append(f"Found only by letting go of {' and '.join(answer.loosened)}.")
    more = answer.total - min(len(answer.citations), SHOWN_CITATIONS)
    if more > 0 and answer.citations:
        remarks.append(f"{more} more {'report' if more == 1 else 'reports'}{more_hint}.")
    return Message(
        headline=_headline(answer),
        text=answer.text,
        quotations=tuple(map(quotation, answer.citations[:SHOWN_CITATIONS])),
        remarks=tuple(remarks),
    )


def sources(answer: Answer) -> Message:
    """Every quote that the answer rests on."""
    if not answer.citations:
        return Message(text="No article was cited for this.")
    return Message(headline="Sources", quotations=tuple(map(quotation, answer.citations)))


def explanation(answer: Answer) -> Message:
    """How the question was understood, what matched and what was let go."""
    if answer.query is None:
        return Message(text="That was not understood as a question about events.")
    lines = [f"Understood as: {sentence(answer.query)}."]
    lines.append(f"Matching events: {answer.total}.")
    if answer.loosened:
        lines.append(f"Let go of: {', '.join(answer.loosened)}.")
    return Message(lines=tuple(lines))
