"""The head of every day, published: a log written anew is found by whoever kept one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from liancun.contexts.audit import api as audit
from liancun.contexts.audit.models import AuditRow, DayHead
from liancun.demo.small import PASSWORD, signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system


def test_a_day_has_one_head_and_it_stands_in_the_chain(world: World) -> None:
    with clock.fixed(clock.now()) as time, as_system():
        assert audit.publish_head()
        assert not audit.publish_head()
        time.advance(days=1)
        assert audit.publish_head()
        heads = audit.heads()
        assert [head.day for head in heads] == [clock.today() - timedelta(days=n) for n in (1, 2)]
        assert audit.strangers(heads) == []
        assert audit.verify().whole


def test_a_kept_head_finds_a_log_that_was_written_anew(world: World) -> None:
    with as_system():
        audit.publish_head()
        (head,) = audit.heads()
        assert audit.strangers([replace(head, digest="0" * 64)]) == [head.day]
        assert audit.strangers([replace(head, position=head.position + 999_999)]) == [head.day]


@pytest.mark.parametrize(
    "attack",
    [
        "update audit_dayhead set digest = repeat('0', 64)",
        "delete from audit_dayhead",
        "truncate audit_dayhead",
    ],
)
def test_a_published_head_never_changes(world: World, attack: str) -> None:
    with as_system():
        audit.publish_head()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert DayHead.objects.count() == 1


def test_nobody_but_the_program_adds_one(world: World) -> None:
    with as_system():
        auditor = world.actor("audit")
    for actor in (auditor, Actor.stranger()):
        with as_actor(actor), pytest.raises(DatabaseError), transaction.atomic():
            DayHead.objects.create(day=clock.today(), position=0, digest="0" * 64, made_at=clock.now())


def test_everybody_reads_and_downloads_them(world: World) -> None:
    empty = Client().get("/p/audit-head/").content.decode()
    assert "还没有公布" in empty
    with as_system():
        audit.publish_head()
        (head,) = audit.heads()
    assert "校验值" in Client().get("/p/audit-head/").content.decode()
    told = Client().get("/p/audit-head/heads.txt").content.decode()
    assert f"{head.day.isoformat()} {head.position} {head.digest}" in told


def test_the_log_says_from_which_network_and_never_from_which_machine(world: World) -> None:
    browser = Client(REMOTE_ADDR="10.20.30.40")
    browser.post("/sign-in/", {"username": "xian", "password": PASSWORD})
    with as_system():
        row = AuditRow.objects.filter(verb="identity.sign_in").latest("pk")
        inside = AuditRow.objects.filter(actor_kind="system").first()
    assert row.origin == "10.20.30.0/24"
    assert inside is not None
    assert inside.origin == ""


def test_the_auditor_sees_where_from(world: World) -> None:
    Client(REMOTE_ADDR="10.20.30.40").post("/sign-in/", {"username": "xian", "password": PASSWORD})
    assert "10.20.30.0/24" in signed_in("audit").get("/audit/").content.decode()


def test_rows_without_an_origin_keep_the_digest_they_had(world: World) -> None:
    """What was sealed before the column came still verifies: the world's rows have none."""
    with as_system():
        assert AuditRow.objects.filter(origin="").exists()
        audit.seal()
        assert audit.verify().whole


def test_a_refusal_stays_although_the_request_failed(cloned_world: World) -> None:
    browser = signed_in("baozhang-a")
    assert browser.get("/audit/").status_code == 403
    with as_system():
        row = AuditRow.objects.filter(refused=True).latest("pk")
    assert (row.subject, row.actor_user_id) == ("audit:log", cloned_world.users["baozhang-a"])
    assert row.origin == "127.0.0.0/24"
