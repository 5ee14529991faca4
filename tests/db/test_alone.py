"""What only one process may do is done by one at a time, on both databases, and goes on when that one has ended."""

import asyncio

from db.session import Store


async def test_who_comes_second_is_told_and_waits_until_the_first_has_ended(database_url: str) -> None:
    order: list[str] = []

    async def work(store: Store, name: str, seconds: float) -> None:
        async with store.alone("discord-token", lambda: order.append(f"{name} waits")):
            order.append(f"{name} begins")
            await asyncio.sleep(seconds)
            order.append(f"{name} ends")

    async with await Store.open(database_url) as first, await Store.open(database_url) as second:
        one = asyncio.create_task(work(first, "one", 0.2))
        await asyncio.sleep(0.1)
        await work(second, "two", 0)
        await one
    assert order == ["one begins", "two waits", "one ends", "two begins", "two ends"]


async def test_other_names_do_not_wait(database_url: str) -> None:
    async with (
        await Store.open(database_url) as first,
        await Store.open(database_url) as second,
        first.alone("a", _never),
        second.alone("b", _never),
    ):
        pass


def _never() -> None:
    raise AssertionError("nobody else holds this name")
