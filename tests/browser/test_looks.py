"""Small, dark, without a mouse, and for a screen reader."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect


async def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page."""
    results = await Axe().run(page)
    found = results.response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


async def overflow(page: Page) -> int:
    """By how many pixels the page is too wide."""
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("look", [{"scheme": "light"}, {"scheme": "dark"}], indirect=True, ids=["light", "dark"])
async def test_nothing_serious_for_axe(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    assert await serious(page) == []
    await stage.knows(stage.anna, "Rex")
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    await clinic.tap("Confirm")
    await clinic.sees("Confirmed by Vera Lind")
    await owner.sees("Confirmed!")
    await page.get_by_role("button", name="Log", exact=True).click()
    await owner.say("/profile")
    await owner.field.fill("/")
    await expect(owner.commands.first).to_be_visible()
    assert await serious(page) == []
    await owner.field.fill("")
    await page.locator("summary", has_text="Trouble").click()
    assert await serious(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="+ owner").click()
    assert await serious(page) == []
    await page.keyboard.press("Escape")


@pytest.mark.parametrize("look", [{"width": 360, "height": 640, "scheme": "dark"}], indirect=True, ids=["360"])
async def test_a_booking_on_360_pixels(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await expect(clinic.node).to_be_hidden()
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    await owner.sees("is with the clinic")
    assert await overflow(page) == 0
    tab = page.get_by_role("tab", name="Clinic")
    await expect(tab).to_contain_text("1")
    await tab.click()
    await expect(owner.node).to_be_hidden()
    await clinic.tap("Confirm")
    await clinic.sees("Confirmed by Vera Lind")
    assert await overflow(page) == 0
    await page.reload()
    await expect(clinic.node).to_be_visible()
    await page.get_by_role("tab", name="Owner").click()
    await owner.sees("Confirmed!")
    assert await serious(page) == []


async def test_the_theme_can_be_chosen(cast: Any, page: Page) -> None:
    wall = "getComputedStyle(document.querySelector('.head')).backgroundColor"
    bright = await page.evaluate(wall)
    await page.get_by_role("button", name="Theme: auto").click()
    await page.get_by_role("button", name="Theme: light").click()
    assert await page.evaluate(wall) != bright
    await page.reload()
    await expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    await page.get_by_role("button", name="Theme: dark").click()
    assert await page.evaluate(wall) == bright


class Keyboard:
    """Somebody who has no mouse, and looks where the focus is."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def focused(self) -> str:
        text = await self._page.evaluate(
            """() => {
                const node = document.activeElement;
                return `${node.getAttribute("aria-label") || ""}|${node.innerText || node.placeholder || ""}`;
            }"""
        )
        return str(text)

    async def until(self, key: str, wanted: str, most: int = 60) -> None:
        """Presses the key until the focus, which must always be seen, is where it should be."""
        for _ in range(most):
            await self._page.keyboard.press(key)
            outline = await self._page.evaluate(
                "document.activeElement === document.body || "
                "getComputedStyle(document.activeElement).outlineStyle !== 'none' || "
                "document.activeElement.matches('dialog')"
            )
            assert outline, f"the focus is not seen on {await self.focused()}"
            if wanted in await self.focused():
                return
        raise AssertionError(f"{key} never leads to {wanted!r}, only to {await self.focused()!r}")

    async def inline(self, wanted: str) -> None:
        """From the input field back to the last message's keyboard, down to a button, and presses it."""
        while not await self._page.evaluate("document.activeElement.matches('.key')"):
            assert "Messages" not in await self.focused(), "no keyboard before the messages"
            await self._page.keyboard.press("Shift+Tab")
        if wanted not in await self.focused():
            await self.until("ArrowDown", wanted, most=8)
        await self._page.keyboard.press("Enter")


async def test_a_booking_without_a_mouse(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    await owner.sees("Anna")
    keyboard = Keyboard(page)
    await keyboard.until("Tab", "Message to Front Desk as Anna")
    await page.keyboard.type("/bo")
    await expect(owner.commands).to_have_count(1)
    await page.keyboard.press("Tab")
    await owner.sees("What does Rex need?")
    await keyboard.inline("Check-up")
    # The focus stays in the keyboard that was edited; the arrows go to the fourth of March.
    await expect(owner.button("^4$")).to_be_visible()
    assert await page.evaluate("document.activeElement.matches('.key')")
    for key in [*["ArrowUp"] * 8, *["ArrowLeft"] * 6, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"]:
        await page.keyboard.press(key)
    assert await keyboard.focused() == "|4"
    await page.keyboard.press("Enter")
    await owner.sees("What time?")
    assert await page.evaluate("document.activeElement.matches('.key')")
    await page.keyboard.press("Enter")
    await owner.sees("anything the vet should know")
    await keyboard.until("Tab", "Message to Front Desk as Anna")
    await page.keyboard.type("He limps")
    await page.keyboard.press("Enter")
    await owner.sees("Is this right?")
    await keyboard.inline("Send")
    await owner.sees("is with the clinic")

    await clinic.sees("Request #1001")  # the last that changes on the page

    # A message's menu, by the arrows.
    await keyboard.until("Tab", "Messages")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="What to do with this message")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".about:visible")).to_contain_text("Reply to Front Desk")
    await page.keyboard.press("Escape")
    await expect(page.locator(".about:visible")).to_have_count(0)
