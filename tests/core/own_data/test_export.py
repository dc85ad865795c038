"""The file with everything about a person."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from core.users.errors import NotRegistered

if TYPE_CHECKING:
    from tests.core.own_data.conftest import Practice


async def exported(practice: "Practice", actor: Any) -> tuple[str, dict[str, Any]]:
    async with practice.desk.unit() as services:
        content = (await services.own_data.export(actor)).as_json()
    return content.decode(), json.loads(content)


async def test_everything_about_the_person_is_in_it(practice: "Practice", planted: dict[str, str]) -> None:
    anna = await practice.anna()
    await practice.ben()
    raw, data = await exported(practice, anna)
    for what, words in planted.items():
        assert words in raw, what
    assert set(data) == {
        "about_this_file", "person", "telegram_accounts", "failed_logins", "pets", "appointments", "messages",
        "undelivered_messages", "unfinished_forms", "as_staff", "code_for_telegram",
    }  # fmt: skip
    assert data["about_this_file"] == {
        "clinic": "Paws & Co", "made_at": "2026-03-02T11:30:00+01:00", "time_zone": "Europe/Berlin",
    }  # fmt: skip
    assert data["person"]["has_password"] is True
    assert [account["telegram_id"] for account in data["telegram_accounts"]] == [11, 12]
    assert [failure["telegram_id"] for failure in data["failed_logins"]] == [99]
    rex, minka = data["pets"]
    assert (rex["weight_kg"], rex["date_of_birth"], rex["archived"], minka["archived"]) == (
        31.5, "2020-05-01", False, True,
    )  # fmt: skip
    visits = {visit["number"]: visit for visit in data["appointments"]}
    assert {number: visit["status"] for number, visit in visits.items()} == {
        1001: "completed", 1002: "declined", 1003: "confirmed", 1004: "confirmed", 1005: "cancelled", 1006: "pending",
    }  # fmt: skip
    assert visits[1004]["starts_at"] == "2026-03-05T10:00:00+01:00"
    assert [(event["what"], event["by"]) for event in visits[1003]["what_happened"]] == [
        ("requested", "you"), ("confirmed", "clinic"), ("attendance", "you"),
    ]  # fmt: skip
    assert visits[1003]["attendance"] == "coming"
    assert {(m["kind"], m["about_appointment"]) for m in data["messages"]} >= {
        ("confirmed", 1001), ("declined", 1002), ("reminder", 1004),
    }  # fmt: skip
    assert data["unfinished_forms"][0]["form"] == "book"
    assert data["code_for_telegram"] is None
    async with practice.desk.unit() as services:
        code = await services.claims.issue(practice.staff, anna.user_id, replacing=None)  # type: ignore[arg-type]
    raw, data = await exported(practice, anna)
    assert data["code_for_telegram"] == {
        "made_at": "2026-03-02T11:30:00+01:00", "valid_until": "2026-03-09T11:30:00+01:00",
    }  # fmt: skip
    assert code.code not in raw


async def test_what_is_not_theirs_is_not_in_it(practice: "Practice") -> None:
    anna = await practice.anna()
    await practice.ben()
    raw, _ = await exported(practice, anna)
    for secret in ("Zitronenkern", "Ben", "Bello", "Dr. Weber", "ben@example.org", "limps", "1007"):
        assert secret not in raw, secret


async def test_every_time_says_how_far_it_is_from_utc(practice: "Practice") -> None:
    _, data = await exported(practice, await practice.anna())

    def times(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [
                found
                for name, each in value.items()
                for found in ([each] if name.endswith(("_at", "planned_for")) or name == "at" else times(each))
                if found is not None
            ]
        return [found for each in value for found in times(each)] if isinstance(value, list) else []

    found = times(data)
    assert len(found) > 20
    assert all(datetime.fromisoformat(each).tzinfo is not None for each in found)


async def test_somebody_new_has_a_file_too(practice: "Practice") -> None:
    carl = await practice.owner(31, "Carl", "carl@example.org")
    _, data = await exported(practice, carl)
    assert data["person"]["name"] == "Carl"
    assert (data["pets"], data["appointments"], data["messages"], data["unfinished_forms"]) == ([], [], [], [])


async def test_staff_are_nobody_here(practice: "Practice") -> None:
    async with practice.desk.unit() as services:
        for call in (
            services.own_data.export, services.own_data.delete, services.own_data.what_deletion_does,
        ):  # fmt: skip
            with pytest.raises(NotRegistered):
                await call(practice.staff)
