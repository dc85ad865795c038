"""What must hold, whatever was sent."""

import logging
import traceback
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import text

from bot.conversations.engine import ENDED
from bot.routing import all_conversations
from bot.ui.texts import languages, texts_for
from core.database.session import Database
from tests.fuzz.stage import Stage

EXPECTED = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message can't be deleted",
    "message is not modified",
    "there is no text in the message to edit",
    "chat not found",
    "query is too old",
    "bot was blocked",
    "bot can't initiate",
    "bot is not a member",
    "bot was kicked",
)
"""What Telegram may refuse: messages that are gone, people who are. Anything else is a message it would never show."""

RULES = {
    "the inbox is empty": "SELECT update_id FROM inbox WHERE applied_at IS NULL OR answered_at IS NULL OR attempts > 0",
    "nothing typed is left in the inbox": "SELECT update_id FROM inbox WHERE payload IS NOT NULL OR reply IS NOT NULL",
    "nothing is left to send": (
        "SELECT kind, last_error FROM notifications WHERE status = 'pending' AND due_at <= :now AND attempts > 0"
    ),
    "no trouble was pushed": "SELECT payload FROM notifications WHERE kind = 'trouble'",
    "what Telegram refused": (
        "SELECT kind, last_error FROM notifications WHERE status = 'failed' AND last_error IS NOT NULL"
        " AND last_error !~* '(blocked|unreachable|account|forbidden|chat not found|member|initiate|kicked)'"
    ),
    "each visit has one current row": (
        "SELECT number FROM appointments GROUP BY number HAVING count(*) FILTER (WHERE is_current) <> 1"
    ),
    "a chain has one number, one patient, one owner": (
        "SELECT chain_id FROM appointments GROUP BY chain_id HAVING count(DISTINCT (number, pet_id, owner_id)) > 1"
    ),
    "a vet treats one patient at a time": (
        "SELECT a.number, b.number FROM appointments a JOIN appointments b ON a.vet_id = b.vet_id"
        " AND a.chain_id < b.chain_id AND a.starts_at < b.busy_until AND b.starts_at < a.busy_until"
        " WHERE a.status IN ('pending', 'confirmed') AND b.status IN ('pending', 'confirmed')"
    ),
    "a patient is in one place at a time": (
        "SELECT a.number, b.number FROM appointments a JOIN appointments b ON a.pet_id = b.pet_id"
        " AND a.chain_id < b.chain_id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
        " WHERE a.status IN ('pending', 'confirmed') AND b.status IN ('pending', 'confirmed')"
    ),
    "a visit is as its last event says": (
        "SELECT a.number, a.status FROM appointments a WHERE a.status IS DISTINCT FROM (SELECT e.to_status"
        " FROM appointment_events e WHERE e.appointment_id = a.id ORDER BY e.sequence DESC LIMIT 1)"
    ),
    "a visit is its patient's owner's": (
        "SELECT a.number FROM appointments a JOIN pets p ON p.id = a.pet_id WHERE a.owner_id <> p.owner_id"
    ),
    "whoever is gone has nothing ahead": (
        "SELECT a.number FROM appointments a JOIN users u ON u.id = a.owner_id"
        " WHERE u.deleted_at IS NOT NULL AND a.status IN ('pending', 'confirmed') AND a.starts_at > :now"
    ),
    "no account is that of somebody who is gone": (
        "SELECT t.telegram_user_id FROM telegram_accounts t JOIN users u ON u.id = t.user_id"
        " WHERE u.deleted_at IS NOT NULL OR NOT u.is_active"
    ),
    "no request outlives its deadline": (
        "SELECT number FROM appointments WHERE status = 'pending' AND answer_by <= :now"
    ),
    "reminders belong to visits that are confirmed": (
        "SELECT n.id FROM notifications n JOIN appointments a ON a.id = n.appointment_id"
        " WHERE n.kind = 'reminder' AND n.status = 'pending' AND NOT (a.status = 'confirmed' AND a.is_current)"
    ),
    "nobody has more requests than allowed": (
        "SELECT owner_id FROM appointments WHERE status = 'pending' AND replaces_id IS NULL"
        " GROUP BY owner_id HAVING count(*) > 3"
    ),
}
"""Questions to the database whose answer is no row."""


