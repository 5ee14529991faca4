"""robots.txt (RFC 9309): asked for article pages, not for feeds, which their publishers offer to programs."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.news.clock import Clock
from bot.news.errors import AddressRefused, FetchError, Forbidden, HostPaused, Unreachable
from bot.news.fetching.fetcher import ROBOTS, Fetcher

PRODUCT = "sealane"
"""The token by which a robots.txt names this program."""
KEPT_FOR = timedelta(days=1)
"""RFC 9309 2.4: at most a day."""
KEPT_FAILURE_FOR = timedelta(hours=1)
_MOST_RULES = 5000
_LONGEST_PATTERN = 500
_HOSTS = 2000


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern and whether what it matches may be fetched."""

    pattern: str
    allow: bool

    def matches(self, path: str) -> bool:
        """Whether the pattern matches the beginning of the path, or all of it where it ends in "$"."""
        whole = self.pattern.endswith("$")
        first, *others = (self.pattern[:-1] if whole else self.pattern).split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        last = others.pop() if others and whole else None
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if last is not None:
            return path.endswith(last) and len(path) - len(last) >= at
        return not whole or at == len(path)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for this program. `delay` is the wished gap between requests in seconds."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None

    def allow(self, address: str) -> bool:
        """Whether the address may be fetched: the longest matching pattern decides, of equals the one that allows."""
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        best = max(
            (rule for rule in self.rules if rule.matches(path)),
            key=lambda rule: (len(rule.pattern), rule.allow),
            default=None,
        )
        return best is None or best.allow


ALLOW_ALL = Robots()
ALLOW_NOTHING = Robots((Rule("/", allow=False),))


def parse(text: str, product: str = PRODUCT) -> Robots:
    """Read a robots.txt: the groups that name the program, or else those for all ("*")."""
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    named_at_all = False
    agents: list[str] = []
    in_rules = False
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key in ("user-agent", "useragent"):
            if in_rules:
                agents, in_rules = [], False
            agents.append(value.casefold())
            named_at_all = named_at_all or _names(value, product)
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            if any(_names(agent, product) for agent in agents):
                groups[True].append((key, value))
            if "*" in agents:
                groups[False].append((key, value))
    return _robots(groups[named_at_all])


def _names(agent: str, product: str) -> bool:
    return re.split(r"[/\s]", agent.casefold(), maxsplit=1)[0] == product


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules: list[Rule] = []
    delay = None
    for key, value in lines:
        if key == "crawl-delay":
            if re.fullmatch(r"\d{1,5}(\.\d+)?", value):
                delay = float(value)
        elif value and len(value) <= _LONGEST_PATTERN and len(rules) < _MOST_RULES:
            rules.append(Rule(re.sub(r"\*{2,}", "*", unquote(value)), key == "allow"))
    return Robots(tuple(rules), delay)


class RobotsRules:
    """The robots.txt of each host, fetched when first needed and kept for a day."""

    def __init__(self, fetcher: Fetcher, clock: Clock, *, product: str = PRODUCT) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._product = product
        self._known: OrderedDict[str, tuple[datetime, Robots]] = OrderedDict()

    async def check(self, address: str) -> None:
        """Raise Forbidden where the site asks not to fetch the address, HostPaused where it asked for silence.

        Raise AddressRefused and Unreachable as fetching the page would.
        """
        parts = urlsplit(address)
        robots = await self._of(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
        if not robots.allow(address):
            raise Forbidden(address, "the site's robots.txt asks not to fetch it")

    async def _of(self, address: str) -> Robots:
        known = self._known.get(address)
        if known is not None and known[0] > self._clock.now():
            return known[1]
        robots, keep = await self._fetch(address)
        self._known[address] = (self._clock.now() + keep, robots)
        self._known.move_to_end(address)
        while len(self._known) > _HOSTS:
            self._known.popitem(last=False)
        if robots.delay is not None:
            self._fetcher.hosts.slow_down(urlsplit(address).hostname or "", robots.delay)
        return robots

    async def _fetch(self, address: str) -> tuple[Robots, timedelta]:
        """RFC 9309 2.3.1: missing means allowed, a server in trouble means forbidden for the time being."""
        try:
            answer = await self._fetcher.fetch(address, ROBOTS, kinds="text/plain, */*;q=0.1")
        except (HostPaused, AddressRefused, Unreachable):
            # These say about the page itself what is wrong.
            raise
        except FetchError:
            return ALLOW_NOTHING, KEPT_FAILURE_FOR
        if answer.ok:
            return parse(answer.body.decode("utf-8", "replace"), self._product), KEPT_FOR
        if answer.status == 429 or answer.status >= 500:
            return ALLOW_NOTHING, KEPT_FAILURE_FOR
        return ALLOW_ALL, KEPT_FOR
