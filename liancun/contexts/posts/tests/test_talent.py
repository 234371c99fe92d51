"""Talent by dated events with a basis: counted, corrected, never ranked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.queries import talent as queries
from liancun.contexts.posts.tests.places import DAY, Places
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, Refusal

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def record(county: Places, kind: str, who: str, where: str, on: date, basis: str = "通报") -> int:
    return posts.record_talent(
        SYSTEM, events=[posts.NewTalent(kind, county[who], county[where], on, basis, "沈阳农业大学")]
    )


@pytest.mark.mission("TL13")
def test_events_are_counted_by_kind_period_and_body(county: Places) -> None:
    record(county, "returned_student", "wang", "A", date(2026, 2, 1))
    record(county, "returned_student", "li", "B", date(2026, 4, 1))
    record(county, "promoted", "wang", "A", date(2026, 5, 1))
    record(county, "promoted", "wang", "A", date(2026, 5, 20))
    assert posts.talent_counts(*YEAR) == {"returned_student": 2, "promoted": 1}
    assert posts.talent_counts(date(2026, 3, 1), None) == {"returned_student": 1, "promoted": 1}
    assert posts.talent_counts(*YEAR, [county["B"]]) == {"returned_student": 1}


@pytest.mark.parametrize(
    ("kind", "on", "basis", "code"),
    [
        ("star", DAY, "通报", "posts.unknown_talent"),
        ("local", DAY + timedelta(days=1), "通报", "posts.future"),
        ("local", DAY, " ", "posts.no_basis"),
    ],
)
def test_it_refuses_an_event_without_kind_day_or_basis(
    county: Places, kind: str, on: date, basis: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        record(county, kind, "wang", "A", on, basis)
    assert refused.value.code == code
    assert posts.talent_counts() == {}


def test_a_list_is_entered_whole_or_not_at_all(county: Places) -> None:
    events = [
        posts.NewTalent("local", county[who], county["A"], DAY, "县级认定") for who in ("wang", "li", "wang")
    ]
    with pytest.raises(Conflict) as refused:
        posts.record_talent(SYSTEM, events=events)
    assert refused.value.code == "posts.talent_once"
    assert posts.talent_counts() == {}


def test_a_mistake_counts_no_more_and_stays_readable(county: Places) -> None:
    record(county, "local", "wang", "A", DAY)
    (event,) = queries.of_person(county["wang"])
    posts.strike_talent(SYSTEM, event_id=event.id, reason="同名同姓")
    assert posts.talent_counts() == {}
    assert queries.event(event.id).struck_reason == "同名同姓"
    record(county, "local", "wang", "A", DAY)
    assert posts.talent_counts() == {"local": 1}


@pytest.mark.parametrize(
    "attack",
    [
        "delete from posts_talentevent",
        "update posts_talentevent set kind = 'promoted'",
        "update posts_talentevent set struck_at = null where struck_at is not null",
    ],
)
def test_the_database_refuses(county: Places, attack: str) -> None:
    record(county, "local", "wang", "A", DAY)
    (event,) = queries.of_person(county["wang"])
    posts.strike_talent(SYSTEM, event_id=event.id, reason="同名同姓")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert queries.event(event.id).struck


def test_a_search_finds_by_name_body_basis_and_origin(county: Places) -> None:
    record(county, "local", "wang", "A", DAY, "县级认定")
    record(county, "local", "li", "B", DAY, "镇级认定")
    for words, number in (("王", 1), ("B村", 1), ("认定", 2), ("农业大学", 2), ("没有", 0)):
        total, lines = queries.listed("", None, None, None, search=words, first=0, count=10)
        assert (total, len(lines)) == (number, number), words
