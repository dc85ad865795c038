"""Adding a pet as an owner goes through it, with everything people type on the way."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.pets.schemas import PetDraft, Species
from core.pets.service import MOST_PETS


async def test_a_newcomer_registers_first_and_goes_on_with_the_pet(world: Any) -> None:
    anna = await world.person("Anna")
    screen = await anna.say("/addpet")
    assert "What is your name?" in screen.text
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    await anna.key("Skip")
    screen = await anna.tap("Skip")
    assert "You are registered, Anna" in screen.text
    assert "What is your pet called?" in screen.text
    await anna.say("Rex")
    await anna.tap("Dog")
    await anna.say("Labrador")
    screen = await anna.say("3 years")
    assert "3 years old, date of birth 2 March 2023" in screen.text
    screen = await anna.say("4,5 kg")
    assert "Noted: 4.5 kg" in screen.text
    screen = await anna.tap("Today")
    assert "🎉 Rex is registered." in screen.text
    assert [line.split(": ")[1] for line in screen.text.splitlines() if ": " in line] == [
        "Dog",
        "Labrador",
        "2 March 2023 (3 years)",
        "4.5 kg",
        "✅ valid, last on 2 March 2026",
    ]
    assert len(await anna.messages()) == 1
    assert "🐶 Rex, 3 years · ✅ vaccinated" in (await anna.tap("My pets")).text


async def test_only_name_and_species_are_needed(owner: Any, pets_of: Any, data_of: Any) -> None:
    anna, actor = await owner()
    screen = await anna.say("/pets")
    assert "Nobody here yet" in screen.text
    await anna.tap("Add a pet")
    await anna.say("Mia")
    await anna.tap("Another animal")
    await anna.tap("Skip")
    await anna.tap("I don't know")
    await anna.tap("Skip")
    last = await anna.screen()
    screen = await anna.tap("Never")
    assert "Born: not known" in screen.text
    assert "Vaccination: ❔ not known" in screen.text
    await anna.tap_data(data_of(last, "Never"), screen)  # the second of two taps
    assert (await anna.screen()).text == screen.text
    assert len(await pets_of(actor)) == 1


BAD_ANSWERS: dict[str, list[tuple[str, str]]] = {
    "name": [
        ("🐶🐶", "at least one letter"),
        ("12", "at least one letter"),
        ("\u200b\u2800", "can't see a name"),
        ("x" * 61, "60 characters"),
        ("x" * 4000, "60 characters"),
    ],
    "species": [("purple", "choose with the buttons"), ("<b>dog</b>", "choose with the buttons")],
    "breed": [("Mops " * 30, "60 characters")],
    "birth": [
        ("31/02/2020", "couldn't read that date"),
        ("32.13.2020", "couldn't read that date"),
        ("soon", "couldn't read that date"),
        ("-3 years", "couldn't read that date"),
        ("3 March 2027", "still ahead"),
        ("1850", "more than 100 years ago"),
        ("999999 years", "more than 100 years ago"),
    ],
    "weight": [
        ("0", "between 0.01 and 1,500 kg"),
        ("-1", "between 0.01"),
        ("4000", "between 0.01"),
        ("heavy", "between 0.01"),
        ("4²", "between 0.01"),
        ("1e3", "between 0.01"),
    ],
    "vaccination": [
        ("1 March 2020", "before the date of birth"),
        ("tomorrow", "couldn't read that date"),
        ("3.3.2026", "still ahead"),
        ("0000-00-00", "couldn't read that date"),
    ],
}


async def test_bad_answers_are_explained_and_nothing_is_lost(world: Any, owner: Any, pets_of: Any) -> None:
    anna, actor = await owner()
    name = "מיאו <b>&amp; </b>"

    async def refuse(step: str, question: str) -> None:
        for answer, explained in BAD_ANSWERS[step]:
            screen = await anna.say(answer)
            assert explained in screen.text, (answer, screen.text)
            assert question in screen.text, (answer, screen.text)
        for send in (world.client.send_sticker, world.client.send_voice):
            await send(anna.user)
            await world.settle()
            screen = await anna.screen()
            assert "I can't read" in screen.text
            assert question in screen.text

    await anna.say("/addpet")
    await refuse("name", "What is your pet called?")
    screen = await anna.say(name)
    assert f"What kind of animal is \u2068{name}\u2069?" in screen.text
    await refuse("species", "What kind of animal")
    await anna.say(" cat ")
    await refuse("breed", "Which breed?")
    await anna.say("<i>Siam</i>")
    await refuse("birth", "When was")
    screen = await anna.say("03/04/2021")
    assert "date of birth 3 April 2021" in screen.text
    await refuse("weight", "How heavy")
    await anna.say("4,5 kg")
    await refuse("vaccination", "last vaccination?")
    screen = await anna.say("2025-06")
    assert f"🎉 \u2068{name}\u2069 is registered." in screen.text
    assert len(await anna.messages()) == 1
    (pet,) = await pets_of(actor)
    assert PetDraft.model_validate(pet) == PetDraft(
        name=name,
        species=Species.CAT,
        breed="<i>Siam</i>",
        date_of_birth=date(2021, 4, 3),
        weight_kg=Decimal("4.5"),
        last_vaccination=date(2025, 6, 1),
    )


async def test_back_keeps_what_was_entered(owner: Any, pets_of: Any, data_of: Any) -> None:
    anna, actor = await owner()
    await anna.say("/addpet")
    name_screen = await anna.say("Rex")
    await anna.tap("Dog")
    await anna.say("Labrador")
    await anna.say("2021")
    await anna.tap("Back")
    await anna.tap("Back")
    screen = await anna.tap("Back")
    assert "What kind of animal is Rex?" in screen.text
    screen = await anna.tap("Back")
    assert "✓ Rex" in [button.text for row in screen.buttons for button in row]
    await anna.say("Max")
    await anna.tap("✓ Dog")
    await anna.tap("✓ Labrador")
    screen = await anna.tap("✓ 1 January 2021")
    assert "How heavy is Max?" in screen.text

    # Buttons of questions that are over lead to the present one, whichever message they stand on.
    screen = await anna.tap_data(data_of(name_screen, "Cat"), screen)
    assert "How heavy is Max?" in screen.text
    # So does a button that the present question never had.
    screen = await anna.tap_data("s:pet:weight_kg:keep", screen)
    assert "Please type your answer" in screen.text
    assert "How heavy is Max?" in screen.text
    await anna.tap("Skip")
    await anna.tap("Never")
    (pet,) = await pets_of(actor)
    assert (pet["name"], pet["species"], pet["breed"]) == ("Max", Species.DOG, "Labrador")
    assert (pet["date_of_birth"], pet["weight_kg"]) == (date(2021, 1, 1), None)


async def test_cancelling_stores_nothing(owner: Any, pets_of: Any, data_of: Any) -> None:
    anna, actor = await owner()
    await anna.say("/addpet")
    await anna.say("Rex")
    old = await anna.tap("Dog")
    screen = await anna.tap("Cancel")
    assert "Cancelled" in screen.text
    await anna.tap_data(data_of(old, "Skip"), screen)
    assert (await anna.screen()).text == screen.text
    assert await pets_of(actor) == []


async def test_a_taken_name_is_told_at_once(owner: Any) -> None:
    anna, _ = await owner("Rex")
    await anna.say("/addpet")
    screen = await anna.say(" rEX")
    assert "You have a pet called Rex already" in screen.text
    assert "What is your pet called?" in screen.text
    assert "What kind of animal is Rex II?" in (await anna.say("Rex II")).text


async def test_a_name_taken_meanwhile_costs_one_answer(world: Any, owner: Any, pets_of: Any) -> None:
    anna, actor = await owner()
    await anna.say("/addpet")
    await anna.say("Rex")
    await anna.tap("Cat")
    await anna.say("Siam")
    await anna.say("2 years")
    await anna.say("4")
    async with world.desk.unit() as services:  # from another phone
        await services.pets.create(actor, PetDraft(name="REX", species=Species.DOG))
    screen = await anna.tap("Today")
    assert "You have a pet called REX already" in screen.text
    assert "What is your pet called?" in screen.text
    screen = await anna.say("rex")
    assert "You have a pet called REX already" in screen.text
    screen = await anna.say("Leo")
    assert "🎉 Leo is registered." in screen.text
    leo = (await pets_of(actor))[0]
    assert PetDraft.model_validate(leo) == PetDraft(
        name="Leo",
        species=Species.CAT,
        breed="Siam",
        date_of_birth=date(2024, 3, 2),
        weight_kg=Decimal(4),
        last_vaccination=date(2026, 3, 2),
    )


async def test_one_pet_too_many_is_told_before_anything_is_asked_in_vain(owner: Any) -> None:
    anna, _ = await owner(*(f"{'W' * 50} {number:02}" for number in range(MOST_PETS)))
    screen = await anna.say("/pets")
    assert screen.text.count("🐶") == MOST_PETS
    await anna.tap("Add a pet")
    screen = await anna.say("Rex")
    assert f"You have {MOST_PETS} pets here" in screen.text


async def test_booking_asks_for_a_pet_first_and_goes_on_with_it(owner: Any) -> None:
    anna, _ = await owner()
    screen = await anna.say("/book")
    assert "What is your pet called?" in screen.text
    await anna.say("Rex")
    await anna.tap("Dog")
    await anna.tap("Skip")
    await anna.tap("I don't know")
    await anna.tap("Skip")
    screen = await anna.tap("Never")
    assert "🎉 Rex is registered." in screen.text
    assert "What does Rex need?" in screen.text
