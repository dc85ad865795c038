"""Who is where: reloads, several owners, several people in the group."""

from typing import Any

from playwright.async_api import Page, expect


async def test_a_reload_in_the_middle_of_a_booking_loses_nothing(stage: Any, page: Page, owner: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("^4$")
    await owner.sees("What time?")
    before = await owner.log.locator(".message").all_inner_texts()
    await page.reload()
    await owner.sees("What time?")
    assert await owner.log.locator(".message").all_inner_texts() == before
    await owner.tap("^10:00$")
    await page.reload()
    await owner.tap("Skip")
    await owner.tap("Send")
    await owner.sees("is with the clinic")


async def test_what_waits_is_still_waiting_after_a_reload(stage: Any, page: Page, owner: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await owner.sees("Anna")
    stage.server.world.faults.network_down = True
    stage.server.world.updates.end_polling("network")
    await owner.button("Book").click()
    waiting = owner.log.locator('.key[aria-busy="true"]')
    await expect(waiting).to_have_count(1)
    await page.reload()
    await expect(waiting).to_have_count(1)
    stage.server.world.faults.clear()
    await expect(waiting).to_have_count(0)
    await owner.sees("What does Rex need?")


async def test_two_owners_at_once_want_the_same_time(stage: Any, page: Page, owner: Any, opens: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await page.get_by_role("button", name="+ owner").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("First name").fill("Ben")
    await dialog.get_by_label("Phone").fill("+49 151 7654321")
    await dialog.get_by_role("button", name="Add").click()
    whose = owner.node.get_by_role("combobox")
    await expect(whose.locator("option:checked")).to_have_text("Ben")
    await expect(owner.node.get_by_role("button", name="Start", exact=True)).to_be_visible()
    ben = next(user for user in stage.server.world.users.values() if user.first_name == "Ben")
    assert ben.phone == "+491517654321"
    await stage.knows(ben, "Bella")

    # Ben goes on in a browser of his own; here it is Anna's turn.
    elsewhere = type(owner)(await opens(), "owner")
    await elsewhere.node.get_by_role("combobox").select_option("Ben")
    await whose.select_option(label="Anna Berg")
    await owner.chooses("4", "10:00")
    await elsewhere.chooses("4", "10:00")
    await owner.tap("Send")
    await owner.sees("is with the clinic")
    await elsewhere.tap("Send")
    await expect(elsewhere.last).to_contain_text("taken")
    await elsewhere.tap(r"\d\d:\d\d")
    await elsewhere.tap("Skip")
    await elsewhere.tap("Send")
    # Anna's page says that there is news for Ben.
    await expect(whose).to_contain_text("new")


async def test_a_colleague_joins_and_is_asked_in_the_group(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await page.get_by_role("button", name="+ colleague").click()
    await page.get_by_role("dialog").get_by_label("First name").fill("Ole")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await clinic.sees("Ole joined the group")
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    await clinic.tap("Decline")
    await clinic.tap("type it")
    # ForceReply: the answer is a reply already, and it opens for the one who is asked.
    await expect(clinic.node.locator(".about")).to_contain_text("Reply to Front Desk")
    await clinic.node.get_by_label("Clinic: whose phone").select_option("Vera Lind")
    await expect(clinic.node.locator(".about")).to_be_hidden()
    await clinic.node.get_by_label("Clinic: whose phone").select_option("Ole")
    await expect(clinic.node.locator(".about")).to_be_visible()
    await clinic.say("No vet for <dogs> & cats that day")
    await clinic.tap("Decline without proposing")
    await clinic.sees("Declined by Ole")
    await owner.sees("No vet for <dogs> & cats that day")


async def test_the_group_becomes_a_supergroup_under_the_open_page(
    stage: Any, page: Page, owner: Any, clinic: Any
) -> None:
    await stage.knows(stage.anna, "Rex")
    await clinic.say("/status")
    await clinic.sees("Today")
    stage.server.groups.upgrade(stage.group)
    await clinic.sees("The group is a supergroup now")
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    # The card comes to where the group is now, and so does the page, without a click.
    await clinic.tap("Confirm")
    await clinic.sees("Confirmed by Vera Lind")
    await owner.sees("Confirmed!")
