"""Keys of persons: outside the database, one a person, gone for good when destroyed, whole after a crash."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from liancun.framework import crypto
from liancun.framework.crypto import KeyMissing, masters, open_many, seal_for, seal_many
from liancun.framework.crypto.store import FileStore, make_file, person_keys

PHONE = "13904100001"


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Path:
    settings.LIANCUN_FIELD_KEYS_FILE = tmp_path / "field-keys"
    settings.LIANCUN_PERSON_KEYS = tmp_path / "person-keys.sqlite3"
    settings.LIANCUN_FIELD_KEYS_FILE.write_text(masters.new_file())
    return tmp_path


def test_what_is_sealed_for_a_person_opens_again() -> None:
    assert seal_for(uuid4(), PHONE, "phone").open() == PHONE


def test_a_sealed_value_drawn_or_logged_says_nothing() -> None:
    sealed = seal_for(uuid4(), PHONE, "phone")
    assert PHONE not in f"{sealed} {sealed!r} {sealed.data!r} {[sealed]}"


def test_two_persons_have_two_keys() -> None:
    one, other = uuid4(), uuid4()
    found = person_keys().make([one, other])
    assert found[one] != found[other]
    assert person_keys().make([other, one]) == found, "and they keep them"


def test_a_value_moved_to_another_column_or_person_does_not_open() -> None:
    one, other = seal_many([(uuid4(), PHONE, "phone"), (uuid4(), PHONE, "phone")])
    with pytest.raises(KeyMissing):
        crypto.Sealed(one.data, "identity").open()
    with pytest.raises(KeyMissing):
        crypto.Sealed(other.data[:17] + one.data[17:], "phone").open()


def test_a_destroyed_key_is_gone_from_the_file_and_never_made_again(keys: Path) -> None:
    person, neighbour = uuid4(), uuid4()
    closed, kept = seal_many([(person, PHONE, "phone"), (neighbour, PHONE, "phone")])
    wrapped = _wrapped(keys, person)
    assert wrapped in _bytes(keys)
    crypto.destroy([person])
    assert open_many([closed, kept]) == [None, PHONE]
    assert wrapped not in _bytes(keys), "not even in the file's free pages or its log"
    with pytest.raises(KeyMissing, match="destroyed"):
        seal_for(person, PHONE, "phone")


def test_a_lost_key_is_not_taken_for_a_destroyed_one(keys: Path) -> None:
    closed = seal_for(uuid4(), PHONE, "phone")
    (keys / "field-keys").write_text(masters.new_file())
    with pytest.raises(KeyMissing, match="does not open"):
        closed.open()
    with pytest.raises(KeyMissing, match="no key of this person"):
        crypto.Sealed(b"\0" + uuid4().bytes + closed.data[17:], "phone").open()


def test_three_hundred_thousand_keys_take_seconds() -> None:
    ids = [uuid4() for _ in range(300_000)]
    begun = time.process_time()
    person_keys().make(ids)
    assert time.process_time() - begun < 20, "a few seconds on an idle machine"
    assert person_keys().report().by_master == {"k1": 300_000}


def test_a_renewed_master_key_wraps_anew_and_the_old_one_can_go(keys: Path) -> None:
    values = seal_many([(uuid4(), PHONE, "phone") for _ in range(25)])
    index = crypto.blind_index(PHONE, "phone")
    assert masters.renew(keys / "field-keys") == "k2"
    assert [person_keys().rewrap(10) for _ in range(4)] == [10, 10, 5, 0]
    assert person_keys().report().by_master == {"k2": 25}
    masters.drop(keys / "field-keys", "k1")
    assert open_many(values) == [PHONE] * 25
    assert crypto.blind_index(PHONE, "phone") == index, "what was found before is found after"


def test_the_key_in_use_cannot_be_dropped(keys: Path) -> None:
    with pytest.raises(KeyMissing):
        masters.drop(keys / "field-keys", "k1")
    assert masters.keys().current == "k1"


def test_rewrapping_killed_in_the_middle_loses_nothing(keys: Path) -> None:
    """The process dies inside its write; the next one goes on from where the last whole batch ended."""
    values = seal_many([(uuid4(), PHONE, "phone") for _ in range(60)])
    masters.renew(keys / "field-keys")
    ended = subprocess.run([sys.executable, "-c", _DIES, str(keys)], check=False, capture_output=True)
    assert ended.returncode == 9, ended.stderr.decode()
    assert person_keys().report().by_master == {"k1": 40, "k2": 20}
    assert open_many(values) == [PHONE] * 60
    while person_keys().rewrap(20):
        pass
    assert person_keys().report().by_master == {"k2": 60}
    assert open_many(values) == [PHONE] * 60


_DIES = """
import os, sys
from pathlib import Path
from django.conf import settings
folder = Path(sys.argv[1])
settings.configure(LIANCUN_FIELD_KEYS_FILE=folder / "field-keys", LIANCUN_MODE="production",
    LIANCUN_PERSON_KEYS=folder / "person-keys.sqlite3", LIANCUN_KEY_STORE="liancun.framework.crypto.store.FileStore")
from liancun.framework.crypto.store import person_keys
store = person_keys()
store.rewrap(20)
with store._writing() as link:
    link.execute("update person_key set wrapped = null where master = 'k1'")
    os._exit(9)
"""


def test_many_at_once_make_one_key_for_one_person() -> None:
    ids = [uuid4() for _ in range(200)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: person_keys().make(ids), range(16)))
    assert all(one == made[0] for one in made)


def test_a_lost_store_is_a_fault_in_production_and_no_new_one(settings: Any, keys: Path) -> None:
    settings.LIANCUN_MODE = "production"
    with pytest.raises(KeyMissing, match="not there"):
        seal_for(uuid4(), PHONE, "phone")
    assert not (keys / "person-keys.sqlite3").exists()
    make_file(keys / "person-keys.sqlite3")
    assert seal_for(uuid4(), PHONE, "phone").open() == PHONE


def test_the_store_is_readable_by_this_account_only(keys: Path) -> None:
    seal_for(uuid4(), PHONE, "phone")
    assert {path.stat().st_mode & 0o077 for path in keys.iterdir() if "person-keys" in path.name} == {0}


def test_a_copy_opens_what_the_store_opens(settings: Any, keys: Path) -> None:
    closed = seal_for(uuid4(), PHONE, "phone")
    FileStore(keys / "person-keys.sqlite3").copy(keys / "copy.sqlite3")
    settings.LIANCUN_PERSON_KEYS = keys / "copy.sqlite3"
    assert closed.open() == PHONE


def _wrapped(keys: Path, person: UUID) -> bytes:
    link = sqlite3.connect(keys / "person-keys.sqlite3")
    (found,) = link.execute("select wrapped from person_key where id = ?", (person.bytes,)).fetchone()
    link.close()
    return bytes(found)


def _bytes(keys: Path) -> bytes:
    return b"".join(path.read_bytes() for path in keys.iterdir() if path.name.startswith("person-keys"))
