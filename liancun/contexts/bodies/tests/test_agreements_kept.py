"""What is signed stays: attacks below the forms, and a change that meets a signature."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.test_agreements import TODAY, draft, drafted, person, record, sign, signed
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_again
from liancun.kernel.errors import Refusal

pytestmark = pytest.mark.mission("XQ5")


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


ATTACKS = {
    "the text rewritten": "update bodies_agreement set purpose = 'x' where id = {id}",
    "the days rewritten": "update bodies_agreement set until = null where id = {id}",
    "readers added": "update bodies_agreement set readers = readers || 1::bigint where id = {id}",
    "the agreement removed": "delete from bodies_agreement where id = {id}",
    "terms rewritten": "update bodies_agreementparty set share = 1 where agreement_id = {id}",
    "a party removed": "delete from bodies_agreementparty where agreement_id = {id}",
    "a party added": "insert into bodies_agreementparty (agreement_id, body_id, position, duties, share_terms)"
    " values ({id}, {joint}, 'x', '', '')",
    "a signature rewritten": "update bodies_agreementsignature set signer_name = 'x'",
    "a signature removed": "delete from bodies_agreementsignature",
    "a signature of a stranger": "insert into bodies_agreementsignature (agreement_id, body_id, signer_name,"
    " signer_post, signed_on, signed_at, digest, on_paper, recorded_by_name, completes)"
    " values ({id}, {c}, 'x', 'x', '2026-06-01', now(), 'x', false, 'x', false)",
    "two versions of one": "insert into bodies_agreement (host_id, readers, title, number, purpose, since, version,"
    " replaces_id, drafted_by_name, drafted_at) select host_id, readers, title, number, purpose, since, 3, id,"
    " 'x', now() from bodies_agreement where id = {id}",
    "everything away": "truncate bodies_agreement cascade",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to_change_what_is_signed(world: World, attack: str) -> None:
    id = signed(world)
    before = record(id)
    with (
        pytest.raises((DatabaseError, IntegrityError)),
        as_system(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTACKS[attack].format(id=id, c=world.c.village, joint=world.joint))
    assert record(id) == before


def test_half_signed_is_frozen_too(world: World) -> None:
    id = drafted(world)
    sign(world, id, "zhishu-a", world.a.village)
    before = record(id)
    with (
        pytest.raises(DatabaseError),
        as_system(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update bodies_agreementparty set duties = 'x'")
    assert record(id) == before


def test_a_change_and_a_signature_at_once_never_both_hold(cloned_world: World, clone: str) -> None:
    world, begun = cloned_world, threading.Event()
    id = drafted(world)
    read = record(id).text_digest
    secretary, clerk = person(world, "zhishu-a"), person(world, "mishu")
    refused: list[str] = []

    def signs() -> None:
        with connect_again(clone):
            try:
                with as_actor(secretary):
                    begun.set()
                    bodies.sign_agreement(
                        secretary, agreement_id=id, body_id=world.a.village, text_digest=read
                    )
            except Refusal as refusal:
                refused.append(refusal.code)

    with as_actor(clerk):
        bodies.redraft_agreement(clerk, agreement_id=id, draft=replace(draft(world), purpose="改过"))
        thread = threading.Thread(target=signs)
        thread.start()
        begun.wait(10)
    thread.join(20)
    assert refused == ["bodies.text_changed"]
    assert record(id).draft.purpose == "改过"
    assert not record(id).signatures
