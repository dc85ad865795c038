"""Reading a run's end: rows into facts."""

import json
from datetime import datetime
from typing import Any

import asyncpg

from tests.chaos.facts import Event, Facts, Person, Push, Tried, Visit
from tests.chaos.place import CLINIC_CHAT, Place
from tests.chaos.troubles import Troubles


async def unfinished(database: asyncpg.Connection, now: datetime) -> list[str]:
    """What the bot should have done by that moment and has not."""
    updates = await database.fetchval("SELECT count(*) FROM inbox WHERE answered_at IS NULL")
    return [
        *([f"{updates} updates"] if updates else []),
        *[
            f"{row['kind']} of {row['due_at']:%d %b %H:%M:%S} ({row['attempts']} tries, {row['last_error']})"
            for row in await database.fetch(_DUE, now)
        ],
        *[f"#{row['number']} is still {row['status']}" for row in await database.fetch(_LAPSED, now)],
    ]


async def read(place: Place, troubles: Troubles, tried: list[Tried]) -> Facts:
    """Everything that the rules ask for. The bot must be at rest."""
    now = place.server.world.clock.now()
    witness = place.witness
    async with place.database.connection() as database:
        left = await unfinished(database, now)
        return Facts(
            now=now,
            clinic_chat=CLINIC_CHAT,
            visits=tuple([_visit(row) for row in await database.fetch(_VISITS)]),
            events=tuple([_event(row) for row in await database.fetch(_EVENTS)]),
            pushes=tuple([_push(row) for row in await database.fetch(_PUSHES)]),
            said=tuple(witness.said),
            troubles=tuple(troubles.had),
            pressed=witness.pressed(),
            tried=tuple(tried),
            people=tuple([Person(row["id"], row["full_name"], tuple(row["chats"])) for row in
                          await database.fetch(_PEOPLE)]),
            pets=frozenset((row["owner_id"], row["name"]) for row in await database.fetch(_PETS)),
            to_be_phoned=frozenset(row["appointment_id"] for row in await database.fetch(_PHONED)),
            unhandled=await database.fetchval("SELECT count(*) FROM inbox WHERE answered_at IS NULL"),
            overdue=tuple(one for one in left if not one.endswith(" updates")),
            asking=tuple(f"{row['telegram_user_id']} in {row['name']}" for row in await database.fetch(_ASKING, now)),
            ticks=tuple(witness.ticks),
            log=tuple(place.bot.log.read_text(errors="replace").splitlines()),
            token=place.server.token,
            deaths=tuple(troubles.deaths),
        )  # fmt: skip


_DUE = "SELECT kind, due_at, attempts, last_error FROM notifications WHERE status = 'pending' AND due_at <= $1"
_LAPSED = "SELECT number, status FROM appointments WHERE status IN ('pending', 'proposed') AND answer_by <= $1"
_VISITS = """
    SELECT a.*, p.name AS pet FROM appointments a JOIN pets p ON p.id = a.pet_id ORDER BY a.number, a.created_at
"""
_EVENTS = "SELECT * FROM appointment_events ORDER BY sequence"
_PUSHES = "SELECT id, kind, appointment_id, due_at, status, last_error FROM notifications ORDER BY due_at"
_PEOPLE = """
    SELECT u.id, u.full_name, coalesce(array_agg(t.chat_id) FILTER (WHERE t.chat_id > 0), '{}') AS chats
    FROM users u LEFT JOIN telegram_accounts t ON t.user_id = u.id GROUP BY u.id
"""
_PETS = "SELECT owner_id, name FROM pets"
_PHONED = "SELECT appointment_id FROM undelivered_messages WHERE appointment_id IS NOT NULL"
_ASKING = "SELECT telegram_user_id, name FROM conversations WHERE name <> '' AND expires_at > $1"


def _visit(row: Any) -> Visit:
    return Visit(
        row["id"], row["number"], row["chain_id"], row["vet_id"], row["owner_id"], row["starts_at"],
        row["busy_until"], row["status"], row["replaces_id"], row["pet"],
    )  # fmt: skip


def _event(row: Any) -> Event:
    data = json.loads(row["data"]) if isinstance(row["data"], str) else row["data"]
    return Event(row["appointment_id"], row["kind"], row["to_status"], row["happened_at"], row["actor_kind"], data)


def _push(row: Any) -> Push:
    return Push(row["id"], row["kind"], row["appointment_id"], row["due_at"], row["status"], row["last_error"])
