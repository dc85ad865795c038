"""What owners ask of the front desk about their pets."""

from telegram import Update

from bot.context import Context, pressed
from bot.errors import toast_for
from bot.pets.callbacks import ArchivePet, EditPet, RestorePet, ShowArchived, ShowPet
from bot.pets.conversation import FIELDS, PetAnswers
from bot.users.handlers import begin
from core.pets.errors import PetArchived
from core.pets.schemas import Pet


async def pets(update: Update, context: Context) -> None:
    """/pets"""
    context.scene.require_user()
    context.show("pets")


async def add_pet(update: Update, context: Context) -> None:
    """/addpet"""
    await begin(context, "pet")


async def show_pet(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    context.show("pet", at=message_id, id=str(ShowPet.unpack(data).pet))


async def show_archived(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    ShowArchived.unpack(data)
    context.show("pets_archived", at=message_id)


async def edit_pet(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    asked, scene = EditPet.unpack(data), context.scene
    if asked.field not in FIELDS:
        context.toast("button-unknown", alert=True)
        return
    pet = await scene.services.pets.get(scene.actor, asked.pet)
    if pet.archived:
        _explain_archived(context, pet, message_id)
        return
    draft = PetAnswers.changing(pet, asked.field)
    await context.house.engine.start(scene, context.reply, "petedit", draft, at=message_id)


async def archive_pet(update: Update, context: Context) -> None:
    """Asks once, then archives; the card that is left offers to bring the pet back."""
    data, message_id = pressed(update)
    asked, scene = ArchivePet.unpack(data), context.scene
    pet = await scene.services.pets.get(scene.actor, asked.pet)
    if pet.archived:
        _explain_archived(context, pet, message_id)
        return
    if asked.sure != 1:
        context.show("pet_archive", at=message_id, id=str(pet.id))
        return
    await scene.services.appointments.archive_pet(scene.actor, pet.id)
    context.toast("pet-archived", name=pet.name)
    context.show("pet", at=message_id, id=str(pet.id))


async def restore_pet(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    scene = context.scene
    pet = await scene.services.pets.restore(scene.actor, RestorePet.unpack(data).pet)
    context.toast("pet-restored", name=pet.name)
    context.show("pet", at=message_id, id=str(pet.id))


def _explain_archived(context: Context, pet: Pet, message_id: int) -> None:
    """A button of a card that was drawn before the pet was archived: say so, and show the card as it now is."""
    context.reply.toast, context.reply.alert = toast_for(PetArchived(pet.name), context.scene), True
    context.show("pet", at=message_id, id=str(pet.id))
