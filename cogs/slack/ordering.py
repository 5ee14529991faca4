"""The commands of admins: what follows /brief subscribe, watch, subscriptions, sources and settings."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.chat.message import Message
from bot.subscriptions import telling
from bot.subscriptions.administration import Administration
from bot.subscriptions.asked import Fields, Requester, Where
from bot.subscriptions.errors import BadField, NotAllowed
from cogs.slack.origin import Origin
from cogs.slack.people import People, Standing
from db import workspace_settings
from db.session import Store
from db.subscriptions import Palette, Subscription

_ABOUT = re.compile(r"^(?P<schedule>.*?)\s*(?:\babout\b|\bon the topic of\b|:(?=\s))\s*(?P<topic>.+)$", re.IGNORECASE)
_REFERENCE = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")
_USAGE = {
    "subscriptions": "Say what to do and with which, such as /brief subscriptions pause 3: show, edit, pause, resume, "
    "remove, test, preview, log, doctor or why.",
    "sources": "Say what to do and with which, such as /brief sources pause 3: add, show, check, pause, resume or "
    "remove.",
    "settings": "Say what to set, such as /brief settings zone Tokyo: zone, language, fallback, admins or changes.",
}


class Usage(BadField):
    """Words that are no command of this kind; `str()` tells which there are."""

    def __init__(self, command: str) -> None:
        super().__init__(command, _USAGE[command])


@dataclass(frozen=True, slots=True)
class Acting:
    """An admin at work: who, where, and what of it they may touch. `only` is the channel that they made, or None."""

    who: Requester
    where: Where
    only: str | None = None
    zone: str | None = None

    def require(self, channel: str | None) -> None:
        """Raise `NotAllowed` where it is not about the one channel that they made."""
        if self.only is not None and channel != self.only:
            raise NotAllowed


class Ordering:
    """What admins order, with what Slack says of them: checked anew for each action."""

    def __init__(self, store: Store, admin: Administration, people: People) -> None:
        self._store = store
        self._admin = admin
        self._people = people

    async def acting(self, origin: Origin, channel: str | None = None) -> Acting:
        """Who acts. Raise `Unavailable` where Slack does not say."""
        standing = await self._people.standing(origin, channel or origin.channel)
        where = await self._people.where(origin, channel or origin.channel)
        return self._of(standing, where)

    async def subscribe(self, origin: Origin, words: str) -> Message:
        """Order a digest for the channel: "daily at 8 about anything Japan signs"."""
        match = _ABOUT.match(words)
        schedule, topic = (match["schedule"].strip(), match["topic"]) if match else (words, None)
        # Slack is light unless somebody makes it dark.
        fields = Fields(kind="digest", schedule=schedule or None, topic=topic, palette=Palette.LIGHT.value)
        return await self.add(origin, fields)

    async def watch(self, origin: Origin, topic: str) -> Message:
        """Order a watch for the channel."""
        return await self.add(origin, Fields(kind="watch", topic=topic))

    async def add(self, origin: Origin, fields: Fields) -> Message:
        """Order something for the channel that the fields name, or else the one in which it is said."""
        channel = fields.channel or origin.channel
        acting = await self.acting(origin, channel)
        if fields.zone is None and acting.zone and not await self._has_zone(origin):
            fields = replace(fields, zone=acting.zone)
        return await self._admin.subscriptions.add(acting.who, replace(acting.where, channel=channel), fields)

    async def edit(self, origin: Origin, words: str, fields: Fields) -> Message:
        """Change a subscription."""
        found, acting = await self.found(origin, words)
        acting.require(fields.channel or found.channel)
        acting = replace(acting, where=await self._people.where(origin, found.channel, [fields.channel or ""]))
        # What stays as it is need not be said, and is not checked again.
        changed = replace(fields, channel=None) if fields.channel == found.channel else fields
        return await self._admin.subscriptions.edit(acting.who, acting.where, str(found.id), changed)

    async def found(self, origin: Origin, words: str) -> tuple[Subscription, Acting]:
        """The subscription that words mean, for somebody who may change it. Raise SubscriptionError."""
        # Somebody who made only its channel must be let look first, to know which channel that is.
        where = Where("slack", origin.team)
        looking = Requester(origin.person, manages=True)
        standing = await self._people.standing(origin, None)
        if not standing.requester.manages and not await self._is_listed(origin):
            found = await self._admin.subscriptions.get(looking, where, words)
            standing = await self._people.standing(origin, found.channel)
            if not standing.requester.manages:
                raise NotAllowed
        else:
            found = await self._admin.subscriptions.get(looking, where, words)
        acting = self._of(standing, await self._people.where(origin, found.channel))
        acting.require(found.channel)
        return found, acting

    async def subscriptions(self, origin: Origin, words: str) -> Message:
        """What follows "subscriptions": nothing for the list, or a deed and which one."""
        deed, _, rest = words.partition(" ")
        rest = rest.strip()
        if not deed or deed.casefold() in ("list", "here"):
            return await self.listed(origin)
        which, _, further = rest.partition(" ")
        further = further.strip()
        known = self._admin.subscriptions
        deeds: dict[str, Callable[[Acting, str], Awaitable[Message]]] = {
            "show": lambda acting, one: known.show(acting.who, acting.where, one),
            "pause": lambda acting, one: known.pause(acting.who, acting.where, one, further.removeprefix("until ")),
            "resume": lambda acting, one: known.resume(acting.who, acting.where, one),
            "remove": lambda acting, one: known.remove(acting.who, acting.where, one),
            "test": lambda acting, one: known.test(acting.who, acting.where, one),
            "preview": lambda acting, one: self._preview(acting, one),
            "log": lambda acting, one: known.log(acting.who, acting.where, one),
            "doctor": lambda acting, one: known.doctor(acting.who, acting.where, one),
            "why": lambda acting, one: known.why(acting.who, acting.where, one, _number(further)),
        }
        if deed.casefold() == "edit" and further:
            return await self.edit(origin, which, _field(further))
        if deed.casefold() not in deeds:
            raise Usage("subscriptions")
        found, acting = await self.found(origin, which if further else rest)
        return await deeds[deed.casefold()](acting, str(found.id))

    async def listed(self, origin: Origin) -> Message:
        """The subscriptions of the workspace; for who made only this channel, those of it."""
        acting = await self.acting(origin)
        scope = replace(acting.where, channel=acting.only)
        found = await self._admin.subscriptions.found(acting.who, scope)
        where = await self._people.where(origin, acting.only, [one.channel for one in found])
        return telling.listed(found, where)

    async def sources(self, origin: Origin, raw: str) -> Message:
        """What follows "sources". All workspaces share them, so making a channel is not enough."""
        deed, _, rest = _LINK.sub(r"\1", raw).strip().partition(" ")
        acting = await self._for_all(origin)
        sources, who, where = self._admin.sources, acting.who, acting.where
        match deed.casefold(), rest.strip():
            case (("" | "list"), ""):
                return await sources.list(who, where)
            case "curated", "":
                return await sources.list(who, where, curated=True)
            case "add", words if words:
                return await sources.add(who, where, words)
            case "show", words if words:
                return await sources.show(who, where, words)
            case "check", words if words:
                return await sources.check(who, where, words)
            case "pause", words if words:
                return await sources.pause(who, where, words)
            case "resume", words if words:
                return await sources.resume(who, where, words)
            case "remove", words if words:
                return await sources.remove(who, where, words)
        raise Usage("sources")

    async def settings(self, origin: Origin, raw: str) -> Message:
        """What follows "settings". They are the whole workspace's, so making a channel is not enough."""
        deed, _, rest = raw.strip().partition(" ")
        rest = rest.strip()
        acting = await self._for_all(origin)
        choices, who, where = self._admin.choices, acting.who, acting.where
        match deed.casefold():
            case "":
                return await choices.show(who, where)
            case "zone" if rest:
                return await choices.set_zone(who, where, rest)
            case "language" if rest:
                return await choices.set_language(who, where, rest)
            case "fallback" if rest:
                match = _REFERENCE.search(rest)
                channel = match[2] if match else rest
                if match:
                    where = await self._people.where(origin, origin.channel, [channel])
                return await choices.set_fallback_channel(who, where, channel)
            case "admins" if match := _REFERENCE.search(rest):
                person = f"slack:{origin.team}:{match[2]}"
                if rest.casefold().startswith("remove"):
                    return await choices.remove_admin(who, where, person)
                return await choices.add_admin(who, where, person)
            case "changes":
                return await choices.changes(who, where)
        raise Usage("settings")

    async def _for_all(self, origin: Origin) -> Acting:
        acting = await self.acting(origin)
        acting.require(None)
        return acting

    async def _preview(self, acting: Acting, one: str) -> Message:
        return (await self._admin.subscriptions.preview(acting.who, acting.where, one)).message

    async def _has_zone(self, origin: Origin) -> bool:
        async with self._store.reading() as session:
            return (await workspace_settings.get(session, "slack", origin.team)).zone is not None

    async def _is_listed(self, origin: Origin) -> bool:
        async with self._store.reading() as session:
            return origin.person in (await workspace_settings.get(session, "slack", origin.team)).admins

    @staticmethod
    def _of(standing: Standing, where: Where) -> Acting:
        return Acting(standing.requester, where, standing.channel, standing.zone)


def _field(words: str) -> Fields:
    """Read "schedule weekdays at 8". Raise `Usage`."""
    name, _, value = words.partition(" ")
    known = {"when": "schedule", "lines": "size", "picture": "palette"}
    field = known.get(name.casefold(), name.casefold().replace("-", "_"))
    if field not in Fields.__dataclass_fields__ or not value.strip():
        raise Usage("subscriptions")
    if field == "channel" and (match := _REFERENCE.search(value)):
        value = match[2]
    return replace(Fields(), **{field: value.strip()})


def _number(words: str) -> int:
    if not words.isdecimal():
        raise BadField("event", "Say which event: give its number.")
    return int(words)
