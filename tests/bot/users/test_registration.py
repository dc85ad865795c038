"""Registration as an owner goes through it, and all that people type instead."""

from typing import Any


async def test_an_owner_registers_in_four_answers(world: Any) -> None:
    anna = await world.person("Anna", phone="+4915112345678")
    screen = await anna.say("/start")
    assert "Paws & Co" in screen.text
    await anna.tap("Register")
    await anna.tap("Anna")
    await anna.say("Anna@Example.org")
    await anna.share_contact()
    screen = await anna.tap("Skip")
    assert "You are registered, Anna" in screen.text
    assert len(await anna.messages()) == 1
    assert await keyboard(anna) is None
    screen = await anna.tap("Profile")
    assert "anna@example.org" in screen.text
    assert "+49 1511 2345678" in screen.text
    screen = await anna.say("/login")
    assert "belongs to Anna already" in screen.text


async def test_hostile_names_are_explained_or_taken_as_they_are(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    await anna.tap("Register")
    for text, said in (("1234", "at least one letter"), ("x" * 101, "100"), ("🐶🐱", "at least one letter")):
        screen = await anna.say(text)
        assert said in screen.text
        assert "What is your name" in screen.text
    screen = await anna.say("<b>&amp; Ѐнна\u202e 🐶")
    assert "<b>&amp; Ѐнна 🐶" in screen.text
    assert "What is your email" in screen.text
    await anna.tap("Back")
    screen = await anna.say("عائشة")
    assert "عائشة" in screen.text


async def test_every_step_explains_what_it_cannot_read_and_keeps_the_rest(world: Any) -> None:
    anna, ben = await world.person("Anna"), await world.person("Ben")
    await ben.register(email="taken@example.org")
    await anna.say("/start")
    await anna.tap("Register")
    await world.client.send_sticker(anna.user)
    await world.settle()
    assert "can't read stickers" in (await anna.screen()).text
    await anna.tap("Anna")
    for text in ("no address", "a@b", "TAKEN@Example.Org"):
        screen = await anna.say(text)
        assert ("already" if text.startswith("TAKEN") else "doesn't look like") in screen.text
    await world.client.send_voice(anna.user)
    await world.settle()
    assert "can't read voice messages" in (await anna.screen()).text
    await anna.say("anna@example.org")
    screen = await anna.say("call me maybe")
    assert "doesn't look like a phone number" in screen.text
    screen = await anna.share_contact(phone_number="+4930111111", first_name="Ben", contact_user=ben.user)
    assert "somebody else's contact" in screen.text
    screen = await anna.key("Back")
    assert "What is your email" in screen.text
    assert await keyboard(anna) is None
    await anna.say("anna@example.org")
    await anna.say("030 901820")
    screen = await anna.tap("Skip")
    assert "You are registered" in screen.text
    screen = await anna.tap("Profile")
    assert "+49 30 901820" in screen.text


async def test_back_and_cancel_lead_out_of_everywhere(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    await anna.tap("Register")
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    screen = await anna.key("Cancel")
    assert "Nothing was sent" in screen.text
    assert await keyboard(anna) is None
    await anna.tap("Register")
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    screen = await anna.say("/cancel")
    assert "Nothing was sent" in screen.text
    assert await keyboard(anna) is None
    screen = await anna.say("hello?")
    assert "use the buttons" in screen.text


async def test_every_field_of_the_profile_can_be_changed(world: Any) -> None:
    anna = await world.person("Anna", phone="+4915112345678")
    await anna.register(email="anna@example.org")
    await anna.say("/profile")
    await anna.tap("Name")
    screen = await anna.say("Anna Maria")
    assert "Saved" in screen.text
    assert "Anna Maria" in screen.text
    await anna.tap("Email")
    screen = await anna.say("maria@example.org")
    assert "maria@example.org" in screen.text
    await anna.tap("Phone")
    screen = await anna.share_contact()
    assert "+49 1511 2345678" in screen.text
    assert "Password: none" in screen.text
    await anna.tap("Password")
    screen = await anna.say("correct horse")
    assert "Password: set" in screen.text
    await anna.tap("Phone")
    screen = await anna.key("Remove number")
    assert "Phone: –" in screen.text
    await anna.tap("Name")
    screen = await anna.tap("Cancel")
    assert "What can we do" in screen.text or "what can we do" in screen.text


async def test_the_clinics_address_is_registered_only_by_somebody_of_the_clinic(world: Any) -> None:
    eve = await world.person("Eve")
    await eve.say("/start")
    await eve.tap("Register")
    await eve.tap("Eve")
    screen = await eve.say("Boss@example.org")
    assert "belongs to the clinic" in screen.text
    await world.staff.say("/status")  # Vera acts in the clinic's chat: it vouches for her
    vera = world.staff.in_private()
    await vera.say("/start")
    await vera.tap("Register")
    await vera.tap("Vera")
    screen = await vera.say("boss@example.org")
    assert "How can we phone you" in screen.text


async def test_in_another_group_the_bot_says_where_it_works(world: Any) -> None:
    anna = await world.person("Anna")
    group = await world.client.create_group("Dog walkers", [anna.user])
    anna.chat_id = group.id
    screen = await anna.say("/start@front_desk_bot")
    assert str(group.id) in screen.text


async def keyboard(person: Any) -> Any:
    """The reply keyboard that the person sees."""
    return (await person.world.client.view(person.user, person.chat_id)).reply_keyboard
