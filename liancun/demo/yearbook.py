"""What the demonstration knows of its villages: yearly facts, weak villages, pairings, one agreement. All invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from liancun.contexts.bodies import api as bodies
from liancun.demo.county import Federation
from liancun.demo.divisions import Group, VillageRow
from liancun.demo.setting import JOINED, SYSTEM
from liancun.demo.sheet import Line, hand_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import entered

SOURCE = "示范数据：按固定种子生成"
YEARS = (2024, 2025)
BASIS = "示范数据：年经营性收入低于五万元"
WEAK_BELOW = Decimal("50000")
POSITIONS = ("中心村：统一谈价和签约", "产品运输中转", "生产加工集中")


@dataclass(frozen=True)
class Land:
    """How a county lives: kind of land and of livestock or product, with the most a village has of it."""

    kind: str
    most: int
    product: str
    product_most: int


def record(federation: Federation, land: Land, seed: int) -> None:
    """Two years of facts for every village that stands in a joint body, and who is weak by them."""
    random = Random(seed)
    rows = [row for group in federation.groups for row in group.villages]
    incomes: dict[int, Decimal] = {}
    facts: list[Line] = []
    for row in rows:
        for year, values in _years(land, random):
            facts += [
                {"body": row.code, "fact": code, "year": year, "value": value, "source": SOURCE}
                for code, value in values.items()
            ]
            incomes[federation.ids[row.code]] = values["collective_income"]
    hand_in("bodies.facts", "年度情况", facts)
    for village in _weakest(incomes):
        bodies.flag_body(SYSTEM, body_id=village, code="weak_income", basis=BASIS, since=JOINED)


def _years(land: Land, random: Random) -> Iterator[tuple[int, dict[str, Decimal]]]:
    """A village grows a little from one year to the next; people and land belong together."""
    households = random.randint(90, 780)
    people = households * random.randint(27, 41) // 10
    labour = people * random.randint(48, 60) // 100
    income = random.randint(20_000, 900_000)
    held = {
        "households": households,
        "population": people,
        "party_members": random.randint(12, 20) + households // 40,
        "labour": labour,
        "labour_away": labour * random.randint(15, 45) // 100,
        "labour_surplus": labour * random.randint(3, 12) // 100,
        land.kind: random.randint(land.most // 8, land.most),
        land.product: random.randint(land.product_most // 10, land.product_most),
        "cold_store": random.choice((0, 0, 0, 50, 120)),
        "workshop": random.choice((0, 0, 200, 450, 900)),
    }
    for year in YEARS:
        yield (
            year,
            {**{code: Decimal(value) for code, value in held.items()}, "collective_income": Decimal(income)},
        )
        income = income * random.randint(98, 128) // 100


def _weakest(incomes: dict[int, Decimal]) -> Iterable[int]:
    return [village for village, income in incomes.items() if income < WEAK_BELOW]


def pair_within(federation: Federation) -> int:
    """The centre village of each joint body helps the others of it; gives how many are helped."""
    wanted = [
        bodies.NewPairing(
            "strong_weak", federation.ids[group.villages[0].code], federation.ids[row.code], JOINED
        )
        for group in federation.groups
        for row in group.villages[1:]
    ]
    return len(bodies.pair_many(SYSTEM, pairings=wanted))


def pair_offices(federation: Federation, offices: Sequence[int], rows: Sequence[VillageRow]) -> int:
    """Every office helps one or two villages; gives how many villages are helped."""
    wanted = [
        bodies.NewPairing("organ_village", offices[number % len(offices)], federation.ids[row.code], JOINED)
        for number, row in enumerate(rows)
    ]
    return len(bodies.pair_many(SYSTEM, pairings=wanted))


def agree(played: World, group: Group, purpose: str) -> int:
    """An agreement of three villages: drafted by the joint body's secretary, signed by each village's own."""
    seats = (played.a, played.b, played.c)
    terms = [
        bodies.Terms(
            seat.village,
            position=position,
            duties="按本村程序作出决定；钱款记本村的账，各自收支。",
            share_terms="按各村实际采购数量分担费用。",
        )
        for seat, position in zip(seats, POSITIONS, strict=True)
    ]
    title = f"{group.villages[0].name.removesuffix('村')}片抱团联建协议"
    draft = bodies.Draft(title, purpose, JOINED, date(clock.today().year + 2, 1, 1), terms)
    with entered(played.actor("shuji")):
        number = bodies.draft_agreement(played.actor("shuji"), host_id=played.joint, draft=draft)
        digest = bodies.agreement(number, clock.today()).text_digest
    for letter, seat in zip("abc", seats, strict=True):
        actor = played.actor(f"zhishu-{letter}")
        with entered(actor):
            bodies.sign_agreement(actor, agreement_id=number, body_id=seat.village, text_digest=digest)
    return number
