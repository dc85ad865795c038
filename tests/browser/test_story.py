"""The whole story, played by clicking."""

from typing import Any

from playwright.async_api import Page, expect


async def test_from_the_first_hello_to_the_cancellation(
    stage: Any, page: Page, owner: Any, clinic: Any, picture: Any
) -> None:
    await owner.register("Anna Berg", "anna@example.org")
    await owner.adds_a_pet("Rex")
    await owner.tap("Book for Rex")
    await owner.tap("Check-up")
    await expect(owner.button("^4$")).to_be_visible()
    await picture(owner.screen, "calendar")
    await owner.tap("^4$")
    await owner.tap("^10:00$")
    await owner.sees("anything the vet should know")
    await owner.say("He limps a little since Sunday.")
    await owner.tap("Send")
    await owner.sees("is with the clinic")

    await expect(clinic.button("Confirm")).to_be_visible()
    await picture(clinic.screen, "card")
    await clinic.tap("Confirm")
    await clinic.sees("Confirmed by Vera Lind")
    await expect(clinic.node.locator(".toast")).to_contain_text("Confirmed")
    await owner.sees("Confirmed!")

    await page.get_by_role("button", name="To the next reminder").click()
    await owner.sees("reminder")
    await expect(page.locator(".now")).to_contain_text("Tue, 3 Mar 2026")
    await picture(owner.screen, "reminder")
    await picture(page.locator("body"), "page")
    await owner.tap("I'm coming")
    await owner.sees("You told us that you are coming")
    await expect(clinic.message("#1001")).to_contain_text("coming")

    await owner.say("/appointments")
    await owner.tap("Rex")
    await owner.tap("Cancel")
    await owner.tap("Yes")
    await owner.sees("cancelled")
    await clinic.sees("Cancelled by Anna")
