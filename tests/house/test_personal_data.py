"""Personal data below and above the forms: nothing planted is readable in a dump."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.framework.crypto import masters
from liancun.framework.crypto.store import FileStore, person_keys
from liancun.framework.database.fields import EncryptedText, PersonText
from liancun.framework.jobs.resealing import columns, reseal, values
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import connect_owner, undone
from tests.house.planted import ACCOUNT, IDENTITY, PHONE, PLANTED, plant
from tests.house.stage import Stage, set_up, sign_in


@pytest.fixture(scope="module")
def stage(template: str) -> Iterator[Stage]:
    with set_up(template) as made:
        plant(made)
        yield made


def test_a_raw_dump_tells_nothing(stage: Stage) -> None:
    """Every table as the owner would copy it, text and bytes."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [row[0] for row in cursor.fetchall()]
    assert "people_numbers" in tables
    told = []
    with connect_owner(stage.name) as owner:
        for table in tables:
            with owner.cursor().copy(f"copy {table} to stdout") as rows:
                content = b"".join(bytes(row) for row in rows)
            told += [(table, word) for word in PLANTED if _in(word, content)]
    assert told == []


def _in(word: str, content: bytes) -> bool:
    return word.encode() in content or word.encode().hex().encode() in content


def test_what_was_planted_lies_in_every_sealed_column_of_persons(stage: Stage) -> None:
    """Without this the dump would prove nothing."""
    empty = []
    with as_system(), connection.cursor() as cursor:
        for column in columns(PersonText):
            table, name = column.model._meta.db_table, column.field.column
            cursor.execute(f"select count(*) from {table} where {name} is not null")
            (count,) = cursor.fetchone()
            empty += [] if count else [column.label]
    assert empty == ["people_changerequest.words", "people_formername.name"], "their own tests look at these"


def test_an_opening_shows_one_number_and_is_kept_in_no_cache(stage: Stage) -> None:
    client = sign_in("zhishu-a")
    url = f"/people/personal/{stage.things['villager_id']}/"
    with undone():
        answer = client.post(url, {"field": "phone", "reason": "通知召开成员大会"})
        shown = answer.content.decode()
    assert answer.status_code == 200
    assert PHONE in shown
    assert IDENTITY not in shown
    assert "110105********002X" in shown
    assert answer["Cache-Control"] == "no-store"


def test_sealing_anew_reaches_rows_that_never_change_otherwise(stage: Stage, keys: Path) -> None:
    """A new master key: every field and every person's key goes under it, and nothing beside them changes."""
    before = _rest(stage)
    assert masters.renew(keys) == "k2"
    with undone():
        reseal()
        assert _masters() == {"k2"}
        assert person_keys().report().by_master.keys() == {"k2"}
        assert _rest(stage) == before
        masters.drop(keys, "k1")
        with as_system(), connection.cursor() as cursor:
            cursor.execute("select number from ledger_bankaccount")
            opened = [masters.unseal(bytes(row[0]), "bank_account") for row in cursor.fetchall()]
        assert ACCOUNT in opened


ATTACKS = (
    "update disclosure_objectiontext set contact = null",
    "select liancun_reseal('disclosure_objectiontext', 'objection_id', 'text', 1, ''::bytea, ''::bytea)",
    "select set_config('liancun.resealing', 'disclosure_objectiontext.contact', true);"
    " update disclosure_objectiontext set contact = null",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_door_for_sealing_anew_opens_nothing_else(stage: Stage, attack: str) -> None:
    with (
        undone(),
        as_system(),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    """Copies, so that the other tests keep theirs."""
    shutil.copy(settings.LIANCUN_FIELD_KEYS_FILE, tmp_path / "field-keys")
    FileStore(Path(settings.LIANCUN_PERSON_KEYS)).copy(tmp_path / "person-keys.sqlite3")
    settings.LIANCUN_FIELD_KEYS_FILE = tmp_path / "field-keys"
    settings.LIANCUN_PERSON_KEYS = tmp_path / "person-keys.sqlite3"
    return tmp_path / "field-keys"


def _masters() -> set[str]:
    with as_system():
        return {
            masters.sealed_with(data) for column in columns(EncryptedText) for _id, data in values(column)
        }


def _rest(stage: Stage) -> list[object]:
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select objection_id, body_id, text from disclosure_objectiontext order by 1")
        return list(cursor.fetchall())
