"""Tieling: a prefecture of seven county-level offices, 69 joint committees, 505 villages.

The counts are the published ones; which real village stands where, who holds which post and what was paid is
drawn by a fixed seed and fictitious.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from liancun.demo import (
    accounts,
    belongings,
    cadres,
    councils,
    county,
    homes,
    partners,
    plans,
    world,
    yearbook,
)
from liancun.demo.divisions import areas, groups
from liancun.demo.names import People
from liancun.demo.thread import Offices, Thread
from liancun.framework import clock

SEED = 42
VILLAGES, COMMITTEES = 505, 69
# 62 cadres lead 69 committees: seven lead two. 622 committee members. 211 co-operatives and companies.
SHARED_POSTS = 7
MEMBERS, BUSINESSES = 622, 211
# A committee whose villages all lie in one township of 铁岭县 plays the thread.
STAGE_COUNTY = "211221"

LAND = yearbook.Land("land_cropland", 9_800, "industry_maize", 6_500)

Say = Callable[[str], None]

AMOUNTS = (Decimal("62000.00"), Decimal("71000.00"), Decimal("53000.00"))
# title, percent of the amounts, days ago, the last step played
UNDER_WAY = (
    ("联合购买水稻育秧基质", 40, 26, "claim"),
    ("联合租用植保无人机", 20, 15, "publish"),
    ("联合采购秋收包装箱", 30, 9, "review"),
    ("联合聘请农技指导员", 10, 1, "raise"),
)
ELSEWHERE = (
    ("联合采购化肥", 18, "decide"),
    ("联合采购地膜", 12, "review"),
    ("联合采购食用菌菌棒", 5, "convene"),
    ("联合采购仔猪饲料", 3, "deliberate"),
    ("联合采购榛子苗", 1, "raise"),
)


def load(password: str, say: Say) -> list[tuple[str, str]]:
    """Gives the accounts: user name and who that is."""
    played, _ = furnish(VILLAGES, password, say, seed=SEED)
    return played


def furnish(villages: int, password: str, say: Say, *, seed: int) -> tuple[list[tuple[str, str]], int]:
    """So many villages in committees of the usual size; gives the accounts and the id of one finished matter."""
    committees = max(2, round(villages * COMMITTEES / VILLAGES))
    chosen = groups(
        "2112" if villages > 100 else STAGE_COUNTY, village_count=villages, group_count=committees, seed=seed
    )
    stage = next(
        number
        for number, group in enumerate(chosen)
        if group.county_code == STAGE_COUNTY and world.can_play(group)
    )
    say(f"{committees} 个联合党委，{villages} 个村：组织、人员、职务")
    practice = county.Practice(
        secretaries=max(1, committees - 1 - SHARED_POSTS), members=round(MEMBERS * villages / VILLAGES)
    )
    federation = county.register(
        ("2112", "铁岭市"),
        chosen,
        seed=seed,
        stage=stage,
        practice=practice,
        areas=areas("2112") if villages > 100 else (),
    )
    partners.join_businesses(federation, round(BUSINESSES * villages / VILLAGES))
    played = world.staff(federation, password=password, group=stage, outside=(stage + 1) % committees)
    (name,) = People(seed + 2).draw(1)
    played.users["shi"] = world.officer("shi", name, "county_officer", federation.ids["top"], password)
    homes.settle(federation)
    say("各村年度情况、联建协议")
    yearbook.record(federation, LAND, seed)
    plans.diversify(federation, LAND, plans.BESIDES, seed + 5)
    yearbook.agree(played, chosen[stage], "统一物资采购、统一产品销售：整体规划、分村定位，统筹不干预。")
    say("第一书记轮值，人才记载")
    cadres.host_in_turn(federation, stage, seed + 3)
    cadres.remember_talent(federation, seed, Decimal(villages) / VILLAGES)
    say("联合事项：一件办结，其余停在各个步骤")
    matter_id = _matters(federation, played, stage)
    say("资产、合同、银行流水")
    belongings.register((played.a, played.b, played.c))
    say("分组规划")
    plan = plans.plan(played, federation.ids["top"], "shi", "跨村产业联合党委分组规划")
    plans.apply(played, plan, "shi")
    return accounts.told(played, federation, stage, (stage + 1) % committees), matter_id


def _matters(federation: county.Federation, played: world.World, stage: int) -> int:
    """One finished matter of the stage committee, others under way; further committees stop at other steps."""
    offices = Offices(played.joint, played.township, played.agency)
    seats = (played.a, played.b, played.c)
    today = clock.today()
    finished = Thread(offices, seats, AMOUNTS, "联合采购春播玉米种子", today - timedelta(days=64)).play(
        "close"
    )
    councils.play(finished)
    for title, share, days, until in UNDER_WAY:
        amounts = tuple(amount * share / 100 for amount in AMOUNTS)
        Thread(offices, seats, amounts, title, today - timedelta(days=days)).play(until)
    others = [number for number in range(len(federation.groups)) if number != stage]
    for number, (title, days, until) in zip(others, ELSEWHERE, strict=False):
        rows = federation.groups[number].villages[:3]
        own = Offices(federation.committees[number], played.township, played.agency)
        Thread(
            own, tuple(federation.seat(row) for row in rows), AMOUNTS, title, today - timedelta(days=days)
        ).play(until)
    return finished.matter_id
