"""/export in the clinic's chat: the visits of a span as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from bot.statistics.callbacks import ExportMonth
from core.statistics import service
from core.users.schemas import Actor
from tests.bot.conftest import labels

STAFF = Actor.staff("=Vera")


async def rows(world: Any, message: Any, separator: str = ",") -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    assert message.file is not None, message.text
    content = await world.client.download(message.file.link)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


async def test_the_present_month(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna Berg", pet="Rex")
    await ask(anna)
    visit = await ask(anna, at=datetime(2026, 3, 4, 10, tzinfo=UTC), service="vaccination")
    await world.advance(minutes=7)
    async with world.desk.unit() as services:
        await services.appointments.decline(STAFF, visit.id, "vet_away")
    await ask(anna, at=datetime(2026, 4, 1, 10, tzinfo=UTC))  # another month
    message = await world.staff.say("/export")
    assert "2 appointments, Sun 1 Mar – Tue 31 Mar" in message.text
    assert message.file.name == "appointments-2026-03-01-to-2026-03-31.csv"
    first, second = await rows(world, message)
    assert first == {
        "Number": "1001", "Day": "2026-03-03", "Start": "10:00", "End": "10:45", "Status": "requested",
        "Service": "Check-up", "Vet": first["Vet"], "Pet": "Rex", "Species": "Dog", "Owner": "Anna Berg",
        "Phone": "+49 1511 2345678", "Requested at": "2026-03-02 08:00", "Decided at": "", "Decided by": "",
        "Reason": "", "Attendance": "",
    }  # fmt: skip
    assert second["Status"] == "declined"
    assert second["Decided at"] == "2026-03-02 08:07"
    assert second["Decided by"] == "'=Vera"
    assert second["Reason"] == "The vet is away"


async def test_names_that_would_be_formulas(world: Any, new_owner: Any, ask: Any) -> None:
    names = ['=HYPERLINK("http://evil.example";"x")', "+A1+1", "-A1+3", "@SUM(A1)", 'Rex";=1+1;", =2+2']
    for day, name in enumerate(names):
        _, owner = await new_owner(f"=Owner {day}", pet=name)
        await ask(owner, at=datetime(2026, 3, 3, 10, tzinfo=UTC) + timedelta(days=day))
    message = await world.staff.say("/export")
    read = await rows(world, message)
    assert [row["Pet"].replace("'", "") for row in read] == names
    content = (await world.client.download(message.file.link)).decode("utf-8-sig")
    for separator in (",", ";", "\t"):  # whatever a spreadsheet takes for the separator
        for line in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            assert not [cell for cell in line if cell.lstrip()[:1] in ("=", "-", "@") and cell]
    assert all(row["Phone"] == "+49 1511 2345678" for row in read)
    assert all(row["Owner"].startswith("'=Owner") for row in read)


async def test_a_span_as_it_is_typed(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna")
    await ask(anna)
    for typed in ("1.3. 3.3.", "3 Mar - 3 Mar", "2026-03", "March", "tomorrow", "2026"):
        assert len(await rows(world, await world.staff.say(f"/export {typed}"))) == 1, typed
    none = await world.staff.say("/export last month")
    assert "There is nothing in the book for Sun 1 Feb – Sat 28 Feb." in none.text
    assert none.file is None
    assert "I can't read “<b>soon</b>” as a time" in (await world.staff.say("/export <b>soon</b>")).text
    assert "Write both ends" in (await world.staff.say("/export from 1.2.")).text
    assert "ends before it begins" in (await world.staff.say("/export 28.2.2026 - 1.2.2026")).text
    with patch.object(service, "MOST_LISTED", 0):
        assert "too many for one file" in (await world.staff.say("/export")).text


async def test_month_by_month(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna")
    await ask(anna)
    message = await world.staff.say("/export")
    assert labels(message) == [["‹ February 2026"]]
    before = await world.staff.tap("February")
    assert "Sun 1 Feb – Sat 28 Feb" in before.text
    assert labels(before) == [["‹ January 2026"]]
    assert (await world.staff.messages())[-2].file is not None  # the file stays


async def test_owners_get_their_own_and_nothing_of_the_clinics(world: Any, new_owner: Any, ask: Any) -> None:
    person, anna = await new_owner("Anna")
    await new_owner("Ben", pet="Secret")
    await ask(anna)
    message = await person.say("/export")
    assert message.file.name == "my-data-2026-03-02.json"
    await person.tap_data(ExportMonth(datetime(2026, 3, 1, tzinfo=UTC).date()).pack(), message)
    assert "Only the clinic" in await person.toast()
    await person.tap_data("we:99991231", message)
    assert "Only the clinic" in await person.toast()
    assert not any(each.file and each.file.name.endswith(".csv") for each in await person.messages())
    card = await world.staff.say("/status")
    for data in ("we:99991231", "we:00010101", "we:20261301"):
        await world.staff.tap_data(data, card)
        assert "button" in (await world.staff.toast()).lower()


async def test_deleted_owners_have_no_name(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna Berg", pet="Rex")
    await ask(anna)
    async with world.desk.unit() as services:
        await services.own_data.delete(anna)
    await world.settle()
    (row,) = await rows(world, await world.staff.say("/export"))
    assert (row["Owner"], row["Phone"]) == ("deleted account", "")
    assert "Anna" not in str(row)
    assert row["Reason"] == "the owner had their data deleted"
