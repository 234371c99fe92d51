"""Raw SQL as the serving role: what the program refuses, the database refuses too."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.affairs.models import Matter, RatingToken, StageRecord
from liancun.contexts.affairs.tests.own_play import OwnPlay
from liancun.contexts.affairs.tests.play import Play
from liancun.framework.testing import as_system


def refused(statement: str, *params: int | str | None) -> str:
    """The state of the refusal; nothing of the statement stays."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


@pytest.mark.parametrize(
    "table",
    ["affairs_party", "affairs_stagerecord", "affairs_call", "affairs_resolution", "affairs_publication"],
)
def test_what_happened_never_changes(play: Play, table: str) -> None:
    play.to_resolution()
    with as_system():
        assert refused(f"update {table} set body_id = body_id") == "42501"
        assert refused(f"delete from {table}") == "42501"
        assert refused(f"truncate {table} cascade") == "42501"


def test_of_a_matter_only_its_state_moves(play: Play) -> None:
    play.raise_matter()
    with as_system():
        assert refused("update affairs_matter set total = 1") == "LC001"
        assert refused("delete from affairs_matter") == "42501"


PUBLISH = (
    "insert into affairs_publication (matter_id, body_id, village_id, which, notice_id, slug, authority_id,"
    " published_on, closes_on, published_by) values (%s, %s, %s, 'decision', 1, 'x', %s, liancun_today(),"
    " liancun_today(), 'x')"
)
EFFECT = (
    "insert into affairs_effect (matter_id, body_id, village_id, since, recorded_at)"
    " values (%s, %s, %s, liancun_today(), liancun_now())"
)


@pytest.mark.mission("XQ9")
def test_no_village_is_bound_without_resolution_own_vote_and_publication(play: Play) -> None:
    play.raise_matter()
    joint, village = play.world.joint, play.village("a")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, None) == "LC122"
        assert refused(EFFECT, play.matter, joint, village) == "LC122"


@pytest.mark.mission("XQ9")
def test_no_authority_without_the_village_s_own_vote(play: Play) -> None:
    play.to_resolution()
    joint, village = play.world.joint, play.village("a")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, 1) == "LC123"
        assert refused(EFFECT, play.matter, joint, village) == "LC123"
    play.pass_a()
    with as_system():
        assert refused(EFFECT, play.matter, joint, village) == "LC124"


@pytest.mark.mission("XQ9")
def test_a_village_that_voted_no_cannot_be_bound(play: Play) -> None:
    play.to_resolution()
    play.miss_c()
    joint, village = play.world.joint, play.village("c")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, None) == "LC123"
        assert refused(EFFECT, play.matter, joint, village) == "LC123"


def test_records_belong_to_villages_concerned(play: Play) -> None:
    play.to_resolution()
    with as_system():
        assert refused(EFFECT, play.matter, play.world.joint, play.village("d")) == "LC121"


def test_a_village_outside_sees_no_row(play: Play) -> None:
    play.to_resolution()
    with play.by("zhishu-e"):
        assert not Matter.objects.exists()
        assert not StageRecord.objects.exists()


def test_a_person_writes_no_token(play: Play) -> None:
    play.to_rating(slips=1)
    with play.by("mishu"):
        assert (
            refused("insert into affairs_ratingtoken (digest, drive_id, spent) select 'x', 1, false")
            == "42501"
        )
        with connection.cursor() as cursor:
            cursor.execute("update affairs_ratingtoken set spent = true")
            assert cursor.rowcount == 0
    with as_system():
        assert not RatingToken.objects.get().spent


