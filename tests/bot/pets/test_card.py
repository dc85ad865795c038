"""The card of a pet: what it tells, changing a field, archiving, and who may do that."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from bot.pets.callbacks import ArchivePet, EditPet, RestorePet, ShowPet
from core.appointments.schemas import BookingRequest
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor

REX = PetDraft(
    name="Rex",
    species=Species.DOG,
    breed="Dackel",
    date_of_birth=date(2020, 6, 15),
    weight_kg=Decimal("9.5"),
    last_vaccination=date(2025, 6, 1),
)


def labels_of(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def test_each_field_is_changed_and_cleared_by_itself(owner: Any, pets_of: Any) -> None:
    anna, actor = await owner(REX)
    await anna.say("/pets")
    await anna.tap("Rex")
    screen = await anna.tap("Name")
    assert "Until now: Rex" in screen.text
    screen = await anna.say("rex")  # the same pet may be spelt otherwise
    assert "✅ Saved: rex." in screen.text
    await anna.tap("Species")
    await anna.tap("Cat")
    await anna.tap("Breed")
    await anna.say("Siam")
    await anna.tap("Date of birth")
    await anna.say("May 2021")
    await anna.tap("Weight")
    await anna.say("4500 g")
    await anna.tap("✏️ Vaccination")
    screen = await anna.tap("Today")
    assert len(await anna.messages()) == 1
    (pet,) = await pets_of(actor)
    assert PetDraft.model_validate(pet) == PetDraft(
        name="rex",
        species=Species.CAT,
        breed="Siam",
        date_of_birth=date(2021, 5, 1),
        weight_kg=Decimal("4.5"),
        last_vaccination=date(2026, 3, 2),
    )
    for field, clear in {
        "Breed": "Leave empty",
        "Weight": "Leave empty",
        "Date of birth": "I don't know",
        "✏️ Vaccination": "Never",
    }.items():
        await anna.tap(field)
        screen = await anna.tap(clear)
        assert "✅ Saved: rex." in screen.text
    (pet,) = await pets_of(actor)
    assert PetDraft.model_validate(pet) == PetDraft(name="rex", species=Species.CAT)


async def test_a_bad_change_is_explained_and_back_leaves_all_as_it_was(owner: Any, pets_of: Any) -> None:
    anna, actor = await owner(REX, "Mia")
    before = await pets_of(actor)
    await anna.say("/pets")
    await anna.tap("Rex")
    for field, answer, explained in (
        ("Name", "MIA", "You have a pet called Mia already"),
        ("Name", "🐶", "at least one letter"),
        ("Species", "Unicorn", "choose with the buttons"),
        ("Breed", "x" * 61, "60 characters"),
        ("Date of birth", "2 July 2025", "later than the last vaccination"),
        ("Weight", "0", "between 0.01"),
        ("✏️ Vaccination", "1 June 2020", "before the date of birth"),
    ):
        question = await anna.tap(field)
        screen = await anna.say(answer)
        assert explained in screen.text
        assert question.text in screen.text
        screen = await anna.tap("Back")
        assert "Breed: Dackel" in screen.text
    assert await pets_of(actor) == before


async def test_a_change_in_the_middle_of_adding_another_pet_loses_nothing(owner: Any) -> None:
    anna, _ = await owner(REX)
    await anna.say("/addpet")
    await anna.say("Mia")
    await anna.tap("Cat")
    await anna.say("/pets")
    await anna.tap("Rex")
    await anna.tap("Weight")
    screen = await anna.say("10")
    assert "✅ Saved: Rex." in screen.text
    assert "Which breed?" in screen.text
    assert "Mia" in screen.text


async def test_a_vaccination_runs_out_and_a_booster_is_offered(world: Any, owner: Any) -> None:
    anna, _ = await owner(REX)
    await anna.say("/pets")
    screen = await anna.tap("Rex")
    assert "✅ valid, last on 1 June 2025" in screen.text
    assert "booster" not in screen.text
    await world.set_clock(datetime(2026, 6, 2, 8, tzinfo=UTC))
    screen = await anna.say("/pets")
    assert "⚠️ booster due" in screen.text
    screen = await anna.tap("Rex")
    assert "⚠️ expired, last on 1 June 2025" in screen.text
    assert "time for a booster" in screen.text
    screen = await anna.tap("Book a booster for Rex")
    assert "What does Rex need?" in screen.text


async def test_the_clinics_entries_are_shown_newest_first_and_fit_into_a_message(world: Any, owner: Any) -> None:
    anna, actor = await owner(REX)
    vet = Actor.staff("Dr <Vet>")
    async with world.desk.unit() as services:
        (pet,) = await services.pets.of_owner(actor)
        for number in range(5):
            await services.pets.add_medical_entry(vet, pet.id, f"Visit {number} & all\n" + "<p>" * 650)
    await anna.say("/pets")
    screen = await anna.tap("Rex")
    assert "From the clinic" in screen.text
    assert [number for number in range(5) if f"Visit {number} & all" in screen.text] == [2, 3, 4]
    assert screen.text.index("Visit 4") < screen.text.index("Visit 3")
    assert "2 March 2026, Dr <Vet>" in screen.text


async def test_archiving_asks_once_and_can_be_undone(owner: Any, pets_of: Any, data_of: Any) -> None:
    anna, actor = await owner(REX)
    await anna.say("/pets")
    card = await anna.tap("Rex")
    screen = await anna.tap("Archive Rex")
    assert "Archive Rex? Its records are kept" in screen.text
    screen = await anna.tap("Back")
    assert screen.text == card.text
    question = await anna.tap("Archive Rex")
    screen = await anna.tap("Yes")
    assert await anna.toast() == "Rex is archived. The records are kept."
    assert labels_of(screen) == ["↩️ Bring Rex back", "‹ My pets"]
    screen = await anna.tap("My pets")
    assert "Nobody here yet" in screen.text

    for old, label in ((card, "Breed"), (card, "Archive Rex"), (question, "Yes")):
        screen = await anna.tap_data(data_of(old, label), screen)  # says so, and shows what there is now
        assert "Rex is archived" in await anna.toast()
        assert "↩️ Bring Rex back" in labels_of(screen)

    await anna.say("/pets")
    await anna.tap("Archived (1)")
    await anna.tap("Rex")
    screen = await anna.tap("Bring Rex back")
    assert await anna.toast() == "Rex is in your list again."
    assert screen.text == card.text
    assert [pet["archived"] for pet in await pets_of(actor)] == [False]


async def test_a_pet_with_visits_ahead_is_not_archived(world: Any, owner: Any, pets_of: Any) -> None:
    anna, actor = await owner(REX)
    async with world.desk.unit() as services:
        (pet,) = await services.pets.of_owner(actor)
        service = next(each for each in await services.clinic.services() if each.code == "routine")
        starts_at = datetime(2026, 3, 3, 10, tzinfo=UTC)
        visit = await services.appointments.book(
            actor, BookingRequest(pet_id=pet.id, service_id=service.id, starts_at=starts_at)
        )
    await anna.say("/pets")
    await anna.tap("Rex")
    await anna.tap("Archive Rex")
    await anna.tap("Yes")
    assert f"appointments ahead: {visit.number}. Please cancel them first" in await anna.toast()
    assert [pet["archived"] for pet in await pets_of(actor)] == [False]


async def test_a_pet_archived_during_a_change_ends_the_change(world: Any, owner: Any) -> None:
    anna, actor = await owner(REX)
    await anna.say("/pets")
    await anna.tap("Rex")
    await anna.tap("Breed")
    async with world.desk.unit() as services:
        (pet,) = await services.pets.of_owner(actor)
        await services.pets.archive(actor, pet.id)
    screen = await anna.say("Siam")
    assert "Archived: not in your list" in screen.text
    assert "Breed: Dackel" in screen.text
    assert "Cancelled" not in (await anna.say("/cancel")).text


async def test_bringing_back_needs_a_free_name(world: Any, owner: Any) -> None:
    anna, actor = await owner(REX)
    async with world.desk.unit() as services:
        (pet,) = await services.pets.of_owner(actor)
        await services.pets.archive(actor, pet.id)
        await services.pets.create(actor, PetDraft(name="rex", species=Species.CAT))
    await anna.say("/pets")
    await anna.tap("Archived (1)")
    await anna.tap("Rex")
    await anna.tap("Bring Rex back")
    assert "You have a pet called rex already" in await anna.toast()


async def test_somebody_elses_pet_does_not_exist(world: Any, owner: Any, pets_of: Any) -> None:
    _, actor = await owner(REX)
    ben, _ = await owner("Ben's Rex", called="Ben")
    before = await pets_of(actor)
    screen = await ben.say("/pets")
    for pet_id in (before[0]["id"], uuid4()):
        for payload in (
            ShowPet(pet_id),
            EditPet(pet_id, "name"),
            ArchivePet(pet_id, 0),
            ArchivePet(pet_id, 1),
            RestorePet(pet_id),
        ):
            after = await ben.tap_data(payload.pack(), screen)
            assert "can't find that pet" in await ben.toast(), payload
            assert after.text == screen.text
    for data in ("pt:x", "pf:x:name", "pa:1", "px:1", EditPet(before[0]["id"], "owner_id").pack()):
        await ben.tap_data(data, screen)
        assert "no longer does anything" in await ben.toast(), data
    assert await pets_of(actor) == before

    stranger = await world.person("Zoe")
    screen = await stranger.say("/pets")
    assert "Please register first" in screen.text
    await stranger.tap_data(ShowPet(before[0]["id"]).pack(), screen)
    assert "Please register first" in await stranger.toast()
