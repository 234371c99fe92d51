"""`liancun keys`: made once, renewed while in use, copied apart, and never printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from liancun.framework.crypto import masters, seal_for
from liancun.framework.crypto.store import FileStore
from liancun.project import keys
from liancun.project.faults import OperationError


@pytest.fixture
def folder(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name, place in (
        ("LIANCUN_FIELD_KEYS_FILE", "field-keys"),
        ("LIANCUN_PERSON_KEYS", "person-keys.sqlite3"),
    ):
        monkeypatch.setenv(name, str(tmp_path / place))
        setattr(settings, name, tmp_path / place)
    return tmp_path


def test_keys_are_made_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys.make([]) == 0
    made = (folder / "field-keys").read_text()
    with pytest.raises(OperationError, match="already there"):
        keys.make([])
    assert (folder / "field-keys").read_text() == made
    assert not any(line.partition(":")[2] in capsys.readouterr().out for line in made.split())
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


def test_a_copy_goes_to_a_folder_of_its_own(folder: Path) -> None:
    keys.make([])
    closed = seal_for(uuid4(), "13904100001", "phone")
    assert keys.copy([str(folder / "apart")]) == 0
    assert (folder / "apart" / "field-keys").read_text() == (folder / "field-keys").read_text()
    assert FileStore(folder / "apart" / "person-keys.sqlite3").read([closed.key_id])
    with pytest.raises(OperationError, match="already holds keys"):
        keys.copy([str(folder / "apart")])


def test_a_key_that_something_is_under_is_not_dropped(folder: Path, db: None) -> None:
    keys.make([])
    seal_for(uuid4(), "13904100001", "phone")
    masters.renew(folder / "field-keys")
    with pytest.raises(OperationError, match="still under k1"):
        keys.drop(["k1"])
    assert "k1" in masters.keys().by_id
