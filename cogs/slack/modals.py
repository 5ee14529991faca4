"""Opening modals, and what becomes of the form when it is submitted."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.chat.faults import log_unexpected
from bot.chat.message import Message
from bot.digests.errors import DigestError
from bot.subscriptions.errors import BadField, SubscriptionError
from bot.subscriptions.telling import when
from cogs.slack import forms
from cogs.slack.bot import SealaneSlack
from cogs.slack.calling import posting_client
from cogs.slack.faults import code_of
from cogs.slack.forms import Json
from cogs.slack.ordering import Ordering
from cogs.slack.origin import Origin
from cogs.slack.wording import spoken, worded

_log = logging.getLogger(__name__)
NO_ADMIN = "You are no admin of this workspace: this works only for a channel that you made."


async def in_modal(bot: SealaneSlack, origin: Origin, work: Callable[[], Awaitable[Json | Message]]) -> None:
    """Open a modal at once, and put into it what the work makes: a form, or a message."""
    with bot.under_way.one():
        if not await bot.claims.take(f"slack:{origin.team}:{origin.delivery}"):
            return
        try:
            client = posting_client(origin.client)
            answer = await client.views_open(trigger_id=origin.trigger or "", view=forms.loading())
        except Exception as error:
            # Without a modal nothing can be shown: there is no address to answer to either.
            _log.warning("A modal could not be opened (%s)", _reason(error))
            return
        await _put(origin, answer["view"]["id"], await _made(work))


async def submitted(bot: SealaneSlack, ordering: Ordering, origin: Origin, view: Json) -> None:
    """Do what the submitted form says, and show in its place what became of it, or the form with what is wrong."""
    with bot.under_way.one():
        if not await bot.claims.take(f"slack:{origin.team}:{origin.delivery}"):
            return
        filled, values = forms.filled(view)

        async def work() -> Json | Message:
            try:
                if filled.subscription:
                    return await ordering.edit(origin, filled.subscription, filled.fields)
                return await ordering.add(origin, filled.fields)
            except BadField as error:
                return forms.form(
                    values, subscription=filled.subscription, home=filled.home, problem=spoken(str(error))
                )

        await _put(origin, view["id"], await _made(work))


async def new_form(ordering: Ordering, origin: Origin, values: dict[str, str] | None = None) -> Json:
    """The form for a new subscription, with the person's own time zone; who may not use it is told so there."""
    acting = await ordering.acting(origin)
    given = {"schedule": forms.USUAL_SCHEDULE, "channel": origin.channel or "", **(values or {})}
    if acting.zone:
        given.setdefault("zone", acting.zone)
    problem = None if acting.who.manages else NO_ADMIN
    return forms.form(given, home=origin.channel, problem=problem)


async def edit_form(ordering: Ordering, origin: Origin, words: str) -> Json:
    """The form for a subscription that is there."""
    found, _ = await ordering.found(origin, words)
    schedule = when(found) if found.schedule else None
    return forms.form(forms.values_of(found, schedule), subscription=str(found.id), home=origin.channel)


async def _made(work: Callable[[], Awaitable[Json | Message]]) -> Json:
    try:
        made = await work()
    except (SubscriptionError, DigestError) as error:
        made = Message(text=spoken(str(error)))
    except Exception as error:
        made = Message(text=log_unexpected(error, "a modal"))
    return forms.told(worded(made)) if isinstance(made, Message) else made


async def _put(origin: Origin, view: str, made: Json) -> None:
    try:
        await origin.client.views_update(view_id=view, view=made)
    except Exception as error:
        _log.warning("A modal could not be filled (%s)", _reason(error))


def _reason(error: Exception) -> Any:
    return code_of(error) if isinstance(error, SlackApiError) else error
