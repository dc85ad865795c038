"""The server that comes along: started, found again, survived, and refused where it would do harm."""

import asyncio
import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from core.database import embedded
from core.database.embedded import EmbeddedError, EmbeddedPostgres, start_embedded

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with public parents, as a server started by root needs it; servers in it are ended."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-embedded-"))
    folder.chmod(0o755)
    yield folder
    for lock in folder.rglob("postmaster.pid"):
        with contextlib.suppress(EmbeddedError):
            start_embedded(lock.parent.parent).stop()
    shutil.rmtree(folder)


def start(folder: Path) -> EmbeddedPostgres:
    return start_embedded(folder, durable=False)


def ask(server: EmbeddedPostgres, *statements: str) -> object:
    """What the last statement answers."""

    async def run() -> object:
        connection = await asyncpg.connect(host=str(server.socket_dir), user="postgres", database=embedded.DATABASE)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return asyncio.run(run())


def server_processes(data: Path) -> list[int]:
    """Every process of the server over `data`, by its working directory."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and os.readlink(process / "cwd") == str(data):
                found.append(int(process.name))
    return found


def refusal(folder: Path) -> str:
    with pytest.raises(EmbeddedError) as error:
        start(folder)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_started_found_again_and_stopped(place: Path) -> None:
    server = start(place)
    assert server.started_here
    assert ask(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)", "SELECT n FROM kept") == 7

    again = start(place)
    assert not again.started_here
    assert again.socket_dir == server.socket_dir
    assert ask(again, "SELECT n FROM kept") == 7

    server.stop()
    assert server_processes(server.data) == []
    server.stop()  # once more does no harm

    third = start(place)
    assert third.started_here
    assert ask(third, "SELECT n FROM kept") == 7


def test_nobody_else_reaches_it(place: Path) -> None:
    server = start(place)
    assert ask(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    [owner] = {(server.data / name).stat().st_uid for name in ("PG_VERSION", "postmaster.pid", "server.log")}
    assert owner != 0
    assert stat.S_IMODE(place.stat().st_mode) == 0o755


def test_it_speaks_utf8_and_keeps_time_in_an_index(place: Path) -> None:
    server = start(place)
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "CREATE EXTENSION btree_gist", "SELECT 'Ünïcödé 🐕'") == "Ünïcödé 🐕"


def test_the_last_one_to_leave_ends_it(place: Path) -> None:
    first, second = start(place), start(place)
    first.leave()
    assert ask(second, "SELECT 1") == 1
    second.leave()
    assert server_processes(second.data) == []


CLIENT = """
import asyncio, sys
from pathlib import Path
import asyncpg
from core.database.embedded import start_embedded

