"""What people are told of deliveries that did not go as they should, and where: messages like any other.

They are put down in the transaction that records what happened, so a crash loses none.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Message
from bot.delivery.keys import key_of
from bot.delivery.transport import PERSON, HaltCode, Transport
from db import deliveries, workspace_settings
from db.deliveries import NOTICE, NewDelivery, Part
from db.subscriptions import Subscription

_WHY = {
    HaltCode.CHANNEL_GONE: "the channel is not there any more",
    HaltCode.NO_PERMISSION: "Sealane is not allowed to write there",
    HaltCode.WORKSPACE_GONE: "Sealane is no longer in the workspace",
    HaltCode.PERSON_UNREACHABLE: "the person does not take messages from Sealane",
}
_MEND = {
    HaltCode.CHANNEL_GONE: "Move it to another channel with /subscription edit, or remove it.",
    HaltCode.NO_PERMISSION: "Let Sealane see the channel and write in it, then use /subscription resume.",
    HaltCode.WORKSPACE_GONE: "Add Sealane to the workspace again, then use /subscription resume.",
    HaltCode.PERSON_UNREACHABLE: "Allow direct messages from Sealane, then use /subscription resume.",
}


def why(code: str) -> str:
    """What a code of a fault says, as the end of a sentence; the code itself where it is not known."""
    return _WHY.get(HaltCode(code), code) if code in list(HaltCode) else code


def mend(code: str) -> str:
    """What to do about it; empty where nothing is known."""
    return _MEND.get(HaltCode(code), "") if code in list(HaltCode) else ""


def paused(subscriptions: Sequence[Subscription], code: str) -> Message:
    """That the bot paused subscriptions."""
    names = " and ".join(name_of(one) for one in subscriptions)
    verb = "is paused" if len(subscriptions) == 1 else "are paused"
    return Message(
        text=f"{_capital(names)} {verb}: {why(code)}. {mend(code)}".strip(),
        remarks=("Nothing is lost: once resumed, it tells what happened in the meantime.",),
    )


def doubtful(subscription: Subscription, slot: datetime) -> Message:
    """That nobody knows whether a message arrived."""
    return Message(
        text=f"The message of {_when(subscription, slot)} of {name_of(subscription)} may not have arrived: the platform"
        " gave no answer, and the channel's history cannot be read. So as not to send it twice, it is not sent again.",
        remarks=("Let Sealane read the channel's history, and it finds out by itself next time.",),
    )


def undeliverable(subscription: Subscription, slot: datetime, reason: str) -> Message:
    """That a message could not be sent."""
    return Message(
        text=f"The message of {_when(subscription, slot)} of {name_of(subscription)} could not be sent: {reason}",
        remarks=("/subscription log tells more, and the next one is sent as ever.",),
    )


def name_of(subscription: Subscription) -> str:
    """A subscription, as people know it: 'the digest “Morning” (3)'."""
    what = subscription.name or subscription.topic
    return f"the {subscription.kind.value}{f' “{what}”' if what else ''} ({subscription.id})"


async def post(
    session: AsyncSession, transport: Transport, subscription: Subscription, message: Message, *, now: datetime
) -> None:
    """Tell the channel, the subscription's creator and the workspace's fallback channel."""
    fallback = (await workspace_settings.get(session, subscription.platform, subscription.workspace)).fallback_channel
    platform, _, person = subscription.creator.partition(":")
    places = [subscription.channel]
    if platform == subscription.platform and person:
        places.append(PERSON + person)
    if fallback:
        places.append(fallback)
    bodies = transport.pack(message, None)
    for number, place in enumerate(dict.fromkeys(places)):
        # A microsecond apart, because what is told to one place is no part of what is told to another.
        slot = now + timedelta(microseconds=number)
        parts = [Part(key_of(subscription, NOTICE, slot, part), body) for part, body in enumerate(bodies)]
        new = NewDelivery(
            subscription_id=subscription.id,
            slot=slot,
            kind=NOTICE,
            platform=subscription.platform,
            workspace=subscription.workspace,
            channel=place,
            key=parts[0].key,
            planned_at=now,
        )
        await deliveries.post(session, new, parts, due_at=now)


def _when(subscription: Subscription, slot: datetime) -> str:
    local = slot.astimezone(ZoneInfo(subscription.zone))
    return f"{local.day} {local:%B, %H:%M}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
