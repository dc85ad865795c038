"""The story through a PgBouncer in transaction mode, as through Neon's pooled address; the bot migrates directly."""

import asyncio
from typing import Any

import pytest

from tests.e2e import test_story as story
from tests.pgbouncer import PgBouncer


@pytest.fixture
def environment(environment: dict[str, str], pooled_url: str) -> dict[str, str]:
    return environment | {"CLINIC_ADDRESS": "12 Linden Street", "DATABASE_URL": pooled_url}


async def test_from_the_first_hello_to_the_visit(world: Any) -> None:
    await story.test_from_the_first_hello_to_the_visit(world)


async def test_cancellations_in_both_directions(world: Any) -> None:
    await story.test_cancellations_in_both_directions(world)


async def test_it_waits_for_the_server_behind_the_pooler_to_migrate(bot: Any, clinic: Any, pooled_url: str) -> None:
    bot.environment["DATABASE_URL"] = pooled_url.partition("&direct=")[0] + "&direct=127.0.0.1:1"
    process = await bot.begin()
    try:
        while "waiting for the database on 127.0.0.1 " not in bot.logged():
            assert process.returncode is None, bot.logged()
            await asyncio.sleep(0.05)
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_the_wrong_password_ends_the_start(bot: Any, pooler: PgBouncer, pooled_url: str) -> None:
    """Without a direct address everything goes through the pooler, which has a code of its own for it."""
    bot.environment["DATABASE_URL"] = pooler.url("vetbot", password="hunter22").partition("&direct=")[0]
    process = await bot.begin("bot", "run")
    assert await asyncio.wait_for(process.wait(), 60) == 2
    assert "the database lets nobody in (SASL authentication failed)" in bot.logged()
    assert "hunter22" not in bot.logged()