def steps_of(matter: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select s ->> 'key' from affairs_party p, jsonb_array_elements(p.steps) s where p.matter_id = %s",
            [matter],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_no_step_of_a_body_s_own_procedure_is_left_out(own: OwnPlay, done: int) -> None:
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review")[:done]:
        own.record(stage)
    with as_system():
        assert steps_of(own.matter) == ["propose", "discuss", "review", "decide"]
        assert refused(PUBLISH, own.matter, own.body, own.body, None) == "LC123"
        assert refused(EFFECT, own.matter, own.body, own.body) == "LC123"


def test_a_vote_without_a_ballot_counts_for_nothing(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    with as_system():
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into affairs_stagerecord (matter_id, body_id, village_id, procedure, stage, attempt, how,"
                " held_on, method, entitled, present, yes, no, abstain, alternative, passed, needed, sentence,"
                " params, article, counted_from, note, recorded_by, recorded_at) values (%s, %s, %s,"
                " 'four-deliberations-two-disclosures', 'decide', 1, 'held', liancun_today(), '', 9, 9, 9, 0, 0,"
                " '', true, 6, '', '{}', '', '', '', 'x', liancun_now())",
                [own.matter, own.body, own.body],
            )
        assert refused(PUBLISH, own.matter, own.body, own.body, None) == "LC123"


def test_nothing_happens_after_the_end(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    own.vote(yes=0)
    with as_system():
        assert refused(EFFECT, own.matter, own.body, own.body) in ("LC123", "LC129")
        assert refused(CONSENT, own.matter, own.body, own.body) == "LC129"


CONSENT = (
    "insert into affairs_consent (matter_id, body_id, village_id, procedure, stage, attempt, how, given, deemed,"
    " reason, article, decided_on, decided_by, recorded_at) values (%s, %s, %s, 'x', 'x', 1, 'consent', true, false,"
    " '', '', liancun_today(), 'x', liancun_now())"
)
REVOKE = (
    "insert into affairs_revocation (matter_id, body_id, village_id, by_matter_id, since, recorded_at)"
    " values (%s, %s, %s, %s, liancun_today(), liancun_now())"
)
PROCEED = (
    "insert into affairs_escalationdecision (escalation_id, body_id, outcome, reason, decided_on, decided_by,"
    " recorded_at) select id, body_id, 'proceed', 'x', liancun_today(), 'x', liancun_now()"
    " from affairs_escalation where matter_id = %s"
)


def test_nobody_is_put_in_the_place_of_a_body_that_failed(own: OwnPlay) -> None:
    own.raise_own("two-committees")
    own.vote(yes=0)
    own.vote(yes=0)
    with as_system():
        assert refused(PROCEED, own.matter) == "LC127"
        assert refused(EFFECT, own.matter, own.body, own.body) == "LC123"


def test_only_a_later_decision_in_effect_revokes(own: OwnPlay) -> None:
    own.spend()
    earlier = own.matter
    own.raise_own("revocation", revokes_id=earlier)
    with as_system():
        assert refused(REVOKE, earlier, own.body, own.body, own.matter) == "LC128"
        assert refused(REVOKE, earlier, own.body, own.body, earlier) == "LC128"


def test_a_demand_of_too_few_is_no_row(own: OwnPlay) -> None:
    own.raise_own("village-affairs", demanded_by="villagers", demand_count=3, demand_of=30)
    copied = (
        "insert into affairs_matter (body_id, title, subject, purpose, village_id, raised_by, raised_on, raised_at,"
        " minimum, total, playbook_id, key, alone, resolves, opinions, approvals, purchase, demanded_by, demand_count, demand_of,"
        " state) select body_id, title, subject, purpose, village_id, raised_by, raised_on, raised_at, minimum, total,"
        " playbook_id, 'other', alone, resolves, opinions, approvals, purchase, demanded_by, 2, demand_of, state"
        " from affairs_matter where id = %s"
    )
    with as_system():
        assert refused(copied, own.matter) == "23514"


def test_an_authority_that_was_ended_pays_nothing(own: OwnPlay) -> None:
    own.spend()
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select authority_id from affairs_publication where matter_id = %s", [own.matter])
        authority = cursor.fetchone()[0]
        cursor.execute("select owner_id from ledger_authority where id = %s", [authority])
        owner = cursor.fetchone()[0]
        cursor.execute(
            "insert into ledger_authorityend (authority_id, owner_id, reason, ended_on, ended_at)"
            " values (%s, %s, 'x', liancun_today(), liancun_now())",
            [authority, owner],
        )
        cursor.execute("select ended_on from ledger_authority_use(array[%s::bigint])", [authority])
        assert cursor.fetchone()[0]
        assert refused("select ledger_check_authorities(array[%s::bigint])", authority) == "LC024"


def test_no_effect_before_those_above_consented_to_the_joint_application(own: OwnPlay) -> None:
    own.raise_matter(subject="joint-levies", minimum=1, letters="a")
    own.body = own.village("a")
    own.enrol("villager", "village_committee", 20)
    meeting = own.convene()
    own.clock.advance(days=3, hours=2)
    own.hold(meeting, "mishu")
    own.resolve(meeting)
    own.record("study")
    assert own.vote(notice=10)
    own.publish_it()
    own.clock.advance(days=8)
    with as_system():
        assert refused(EFFECT, own.matter, own.world.joint, own.body) == "LC126"
    own.consent("fenguan", "joint-application", joint=True)
    with as_system():
        assert refused(EFFECT, own.matter, own.world.joint, own.body) == "LC126"
    own.consent("xian", "joint-application-county", joint=True)
    assert own.take_effect() == (own.body,)


WITHIN = (
    "with raised as (insert into affairs_matter (body_id, title, subject, purpose, village_id, raised_by, raised_on,"
    " raised_at, minimum, total, playbook_id, key, alone, resolves, opinions, approvals, purchase, within_id,"
    " demanded_by, state) select body_id, title, 'plan-execution', '', village_id, '', raised_on, raised_at, 1, %s,"
    " playbook_id, 'within ' || id, true, false, false, '[]', '{}', id, '', 'consenting' from affairs_matter where id = %s"
    " returning id)"
)
INSIDE = (
    "insert into affairs_party (matter_id, body_id, village_id, amount, procedure, route, why, article, steps,"
    " publishes) values (%s, %s, %s, %s, '', '', '', '', '[]', true)"
)


def carried_out(own: OwnPlay, plan: int, amount: str) -> int:
    """A matter within another, put in below the program."""
    with connection.cursor() as cursor:
        cursor.execute(f"{WITHIN} select id from raised", [amount, plan])
        return int(cursor.fetchone()[0])


def test_below_the_forms_a_plan_is_not_carried_out_beyond_its_amount_nor_before_its_effect(
    own: OwnPlay,
) -> None:
    own.raise_own("collective-spending")
    with as_system():
        waiting = carried_out(own, own.matter, "1.00")
        assert refused(INSIDE, waiting, own.body, own.body, "1.00") == "LC133"
    own.spend()
    with as_system():
        within = carried_out(own, own.matter, "30000.01")
        assert refused(INSIDE, within, own.body, own.body, "30000.01") == "LC133"
        with connection.cursor() as cursor:
            cursor.execute(INSIDE, [within, own.body, own.body, "30000.00"])
        assert refused(INSIDE, within, own.village("b"), own.village("b"), "0.01") == "LC133"


def test_below_the_forms_nothing_is_bought_without_the_papers_of_its_way(play: Play) -> None:
    play.buys = False
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    joint, village = play.world.joint, play.village("a")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, None) == "LC132"
        assert refused(EFFECT, play.matter, joint, village) == "LC132"
    play.buy("trading", "县公共资源交易中心")
    with as_system():
        assert refused("update affairs_purchasepaper set supplier = 'x'") == "42501"
        assert refused(EFFECT, play.matter, joint, village) == "LC124"