REACHED = (
    "SELECT 'owners', count(*) FROM users",
    "SELECT 'owners, gone', count(*) FROM users WHERE deleted_at IS NOT NULL",
    "SELECT 'pets', count(*) FROM pets",
    "SELECT 'visits, ' || status, count(*) FROM appointments GROUP BY status",
    "SELECT 'wishes to move', count(*) FROM appointments WHERE replaces_id IS NOT NULL",
    "SELECT 'closures', count(*) FROM closures",
    "SELECT 'vets', count(*) FROM vets",
    "SELECT 'services', count(*) FROM services",
    "SELECT 'pushes, ' || kind, count(*) FROM notifications WHERE status = 'sent' GROUP BY kind",
)


async def reached(database: Database) -> dict[str, int]:
    """How many of what there are by now."""
    async with database.transaction() as session:
        found = [await session.execute(text(question)) for question in REACHED]
    return {str(what): int(count) for rows in found for what, count in rows}


@dataclass
class Findings(logging.Handler):
    """What was found wrong, by what it is; as a log handler it takes note of every error."""

    found: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def __hash__(self) -> int:
        return id(self)

    def add(self, what: str, details: str = "") -> None:
        self.found[what] += 1
        self.first.setdefault(what, details)

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            place = traceback.extract_tb(record.exc_info[2])[-1]
            error = record.exc_info[1]
            shown = "".join(traceback.format_exception(error))[-6000:]
            self.add(f"log: {type(error).__name__} at {place.filename}:{place.lineno}", f"{said}\n{shown}")
        elif record.levelno >= logging.ERROR:
            self.add(f"log: {said}")
        elif "was not taken as an answer" in said and not any(known in said.lower() for known in EXPECTED):
            self.add(f"not taken: {said.rpartition(': ')[2]}", said)


class Checks:
    """Looks at what happened since it last looked."""

    def __init__(self, stage: Stage, database: Database, findings: Findings) -> None:
        self._stage = stage
        self._database = database
        self._findings = findings
        self._calls = 0
        self._queries: set[str] = set()
        self._apologies = tuple(texts_for(language).plain("apology")[:60] for language in languages())

    def calls(self) -> int:
        """Every call of the bot's was taken, no apology was sent, every press was answered, once; how many calls."""
        journal, world = self._stage.server.world.journal, self._stage.server.world
        made = journal.call_count - self._calls
        latest = list(journal.calls)[-made:] if made else []
        self._calls = journal.call_count
        answers: Counter[str] = Counter()
        for call in latest:
            if call.method == "answerCallbackQuery":
                answers[str(call.payload["callback_query_id"])] += 1
            if not call.ok and not any(known in (call.description or "").lower() for known in EXPECTED):
                self._findings.add(f"refused: {call.method}: {call.description}", str(call.payload))
            if str(call.payload.get("text", "")).startswith(self._apologies):
                self._findings.add("an apology was sent")
        for query_id, query in world.queries.items():
            if query_id not in self._queries and answers[query_id] != 1:
                self._findings.add(f"a press was answered {answers[query_id]} times", query.data)
        self._queries = set(world.queries)
        return made

    async def data(self) -> None:
        """No row is there that must not be, and every conversation can go on."""
        async with self._database.transaction() as session:
            for rule, question in RULES.items():
                values = {"now": self._stage.clock.now()} if ":now" in question else {}
                rows = (await session.execute(text(question), values)).all()
                if rows:
                    self._findings.add(f"rule: {rule}", str(rows[:5]))
            known = {conversation.name: conversation for conversation in all_conversations()}
            for row in await session.execute(text("SELECT name, step, draft, suspended FROM conversations")):
                frames = [{"name": row.name, "step": row.step, "draft": row.draft}, *row.suspended]
                for frame in frames if row.name != ENDED else row.suspended:
                    if frame["step"] not in known[frame["name"]].steps:
                        self._findings.add(f"no step {frame['step']} in {frame['name']}")
                    known[frame["name"]].draft(frame["draft"])
