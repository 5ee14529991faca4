import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.errors import Forbidden
from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.robots import RobotsRules, parse
from tests.news.hostile.server import HostileServer, answer, status
from tests.news.stepping import SteppingClock

SITE = "https://harbour.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", "/private/x", False),
        ("User-agent: *\nDisallow: /private", "/public", True),
        ("User-agent: *\nDisallow:", "/anything", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/today", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/sport", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/story?print=1", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b-c", False),
        ("User-agent: *\nAllow: /page\nDisallow: /page", "/page", True),
        ("User-agent: other\nUser-agent: Sealane\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/y", True),
        ("User-agent: sealane/2.0\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: sealane\nAllow: /", "/x", True),
        ("user-agent:*\r\ndisallow:/caf%C3%A9 # note", "/café", False),
        ("<html>not found</html>", "/x", True),
    ],
)
def test_robots_rules_are_read_as_the_standard_says(rules: str, path: str, allowed: bool) -> None:
    assert parse(rules).allow(SITE + path) is allowed


@given(st.text(max_size=300), st.text(max_size=50))
def test_no_robots_file_breaks_the_parser(text: str, path: str) -> None:
    parse(text).allow(SITE + "/" + path.replace("[", "").replace("]", ""))
    parse("User-agent: *\nDisallow: /" + path).allow(SITE + "/x")


async def test_robots_txt_is_asked_once_and_its_delay_is_kept(
    fetcher: Fetcher, server: HostileServer, clock: SteppingClock
) -> None:
    server.behaviours["/robots.txt"] = answer(b"User-agent: *\nDisallow: /members/\nCrawl-delay: 7")
    rules = RobotsRules(fetcher, clock)
    await rules.check(server.url("/news/1"))
    with pytest.raises(Forbidden):
        await rules.check(server.url("/members/1"))
    assert server.count("/robots.txt") == 1
    server.behaviours["/news/1"] = answer(b"a")
    from bot.news.fetching.fetcher import PAGE

    await fetcher.fetch(server.url("/news/1"), PAGE)
    await fetcher.fetch(server.url("/news/1"), PAGE)
    assert clock.slept >= 7


async def test_a_missing_robots_file_allows_and_a_broken_server_forbids(
    fetcher: Fetcher, server: HostileServer, clock: SteppingClock
) -> None:
    rules = RobotsRules(fetcher, clock)
    await rules.check(server.url("/news/1"))
    server.behaviours["/robots.txt"] = status(500)
    with pytest.raises(Forbidden):
        await rules.check(server.url("/news/1", host="other.example"))
    clock.advance(3700)
    server.behaviours["/robots.txt"] = status(404)
    await rules.check(server.url("/news/1", host="other.example"))