async def main():
    server = start_embedded(Path(sys.argv[1]))
    connection = await asyncpg.connect(host=str(server.socket_dir), user="postgres", database="vetbot")
    await connection.execute("CREATE TABLE kept (n int)")
    await connection.execute("INSERT INTO kept VALUES (7)")
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("INSERT INTO kept VALUES (8)")
    print("ready", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


def test_it_outlives_a_killed_bot(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(place)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True,
    ) as client:  # fmt: skip
        assert client.stdout is not None
        assert client.stdout.readline() == b"ready\n"
        os.killpg(client.pid, signal.SIGKILL)  # as a terminal or a container would: the whole group
    server = start(place)
    assert not server.started_here
    assert ask(server, "SELECT array_agg(n) FROM kept") == [7]
    server.leave()  # nobody else uses it any more, though another process started it
    assert server_processes(server.data) == []


def test_it_comes_back_after_the_machine_died(place: Path) -> None:
    server = start_embedded(place)
    ask(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)", "SELECT 1")
    while pids := server_processes(server.data):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert (server.data / "postmaster.pid").exists()
    again = start(place)
    assert again.started_here
    assert ask(again, "SELECT n FROM kept") == 7


def test_it_is_started_again_in_its_place_when_it_died(place: Path) -> None:
    server = start_embedded(place)
    ask(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)", "SELECT 1")
    assert not server.revive()  # it lives
    while pids := server_processes(server.data):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert server.revive()
    assert ask(server, "SELECT n FROM kept") == 7
    assert ask(server, "SHOW listen_addresses") == ""
    assert not server.revive()


def test_a_process_id_that_is_somebody_elses_by_now_holds_nothing_up(place: Path) -> None:
    server = start(place)
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
        lines[0] = str(bystander.pid)
        lock.write_text("\n".join(lines) + "\n")
        (server.socket_dir / ".s.PGSQL.5432.lock").write_text("\n".join(lines[:5]) + "\n")
        again = start(place)
        assert again.started_here
        assert ask(again, "SELECT 1") == 1
        bystander.kill()


def test_a_process_id_that_is_another_servers_by_now_is_not_taken_for_ours(place: Path) -> None:
    other = start(place / "other")
    server = start(place / "ours")
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    lines[0] = (other.data / "postmaster.pid").read_text().splitlines()[0]
    lock.write_text("\n".join(lines) + "\n")
    assert start(place / "ours").started_here
    assert not start(place / "other").started_here


def test_a_path_too_long_for_a_socket_has_it_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    deep = place / ("long" * 20) / ("longer" * 10)
    server = start(deep)
    assert server.socket_dir.parent == place
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert ask(server, "SELECT 1") == 1
    again = start(deep)
    assert not again.started_here
    assert again.socket_dir == server.socket_dir


@pytest.mark.parametrize("name", ["two words", "o'brien", "a,b", "süß", "-k"])
def test_a_folder_may_have_an_odd_name(place: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    assert ask(start(place / name), "SELECT 1") == 1


@pytest.mark.parametrize("name", ['quo"te', "$HOME", "`true`", "back\\slash", "line\nbreak"])
def test_a_name_that_a_shell_would_read_is_refused(place: Path, name: str) -> None:
    assert "DATA_DIR" in refusal(place / name)
    assert list(place.iterdir()) == []


def test_a_socket_folder_that_is_somebody_elses_is_not_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    data = place / ("long" * 30)
    ours = embedded._socket_dir(data, None)
    monkeypatch.setattr(os, "geteuid", lambda: ours.stat().st_uid + 1)
    with pytest.raises(EmbeddedError, match="somebody else"):
        embedded._socket_dir(data, None)


def test_a_link_in_the_place_of_the_socket_folder_is_not_followed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    data = place / ("long" * 30)
    trap = embedded._socket_dir(data, None)
    trap.rmdir()
    target = place / "precious"
    target.mkdir(mode=0o755)
    trap.symlink_to(target)
    with pytest.raises(EmbeddedError, match="somebody else"):
        embedded._socket_dir(data, None)
    assert stat.S_IMODE(target.stat().st_mode) == 0o755


@pytest.mark.parametrize("below", ["", "data", "deeper/data"])
def test_root_keeps_out_of_private_folders(place: Path, below: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_system_user", lambda: "somebody")
    private = place / "home"
    private.mkdir(mode=0o700)
    line = refusal(private / below)
    assert str(private) in line
    assert "/var/lib/vetbot" in line
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert list(private.iterdir()) == []


def test_root_may_use_a_public_folder_and_what_is_not_there_yet(place: Path) -> None:
    embedded._require_public_parents(place / "not" / "there" / "yet")
    (place / "traversable").mkdir(mode=0o711)
    embedded._require_public_parents(place / "traversable")


def test_without_the_wheel_it_says_what_to_do(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    line = refusal(place)
    assert "DATABASE_URL" in line
    assert "vetbot[embedded]" in line


def test_a_server_that_does_not_start_names_its_log(place: Path) -> None:
    server = start(place)
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    line = refusal(place)
    assert str(server.data / "server.log") in line
    assert "DATABASE_URL" in line
    assert "no_such_setting" in (server.data / "server.log").read_text()


def test_a_folder_that_cannot_be_a_database_is_said(place: Path) -> None:
    (place / "postgres").mkdir(mode=0o700)
    (place / "postgres" / "PG_VERSION").write_text("9\n")
    if os.geteuid() == 0:
        embedded._system_user()
        embedded._give(place / "postgres" / "PG_VERSION", embedded.SYSTEM_USER)
    assert "does not start" in refusal(place)
