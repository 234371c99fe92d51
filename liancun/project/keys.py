"""`liancun keys …`: making, listing, renewing, dropping, verifying and copying the keys. None is ever printed."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from liancun.framework.crypto import KeyMissing, masters
from liancun.framework.crypto.store import FileStore, make_file, person_keys
from liancun.project.faults import OperationError
from liancun.project.settings_table import value
from liancun.project.verifying import inside


def make(arguments: list[str]) -> int:
    """The first key and an empty store of persons' keys, where the settings say; what is there stays."""
    path, store = _places()
    for one in (path, store):
        if one.exists():
            raise OperationError(f"{one} is already there; it was not touched.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(masters.new_file(), encoding="ascii")
    make_file(store)
    print(
        f"made {path} and {store}\nkeep a copy of both apart from the database and its backups: liancun keys copy"
    )
    return 0


def list_command(arguments: list[str]) -> int:
    """Each master key with its fingerprint and how much is under it."""
    held, persons = masters.keys(), person_keys().report()
    with inside("keys list"):
        fields = _under_masters()
    for name, key in held.by_id.items():
        sign = "in use" if name == held.current else "former"
        print(
            f"{name}  {masters.fingerprint(key)}  {sign}: "
            f"{persons.by_master.get(name, 0)} keys of persons, {fields[name]} fields"
        )
    print(f"{persons.destroyed} keys of persons destroyed")
    return 0


def rotate(arguments: list[str]) -> int:
    """A new master key, in use at once; the worker seals everything anew under it (`--now`: here)."""
    from liancun.framework.jobs.resealing import reseal

    path, _store = _places()
    name = masters.renew(path)
    with inside("keys rotate"):
        if "--now" in arguments:
            reseal()
        else:
            reseal.defer()
    print(
        f"{name} is in use; copy the keys file again. When `liancun keys list` shows nothing under a former key,"
    )
    print("`liancun keys drop NAME` takes it out: old backups of the keys then open nothing that was erased.")
    return 0


def drop(arguments: list[str]) -> int:
    """Takes a former key out of the file, once nothing is sealed with it."""
    if len(arguments) != 1:
        raise OperationError("name one former key: liancun keys drop k1")
    with inside("keys drop"):
        left = person_keys().report().by_master.get(arguments[0], 0) + _under_masters()[arguments[0]]
    if left:
        raise OperationError(
            f"{left} values are still under {arguments[0]}; let `liancun keys rotate` finish."
        )
    try:
        masters.drop(_places()[0], arguments[0])
    except KeyMissing as error:
        raise OperationError(f"{error}.") from None
    print(f"{arguments[0]} is out of the keys file")
    return 0


def verify(arguments: list[str]) -> int:
    """Opens every sealed value and every person's key, and shows none; exit code 1 when one stays closed."""
    with inside("keys verify"):
        found = _verified()
    print(
        f"{found.fields} fields and {found.personal} fields of persons open; {found.erased} erased for good"
    )
    for line in found.broken[:20]:
        print(f"× {line}", file=sys.stderr)
    return 1 if found.broken else 0


def copy(arguments: list[str]) -> int:
    """Both files into a folder that is nobody else's, while the program runs."""
    if len(arguments) != 1:
        raise OperationError("name the folder to copy to: liancun keys copy FOLDER")
    folder = Path(arguments[0])
    path, store = _places()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any((folder / one.name).exists() for one in (path, store)):
        raise OperationError(f"{folder} already holds keys; name another folder.")
    shutil.copy2(path, folder / path.name)
    FileStore(store).copy(folder / store.name)
    print(f"copied to {folder}")
    return 0


@dataclass
class Verified:
    fields: int = 0
    personal: int = 0
    erased: int = 0
    broken: list[str] = field(default_factory=list)


def _verified() -> Verified:
    from liancun.framework.database.fields import EncryptedText, PersonText
    from liancun.framework.jobs.resealing import columns, values

    found = Verified()
    for column in columns(EncryptedText):
        for id, data in values(column):
            try:
                masters.unseal(data, column.field.purpose)
                found.fields += 1
            except KeyMissing as error:
                found.broken.append(f"{column.label} {id}: {error}")
    for column in columns(PersonText):
        _verify_persons(found, column.label, column.field.purpose, list(values(column)))
    if broken := person_keys().report().broken:
        found.broken.append(f"{broken} keys of persons do not open")
    return found


def _verify_persons(found: Verified, label: str, purpose: str, rows: list[tuple[int, bytes]]) -> None:
    from liancun.framework.crypto import Sealed

    for id, data in rows:
        try:
            opened = Sealed(data, purpose).open()
        except KeyMissing as error:
            found.broken.append(f"{label} {id}: {error}")
            continue
        found.personal += opened is not None
        found.erased += opened is None


def _under_masters() -> Counter[str]:
    from liancun.framework.database.fields import EncryptedText
    from liancun.framework.jobs.resealing import columns, values

    return Counter(
        masters.sealed_with(data) for column in columns(EncryptedText) for _id, data in values(column)
    )


def _places() -> tuple[Path, Path]:
    path, store = value("LIANCUN_FIELD_KEYS_FILE"), value("LIANCUN_PERSON_KEYS")
    if path is None or store is None:
        raise OperationError("LIANCUN_FIELD_KEYS_FILE is not set; name the file that holds the field keys.")
    return Path(path), Path(store)
