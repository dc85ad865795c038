import httpx
import pytest
from telegram import Bot, InputMediaDocument
from telegram.error import BadRequest

from bot.sandbox import SandboxClient, SandboxServer
from bot.sandbox.people import SMALL_PNG
from bot.sandbox.shapes import UserView


async def test_documents_of_the_bot(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_document(
        anna.id, b"BEGIN:VCALENDAR", filename="visit é.ics", caption="<b>Visit</b>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("visit é.ics", "text/calendar")
    assert sent.caption_html == "<b>Visit</b>"
    seen = (await telegram.view(anna)).last
    assert (seen.kind, seen.text, seen.html) == ("document", "Visit", "<b>Visit</b>")
    assert seen.file is not None
    assert (seen.file.name, seen.file.size) == ("visit é.ics", 15)
    assert await telegram.download(seen.file.link) == b"BEGIN:VCALENDAR"
    again = await bot.send_document(anna.id, sent.document.file_id)
    assert again.document == sent.document
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR"


async def test_photos(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_photo(anna.id, SMALL_PNG, caption="Rex")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (1, 1)
    assert (await telegram.view(anna)).last.kind == "photo"
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(anna.id, b"no picture")
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(anna.id, sent.photo[-1].file_id)


async def test_files_of_users(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.send_document(anna, b"rabies 2024", "pass.pdf", caption="his pass")
    await telegram.send_photo(anna, caption="Rex")
    document, photo = [update.message for update in (await bot.get_updates())[1:]]
    assert document is not None
    assert document.document is not None
    assert document.caption == "his pass"
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"rabies 2024"
    assert photo is not None
    assert photo.photo


async def test_captions_and_media_can_be_edited(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_document(anna.id, b"one", filename="one.txt", caption="old")
    await bot.edit_message_caption(anna.id, sent.message_id, caption="new")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", anna.id, sent.message_id)
    media = InputMediaDocument(b"two", filename="two.txt", caption="second")
    await bot.edit_message_media(media, anna.id, sent.message_id)
    seen = (await telegram.view(anna)).last
    assert seen.file is not None
    assert (seen.file.name, seen.text, seen.edited) == ("two.txt", "second", True)


async def test_files_telegram_refuses(bot: Bot, anna: UserView) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(anna.id, b"", filename="empty.txt")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_document(anna.id, "nonsense")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(anna.id, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nonsense")


async def test_downloads_need_the_token(bot: Bot, sandbox: SandboxServer, anna: UserView) -> None:
    sent = await bot.send_document(anna.id, b"x")
    assert sent.document is not None
    file = await sent.document.get_file()
    assert file.file_path is not None
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        assert (await http.get(file.file_path)).content == b"x"
        assert (await http.get(file.file_path.replace(sandbox.token, "1:wrong"))).status_code == 401
        assert (await http.get(file.file_path + "x")).status_code == 404
