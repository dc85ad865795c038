"""Who may change the rules, who says so, and what becomes of both when people come and go."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from core.clinic.schemas import ServiceChanges, ServiceDraft, Status
from core.front_desk import Services
from core.staff.errors import ManagersOnly, MemberNotFound, NamersOnly, OwnerStays, OwnRole
from core.staff.schemas import ChangeKind, StaffRole, Standing
from core.staff.service import ASK_AFTER, ASK_AGAIN_AFTER
from core.users.errors import EmailReserved, StaffOnly
from core.users.schemas import SYSTEM, Actor

if TYPE_CHECKING:
    from tests.core.staff.conftest import Crew

MANAGER, RECEPTIONIST = StaffRole.MANAGER, StaffRole.RECEPTIONIST
ADMIN_EMAIL = "owner@clinic.example"


async def test_everybody_may_until_somebody_may_not(crew: "Crew") -> None:
    assert [await crew.may_change_rules(name) for name in ("Vera", "Ben", "Carl")] == [True, True, True]
    carl = await crew.name("Vera", "Carl", RECEPTIONIST)
    assert (carl.role, carl.named_by, carl.named_at) == (RECEPTIONIST, "Vera", crew.clock.now())
    assert [await crew.may_change_rules(name) for name in ("Vera", "Ben", "Carl")] == [True, True, False]

    await crew.note("Dora")  # whoever comes now is no manager either
    assert not await crew.may_change_rules("Dora")
    listed = await crew.do(lambda services: services.staff.crew(crew.actor("Carl")))
    assert [member.name for member in listed.members] == ["Vera", "Ben", "Carl", "Dora"]
    assert listed.newcomers is RECEPTIONIST

    await crew.name("Vera", "Carl", MANAGER)
    await crew.name("Vera", "Dora", MANAGER)
    assert (await crew.do(lambda services: services.staff.crew(crew.actor("Carl")))).newcomers is MANAGER


async def test_only_the_owner_names(crew: "Crew") -> None:
    with pytest.raises(NamersOnly) as refused:
        await crew.name("Ben", "Carl", RECEPTIONIST)
    assert refused.value.who == ("Vera",)
    for actor in (SYSTEM, Actor.staff("Nobody", 99), Actor.staff("Vera")):
        whose = (await crew.member("Carl")).id
        async with crew.desk.unit() as services:
            with pytest.raises(NamersOnly):
                await services.staff.name(actor, whose, RECEPTIONIST)
    with pytest.raises(StaffOnly):
        await crew.do(lambda services: services.staff.name(Actor.owner(uuid4(), "Anna", 11), uuid4(), MANAGER))
    with pytest.raises(OwnRole):
        await crew.name("Vera", "Vera", RECEPTIONIST)
    with pytest.raises(MemberNotFound):
        await crew.do(lambda services: services.staff.name(crew.actor("Vera"), uuid4(), MANAGER))
    await crew.note("Carl", Standing.OUT)
    with pytest.raises(MemberNotFound):
        await crew.name("Vera", "Carl", RECEPTIONIST)
    assert await crew.may_change_rules("Ben")


async def test_the_account_of_admin_email_is_an_owner_too(crew: "Crew") -> None:
    await crew.register("Ben", ADMIN_EMAIL)
    assert (await crew.member("Ben")).is_owner
    with pytest.raises(OwnerStays):
        await crew.name("Vera", "Ben", RECEPTIONIST)
    assert not (await crew.name("Ben", "Carl", RECEPTIONIST)).may_change_rules
    await crew.note("Ben", Standing.OUT)
    assert not (await crew.member("Ben")).is_owner


async def test_who_handles_visits_only_cannot_become_the_owner_by_the_address(crew: "Crew") -> None:
    await crew.name("Vera", "Carl", RECEPTIONIST)
    with pytest.raises(EmailReserved):
        await crew.register("Carl", ADMIN_EMAIL)
    # Nor somebody who was vouched for before: by being named, or by leaving.
    for ends in ("named", "gone"):
        async with crew.desk.unit() as services:
            account = await services.users.hear(
                telegram_user_id=12, display_name="Ben", language_code=None, in_admin_chat=True
            )
        assert account.vouched_at is not None
        await (crew.name("Vera", "Ben", RECEPTIONIST) if ends == "named" else crew.note("Ben", Standing.OUT))
        async with crew.desk.unit() as services:
            assert (await services.users.account(12)).vouched_at is None


async def test_without_an_owner_the_managers_name(crew: "Crew") -> None:
    await crew.note("Vera", Standing.OUT)
    assert not (await crew.name("Ben", "Carl", RECEPTIONIST)).may_change_rules
    with pytest.raises(OwnRole):  # the last one stays
        await crew.name("Ben", "Ben", RECEPTIONIST)
    with pytest.raises(NamersOnly) as refused:
        await crew.name("Carl", "Ben", RECEPTIONIST)
    assert refused.value.who == ("Ben",)


async def test_where_nobody_is_left_who_may_everybody_may(crew: "Crew") -> None:
    await crew.name("Vera", "Ben", RECEPTIONIST)
    await crew.name("Vera", "Carl", RECEPTIONIST)
    await crew.note("Vera", Standing.OUT)
    await crew.do(lambda services: services.clinic.add_vet(crew.actor("Carl"), "Bea"))
    assert (await crew.name("Carl", "Ben", MANAGER)).may_change_rules
    with pytest.raises(ManagersOnly):
        await crew.do(lambda services: services.clinic.add_vet(crew.actor("Carl"), "Cem"))
    with pytest.raises(ManagersOnly):  # nor does it help somebody who left
        await crew.do(lambda services: services.clinic.add_vet(crew.actor("Vera"), "Cem"))


async def test_the_group_has_one_creator(crew: "Crew") -> None:
    await crew.note("Ben", Standing.CREATOR)
    assert [(await crew.member(name)).is_owner for name in ("Vera", "Ben")] == [False, True]
    await crew.note("Ben", Standing.UNTOLD)  # what Telegram does not say changes nothing
    await crew.note("Ben", Standing.UNREACHABLE)
    assert (await crew.member("Ben")).is_owner
    await crew.note("Ben")
    assert not (await crew.member("Ben")).is_owner


async def test_who_comes_back_is_new(crew: "Crew") -> None:
    await crew.name("Vera", "Ben", RECEPTIONIST)
    await crew.name("Vera", "Ben", MANAGER)
    await crew.name("Vera", "Carl", RECEPTIONIST)
    await crew.note("Ben", Standing.OUT)
    assert (await crew.member("Ben")).left_at == crew.clock.now()
    assert not await crew.may_change_rules("Ben")
    crew.clock.advance(timedelta(days=1))
    await crew.do(lambda services: services.staff.joined(12, "Benjamin"))
    ben = await crew.member("Ben")
    assert (ben.name, ben.role, ben.named_by, ben.left_at) == ("Benjamin", RECEPTIONIST, None, None)
    assert ben.joined_at == crew.clock.now()


async def test_leaving_does_not_wash_a_receptionist_clean(crew: "Crew") -> None:
    await crew.name("Vera", "Carl", RECEPTIONIST)
    await crew.note("Carl", Standing.OUT)
    await crew.note("Carl")
    assert not await crew.may_change_rules("Carl")


async def test_when_telegram_is_asked(crew: "Crew") -> None:
    async def asks(name: str = "Ben") -> bool:
        answer: bool = await crew.do(lambda services: services.staff.greet(12, name))
        return answer

    assert not await asks()
    crew.clock.advance(ASK_AFTER)
    assert await asks()
    await crew.note("Ben", Standing.UNREACHABLE)
    assert await asks()
    await crew.note("Ben", Standing.UNTOLD)
    assert not await asks("Ben <i>Berg</i>")
    assert (await crew.member("Ben")).name == "Ben <i>Berg</i>"
    await crew.note("Ben", Standing.OUT)
    assert not await asks()
    crew.clock.advance(ASK_AGAIN_AFTER)
    assert await asks()
    assert await crew.do(lambda services: services.staff.greet(99, "Stranger"))
    assert await crew.do(lambda services: services.staff.member(99)) is None


async def test_strangers_are_not_staff_unless_telegram_is_silent(crew: "Crew") -> None:
    await crew.note("Dora", Standing.OUT)
    assert await crew.do(lambda services: services.staff.member(14)) is None
    await crew.note("Dora", Standing.UNREACHABLE)  # she acts in the chat, and nobody says that she is not in it
    assert (await crew.member("Dora")).is_present
    await crew.note("Dora", Standing.OUT)
    await crew.note("Dora", Standing.UNTOLD)  # what is known counts
    assert not (await crew.member("Dora")).is_present


async def test_namesakes_are_told_apart(crew: "Crew") -> None:
    async with crew.desk.unit() as services:
        await services.staff.joined(50_001, "Ben")
        await services.staff.joined(50_002, "B" * 130, "bee")
        await services.staff.joined(50_003, "B" * 130)
        names = [member.name for member in (await services.staff.crew(SYSTEM)).members]
    assert {"Ben (…0012)", "Ben (…0001)", "B" * 123 + " (@bee)", "B" * 122 + " (…0003)"} <= set(names)
    await crew.do(lambda services: services.staff.left(50_001))
    assert (await crew.member("Ben")).name == "Ben"


RULES: dict[str, Any] = {
    "hours": lambda clinic, actor, ids: clinic.set_opening_hours(actor, 1, [(time(9), time(12))], ids["vet"]),
    "closed day": lambda clinic, actor, ids: clinic.set_opening_hours(actor, 2, []),
    "as the clinic": lambda clinic, actor, ids: clinic.drop_own_hours(actor, ids["vet"]),
    "closure": lambda clinic, actor, ids: clinic.add_closure(
        actor, datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
    ),
    "no closure": lambda clinic, actor, ids: clinic.remove_closure(actor, ids["closure"]),
    "service": lambda clinic, actor, ids: clinic.add_service(
        actor, ServiceDraft(name="Teeth", duration=timedelta(minutes=30))
    ),
    "length": lambda clinic, actor, ids: clinic.edit_service(
        actor, ids["service"], ServiceChanges(duration=timedelta(minutes=25))
    ),
    "vet": lambda clinic, actor, ids: clinic.add_vet(actor, "Bea"),
    "name": lambda clinic, actor, ids: clinic.rename_vet(actor, ids["vet"], "Cem"),
    "duty": lambda clinic, actor, ids: clinic.set_vet_active(actor, ids["vet"], False),
}


async def something_to_change(services: Services) -> dict[str, Any]:
    vet = await services.clinic.add_vet(SYSTEM, "Zoe")
    await services.clinic.set_opening_hours(SYSTEM, 3, [(time(9), time(12))], vet.id)
    closure = await services.clinic.add_closure(
        SYSTEM, datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC), vet_id=vet.id
    )
    return {"vet": vet.id, "closure": closure.id, "service": (await services.clinic.services())[0].id}


@pytest.mark.parametrize("rule", RULES)
async def test_every_rule_is_for_managers_and_is_noted(crew: "Crew", rule: str) -> None:
    ids = await crew.do(something_to_change)
    await crew.name("Vera", "Carl", RECEPTIONIST)
    await crew.note("Ben", Standing.OUT)
    for name in ("Carl", "Ben"):
        async with crew.desk.unit() as services:
            with pytest.raises(ManagersOnly) as refused:
                await RULES[rule](services.clinic, crew.actor(name), ids)
        assert refused.value.who == ("Vera",)
    with pytest.raises(ManagersOnly):  # somebody whom nobody knows is a newcomer
        await crew.do(lambda services: RULES[rule](services.clinic, Actor.staff("?"), ids))
    with pytest.raises(StaffOnly):
        await crew.do(lambda services: RULES[rule](services.clinic, Actor.owner(uuid4(), "Vera", 11), ids))
    before = (await crew.do(lambda services: services.staff.changes(SYSTEM))).total
    crew.clock.advance(timedelta(minutes=1))
    await crew.do(lambda services: RULES[rule](services.clinic, crew.actor("Vera"), ids))
    changes = await crew.do(lambda services: services.staff.changes(crew.actor("Carl")))
    assert changes.total == before + 1
    assert (changes.items[0].by, changes.items[0].happened_at) == ("Vera", crew.clock.now())


async def test_what_is_as_it_was_is_no_change(crew: "Crew") -> None:
    ids = await crew.do(something_to_change)
    vera, before = crew.actor("Vera"), (await crew.do(lambda services: services.staff.changes(SYSTEM))).total
    for _ in range(2):
        await crew.do(lambda services: services.clinic.drop_own_hours(vera, ids["vet"]))
        await crew.do(lambda services: services.clinic.set_vet_active(vera, ids["vet"], True))
        await crew.do(lambda services: services.clinic.edit_service(vera, ids["service"], ServiceChanges(active=True)))
    assert (await crew.do(lambda services: services.staff.changes(SYSTEM))).total == before + 1


async def test_the_switch_is_for_all_staff_and_the_list_of_visits_is_not(crew: "Crew") -> None:
    await crew.name("Vera", "Carl", RECEPTIONIST)
    carl, now = crew.actor("Carl"), crew.clock.now()
    until = now + timedelta(hours=3)
    await crew.do(lambda services: services.clinic.set_status(carl, Status.CLOSE, until=until))
    newest = (await crew.do(lambda services: services.staff.changes(carl))).items[0]
    assert (newest.kind, newest.by, newest.data["until"]) == (ChangeKind.SWITCH, "Carl", until.isoformat())
    await crew.do(lambda services: services.statistics.of_weeks(carl, 4))
    with pytest.raises(ManagersOnly):
        await crew.do(lambda services: services.statistics.visits(carl, now, until))
    assert await crew.do(lambda services: services.statistics.visits(crew.actor("Ben"), now, until)) == []


async def test_naming_is_noted_and_twice_is_once(crew: "Crew") -> None:
    for _ in range(2):
        await crew.name("Vera", "Carl", RECEPTIONIST)
    changes = await crew.do(lambda services: services.staff.changes(SYSTEM))
    assert [(change.kind, change.data) for change in changes.items] == [
        (ChangeKind.STAFF_ROLE, {"name": "Carl", "role": "receptionist"})
    ]
    with pytest.raises(StaffOnly):
        await crew.do(lambda services: services.staff.changes(Actor.owner(uuid4(), "Anna")))
    crew.clock.advance(timedelta(days=364))
    await crew.do(lambda services: services.housekeeping.sweep())
    assert (await crew.do(lambda services: services.staff.changes(SYSTEM))).total == 1
    crew.clock.advance(timedelta(days=2))
    await crew.do(lambda services: services.housekeeping.sweep())
    assert (await crew.do(lambda services: services.staff.changes(SYSTEM))).total == 0


async def test_of_whoever_left_the_name_can_be_erased(crew: "Crew") -> None:
    await crew.note("Ben", Standing.OUT)
    await crew.do(lambda services: services.staff.erase([12, 13]))
    assert [(await crew.member(name)).name for name in ("Ben", "Carl")] == ["12", "Carl"]


@pytest.mark.parametrize("odd", ["b" * 33, "bee fly", "", "bée"])
async def test_what_can_be_no_username_is_none(crew: "Crew", odd: str) -> None:
    """Two of a name are told apart by it, or else by their account's number."""
    async with crew.desk.unit() as services:
        await services.staff.joined(60_001, "Bee", "bee")
        await services.staff.joined(60_002, "Bee", odd)
        await services.staff.joined(60_003, "Bee", "fly")
        await services.staff.greet(60_003, "Bee", odd)
        members = [await services.staff.member(60_000 + number) for number in (1, 2, 3)]
    assert [member and member.name for member in members] == ["Bee (@bee)", "Bee (…0002)", "Bee (…0003)"]
