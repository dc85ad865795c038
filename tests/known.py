"""Owners whom the clinic knows already, entered by its services as another replica would."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.front_desk import FrontDesk
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration


async def enter_owner(
    desk: FrontDesk, telegram_user_id: int, name: str, *, pet: str = "Rex", language: str = "en", **about: Any
) -> Actor:
    """Registers the owner of a Telegram account, with a pet; who that is to the services."""
    async with desk.unit() as services:
        account = await services.users.hear(
            telegram_user_id=telegram_user_id, display_name=name, language_code=language, in_admin_chat=False
        )
        known = {"full_name": name, "email": f"owner{telegram_user_id}@example.org", **about}
        user = await services.users.register(account, Registration.model_validate(known))
        actor = Actor.owner(user.id, user.full_name, telegram_user_id)
        draft = PetDraft(name=pet, species=Species.DOG, date_of_birth=date(2023, 2, 1), weight_kg=Decimal("12.5"))
        await services.pets.create(actor, draft)
    return actor
