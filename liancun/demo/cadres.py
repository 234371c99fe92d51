"""Cadres of the demonstration beyond the posts of villages: sent, in turn, in touch, leading, chosen, remembered.

The counts are the published ones; who and when is drawn and invented. Acts of earlier days are done on those days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.county import Federation, secretary_of
from liancun.demo.names import People, sex_of
from liancun.demo.setting import JOINED, SYSTEM
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import entered

PAPER = "示范数据：县组发〔2026〕1 号"


def _people(federation: Federation, count: int, seed: int) -> list[int]:
    """New people of the county's offices."""
    top = federation.ids["top"]
    names = People(seed).draw(count)
    return people.add_people(SYSTEM, people=[people.NewPerson(name, top, sex=sex_of(name)) for name in names])


def station(federation: Federation, seed: int) -> int:
    """Every village has a stationed cadre, who works in its joint committee in turn; gives how many."""
    rows = [row for group in federation.groups for row in group.villages]
    cadres = _people(federation, len(rows), seed)
    wanted = [
        posts.NewPost(cadre, federation.ids[row.code], "stationed_cadre", JOINED, way="sent", decision=PAPER)
        for cadre, row in zip(cadres, rows, strict=True)
    ]
    posts.appoint_many(SYSTEM, posts=wanted)
    theirs = dict(zip((row.code for row in rows), cadres, strict=True))
    begun = clock.today() - timedelta(days=65)
    for number, group in enumerate(federation.groups):
        persons = [theirs[row.code] for row in group.villages]
        rota = posts.make_rota(
            SYSTEM,
            body_id=federation.committees[number],
            kind="stationing",
            since=begun,
            until=begun + timedelta(days=30 * max(6, len(persons))),
            persons=persons,
        )
        _hand_over(rota)
    return len(cadres)


def _hand_over(rota: int) -> None:
    """Turns that are over were handed on, on their last day."""
    slots = posts.slots_of(rota)
    for slot, after in pairwise(slots):
        if slot.until <= clock.today():
            with clock.fixed(slot.until - timedelta(days=1)):
                posts.hand_over(
                    SYSTEM,
                    slot_id=slot.id,
                    to_name=after.person_name,
                    note="在办事项、联系农户和台账已交接。",
                )


BUSINESSES = ("暖棚养殖", "饲草种植", "奶制品加工", "牲畜托养", "农机服务", "农家旅店")


def lead(federation: Federation, count: int) -> int:
    """Committee members lead a collective business each, with a target and what came of it (领办)."""
    rows = [row for group in federation.groups for row in group.villages][: 2 * count : 2]
    for number, row in enumerate(rows):
        seat, business = federation.seat(row), BUSINESSES[number % len(BUSINESSES)]
        made = posts.take_lead(
            SYSTEM,
            person_id=seat.staff[0],
            body_id=seat.village,
            business=f"{row.name}{business}",
            target="当年经营收入",
            since=JOINED,
            business_body_id=seat.collective,
            target_amount=Decimal(8 + number % 7),
            unit="万元",
        )
        on = clock.today() - timedelta(days=20 + number)
        posts.record_result(
            SYSTEM, lead_id=made, on=on, note="已到账的经营收入。", amount=Decimal(3 + number % 5)
        )
    return len(rows)


def keep_in_touch(federation: Federation) -> int:
    """Who leads a joint body is the contact of its centre village's branch; most have visited this month."""
    made = 0
    for number, group in enumerate(federation.groups):
        held = posts.holders(federation.committees[number], secretary_of(group), clock.today())
        for line in held[:1]:
            branch = federation.seat(group.villages[0]).branch
            contact = posts.make_contact(
                SYSTEM, person_id=line.person_id, body_id=branch, kind="branch", since=JOINED
            )
            if number % 6:
                _visit(contact, clock.today() - timedelta(days=3 + number % 20), number)
            made += 1
    return made


def _visit(contact: int, on: date, number: int) -> None:
    issues = ("村内道路有两处积水。",) if number % 3 == 0 else ()
    with clock.fixed(on):
        posts.record_visit(
            SYSTEM, contact_id=contact, on=on, note="参加支部组织生活，走访三户。", issues=issues
        )


