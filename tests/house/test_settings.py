"""The settings table: what is read from the environment, and what a production start refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from liancun.framework.crypto import masters
from liancun.framework.crypto.store import make_file
from liancun.project import settings_page
from liancun.project.settings_table import BY_NAME, TABLE, SettingError, faults, refuse_unsafe, value


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """A whole production environment that nothing is wrong with."""
    keys = tmp_path / "keys" / "field-keys"
    keys.parent.mkdir()
    keys.write_text(masters.new_file())
    keys.chmod(0o600)
    make_file(keys.with_name("person-keys.sqlite3"))
    return {
        "LIANCUN_MODE": "production",
        "LIANCUN_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "LIANCUN_FIELD_KEYS_FILE": str(keys),
        "LIANCUN_DATABASE_URL": "postgresql://liancun_app:x@db.example/liancun?sslmode=verify-full",
        "LIANCUN_DATABASE_OWNER_URL": "postgresql://liancun_owner:x@db.example/liancun?sslmode=verify-full",
        "LIANCUN_DATA_DIR": str(tmp_path / "data"),
        "LIANCUN_ALLOWED_HOSTS": "villages.example",
        "LIANCUN_PUBLIC_URL": "https://villages.example",
        "LIANCUN_HTTPS": "true",
    }


def test_a_whole_environment_is_accepted(safe: dict[str, str]) -> None:
    assert faults(safe) == []
    refuse_unsafe(safe)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("LIANCUN_MODE", "demo", "runs as production"),
        ("LIANCUN_MODE", "producton", "write one of"),
        ("LIANCUN_SECRET_KEY", "", "at least 50"),
        ("LIANCUN_SECRET_KEY", "a" * 80, "easy to guess"),
        ("LIANCUN_FIELD_KEYS_FILE", "", "is not set"),
        ("LIANCUN_FIELD_KEYS_FILE", "/nowhere/keys", "is not there"),
        ("LIANCUN_PERSON_KEYS", "/nowhere/keys", "is not there"),
        ("LIANCUN_DATABASE_URL", "", "is not set"),
        ("LIANCUN_DATABASE_URL", "mysql://x@y/z", "is not a PostgreSQL address"),
        ("LIANCUN_DATABASE_URL", "postgresql://liancun_app:x@db.example/liancun", "unencrypted"),
        ("LIANCUN_DATABASE_OWNER_URL", "postgresql://liancun_app@/liancun", "same role"),
        ("LIANCUN_DATA_DIR", "data", "full path"),
        ("LIANCUN_ALLOWED_HOSTS", "*", "without '\\*'"),
        ("LIANCUN_PUBLIC_URL", "http://villages.example", "https://"),
        ("LIANCUN_HTTPS", "no", "in the clear"),
        ("LIANCUN_HTTPS", "maybe", "write true or false"),
        ("LIANCUN_PORT", "eighty", "whole number"),
        ("LIANCUN_CALENDAR_FILE", "/nowhere/days.toml", "no file"),
        ("LIANCUN_UPLOAD_LIMIT_MB", "5000", "outside 1 to 100"),
        ("LIANCUN_SESSION_IDLE_MINUTES", "600", "outside 1 to 60"),
        ("LIANCUN_LOGIN_FAILURES", "1000", "outside 1 to 10"),
        ("LIANCUN_LOG_LEVEL", "DEBUG", "shows too much"),
    ],
)
def test_it_refuses(safe: dict[str, str], name: str, text: str, reason: str) -> None:
    found = faults({**safe, name: text})
    assert len([line for line in found if line.startswith(name)]) == 1
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError("\n".join(found))


def test_it_refuses_keys_that_others_can_read(safe: dict[str, str]) -> None:
    Path(safe["LIANCUN_FIELD_KEYS_FILE"]).chmod(0o644)
    assert "mode to 600" in faults(safe)[0]


def test_it_refuses_keys_that_cannot_be_read(safe: dict[str, str]) -> None:
    Path(safe["LIANCUN_FIELD_KEYS_FILE"]).write_text("k1:AAAA\n")
    assert "not 32 bytes" in faults(safe)[0]


def test_a_store_of_the_countys_own_guards_its_keys_itself(safe: dict[str, str]) -> None:
    own = {**safe, "LIANCUN_PERSON_KEYS": "/dev/hsm0"}
    assert faults(own) != []
    assert faults({**own, "LIANCUN_KEY_STORE": "county.keys.Device"}) == []


def test_it_refuses_keys_that_a_backup_would_carry_away(safe: dict[str, str]) -> None:
    inside = {**safe, "LIANCUN_DATA_DIR": str(Path(safe["LIANCUN_FIELD_KEYS_FILE"]).parent)}
    assert "keep it outside" in faults(inside)[0]


def test_a_production_start_names_every_fault(safe: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="LIANCUN_HTTPS") as refused:
        refuse_unsafe({**safe, "LIANCUN_HTTPS": "", "LIANCUN_SECRET_KEY": ""})
    assert "LIANCUN_SECRET_KEY" in str(refused.value)


def test_a_demonstration_makes_its_own_secrets_once(tmp_path: Path) -> None:
    environment = {"LIANCUN_MODE": "demo", "LIANCUN_DATA_DIR": str(tmp_path)}
    first = value("LIANCUN_SECRET_KEY", environment)
    assert first == value("LIANCUN_SECRET_KEY", environment)
    assert len(first) >= 50
    assert value("LIANCUN_FIELD_KEYS_FILE", environment).read_text().startswith("k1:")
    assert [path.stat().st_mode & 0o077 for path in _files(tmp_path)] == [0, 0]


def test_production_makes_no_secrets(tmp_path: Path) -> None:
    environment = {"LIANCUN_MODE": "production", "LIANCUN_DATA_DIR": str(tmp_path)}
    assert value("LIANCUN_SECRET_KEY", environment) == ""
    assert value("LIANCUN_FIELD_KEYS_FILE", environment) is None
    assert list(_files(tmp_path)) == []


def test_the_page_lists_every_setting() -> None:
    page = settings_page.PAGE.read_text(encoding="utf-8")
    assert [row.name for row in TABLE if f"`{row.name}`" not in page] == []
    assert len(BY_NAME) == len(TABLE)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
