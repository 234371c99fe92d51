"""Agreements of several bodies: drafted, signed by each party's own officer, in force, amended, ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.actions.agreements import remind_agreements
from liancun.contexts.bodies.rules import agreements as rules
from liancun.contexts.evidence import api as evidence
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

pytestmark = pytest.mark.mission("XQ5")

TODAY = date(2026, 6, 1)
UNTIL = date(2028, 6, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[clock.FixedClock]:
    with clock.fixed(TODAY) as fixed:
        yield fixed


def draft(world: World, *more: int) -> bodies.Draft:
    terms = [
        bodies.Terms(world.a.village, "统一规划，建游客中心", "负责接待和停车", Decimal("60")),
        bodies.Terms(world.b.village, "建采摘园", "供应果蔬", Decimal("40"), "按年度净收益"),
        *(bodies.Terms(body, "供应农资") for body in more),
    ]
    return bodies.Draft(
        "文旅共兴抱团联建协议", "整体规划、分村定位，合办采摘旅游。", TODAY, UNTIL, terms, "〔2026〕1号"
    )


def person(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def drafted(world: World, *more: int) -> int:
    clerk = person(world, "mishu")
    with as_actor(clerk):
        return bodies.draft_agreement(clerk, host_id=world.joint, draft=draft(world, *more))


def record(id: int, day: date | None = None) -> bodies.AgreementRecord:
    with as_system():
        return bodies.agreement(id, day or clock.today())


def sign(world: World, id: int, name: str, body: int) -> bool:
    actor = person(world, name)
    with as_actor(actor):
        digest = bodies.agreement(id, clock.today()).text_digest
        return bodies.sign_agreement(actor, agreement_id=id, body_id=body, text_digest=digest)


def signed(world: World) -> int:
    id = drafted(world)
    sign(world, id, "zhishu-a", world.a.village)
    sign(world, id, "zhishu-b", world.b.village)
    return id


def test_it_is_in_force_when_every_party_has_signed(world: World) -> None:
    id = drafted(world)
    stands = [record(id).line.stand]
    assert not sign(world, id, "zhishu-a", world.a.village)
    stands.append(record(id).line.stand)
    assert sign(world, id, "zhishu-b", world.b.village)
    found = record(id)
    assert [*stands, found.line.stand] == ["draft", "signing", "in_force"]
    assert [one.body_id for one in found.signatures] == [world.a.village, world.b.village]
    assert {one.text_digest for one in found.signatures} == {found.text_digest}
    assert found.signatures[0].signer_name == person(world, "zhishu-a").name
    assert [record(id, day).line.stand for day in (TODAY - timedelta(1), UNTIL - timedelta(1), UNTIL)] == [
        "waiting",
        "in_force",
        "ended",
    ]


def test_each_village_stands_in_the_plan_with_its_position_and_share(world: World) -> None:
    terms = {one.body_id: one for one in record(signed(world)).draft.parties}
    assert terms[world.a.village].position == "统一规划，建游客中心"
    assert (terms[world.b.village].share, terms[world.b.village].share_terms) == (Decimal(40), "按年度净收益")


def test_a_draft_is_written_anew_until_somebody_signs(world: World) -> None:
    id, clerk = drafted(world), person(world, "mishu")
    other = replace(draft(world), title="新题目", since=date(2026, 7, 1))
    with as_actor(clerk):
        bodies.redraft_agreement(clerk, agreement_id=id, draft=other)
    assert record(id).draft == other
    sign(world, id, "zhishu-a", world.a.village)
    with pytest.raises(Conflict) as caught, as_actor(clerk):
        bodies.redraft_agreement(clerk, agreement_id=id, draft=draft(world))
    assert caught.value.code == "bodies.agreement_settled"
    assert record(id).draft == other


def test_what_was_changed_after_it_was_read_is_not_signed(world: World) -> None:
    id, clerk, secretary = drafted(world), person(world, "mishu"), person(world, "zhishu-a")
    read = record(id).text_digest
    with as_actor(clerk):
        bodies.redraft_agreement(clerk, agreement_id=id, draft=replace(draft(world), purpose="另一内容"))
    with pytest.raises(Conflict) as caught, as_actor(secretary):
        bodies.sign_agreement(secretary, agreement_id=id, body_id=world.a.village, text_digest=read)
    assert caught.value.code == "bodies.text_changed"
    assert not record(id).signatures


@pytest.mark.parametrize(
    ("name", "of", "refusal"),
    [
        ("zhishu-b", "a", NotAllowed),
        ("xiangzhen", "a", NotAllowed),
        ("xian", "a", NotAllowed),
        ("shuji", "a", NotAllowed),
        ("baozhang-a", "a", NotAllowed),
        ("zhishu-c", "c", Unknown),
        ("zhishu-e", "outside", Unknown),
    ],
)
def test_nobody_signs_for_another(world: World, name: str, of: str, refusal: type[Refusal]) -> None:
    id, actor = drafted(world), person(world, name)
    digest = record(id).text_digest
    with pytest.raises(refusal), as_actor(actor):
        bodies.sign_agreement(actor, agreement_id=id, body_id=world.seat(of).village, text_digest=digest)
    assert not record(id).signatures


def test_nobody_signs_twice(world: World) -> None:
    id = drafted(world)
    sign(world, id, "zhishu-a", world.a.village)
    with pytest.raises(Conflict) as caught:
        sign(world, id, "zhishu-a", world.a.village)
    assert caught.value.code == "bodies.signed_already"
    assert len(record(id).signatures) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parties": []}, "bodies.few_parties"),
        ({"until": TODAY}, "bodies.backward"),
    ],
)
def test_an_unfit_draft_is_refused(world: World, changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as caught, as_system():
        bodies.draft_agreement(SYSTEM, host_id=world.joint, draft=replace(draft(world), **changed))  # type: ignore[arg-type]
    assert caught.value.code == code
    with as_system():
        assert bodies.agreements(TODAY) == (0, [])


def test_shares_above_the_whole_are_refused(world: World) -> None:
    a, b = draft(world).parties
    with pytest.raises(Refusal) as caught, as_system():
        bodies.draft_agreement(
            SYSTEM,
            host_id=world.joint,
            draft=replace(draft(world), parties=[a, replace(b, share=Decimal("40.01"))]),
        )
    assert caught.value.code == "bodies.shares"


def test_nobody_signs_while_a_party_has_no_terms(world: World) -> None:
    a, b = draft(world).parties
    with as_system():
        id = bodies.draft_agreement(
            SYSTEM,
            host_id=world.joint,
            draft=replace(draft(world), parties=[a, bodies.Terms(world.b.village)]),
        )
    with pytest.raises(Conflict) as caught:
        sign(world, id, "zhishu-a", world.a.village)
    assert caught.value.code == "bodies.empty_terms"
    assert b.position
    assert not record(id).signatures


def test_an_outside_party_signs_on_paper_and_a_village_never_does(world: World) -> None:
    with as_system():
        company = bodies.add_body(
            SYSTEM, kind="company", name="示范文旅公司", since=TODAY, parent_id=world.township
        ).id
    id, officer = drafted(world, company), person(world, "xiangzhen")

    def on_paper(body: int, files: list[int]) -> bool:
        with as_actor(officer):
            return bodies.record_signature(
                officer,
                agreement_id=id,
                body_id=body,
                signer_name="王经理",
                signer_post="总经理",
                signed_on=TODAY,
                files=files,
            )

    with as_actor(officer):
        scan = evidence.store(
            officer, body_id=world.joint, name="原件.txt", content="原件".encode(), purpose="bodies.agreement"
        ).id
    for body, files, code in (
        (world.a.village, [scan], "bodies.signs_itself"),
        (company, [], "bodies.no_original"),
    ):
        with pytest.raises(Refusal) as caught:
            on_paper(body, files)
        assert caught.value.code == code
    assert not record(id).signatures
    assert not on_paper(company, [scan])
    paper = record(id).signatures[0]
    assert (paper.on_paper, paper.signer_name, paper.recorded_by_name) == (True, "王经理", officer.name)
    with as_actor(officer):
        assert [file.id for file in evidence.files_of("bodies.agreement", id)] == [scan]


def test_a_new_version_names_the_old_one_and_both_stay(world: World) -> None:
    old = signed(world)
    change = date(2026, 9, 1)
    with as_system():
        new = bodies.draft_agreement(
            SYSTEM, host_id=world.joint, draft=replace(draft(world), since=change), replaces_id=old
        )
        with pytest.raises(Conflict):
            bodies.draft_agreement(SYSTEM, host_id=world.joint, draft=draft(world), replaces_id=old)
    assert (record(new).line.version, record(new).replaces_id, record(old).replaced_by_id) == (2, old, new)
    assert record(old, change).line.stand == "in_force"
    sign(world, new, "zhishu-a", world.a.village)
    sign(world, new, "zhishu-b", world.b.village)
    day_before = change - timedelta(1)
    assert [record(old, day).line.stand for day in (day_before, change)] == ["in_force", "replaced"]
    assert [record(new, day).line.stand for day in (day_before, change)] == ["waiting", "in_force"]
    assert record(old).draft == draft(world)


def test_a_draft_is_withdrawn_and_a_running_agreement_ended(world: World) -> None:
    first, second = drafted(world), signed(world)
    secretary = person(world, "shuji")
    with as_actor(secretary):
        bodies.end_agreement(secretary, agreement_id=first, ended_on=TODAY, reason="条款另议")
        bodies.end_agreement(secretary, agreement_id=second, ended_on=date(2026, 8, 1), reason="项目提前完成")
    assert record(first).line.stand == "withdrawn"
    assert [record(second, day).line.stand for day in (date(2026, 7, 31), date(2026, 8, 1))] == [
        "in_force",
        "ended",
    ]
    with pytest.raises(Conflict):
        sign(world, first, "zhishu-a", world.a.village)
    with pytest.raises(Conflict), as_actor(secretary):
        bodies.end_agreement(secretary, agreement_id=second, ended_on=date(2026, 8, 2), reason="又一次")


def test_only_its_host_and_its_parties_read_it(world: World) -> None:
    id = drafted(world)
    seen = {}
    for name in ("zhishu-a", "baozhang-b", "shuji", "xiangzhen", "xian", "zhishu-e"):
        actor = person(world, name)
        with as_actor(actor):
            seen[name] = bodies.agreements(TODAY)[0]
    with as_actor(Actor.stranger()), pytest.raises(Unknown):
        bodies.agreement(id, TODAY)
    assert seen == {"zhishu-a": 1, "baozhang-b": 1, "shuji": 1, "xiangzhen": 1, "xian": 1, "zhishu-e": 0}


def test_the_worker_reminds_once_before_the_end(world: World, today: clock.FixedClock) -> None:
    id = signed(world)
    counts = []
    for left in (61, 60, 60, 29, 7, 1, 0):
        today.set(UNTIL - timedelta(left))
        with as_system():
            counts.append(remind_agreements(SYSTEM))
    assert counts == [0, 1, 0, 1, 1, 0, 0]
    assert [days for days, _at in record(id).reminders] == [60, 30, 7]


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@settings(max_examples=300)
@given(
    since=DAYS,
    length=st.none() | st.integers(1, 900),
    ended=st.none() | DAYS,
    replaced=st.none() | DAYS,
    day=DAYS,
    later=st.integers(0, 900),
)
def test_what_was_signed_once_never_goes_back(
    since: date, length: int | None, ended: date | None, replaced: date | None, day: date, later: int
) -> None:
    until = None if length is None else since + timedelta(length)
    facts = rules.Facts(since, until, 2, True, ended, replaced)
    order = {"waiting": 0, "in_force": 1, "replaced": 2, "ended": 2}
    now, then = (order[rules.stand(facts, one)] for one in (day, day + timedelta(later)))
    assert now <= then
    if rules.stand(facts, day) == "in_force":
        assert since <= day < min(end for end in (until, ended, replaced, date.max) if end is not None)


def test_lists_say_what_the_rule_says(world: World) -> None:
    ids = [signed(world), drafted(world)]
    with as_system():
        bodies.end_agreement(SYSTEM, agreement_id=ids[0], ended_on=date(2027, 1, 1), reason="项目完成")
    for day in (TODAY - timedelta(1), TODAY, date(2026, 12, 31), date(2027, 1, 1), UNTIL):
        with as_system():
            listed = {line.id: line.stand for line in bodies.agreements(day)[1]}
        facts = rules.Facts(TODAY, UNTIL, 2, True, date(2027, 1, 1))
        assert listed == {ids[0]: rules.stand(facts, day), ids[1]: "draft"}
