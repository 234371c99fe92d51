"""Contact points, visits, issues, and businesses led personally."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.queries import contacts as queries
from liancun.contexts.posts.tests.places import DAY, START, Places
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, NotAllowed, Refusal


def contact(county: Places) -> int:
    return posts.make_contact(
        SYSTEM, person_id=county["wang"], body_id=county["A"], kind="branch", since=START
    )


def person(county: Places, name: str) -> Actor:
    return Actor(1, county[name], name, "", county["A"], "user")


@pytest.mark.mission("NR2")
def test_a_visit_is_a_short_note_and_moves_the_next_due_day(county: Places) -> None:
    made = contact(county)
    assert queries.contact(made).due == START + timedelta(days=30)
    posts.record_visit(
        person(county, "wang"), contact_id=made, on=DAY, note="看了冷库", issues=["用电不够", " "]
    )
    line = queries.contact(made)
    assert (line.last, line.visits, line.due) == (DAY, 1, DAY + timedelta(days=30))
    assert [one.what for one in queries.issues(made)] == ["用电不够"]


def test_an_issue_stays_until_it_is_settled_once(county: Places) -> None:
    made = contact(county)
    posts.record_visit(person(county, "wang"), contact_id=made, on=DAY, note="走访", issues=["用电不够"])
    issue = queries.issues(made)[0]
    with pytest.raises(NotAllowed):
        posts.settle_issue(person(county, "li"), issue_id=issue.id, note="办了")
    posts.settle_issue(person(county, "wang"), issue_id=issue.id, note="供电所已扩容")
    with pytest.raises(Conflict):
        posts.settle_issue(person(county, "wang"), issue_id=issue.id, note="再办一次")
    assert queries.issue(issue.id).settled_note == "供电所已扩容"


@pytest.mark.parametrize(
    ("on", "note", "code"),
    [
        (DAY + timedelta(days=1), "走访", "posts.visit_day"),
        (START - timedelta(days=1), "走访", "posts.visit_day"),
        (DAY, " ", "posts.no_note"),
    ],
)
def test_a_visit_that_was_not_is_refused(county: Places, on: date, note: str, code: str) -> None:
    made = contact(county)
    with pytest.raises(Refusal) as refused:
        posts.record_visit(person(county, "wang"), contact_id=made, on=on, note=note)
    assert refused.value.code == code
    assert queries.contact(made).visits == 0


@pytest.mark.mission("NR2")
def test_who_leads_which_business_with_target_and_result(county: Places) -> None:
    made = posts.take_lead(
        SYSTEM,
        person_id=county["wang"],
        body_id=county["A"],
        business="奶制品加工",
        target="年产值",
        target_amount=Decimal("80.00"),
        unit="万元",
        since=START,
    )
    posts.record_result(
        person(county, "wang"), lead_id=made, on=DAY, note="上半年产值", amount=Decimal("42.50")
    )
    assert posts.leaders(DAY) == 1
    assert queries.results(made)[0].amount == Decimal("42.50")
    with pytest.raises(NotAllowed):
        posts.record_result(person(county, "li"), lead_id=made, on=DAY, note="不是我的")
    assert len(queries.results(made)) == 1


ATTACKS = (
    "update posts_visit set note = '另一次'",
    "delete from posts_visit",
    "update posts_issue set what = '没有问题'",
    "update posts_issue set settled_on = null where settled_on is not null",
    "update posts_contact set person_id = person_id",
    "update posts_contact set until = null where until is not null",
    "delete from posts_leadresult",
    "update posts_lead set target = '少一点'",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(county: Places, attack: str) -> None:
    made = contact(county)
    posts.record_visit(person(county, "wang"), contact_id=made, on=DAY, note="走访", issues=["用电不够"])
    issue = queries.issues(made)[0]
    posts.settle_issue(person(county, "wang"), issue_id=issue.id, note="办了")
    posts.end_contact(SYSTEM, contact_id=made, until=DAY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert queries.issue(issue.id).settled_on == DAY
