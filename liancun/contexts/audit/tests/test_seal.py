"""The log: only added to, sealed into a chain, and every tampering named."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import SYSTEM, as_system
from liancun.framework.testing_databases import connect_again

CLERK = Actor(7, None, "张小明", "甲村·报账员", None, "user")


def record(count: int = 1) -> None:
    for number in range(count):
        audit.record(
            CLERK,
            "ledger.file_claim",
            subject="ledger.claim",
            subject_id=number,
            body_id=3,
            detail={"amount": "62000.00"},
        )


def test_it_links_rows_and_verifies(db: None) -> None:
    with as_system():
        before = audit.verify().rows
        record(3)
        assert audit.verify().unsealed >= 3
        assert audit.seal() >= 3
        report = audit.verify()
        assert (report.whole, report.unsealed, report.rows >= before + 3) == (True, 0, True)


def test_sealing_twice_links_nothing_twice(db: None) -> None:
    with as_system():
        record(2)
        audit.seal()
        head = audit.verify().head
        assert audit.seal() == 0
        assert audit.verify().head == head


ATTACKS = (
    "update audit_auditrow set actor_name = '李四'",
    "delete from audit_auditrow",
    "truncate audit_auditrow cascade",
    "update audit_seal set digest = repeat('0', 64)",
    "delete from audit_seal",
    "alter table audit_auditrow disable trigger all",
    "insert into audit_seal (position, row_id, digest, sealed_at) select 1, min(id), repeat('0', 64), now() from audit_auditrow",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_serving_role_cannot_change_the_log(db: None, attack: str) -> None:
    with as_system():
        record(2)
        audit.seal()
        before = audit.verify()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert audit.verify() == before


def test_whoever_acts_cannot_read_the_log(db: None) -> None:
    with as_system():
        record()
    with entered(Actor.stranger()), connection.cursor() as cursor:
        record()
        cursor.execute("select count(*) from audit_auditrow")
        assert cursor.fetchone() == (0,)


TAMPERINGS = {
    "a changed row": 'update audit_auditrow set detail = \'{"amount": "1.00"}\' where id = {id}',
    "a changed digest": "update audit_seal set digest = repeat('a', 64) where row_id = {id}",
    "a removed row": "delete from audit_seal where row_id = {id}; delete from audit_auditrow where id = {id}",
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_it_names_the_first_broken_row_even_after_the_owner_tampered(clone: str, tampering: str) -> None:
    with as_system():
        record(5)
        audit.seal()
    ids = _ids(clone)
    statement = TAMPERINGS[tampering].replace("{id}", str(ids[2]))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "alter table audit_auditrow disable trigger user; alter table audit_seal disable trigger user"
        )
        cursor.execute(statement)
    with as_system():
        report = audit.verify()
    assert report.first_broken == (ids[3] if tampering == "a removed row" else ids[2])


def _ids(clone: str) -> list[int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select row_id from audit_seal order by position desc limit 5")
        return sorted(row[0] for row in cursor.fetchall())


def test_a_row_that_commits_late_is_sealed_in_a_later_round(clone: str) -> None:
    with as_system():
        audit.seal()
    slow = connect_again(clone)
    with slow.transaction():
        _insert(slow)
        with as_system():
            record(2)
            early = audit.seal()
            assert audit.verify().unsealed == 0
    with as_system():
        assert (early, audit.seal()) == (2, 1)
        assert audit.verify().whole
    slow.close()


def _insert(link: psycopg.Connection[Any]) -> None:
    link.execute(
        "insert into audit_auditrow (at, actor_kind, actor_name, actor_post, verb, refused, subject, detail)"
        " values (%s, 'system', 'late', '', 'late', false, '', '{}')",
        [clock.now()],
    )


def test_a_refusal_stays_although_the_request_is_undone(clone: str) -> None:
    with entered(SYSTEM):
        record()
        audit.record_refusal(CLERK, "ledger.post_voucher", code="ledger.unbalanced")
        transaction.set_rollback(True)
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select verb, refused, detail->>'code' from audit_auditrow order by id desc limit 1")
        assert cursor.fetchone() == ("ledger.post_voucher", True, "ledger.unbalanced")
        cursor.execute("select count(*) from audit_auditrow where verb = 'ledger.file_claim'")
        assert cursor.fetchone() == (0,)
