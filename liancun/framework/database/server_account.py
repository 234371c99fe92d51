"""As whom the embedded server runs, and where its folder can be.

An ordinary person runs it as themselves, in the data folder. Root runs it in a user namespace (nothing
on the machine changes) or, where the kernel refuses one, as `nobody`; if that account cannot
reach the data folder, under /var/lib, which the file `postgres.home` in the data folder remembers.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from liancun.framework.database.errors import LaunchError

STAND_IN = "nobody"
MEMORY = "postgres.home"


@dataclass(frozen=True)
class Account:
    """`prefix` goes before each command; `uid` owns the files; `programs` replaces the found folder."""

    uid: int
    gid: int
    home: Path
    prefix: tuple[str, ...] = ()
    programs: Path | None = None

    def command(self, program: Path, *arguments: str) -> list[str]:
        place = program if self.programs is None else self.programs / program.name
        return [*self.prefix, str(place), *arguments]

    def take_over(self, path: Path) -> None:
        """Give `path` and all in it to this account, when it is someone else's."""
        if os.geteuid() != 0 or not path.exists() or path.stat().st_uid == self.uid:
            return
        os.chown(path, self.uid, self.gid)
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(os.path.join(folder, name), self.uid, self.gid, follow_symlinks=False)

    def erase(self, path: Path) -> None:
        shutil.rmtree(path, ignore_errors=True)


def home(data_dir: Path) -> Path:
    """The folder that holds (or will hold) the cluster and its socket."""
    memory = data_dir / MEMORY
    return Path(memory.read_text().strip()) if memory.exists() else data_dir


def choose(data_dir: Path, binaries: Path) -> Account:
    """The account for this machine. Raises LaunchError when root has no way to step down."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), data_dir)
    person = pwd.getpwnam(STAND_IN)
    namespace = ("unshare", "--user", f"--map-user={person.pw_uid}", f"--map-group={person.pw_gid}", "--")
    if _works(*namespace, "true"):
        return Account(0, 0, home(data_dir), namespace)
    lower = ("setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups", "--")
    if not _works(*lower, "true"):
        raise LaunchError("PostgreSQL does not run as root: start ./run demo as an ordinary account.")
    place = _reachable_home(data_dir, lower)
    return Account(person.pw_uid, person.pw_gid, place, lower, _reachable_programs(binaries, lower))


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _reachable_home(data_dir: Path, lower: tuple[str, ...]) -> Path:
    known = home(data_dir)
    if _works(*lower, "test", "-x", str(known)):
        return known
    elsewhere = Path("/var/lib") / f"liancun-{sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    elsewhere.mkdir(mode=0o755, exist_ok=True)
    (data_dir / MEMORY).write_text(f"{elsewhere}\n")
    return elsewhere


def _reachable_programs(binaries: Path, lower: tuple[str, ...]) -> Path | None:
    if _works(*lower, "test", "-x", str(binaries / "postgres")):
        return None
    told = (binaries / "postgres").stat()
    mark = sha256(f"{binaries} {told.st_size} {told.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = Path("/var/lib") / f"liancun-programs-{mark}"
    tree = binaries.parent
    programs = copy / tree.parent.name / tree.name / binaries.name
    if not (programs / "postgres").exists():
        _copy(tree, copy / tree.parent.name / tree.name)
        # A wheel keeps its shared libraries beside its package, where the programs look for them.
        libraries = tree.parent.with_name(f"{tree.parent.name}.libs")
        if libraries.is_dir():
            _copy(libraries, copy / libraries.name)
    return programs


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
