"""Terms, ways, corrections, vacancies and counts of posts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.posts import api as posts
from liancun.contexts.posts import jobs, playbook
from liancun.contexts.posts.queries import offices as queries
from liancun.contexts.posts.rules import offices as rules
from liancun.contexts.posts.tests.places import DAY, START, Places, appoint, held
from liancun.framework import clock
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, Refusal


@pytest.mark.mission("TL9")
def test_a_post_says_how_whence_and_for_what(county: Places) -> None:
    post = appoint(
        county,
        "wang",
        "joint",
        "committee_member",
        way="concurrent",
        how="县委批复",
        decision="甲组发〔2026〕3号",
        source_id=county["town"],
        speciality="trade",
        portfolio="purchase,sales",
    )
    line = next(one for one in posts.holders(county["joint"], None, DAY) if one.id == post)
    assert (line.how, line.source_name, line.portfolio) == ("兼任，县委批复", "甲镇", "物资采购、产品销售")


@pytest.mark.mission("TL9")
def test_persons_and_posts_are_counted_apart(county: Places) -> None:
    """One person leads both bodies: two posts, one person; a vacancy is none of them."""
    appoint(county, "wang", "joint", "stationed_cadre", way="sent")
    appoint(county, "wang", "A", "stationed_cadre", way="sent")
    appoint(county, "li", "A", "stationed_cadre", way="sent")
    assert posts.counts("stationed_cadre", DAY) == posts_counts(2, 3, 2)
    assert posts.counts("stationed_cadre", START - timedelta(days=1)) == posts_counts(0, 0, 0)


def posts_counts(persons: int, number: int, bodies: int) -> posts.Counts:
    return posts.Counts(persons, number, bodies)


@pytest.mark.mission("TL9")
def test_a_vacancy_is_shown_and_gives_nobody_anything(county: Places) -> None:
    before = queries.vacant("committee_secretary", DAY)
    assert county["joint"] in {line.id for line, _ in before}
    post = appoint(county, "wang", "joint", "committee_secretary", way="sent")
    assert county["joint"] not in {line.id for line, _ in queries.vacant("committee_secretary", DAY)}
    posts.relieve(SYSTEM, post_id=post, until=DAY, note="工作交接给李二")
    assert county["joint"] in {line.id for line, _ in queries.vacant("committee_secretary", DAY)}
    assert posts.holders_of_role([county["joint"]], "committee_secretary", DAY) == []
    assert queries.post(post).end_note == "工作交接给李二"


@pytest.mark.mission("XQ2")
@pytest.mark.parametrize(
    ("kind", "way", "code"),
    [("first_secretary", "elected", "posts.wrong_way"), ("alliance_secretary", "sent", "posts.wrong_way")],
)
def test_a_first_secretary_is_sent_and_an_alliance_secretary_put_forward(
    county: Places, kind: str, way: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        appoint(county, "wang", "alliance", kind, way=way)
    assert refused.value.code == code
    assert held(county, "alliance", kind) == []


def test_a_term_is_counted_from_the_playbook_and_reminded_once(county: Places) -> None:
    post = appoint(county, "wang", "alliance", "first_secretary", way="sent")
    assert queries.post(post).ends_on == date(2028, 1, 1)
    assert [one.id for one in queries.ending(date(2027, 11, 1))] == []
    assert [one.id for one in queries.ending(date(2027, 11, 2))] == [post]
    with clock.fixed(date(2027, 11, 2)):
        jobs.remind_terms()
        jobs.remind_terms()
    assert queries.reminded_at(post) == date(2027, 11, 2)


def test_a_correction_keeps_both_lines(county: Places) -> None:
    wrong = appoint(county, "wang", "Ac", "village_clerk")
    right = posts.correct(
        SYSTEM,
        post_id=wrong,
        new=posts.NewPost(county["li"], county["Ac"], "village_clerk", START),
        reason="登记时选错了人",
    )
    assert held(county, "Ac", "village_clerk") == ["李二"]
    old, new = queries.post(wrong), queries.post(right or 0)
    assert (old.struck, old.struck_reason, new.corrects_id) == (True, "登记时选错了人", wrong)
    assert [one.id for one in posts.history(county["wang"])] == [wrong]
    assert posts.posts_of(county["wang"], DAY) == []


def test_a_line_is_corrected_once(county: Places) -> None:
    wrong = appoint(county, "wang", "Ac", "village_clerk")
    posts.correct(SYSTEM, post_id=wrong, new=None, reason="重复登记")
    with pytest.raises(Conflict) as refused:
        posts.correct(SYSTEM, post_id=wrong, new=None, reason="再改一次")
    assert refused.value.code == "posts.struck"
    assert queries.post(wrong).struck_reason == "重复登记"


def test_a_refused_correction_strikes_nothing(county: Places) -> None:
    first = appoint(county, "wang", "Ac", "village_clerk")
    with pytest.raises(Refusal):
        posts.correct(
            SYSTEM,
            post_id=first,
            new=posts.NewPost(county["li"], county["Ab"], "village_clerk", START),
            reason="换单位",
        )
    assert held(county, "Ac", "village_clerk") == ["王一"]


ATTACKS = (
    "update posts_post set struck_at = null where struck_at is not null",
    "update posts_post set struck_reason = '别的原因' where struck_at is not null",
    "update posts_post set until = '2027-01-01', end_note = 'x' where until is not null",
    "update posts_post set end_note = 'x' where until is not null",
    "update posts_post set portfolio = 'finance'",
    "update posts_post set corrects_id = id",
    "insert into posts_post (person_id, person_name, body_id, kind, since, way, how, decision, speciality,"
    " portfolio, end_note, struck_by, struck_reason, sole, corrects_id)"
    " select person_id, person_name, body_id, 'x', since, '', '', '', '', '', '', '', '', false, id"
    " from posts_post where struck_at is null limit 1",
    "delete from posts_termreminder",
    "update posts_delegation set until = '2030-01-01'",
    "insert into posts_delegation (post_id, holder_name, person_id, person_name, since, until, duties, reason,"
    " by_holder, given_by_name, given_at) select id, 'x', person_id, 'x', '2026-06-01', '2026-06-03', '[]', '',"
    " true, '', now() from posts_post where until is null and struck_at is null limit 1",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(county: Places, attack: str) -> None:
    struck = appoint(county, "wang", "Ac", "village_clerk")
    posts.correct(SYSTEM, post_id=struck, new=None, reason="错")
    ended = appoint(county, "li", "Ac", "village_clerk")
    posts.relieve(SYSTEM, post_id=ended, until=DAY)
    before = _state()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert _state() == before


def _state() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from posts_post order by id")
        return list(cursor.fetchall())


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
KINDS = {"secretary": (("joint",), 1), "member": (("joint", "village"), 2)}


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from(sorted(KINDS))), max_size=12))
def test_what_is_held_and_what_is_vacant_make_what_is_expected(held_posts: list[tuple[int, str]]) -> None:
    bodies = {1: "joint", 2: "village", 3: "county"}
    found = {(one.body_id, one.kind): one.missing for one in rules.vacancies(bodies, KINDS, held_posts)}
    for body_id, body_kind in bodies.items():
        for kind, (places, number) in KINDS.items():
            wanted = number if body_kind in places else 0
            assert found.get((body_id, kind), 0) == max(0, wanted - held_posts.count((body_id, kind)))


@given(DAYS, st.integers(1, 10))
def test_a_term_ends_years_later_to_the_day(since: date, years: int) -> None:
    end = rules.term_end(since, years)
    assert end is not None
    assert (end.year, end.month) == (since.year + years, since.month)
    assert end.day == since.day or (since.month, since.day, end.day) == (2, 29, 28)


def test_a_playbook_that_names_what_it_does_not_have_is_refused() -> None:
    kind = playbook.PostKind(name="书记", bodies=("county",), ways=("dreamt",))
    duty = playbook.Duty(name="一切", verbs=("ledger.fly", "nobody.*", "ledger.*"))
    faults = playbook.check(playbook.PostsSection(post={"x": kind}, duty={"y": duty}), None)
    assert [fault.code for fault in faults] == [
        "posts.unknown_name",
        "posts.unknown_verb",
        "posts.unknown_verb",
    ]
