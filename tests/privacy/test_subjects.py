"""What a person may ask of their own data: a copy, an answer, an erasure that is one and leaves the chains whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import api as ledger
from liancun.contexts.people import actions, queries
from liancun.contexts.people import api as people
from liancun.contexts.people.jobs import finish
from liancun.contexts.people.models import Numbers, Person, Request
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

NUMBER = "11010519491231002X"
PHONE = "13904100001"
WHY = "本人持身份证到窗口申请"


def add(world: World, **given: Any) -> int:
    with as_system():
        return people.add_person(
            SYSTEM, name="王秀兰", home_id=world.a.village, identity_number=NUMBER, phone=PHONE, **given
        )


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def ask_erasure(world: World, person: int) -> int:
    clerk = actor(world, "baozhang-a")
    with as_actor(clerk):
        return actions.record_request(clerk, person_id=person, kind="erase", words=WHY)


def test_a_person_gets_everything_that_is_kept_of_them(world: World) -> None:
    clerk = actor(world, "baozhang-a")
    person = world.a.representatives[0]
    with as_actor(clerk):
        parts = {part.title: part for part in actions.take_dossier(clerk, person_id=person, reason=WHY)}
        name = people.person(person).name
    assert ("姓名", name) in parts["基本信息"].rows
    assert len(parts["名册"].rows) == 1
    assert {"表决名册", "列入表决名册", "担任职务", "参加会议", "谁查看过"} & set(parts)


def test_a_copy_is_taken_only_for_a_reason(world: World) -> None:
    person, clerk = add(world), actor(world, "baozhang-a")
    with as_actor(clerk), pytest.raises(Refusal) as refused:
        actions.take_dossier(clerk, person_id=person, reason="")
    assert refused.value.code == "people.no_reason"


def test_who_is_still_on_a_roll_is_not_erased_and_told_why(cloned_world: World) -> None:
    world = cloned_world
    person = add(world)
    with as_system():
        people.enrol(
            SYSTEM,
            kind="collective_member",
            body_id=world.a.collective,
            person_id=person,
            since=clock.today(),
        )
    request = ask_erasure(world, person)
    officer = actor(world, "xiangzhen")
    with as_actor(officer):
        assert not actions.confirm_erasure(officer, request_id=request)
    with as_system():
        line = queries.request(request)
        assert (line.state, "还在名册上" in line.answer) == ("refused", True)
        kept = Numbers.objects.get(pk=person).phone
        assert kept is not None
        assert kept.open() == PHONE


def test_an_officer_is_not_erased_while_the_law_keeps_the_record(world: World) -> None:
    person = world.a.staff[1]
    with as_system():
        reasons = [one.reason for one in queries.retentions(person, clock.today())]
    assert "这个人还担任职务" in reasons


def test_an_erasure_is_asked_by_one_and_confirmed_by_another(world: World) -> None:
    person = add(world)
    officer = actor(world, "xiangzhen")
    with as_actor(officer):
        request = actions.record_request(officer, person_id=person, kind="erase", words=WHY)
        with pytest.raises(Conflict) as refused:
            actions.confirm_erasure(officer, request_id=request)
    assert refused.value.code == "people.two_persons"
    with as_system(), pytest.raises(DatabaseError), transaction.atomic():
        Request.objects.filter(pk=request).update(state="done", answered_by=officer.user_id)
    with as_system():
        assert queries.request(request).state == "open"
        assert Person.objects.get(pk=person).name == "王秀兰"


def test_who_serves_at_the_counter_does_not_confirm(world: World) -> None:
    request = ask_erasure(world, add(world))
    other = actor(world, "zhishu-a")
    with as_actor(other), pytest.raises(NotAllowed):
        actions.confirm_erasure(other, request_id=request)


def test_an_erasure_destroys_the_key_everywhere_and_leaves_the_chains_whole(cloned_world: World) -> None:
    world = cloned_world
    person = add(world)
    with as_system():
        before = Numbers.objects.get(pk=person)
        backup = [before.phone, before.identity_number]
        audit.seal()
    request = ask_erasure(world, person)
    officer = actor(world, "xiangzhen")
    with as_actor(officer):
        assert actions.confirm_erasure(officer, request_id=request)
    assert [value.open() for value in backup if value] == [None, None], "an old backup tells nothing either"
    with as_system():
        row, numbers = Person.objects.get(pk=person), Numbers.objects.get(pk=person)
        assert (row.name, row.name_pinyin, row.identity_index) == (queries.ERASED, "", "")
        assert (numbers.phone, numbers.identity_number) == (None, None)
    finish()
    with as_system():
        assert queries.request(request).finished_at is not None
        audit.seal()
        assert audit.verify().whole
        assert all(report.whole for report in ledger.verify_books())


def test_an_erased_number_can_be_registered_again_for_somebody_else(cloned_world: World) -> None:
    request = ask_erasure(cloned_world, add(cloned_world))
    officer = actor(cloned_world, "xiangzhen")
    with as_actor(officer):
        actions.confirm_erasure(officer, request_id=request)
    assert add(cloned_world)


def test_an_erasure_cut_short_by_a_crash_is_finished_by_the_worker(cloned_world: World) -> None:
    """The decision is kept, the process dies before the key is destroyed."""
    person = add(cloned_world)
    request = ask_erasure(cloned_world, person)
    with as_system():
        value = Numbers.objects.get(pk=person).phone
        Request.objects.filter(pk=request).update(state="done", answer="已删除", answered_by=1)
    assert value is not None
    assert value.open() == PHONE
    finish()
    finish()
    assert value.open() is None


def test_what_is_answered_stays_answered(world: World) -> None:
    person, clerk = add(world), actor(world, "baozhang-a")
    with as_actor(clerk):
        request = actions.record_request(clerk, person_id=person, kind="correct", words="姓名有误")
        actions.answer_request(clerk, request_id=request, answer="已更正")
        with pytest.raises(Conflict):
            actions.refuse_request(clerk, request_id=request, answer="不予更正")
    with as_system(), pytest.raises(DatabaseError), transaction.atomic():
        Request.objects.filter(pk=request).update(answer="另一个说法")


def test_what_is_due_is_proposed_and_a_person_confirms(cloned_world: World) -> None:
    world = cloned_world
    person = add(world)
    long_ago = clock.today() - timedelta(days=4 * 366)
    with as_system():
        told: dict[str, Any] = {
            "kind": "collective_member",
            "body_id": world.a.collective,
            "person_id": person,
        }
        people.enrol(SYSTEM, since=long_ago, **told)
        people.strike(SYSTEM, until=long_ago + timedelta(days=30), **told)
        assert queries.due(clock.today()) == [person]
        assert actions.propose_erasures(SYSTEM) == 1
        assert actions.propose_erasures(SYSTEM) == 0, "proposed once"
        (line,) = queries.requests(state="open")
    officer = actor(world, "xiangzhen")
    with as_actor(officer):
        assert actions.confirm_erasure(officer, request_id=line.id)
        assert queries.due(clock.today()) == []


def test_the_log_of_an_erasure_names_nobody(cloned_world: World) -> None:
    request = ask_erasure(cloned_world, add(cloned_world))
    officer = actor(cloned_world, "xiangzhen")
    with as_actor(officer):
        actions.confirm_erasure(officer, request_id=request)
    with as_system(), connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(detail::text, ' ') from audit_auditrow where subject = 'people.request'"
        )
        (told,) = cursor.fetchone()
    assert not any(text in told for text in ("王秀兰", PHONE, NUMBER))
