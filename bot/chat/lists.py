"""Lists of events, profiles, help and privacy as Messages: the same words for every platform."""

from collections.abc import Sequence
from datetime import date

from bot.asking.listing import EventFilter, Page, Told
from bot.asking.profiles import Profile
from bot.chat.message import Entry, Message
from bot.chat.replies import quotation
from bot.knowledge import calendar
from db.replies import Held
from db.vocabulary import Action, Granularity

ACTIONS = {
    Action.AGREE: "agreements and promises",
    Action.CONSULT: "meetings, visits and talks",
    Action.SUPPORT: "support and praise",
    Action.COOPERATE: "cooperation",
    Action.AID: "aid",
    Action.CONCEDE: "concessions",
    Action.RETREAT: "withdrawals and releases",
    Action.REQUEST: "requests and appeals",
    Action.ACCUSE: "accusations and investigations",
    Action.REJECT: "refusals",
    Action.THREATEN: "threats and warnings",
    Action.PROTEST: "protests",
    Action.SANCTION: "sanctions and broken ties",
    Action.MOBILIZE: "military and police moves",
    Action.COERCE: "arrests, seizures and repression",
    Action.ASSAULT: "attacks",
    Action.SAY: "statements",
}
"""The classes of acts, as people call them."""
WHAT_IS_KEPT = (
    "Your last question and answer in each channel, for follow-up questions; it is forgotten after some hours.",
    "The replies whose buttons still work, for thirty days.",
    "Whether you found a reply helpful, until you delete it.",
    "Where you are an admin: what you changed, in a log that belongs to the server or workspace.",
    "Your messages are not read or kept, except what you ask Sealane.",
)


EXAMPLES = (
    "what did Kishida sign?",
    "who visited Tokyo in May 2023?",
    "has Britain joined the CPTPP?",
    "when did Australia and Japan last meet?",
)


def help_message(commands: Sequence[tuple[str, str]], *, ask: str = "/ask") -> Message:
    """What can be asked and which commands there are, given with what each is for. `ask` is the one that asks."""
    return Message(
        headline="Ask Sealane about the Indo-Pacific",
        text="Every answer rests on events that were read in the news, and shows the quote, its publisher and date. "
        "What was not read, Sealane does not know, and says so.",
        lines=(
            *(f"{ask} {example}" for example in EXAMPLES),
            "Then ask on: “and with whom?”, “when was that?”. Mention Sealane in a channel or thread to ask in public.",
        ),
        entries=tuple(Entry(text, name) for name, text in commands),
    )


def events_message(page: Page, wanted: EventFilter) -> Message:
    """A page of a list of events."""
    if not page.events:
        return Message(headline=_about("No events", page, wanted), text=_nothing(page))
    return Message(
        headline=_about("Timeline" if wanted.oldest_first else "Events", page, wanted),
        entries=tuple(map(_entry, page.events)),
        remarks=(f"Page {page.number + 1}.",) if page.number or page.has_next else (),
    )


def profile_message(found: Profile) -> Message:
    """Who somebody is."""
    party = found.party
    offices = tuple(
        f"{office.title}, {_month(office.start)} to {_month(office.end) if office.end else 'now'}"
        for office in found.offices[:6]
    )
    newest = "Newest events:" if found.events else "No events of theirs are stored yet."
    return Message(
        headline=party.name,
        text=party.description or "",
        lines=(*offices, newest),
        entries=tuple(map(_entry, found.events)),
    )


def privacy_message(held: Held) -> Message:
    """What is kept of a person."""
    counts = (
        f"Now: {_number(held.conversations, 'conversation')}, {_number(held.replies, 'reply')}, "
        f"{_number(held.judgements, 'judgement')}."
    )
    return Message(
        headline="What Sealane keeps of you",
        lines=(*WHAT_IS_KEPT, counts),
        remarks=("/privacy delete removes all of it at once but the log of what admins changed.",),
    )


def deleted_message(held: Held) -> Message:
    """What was removed."""
    return Message(
        text=f"Removed: {_number(held.conversations, 'conversation')}, {_number(held.replies, 'reply')}, "
        f"{_number(held.judgements, 'judgement')}. Nothing is kept of you any more but what you changed as an admin."
    )


def _entry(told: Told) -> Entry:
    more = f" (told by {told.reports} articles)" if told.reports > 1 else ""
    return Entry(told.text + more, told.when or None, quotation(told.citation))


def _about(kind: str, page: Page, wanted: EventFilter) -> str:
    parts = [" and ".join(party.name for party in page.parties)] if page.parties else []
    if wanted.action:
        parts.append(ACTIONS.get(wanted.action, "other"))
    if page.first:
        parts.append(f"since {calendar.phrase((page.first, page.first), Granularity.DAY)}")
    if page.last:
        parts.append(f"until {calendar.phrase((page.last, page.last), Granularity.DAY)}")
    return f"{kind}: {', '.join(parts)}" if parts else kind


def _nothing(page: Page) -> str:
    unknown = [party.name for party in page.parties if not party.actors]
    if unknown:
        return f"Nothing that was read names {' or '.join(unknown)}."
    return "Nothing stored fits. Widen the period or leave out a filter."


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _number(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"
