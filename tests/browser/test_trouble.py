"""Trouble on purpose, the clock and the log, as the bar offers them."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect


async def trouble(page: Page) -> Locator:
    """The panel, open: a click elsewhere closes it."""
    details = page.locator("details.trouble")
    if await details.get_attribute("open") is None:
        await details.locator("summary").click()
    return details


async def test_block_flood_network_and_kill(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await owner.sees("Anna")

    await (await trouble(page)).get_by_role("switch", name="Anna Berg blocks the bot").check()
    unblock = owner.node.get_by_role("button", name="Unblock")
    await expect(unblock).to_be_visible()
    await unblock.click()
    await expect(owner.field).to_be_visible()
    await expect((await trouble(page)).get_by_role("switch", name="Anna Berg blocks the bot")).not_to_be_checked()

    await (await trouble(page)).get_by_role("button", name="Telegram answers 429").click()
    await expect(page.locator(".process")).to_contain_text("429")
    await owner.say("/pets")
    await owner.sees("Your pets")
    await expect(page.locator(".process")).not_to_contain_text("429")

    await (await trouble(page)).get_by_role("switch", name="Network down").check()
    await owner.button("Rex").click()
    await expect(owner.log.locator('.key[aria-busy="true"]')).to_have_count(1)
    await (await trouble(page)).get_by_role("switch", name="Network down").uncheck()
    await expect(owner.log.locator('.key[aria-busy="true"]')).to_have_count(0)
    await owner.sees("Rex")

    await (await trouble(page)).get_by_role("button", name="Kill the bot now").click()
    await expect(page.locator(".process")).to_contain_text(re.compile("stopped|starting"))
    await owner.say("/book")
    await expect(page.locator(".process")).to_contain_text("running")
    await owner.sees("What does Rex need?")


async def test_the_clock_moves_the_bot_and_the_log_shows_what_a_tap_costs(
    stage: Any, page: Page, owner: Any, clinic: Any
) -> None:
    await stage.knows(stage.anna, "Rex")
    await page.get_by_role("button", name="To the next reminder").click()
    await expect(page.locator(".said")).to_have_text("No reminder is planned.")
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    await owner.sees("is with the clinic")
    await page.get_by_role("button", name="+1 h").click()
    await expect(page.locator(".now")).to_contain_text(re.compile(r"Mon, 2 Mar 2026\s*10:1\d"))
    await page.get_by_role("button", name="+1 day").click()
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator(".now")).to_contain_text("Wed, 4 Mar 2026")
    await owner.sees("Nobody answered your request #1001")
    await expect(clinic.message("#1001")).to_be_visible()

    await page.get_by_role("button", name="Log", exact=True).click()
    log = page.get_by_role("region", name="Bot API calls")
    await owner.say("/pets")
    await expect(log.locator(".update").last).to_contain_text("message")
    call = log.locator("li", has_text="sendMessage").last
    await expect(call).to_contain_text("ms")
    await expect(call).to_contain_text(str(stage.anna.id))
    assert stage.server.token not in await page.content()
    await page.reload()
    await expect(log).to_be_visible()
