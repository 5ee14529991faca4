import asyncio
import contextlib
import gzip
import resource
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from bot.news.errors import (
    AddressRefused,
    BadAnswer,
    FetchError,
    HostPaused,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from bot.news.fetching.answer import Answer, Validators, http_date, moment_after
from bot.news.fetching.decoding import Undecodable, decoder
from bot.news.fetching.fetcher import FEED, Fetcher, Limits, user_agent
from bot.news.fetching.guard import AllowedHosts, is_public
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from tests.news.hostile.http2 import http2_server
from tests.news.hostile.server import (
    HostileServer,
    answer,
    bomb,
    conditional,
    endless_body,
    endless_headers,
    hang_up,
    many_members,
    not_http,
    redirect,
    short_body,
    silence,
    slow_drip,
    status,
)
from tests.news.stepping import SteppingClock

BRIEF = Limits(size=200_000, seconds=0.6)
RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def fetch(fetcher: Fetcher, server: HostileServer, path: str, limits: Limits = FEED) -> Answer:
    return await fetcher.fetch(server.url(path), limits)


def peak_memory() -> int:
    """Of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_packed_body_is_unpacked(fetcher: Fetcher, server: HostileServer, encoding: str) -> None:
    text = b"<rss>the strait is calm</rss>" * 1000
    server.behaviours["/f"] = answer(PACKERS[encoding](text), {"Content-Encoding": encoding})
    assert (await fetch(fetcher, server, "/f")).body == text


async def test_a_raw_deflate_body_is_unpacked(fetcher: Fetcher, server: HostileServer) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(b"patrol boats") + packer.flush()
    server.behaviours["/f"] = answer(packed, {"Content-Encoding": "deflate"})
    assert (await fetch(fetcher, server, "/f")).body == b"patrol boats"


async def test_a_body_that_is_not_packed_though_its_header_says_so_is_kept(
    fetcher: Fetcher, server: HostileServer
) -> None:
    server.behaviours["/f"] = answer(b"<rss/>", {"Content-Encoding": "gzip"})
    assert (await fetch(fetcher, server, "/f")).body == b"<rss/>"


@given(
    parts=st.lists(st.binary(max_size=3000), max_size=3),
    step=st.integers(1, 700),
    encoding=st.sampled_from(["gzip", "zstd"]),
)
def test_a_body_in_several_frames_and_chunks_is_unpacked_whole(parts: list[bytes], step: int, encoding: str) -> None:
    packed = b"".join(PACKERS[encoding](part * 50) for part in parts)
    whole = b"".join(part * 50 for part in parts)
    unpack = decoder(encoding)
    got = b"".join(unpack.decode(packed[at : at + step], len(whole)) for at in range(0, len(packed), step))
    unpack.finish()
    assert got == whole


@pytest.mark.parametrize("encoding", PACKERS)
@given(body=st.binary(max_size=2000), room=st.integers(0, 5000))
def test_no_body_whatsoever_unpacks_beyond_its_room(encoding: str, body: bytes, room: int) -> None:
    for sent in (body, PACKERS[encoding](body * 20)):
        unpack = decoder(encoding)
        with contextlib.suppress(Undecodable):
            assert len(unpack.decode(sent, room)) <= room + 1


@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_compression_bomb_ends_at_the_size_limit_and_takes_little_memory(
    fetcher: Fetcher, server: HostileServer, encoding: str
) -> None:
    server.behaviours["/f"] = bomb(encoding)
    before = peak_memory()
    with pytest.raises(TooLarge):
        await fetch(fetcher, server, "/f")
    assert peak_memory() - before < 60


async def test_a_bomb_in_many_gzip_members_ends_at_the_size_limit(fetcher: Fetcher, server: HostileServer) -> None:
    server.behaviours["/f"] = many_members(2000)
    before = peak_memory()
    with pytest.raises(TooLarge):
        await fetch(fetcher, server, "/f")
    assert peak_memory() - before < 60


@pytest.mark.parametrize("encoding", ["gzip, gzip", "compress", "dcb"])
async def test_an_encoding_that_was_not_asked_for_is_refused(
    fetcher: Fetcher, server: HostileServer, encoding: str
) -> None:
    server.behaviours["/f"] = answer(b"\x00\x01\x02", {"Content-Encoding": encoding})
    with pytest.raises(BadAnswer, match="packed"):
        await fetch(fetcher, server, "/f")


@pytest.mark.parametrize("damage", [lambda body: body[:-4], lambda body: body[:8] + b"\xff" * 40])
@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_damaged_or_shortened_packing_is_an_error(
    fetcher: Fetcher, server: HostileServer, encoding: str, damage: Callable[[bytes], bytes]
) -> None:
    packed = PACKERS[encoding](b"".join(b"%d ships" % number for number in range(5000)))
    server.behaviours["/f"] = answer(damage(packed), {"Content-Encoding": encoding})
    with pytest.raises(BadAnswer):
        await fetch(fetcher, server, "/f")


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (endless_body, TooLarge),
        (answer(b"x", {"Content-Length": "900000000"}), TooLarge),
        (endless_headers, FetchError),
        (slow_drip, TooSlow),
        (silence, TooSlow),
        (hang_up, FetchError),
        (short_body, BadAnswer),
        (not_http, BadAnswer),
    ],
)
async def test_every_misbehaving_server_ends_within_its_bound(
    fetcher: Fetcher, server: HostileServer, behaviour: object, expected: type[FetchError]
) -> None:
    server.behaviours["/f"] = behaviour  # type: ignore[assignment]
    with pytest.raises(expected) as raised:
        await asyncio.wait_for(fetch(fetcher, server, "/f", BRIEF), 30)
    assert str(raised.value).endswith(".")


async def test_one_slow_host_does_not_hold_up_another(fetcher: Fetcher, server: HostileServer) -> None:
    server.behaviours["/slow"] = slow_drip
    server.behaviours["/quick"] = answer(b"news")
    slow = asyncio.ensure_future(fetcher.fetch(server.url("/slow"), Limits(size=200_000, seconds=3.0)))
    quick = await fetcher.fetch(server.url("/quick", host="other.example"), FEED)
    assert quick.body == b"news"
    assert not slow.done()
    with pytest.raises(TooSlow):
        await slow


async def test_redirects_are_followed_and_a_permanent_one_gives_the_new_address(
    fetcher: Fetcher, server: HostileServer
) -> None:
    server.behaviours |= {
        "/old": redirect("/older", 301),
        "/older": redirect("/new", 308),
        "/new": answer(b"here"),
        "/once": redirect("/old", 302),
    }
    moved = await fetch(fetcher, server, "/old")
    assert (moved.body, moved.url, moved.moved_to) == (b"here", server.url("/new"), server.url("/new"))
    assert (await fetch(fetcher, server, "/once")).moved_to is None


async def test_a_redirect_loop_and_a_long_chain_end(fetcher: Fetcher, server: HostileServer) -> None:
    server.behaviours |= {"/a": redirect("/b"), "/b": redirect("/a")}
    server.behaviours |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with pytest.raises(TooManyRedirects):
        await fetch(fetcher, server, "/a")
    with pytest.raises(TooManyRedirects):
        await fetch(fetcher, server, "/0")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0x7f.1:{port}/secret",
        "http://127.1:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://[::ffff:7f00:1]:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[64:ff9b::7f00:1]:{port}/secret",
        "http://[2002:7f00:1::]:{port}/secret",
        "http://0.0.0.0:{port}/secret",
        "http://user@127.0.0.1:{port}/secret",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/hostname",
        "gopher://127.0.0.1:{port}/secret",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(
    server: HostileServer, clock: SteppingClock, target: str
) -> None:
    from bot.news.fetching.network import resolve  # the real one: these need no name server

    server.behaviours |= {"/f": redirect(target.format(port=server.port)), "/secret": answer(b"secret")}

    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "news.example" else await resolve(host, port)

    transport = GuardedTransport(resolver=resolver, allowed=AllowedHosts.of("news.example"))
    async with Fetcher(transport, clock=clock) as fetcher:
        with pytest.raises((AddressRefused, Unreachable)):
            await fetcher.fetch(server.url("/f"), BRIEF)
    assert server.count("/secret") == 0


async def test_a_name_that_changes_its_address_after_the_check_is_never_reached(
    server: HostileServer, clock: SteppingClock
) -> None:
    server.behaviours["/f"] = answer(b"secret")
    asked = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["203.0.114.1"] if len(asked) % 2 else ["127.0.0.1"]

    transport = GuardedTransport(resolver=rebinding)
    async with Fetcher(transport, clock=clock, hosts=HostTurns(clock)) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError):
                await fetcher.fetch(server.url("/f"), Limits(size=1000, seconds=0.5, connect_seconds=0.2))
    assert len(asked) == 2, "one look-up for each request"
    assert not server.requests


async def test_one_private_address_among_public_ones_refuses_the_name(clock: SteppingClock) -> None:
    async def mixed(host: str, port: int) -> Sequence[str]:
        return ["203.0.114.1", "10.0.0.7"]

    async with Fetcher(GuardedTransport(resolver=mixed), clock=clock) as fetcher:
        with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
            await fetcher.fetch("http://two-faced.example/", BRIEF)


async def test_a_name_that_does_not_exist_is_told_plainly(clock: SteppingClock) -> None:
    async def nothing(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    async with Fetcher(GuardedTransport(resolver=nothing), clock=clock) as fetcher:
        with pytest.raises(Unreachable, match="Name or service not known"):
            await fetcher.fetch("http://nowhere.example/", BRIEF)


async def test_a_proxy_from_the_environment_is_not_used(
    fetcher: Fetcher, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.behaviours["/f"] = answer(b"direct")
    assert (await fetch(fetcher, server, "/f")).body == b"direct"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.88.99.1", "198.18.0.1", "::", "::1", "::7f00:1", "fe80::1",
        "fe80::1%eth0", "fec0::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1",
        "2002:a00:1::", "2001:db8::1", "2001:0:7f00:1::", "100::1", "not an address",
    ],
)  # fmt: skip
def test_a_private_special_or_wrapped_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_an_operator_allows_a_host_whole_or_for_one_port() -> None:
    allowed = AllowedHosts.of("NAS.example:8080", "wiki.example")
    assert ("nas.example", 8080) in allowed
    assert ("nas.example", 80) not in allowed
    assert ("Wiki.Example.", 443) in allowed


async def test_validators_go_back_byte_for_byte(fetcher: Fetcher, server: HostileServer) -> None:
    etag, modified = 'W/"caf\xe9--gzip"', "Mon, 2 Mar 2026 09:00:00 +0000"
    server.behaviours["/f"] = conditional(b"<rss/>", etag, modified)
    first = await fetch(fetcher, server, "/f")
    assert first.validators == Validators(etag, modified)
    second = await fetcher.fetch(server.url("/f"), FEED, validators=first.validators)
    assert second.status == 304


@pytest.mark.parametrize("wish", ["120", "Mon, 02 Mar 2026 09:02:00 GMT"])
@pytest.mark.parametrize("code", [429, 503])
async def test_retry_after_silences_the_whole_host_until_then(
    fetcher: Fetcher, server: HostileServer, clock: SteppingClock, code: int, wish: str
) -> None:
    server.behaviours |= {"/f": status(code, {"Retry-After": wish}), "/other": answer(b"fine")}
    refused = await fetch(fetcher, server, "/f")
    assert refused.retry_after == clock.now() + timedelta(minutes=2)
    with pytest.raises(HostPaused):
        await fetch(fetcher, server, "/other")
    assert (await fetcher.fetch(server.url("/other", "other.example"), FEED)).body == b"fine"
    clock.advance(121)
    assert (await fetch(fetcher, server, "/other")).body == b"fine"


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("0", 0),
        ("3600", 3600),
        ("99999999999999999999", 86400),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0),
        ("Tue, 02 Mar 2066 08:00:00 GMT", 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_a_retry_after_header_is_bounded_and_nonsense_is_no_wish(wish: str | None, seconds: int | None) -> None:
    expected = None if seconds is None else RECEIVED + timedelta(seconds=seconds)
    assert moment_after(wish, RECEIVED) == expected


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"cache-control": "public, max-age=900"}, 15),
        ({"cache-control": "max-age=900", "age": "300"}, 10),
        ({"cache-control": "no-cache, max-age=900"}, None),
        ({"expires": "Mon, 02 Mar 2026 09:30:00 GMT"}, 30),
        ({"expires": "Mon, 02 Mar 2026 11:00:00 GMT", "date": "Mon, 02 Mar 2026 10:30:00 GMT"}, 30),
        ({"expires": "0"}, None),
        ({}, None),
    ],
)
def test_how_long_a_feed_stays_fresh_is_read_from_the_headers(headers: dict[str, str], minutes: int | None) -> None:
    made = Answer("http://news.example/", 200, headers, b"", RECEIVED)
    assert made.fresh_until == (None if minutes is None else RECEIVED + timedelta(minutes=minutes))


def test_an_http_date_is_read_in_utc() -> None:
    assert http_date("Mon, 02 Mar 2026 09:00:00 GMT") == RECEIVED
    assert http_date("yesterday") is None


async def test_a_host_gets_one_request_at_a_time_with_a_gap(
    fetcher: Fetcher, server: HostileServer, clock: SteppingClock
) -> None:
    server.behaviours["/f"] = answer(b"news")
    await asyncio.gather(*(fetch(fetcher, server, "/f") for _ in range(5)))
    assert server.most_at_once == 1
    assert clock.slept == pytest.approx(4.0)


async def test_the_request_says_honestly_who_asks(fetcher: Fetcher, server: HostileServer) -> None:
    server.behaviours["/f"] = answer(b"news")
    await fetch(fetcher, server, "/f")
    assert server.requests[0].headers["user-agent"].startswith("Sealane/")
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "+https://desk.example/bot" in user_agent("https://desk.example/bot")


@pytest.mark.parametrize("url", ["ftp://news.example/x", "javascript:alert(1)", "http://", "http://[::1", "x", ""])
async def test_only_web_addresses_are_fetched(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(AddressRefused):
        await fetcher.fetch(url, BRIEF)


async def test_410_and_other_statuses_are_answers(fetcher: Fetcher, server: HostileServer) -> None:
    server.behaviours["/gone"] = answer(b"gone" * 100, code=410)
    assert (await fetch(fetcher, server, "/gone")).status == 410


async def test_http_2_is_spoken_where_the_server_does_over_one_connection(clock: SteppingClock, tmp_path: Path) -> None:
    async with http2_server(b"<rss/>", tmp_path) as server:

        async def here(host: str, port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        transport = GuardedTransport(resolver=here, allowed=AllowedHosts.of("news.example"), tls=server.trusted)
        async with Fetcher(transport, clock=clock) as fetcher:
            for path in ("/feed", "/story"):
                got = await fetcher.fetch(f"https://news.example:{server.port}{path}", FEED)
                assert (got.body, got.validators.etag) == (b"<rss/>", '"two"')
    assert (server.requests, server.connections) == (["/feed", "/story"], 1)
