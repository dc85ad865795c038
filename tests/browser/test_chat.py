"""Telegram's habits."""

import re
from typing import Any

import httpx
from playwright.async_api import Page, expect

from bot.sandbox.files import document_json


async def test_menus_links_and_own_messages(stage: Any, page: Page, owner: Any, clinic: Any) -> None:
    await stage.knows(stage.anna, "Rex")
    # The command menu is that of the very chat.
    await owner.node.get_by_role("button", name="Menu", exact=True).first.click()
    await expect(owner.commands.filter(has_text="/book")).to_be_visible()
    await clinic.field.fill("/to")
    await expect(clinic.commands).to_have_count(2)
    await clinic.field.press("ArrowDown")
    await clinic.field.press("Enter")
    await clinic.sees("/today@front_desk_bot")
    await clinic.sees(re.compile("today", re.IGNORECASE))
    await clinic.field.fill("/today")
    await expect(clinic.commands).to_have_count(1)
    await clinic.field.press("Enter")
    await expect(clinic.commands).to_have_count(0)

    # One edits and deletes what is one's own.
    await owner.say("Hello there")
    mine = await owner.sees("Hello there")
    await owner.does(mine, "Edit")
    await expect(owner.field).to_have_value("Hello there")
    await owner.say("Hello again")
    edited = await owner.sees("Hello again")
    await expect(edited).to_contain_text("edited")
    await owner.does(edited, "Delete…")
    await page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    await expect(owner.message("Hello again")).to_have_count(0)

    # A start link opens with a button, by the field and by the page's own link.
    await owner.node.get_by_role("button", name="This chat").click()
    await page.get_by_role("dialog").get_by_role("button", name="start link").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("from-poster")
    await page.get_by_role("dialog").get_by_role("button", name="Open").click()
    await owner.start()
    await owner.sees("/start from-poster")
    await page.goto(f"{stage.url}/?start=from-card")
    await owner.start()
    await owner.sees("/start from-card")
    await expect(page).to_have_url(f"{stage.url}/")


async def test_a_press_that_was_forged_or_forwarded_does_no_harm(
    stage: Any, page: Page, owner: Any, clinic: Any
) -> None:
    await stage.knows(stage.anna, "Rex")
    await owner.chooses("4", "10:00")
    await owner.tap("Send")
    card = await clinic.sees("Request #1001")
    confirm = await clinic.button("Confirm").get_attribute("data-data")
    # Vera forwards the card with its buttons into her own chat: she may decide there too, or not, but nothing breaks.
    stage.server.people.send_text(stage.vera, stage.server.world.chat(stage.vera.id), "/start")
    await clinic.does(card, "Forward")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Keep its buttons")).to_be_checked()
    await dialog.get_by_label("Chat").select_option(label="Vera Lind’s chat with the bot")
    await dialog.get_by_role("button", name="Forward").click()
    await clinic.node.get_by_label("Clinic: which chat").select_option(label="Front Desk")
    forwarded = await clinic.sees("Forwarded from Front Desk")
    await expect(forwarded.locator(".key").first).to_be_visible()

    # Anna, who knows the data of the clinic's button, can do nothing with it.
    await owner.does(owner.last, "Press with other data")
    await page.get_by_role("dialog").get_by_role("combobox").fill(confirm or "")
    await page.get_by_role("dialog").get_by_role("button", name="Press").click()
    await expect(page.locator(".toast").or_(page.get_by_role("dialog"))).to_be_visible()
    await clinic.node.get_by_label("Clinic: which chat").select_option(label="Paws & Co: desk")
    await expect(clinic.button("Confirm")).to_be_visible()


async def test_what_a_bot_can_do_to_a_chat(cast: Any, page: Page, owner: Any) -> None:
    """The test is the bot: typing, edits in place, alerts, deletions."""
    cast.server.people.send_text(cast.anna, cast.server.world.chat(cast.anna.id), "/start")
    async with httpx.AsyncClient(base_url=f"{cast.url}/bot{cast.server.token}/") as bot:

        async def call(method: str, **body: Any) -> Any:
            return (await bot.post(method, json=body)).json()["result"]

        chat = {"chat_id": cast.anna.id}
        await call("sendChatAction", **chat, action="typing")
        await expect(owner.node.locator(".subtitle")).to_have_text("typing…")
        keyboard = {"inline_keyboard": [[{"text": "Ask", "callback_data": "ask"}]]}
        text = "<b>One</b> &amp; <a href='https://example.org/?a=1&amp;b=2'>two</a> <tg-spoiler>three</tg-spoiler>"
        sent = await call("sendMessage", **chat, text=text, parse_mode="HTML", reply_markup=keyboard)
        message = chat | {"message_id": sent["message_id"]}
        await expect(owner.node.locator(".subtitle")).to_have_text("bot")
        await expect(owner.last.locator("strong")).to_have_text("One")
        link = owner.last.get_by_role("link", name="two")
        await expect(link).to_have_attribute("href", "https://example.org/?a=1&b=2")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        node = await owner.last.element_handle()

        await owner.tap("Ask")
        await expect(owner.button("Ask")).to_have_attribute("aria-busy", "true")
        updates = await call("getUpdates", offset=0)
        query = updates[-1]["callback_query"]["id"]
        await call("answerCallbackQuery", callback_query_id=query, text="Closed on Sundays", show_alert=True)
        alert = page.get_by_role("dialog")
        await expect(alert).to_contain_text("Closed on Sundays")
        await page.keyboard.press("Enter")
        await expect(alert).to_have_count(0)
        await expect(owner.button("Ask")).to_be_focused()
        await expect(owner.button("Ask")).to_have_attribute("aria-busy", "false")

        await call("editMessageText", **message, text="Changed")
        await owner.sees("Changed")
        assert await node.evaluate("node => node.isConnected"), "edited in place"
        await expect(owner.last.locator(".key")).to_have_count(0)
        await call("deleteMessage", **message)
        await expect(owner.last).to_have_count(0)

        await call(
            "setMyCommands", commands=[{"command": "here", "description": "Here"}], scope={"type": "chat", **chat}
        )
        await owner.field.fill("/")
        await expect(owner.commands).to_have_text(["/hereHere"])


async def test_files_photos_and_hostile_markup(cast: Any, page: Page, owner: Any, clinic: Any) -> None:
    world, people, anna = cast.server.world, cast.server.people, cast.anna
    people.send_text(anna, world.chat(anna.id), "/start")
    world.post(
        world.chat(anna.id),
        world.bot,
        caption="Your appointment",
        content={"document": document_json(world.files.add("document", b"BEGIN:VCALENDAR", "visit.ics"))},
    )
    download = owner.log.get_by_role("link", name="visit.ics")
    async with page.expect_download() as waiting:
        await download.click()
    file = await waiting.value
    assert file.suggested_filename == "visit.ics"
    assert (await file.path()).read_bytes() == b"BEGIN:VCALENDAR"

    people.send_photo(cast.vera, cast.group)
    await expect(clinic.log.locator("img.photo")).to_be_visible()
    assert await clinic.log.locator("img.photo").evaluate("image => image.naturalWidth") == 1

    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold?</b> & </div>'
    await owner.say(hostile)
    said = await owner.sees("onerror")
    await expect(said.locator(".text")).to_have_text(hostile)
    assert await said.locator(".text > :not(button)").count() == 0
    await expect(page).to_have_title("The front desk, without a phone")
