"""A real PgBouncer in transaction mode in front of the tests' PostgreSQL, as Neon has one in front of its own."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.database.embedded import SYSTEM_USER, EmbeddedPostgres

HOW_TO_GET_IT = "the tests behind a pooler need PgBouncer: `apt-get install pgbouncer` (or have it in PATH)"
SERVER_CONNECTIONS = 3
"""Fewer than a bot's pool has: transactions of one client really move between them."""
PASSWORD = "not on a socket of our own"

_SETTINGS = """\
[databases]
* = host={server} port=5432

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
auth_type = scram-sha-256
auth_file = {folder}/users.txt
logfile = {folder}/pgbouncer.log
"""


@dataclass(frozen=True)
class PgBouncer:
    """One that runs."""

    port: int
    server: EmbeddedPostgres
    log: Path

    def url(self, database: str, *, password: str = PASSWORD, direct: str | None = None) -> str:
        """A database of the server's through the pooler; migrations go to the server itself unless told otherwise."""
        where = f"127.0.0.1:{self.port}/{database}?pooled=true&direct={direct or self.server.socket_dir}"
        return f"postgresql://postgres:{password.replace(' ', '%20')}@{where}"


def find() -> str:
    """The program. Without it the tests are skipped, and fail where nothing may be left out."""
    found = shutil.which("pgbouncer", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"]))
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET_IT, pytrace=False)
        pytest.skip(HOW_TO_GET_IT)
    return found


@contextlib.contextmanager
def running(server: EmbeddedPostgres) -> Iterator[PgBouncer]:
    """It runs as the server's user, who alone may enter the folder of the server's socket, and never as root."""
    program = find()
    folder = Path(tempfile.mkdtemp(prefix="vetbot-pgbouncer-"))
    port = _free_port()
    values = {"server": server.socket_dir, "port": port, "connections": SERVER_CONNECTIONS, "folder": folder}
    (folder / "pgbouncer.ini").write_text(_SETTINGS.format(**values))
    (folder / "users.txt").write_text(f'"postgres" "{PASSWORD}"\n')
    user = pwd.getpwnam(SYSTEM_USER) if os.geteuid() == 0 else None
    if user is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, user.pw_uid, user.pw_gid)
    process = subprocess.Popen(
        [program, "-q", str(folder / "pgbouncer.ini")],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        user=user.pw_uid if user else None, group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )  # fmt: skip
    pooler = PgBouncer(port, server, folder / "pgbouncer.log")
    try:
        _wait(process, pooler)
        yield pooler
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], pooler: PgBouncer) -> None:
    deadline = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", pooler.port), 1):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            said = pooler.log.read_text() if pooler.log.exists() else "nothing"
            pytest.fail(f"PgBouncer does not start; it says: {said}", pytrace=False)
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
