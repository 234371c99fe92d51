"""The embedded PostgreSQL: found, made, started and stopped inside the data folder.

`ensure_running(data_dir)` gives a running cluster with the two roles and the database of the program.
The server listens on a Unix socket in a folder that only this account may enter and on nothing else;
whoever may enter that folder is trusted. No Django here: settings ask this module for addresses.

PostgreSQL refuses to run as root. For root the server runs in a user namespace or, where the kernel
refuses one, as the account `nobody` (see `server_account`).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from liancun.framework.database import server_account, server_binaries
from liancun.framework.database.errors import LaunchError

DATABASE = "liancun"
OWNER = "liancun_owner"
APP = "liancun_app"
SUPERUSER = "postgres"

# A Unix socket's address holds 108 bytes with its closing zero.
SOCKET_ROOM = 107 - len("/.s.PGSQL.5432")
START_SECONDS = 60
STOP_SECONDS = 60
ORPHAN_TRIES = 20


@dataclass
class Cluster:
    """A running server. Addresses are libpq URLs over its socket."""

    data_dir: Path
    folder: Path
    socket_dir: Path
    version: int
    binaries: Path
    started_here: bool
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def app_url(self, name: str = DATABASE) -> str:
        return _url(APP, name, self.socket_dir)

    def owner_url(self, name: str = DATABASE) -> str:
        return _url(OWNER, name, self.socket_dir)

    def superuser_url(self, name: str = "postgres") -> str:
        return _url(SUPERUSER, name, self.socket_dir)

    def is_running(self) -> bool:
        return self._reaped() is None and _live_pid(self.folder) is not None

    def stop(self) -> None:
        """Disconnect everyone and shut down cleanly; nothing happens when it is not running."""
        pid = _live_pid(self.folder)
        if pid is not None:
            os.kill(pid, signal.SIGINT)
            self._wait_gone(pid)

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would (for fault tests)."""
        pid = _live_pid(self.folder)
        if pid is not None:
            for each in (pid, *_children(pid)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            self._wait_gone(pid)

    def _wait_gone(self, pid: int) -> None:
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until:
            self._reaped()
            if not _is_postgres(pid):
                return
            time.sleep(0.05)
        raise LaunchError(f"The database in {self.folder} did not stop within {STOP_SECONDS} seconds.")

    def _reaped(self) -> int | None:
        return None if self.process is None else self.process.poll()


def app_url(data_dir: Path, name: str = DATABASE) -> str:
    """Where the serving role reaches the cluster of this data folder, running or not."""
    return _url(APP, name, _socket_dir(data_dir))


def owner_url(data_dir: Path, name: str = DATABASE) -> str:
    """Where the owner reaches the cluster of this data folder, running or not."""
    return _url(OWNER, name, _socket_dir(data_dir))


def ensure_running(data_dir: Path, *, durable: bool = True) -> Cluster:
    """The cluster of `data_dir`, made if missing, started if stopped, with roles and database.

    `durable=False` gives up safety against power cuts for speed: for tests only.
    Raises LaunchError with one sentence.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data_dir):
        binaries = server_binaries.find()
        account = server_account.choose(data_dir, binaries)
        folder = account.home / "postgres"
        process = None
        if _live_pid(folder) is None:
            process = _start(data_dir, folder, binaries, account, durable=durable)
        cluster = Cluster(
            data_dir=data_dir,
            folder=folder,
            socket_dir=_socket_dir(data_dir),
            version=server_binaries.version(binaries),
            binaries=binaries,
            started_here=process is not None,
            process=process,
        )
        _wait_ready(cluster)
        _furnish(cluster)
    return cluster


def running(data_dir: Path) -> bool:
    """Whether the cluster of this data folder is up."""
    return _live_pid(server_account.home(data_dir.resolve()) / "postgres") is not None


def stop(data_dir: Path) -> None:
    """Stop the cluster of this data folder, whoever started it."""
    data_dir = data_dir.resolve()
    folder = server_account.home(data_dir) / "postgres"
    Cluster(data_dir, folder, _socket_dir(data_dir), 0, Path(), started_here=False).stop()


def _url(role: str, name: str, socket_dir: Path) -> str:
    return f"postgresql://{role}@/{quote(name)}?host={quote(str(socket_dir), safe='')}"


def _socket_dir(data_dir: Path) -> Path:
    data_dir = Path(data_dir).resolve()
    inside = server_account.home(data_dir) / "socket"
    if len(os.fsencode(inside)) <= SOCKET_ROOM:
        return inside
    mark = sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"liancun-{os.geteuid()}-{mark}"


@contextlib.contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    with (data_dir / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(
    data_dir: Path, folder: Path, binaries: Path, account: server_account.Account, *, durable: bool
) -> subprocess.Popen[bytes]:
    socket_dir = _own_folder(_socket_dir(data_dir), account)
    if not (folder / "PG_VERSION").exists():
        _initialise(folder, binaries, account)
    _refuse_other_version(folder, binaries)
    account.take_over(folder)
    _forget_dead_server(folder, socket_dir)
    _write_configuration(folder, socket_dir, account, durable=durable)
    command = account.command(binaries / "postgres", "-D", str(folder))
    process = _spawn(command, data_dir)
    for _ in range(ORPHAN_TRIES):
        if not _held_by_orphans(process, data_dir):
            break
        process = _spawn(command, data_dir)
    return process


def _spawn(command: list[str], data_dir: Path) -> subprocess.Popen[bytes]:
    with (data_dir / "postgres.log").open("ab") as sink:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd="/",
            env=_plain_environment(),
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the server in order
        )


def _held_by_orphans(process: subprocess.Popen[bytes], data_dir: Path) -> bool:
    """Whether it ended at once because children of a killed server are still leaving."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=0.3)
        return "shared memory block" in _log_tail(data_dir)
    return False


def _own_folder(folder: Path, account: server_account.Account) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid not in {os.geteuid(), account.uid}:
        raise LaunchError(
            f"The folder {folder} for the database's socket belongs to someone else; remove it."
        )
    account.take_over(folder)
    folder.chmod(stat.S_IRWXU)
    return folder


def _initialise(folder: Path, binaries: Path, account: server_account.Account) -> None:
    draft = folder.with_name("postgres.new")
    account.erase(draft)
    draft.mkdir(mode=0o700, parents=True)
    account.take_over(draft)
    done = subprocess.run(
        account.command(
            binaries / "initdb",
            *("-D", str(draft), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions", "--no-sync"),
        ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env=_plain_environment(),
    )
    if done.returncode:
        account.erase(draft)
        raise LaunchError(_reason(f"The database could not be made in {folder}", done.stdout + done.stderr))
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude = 'liancun.conf'\n")
    draft.rename(folder)  # a half-made folder is never taken for a cluster


def _refuse_other_version(folder: Path, binaries: Path) -> None:
    made_by = (folder / "PG_VERSION").read_text().strip()
    ours = server_binaries.version(binaries)
    if made_by != str(ours):
        raise LaunchError(
            f"The data in {folder} were made by PostgreSQL {made_by} and this is PostgreSQL {ours}: "
            f"point LIANCUN_PGBIN at the programs of version {made_by}, or start over with ./run demo --fresh."
        )


def _write_configuration(
    folder: Path, socket_dir: Path, account: server_account.Account, *, durable: bool
) -> None:
    lines = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "password_encryption": "scram-sha-256",
        "jit": "off",  # short queries only: compiling them costs more than it saves
    }
    if not durable:
        lines |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    text = "".join(f"{key} = '{value.replace(chr(39), chr(39) * 2)}'\n" for key, value in lines.items())
    path = folder / "liancun.conf"
    path.write_text(text)
    account.take_over(path)


def _wait_ready(cluster: Cluster) -> None:
    import psycopg

    until = time.monotonic() + START_SECONDS
    while True:
        if cluster._reaped() is not None:
            raise LaunchError(_reason("The database did not start", _log_tail(cluster.data_dir)))
        try:
            psycopg.connect(cluster.superuser_url(), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise LaunchError(_reason("The database does not answer", str(error))) from None
        time.sleep(0.05)


def _furnish(cluster: Cluster) -> None:
    """The two roles and the database, each made once."""
    import psycopg

    with psycopg.connect(cluster.superuser_url(), autocommit=True) as link:
        have = {name for (name,) in link.execute("SELECT rolname FROM pg_roles")}
        if APP not in have:
            link.execute(f"CREATE ROLE {APP} LOGIN NOBYPASSRLS")
        if OWNER not in have:
            link.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB NOBYPASSRLS IN ROLE {APP}")
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        link.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    with psycopg.connect(cluster.owner_url(), autocommit=True) as link:
        link.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        link.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _live_pid(folder: Path) -> int | None:
    """The server's process id, or None when the file is missing or left over from a crash."""
    try:
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
        return None
    return pid if _is_postgres(pid) and _serves(pid, folder) else None


def _serves(pid: int, folder: Path) -> bool:
    # After a restart of the machine the number may belong to another PostgreSQL.
    try:
        return os.fsencode(folder) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False


def _is_postgres(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return name == "postgres" and status.rsplit(")", 1)[1].split()[0] not in {"Z", "X"}


def _children(pid: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _forget_dead_server(folder: Path, socket_dir: Path) -> None:
    # After a crash the number in these files may belong to another program, which stops PostgreSQL.
    if _live_pid(folder) is None:
        (folder / "postmaster.pid").unlink(missing_ok=True)
        (socket_dir / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _plain_environment() -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8"}


def _log_tail(data_dir: Path) -> str:
    with contextlib.suppress(OSError):
        return "\n".join((data_dir / "postgres.log").read_text(errors="replace").splitlines()[-15:])
    return ""


def _reason(what: str, output: str) -> str:
    if "No space left" in output or "Disk quota" in output:
        return f"{what}: the disk is full; free about 200 MB and start again."
    lines = [line for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines
    return f"{what}: {telling[-1].strip() if telling else 'no reason was given'}"