def send_first_secretaries(federation: Federation, numbers: Sequence[int], seed: int) -> list[int]:
    """A first secretary is sent to each of these joint bodies (选派); gives their posts' holders."""
    sent = _people(federation, len(numbers), seed)
    wanted = [
        posts.NewPost(
            person, federation.committees[number], "first_secretary", JOINED, way="sent", decision=PAPER
        )
        for person, number in zip(sent, numbers, strict=True)
    ]
    posts.appoint_many(SYSTEM, posts=wanted)
    return sent


def host_in_turn(federation: Federation, stage: int, seed: int) -> int:
    """First secretaries of a committee's villages take turns of a week at the shared stall (轮播)."""
    rows = federation.groups[stage].villages
    sent = _people(federation, len(rows), seed)
    wanted = [
        posts.NewPost(person, federation.ids[row.code], "first_secretary", JOINED, way="sent", decision=PAPER)
        for person, row in zip(sent, rows, strict=True)
    ]
    posts.appoint_many(SYSTEM, posts=wanted)
    begun = clock.today() - timedelta(days=17)
    rota = posts.make_rota(
        SYSTEM,
        body_id=federation.committees[stage],
        kind="first_secretary",
        since=begun,
        until=begun + timedelta(days=7 * 2 * len(rows)),
        persons=sent,
        days=7,
    )
    _hand_over(rota)
    return rota


# Talent of one year by kind, how many (the published counts of Tieling), and by which paper.
TALENT_YEAR = 2025
TALENT = (
    ("promoted", 15, "县委任免通知"),
    ("lead_goose", 298, "“头雁”书记认定通知"),
    ("local", 1300, "乡土人才名册"),
    ("returned_student", 410, "返乡学子登记表"),
)
SCHOOLS = ("沈阳农业大学", "辽宁职业学院", "大连海洋大学", "铁岭师范高等专科学校")


def remember_talent(federation: Federation, seed: int, share: Decimal = Decimal(1)) -> int:
    """Events of one year; nobody is counted twice under one kind. `share` of the published counts."""
    random = Random(seed)
    seats = list(federation.seats.values())
    pools = {
        "promoted": [(seat.staff[1], seat.village) for seat in seats],
        "lead_goose": [(seat.staff[0], seat.village) for seat in seats],
        "local": [(one, seat.village) for seat in seats for one in seat.representatives[:6]],
        "returned_student": [(one, seat.village) for seat in seats for one in seat.representatives[6:9]],
    }
    events = [
        posts.NewTalent(
            kind,
            person,
            village,
            date(TALENT_YEAR, 1, 6) + timedelta(days=random.randrange(350)),
            f"示范数据：{TALENT_YEAR} 年{paper}",
            origin=random.choice(SCHOOLS) if kind == "returned_student" else "",
        )
        for kind, count, paper in TALENT
        for person, village in random.sample(pools[kind], round(count * share))
    ]
    return posts.record_talent(SYSTEM, events=events)


def put_forward(
    played: World, body_id: int, kind: str, candidates: Sequence[int], members: Sequence[int]
) -> int:
    """推选 as the officers of the stage's township do it: heard, concluded, approved by the leader, appointed."""
    days = [clock.today() - timedelta(days=back) for back in (16, 9, 5, 2)]
    officer, leader = played.actor("xiangzhen"), played.actor("fenguan")
    with clock.fixed(days[0]), entered(officer):
        made = posts.open_selection(officer, body_id=body_id, kind=kind)
        first, *_others = [
            posts.put_up(officer, selection_id=made, person_id=one, reason="班子和群众认可。")
            for one in candidates
        ]
        for member in members:
            posts.give_opinion(
                officer, selection_id=made, candidate_id=first, member_id=member, stand="agree"
            )
    with clock.fixed(days[1]), entered(officer):
        posts.conclude_selection(
            officer, selection_id=made, candidate_id=first, held_on=days[1], result="推选会上到会人员一致同意"
        )
    with clock.fixed(days[2]), entered(leader):
        posts.approve_selection(leader, selection_id=made, approve=True, note="同意")
    with clock.fixed(days[3]), entered(officer):
        return posts.appoint_selected(officer, selection_id=made, since=days[3])
