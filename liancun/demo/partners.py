"""Outside bodies of the demonstration: co-operatives, companies, offices. Names and codes are invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from liancun.contexts.bodies import api as bodies
from liancun.demo.county import Federation
from liancun.demo.divisions import VillageRow
from liancun.demo.register import add, join
from liancun.demo.setting import BEGUN, JOINED
from liancun.kernel.codes import check_credit_code
from liancun.kernel.errors import Refusal

TRADES = ("种植", "养殖", "农机", "果蔬", "食用菌", "粮油", "中药材", "花卉")
# Offices of a county, as counties usually have them.
OFFICES = [
    "县委办公室",
    "县政府办公室",
    "县人大办公室",
    "县政协办公室",
    "县纪委监委",
    "县委组织部",
    "县委宣传部",
    "县委统战部",
    "县委政法委",
    "县委编办",
    "县委党校",
    "县档案馆",
    "县总工会",
    "团县委",
    "县妇联",
    "县科协",
    "县工商联",
    "县残联",
    "县发展改革局",
    "县教育局",
    "县工业商贸局",
    "县公安局",
    "县民政局",
    "县司法局",
    "县财政局",
    "县人社局",
    "县自然资源局",
    "县住建局",
    "县交通运输局",
    "县水利局",
    "县农业农村局",
    "县林业局",
    "县文化旅游局",
    "县卫生健康局",
    "县退役军人局",
    "县应急管理局",
    "县审计局",
    "县市场监管局",
    "县统计局",
    "县医保局",
    "县乡村振兴服务中心",
    "县税务局",
    "县气象局",
    "县供销社",
    "县信访局",
    "县融媒体中心",
    "县供电公司",
    "县农商银行",
]
_LAST = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PREFIX = {"cooperative": "93", "company": "91", "organ": "11"}


def credit_code(kind: str, county_code: str, number: int) -> str:
    """An invented code of the right form: prefix, division, a running number, the check character that fits."""
    stem = f"{_PREFIX[kind]}{county_code[:6]}MA{number:07d}"
    return next(code for last in _LAST if (code := _checked(stem + last)))


def _checked(code: str) -> str:
    try:
        return check_credit_code(code)
    except Refusal:
        return ""


def businesses(rows: Sequence[VillageRow], count: int, *, companies: int = 5) -> Iterator[bodies.NewBody]:
    """So many, one village after the other; every `companies`-th is a company."""
    for number, row in enumerate(islice(cycle(rows), count)):
        trade = TRADES[(number + number // len(rows)) % len(TRADES)]
        company = number % companies == companies - 1
        kind = "company" if company else "cooperative"
        stem = row.name.removesuffix("村")
        name = f"{row.township}{stem}{trade}{'有限公司' if company else '农民专业合作社'}"
        yield bodies.NewBody(
            kind,
            name,
            BEGUN,
            short_name=f"{stem}{trade}{'公司' if company else '合作社'}",
            under=row.township_code,
            key=f"{kind}{number}",
            registration_code=credit_code(kind, row.county_code, number + 1),
        )


def register(federation: Federation, wanted: Sequence[bodies.NewBody]) -> list[int]:
    """Registers them below bodies the federation knows by key; gives the ids in order."""
    placed = [bodies.NewBody(**{**vars(body), "under": federation.ids[str(body.under)]}) for body in wanted]
    ids = add(placed)
    return [ids[body.key] for body in wanted]


def join_businesses(federation: Federation, count: int, *, companies: int = 5) -> list[int]:
    """Co-operatives and companies join the joint bodies in turn, as partners."""
    centres = [group.villages[0] for group in federation.groups]
    found = register(federation, list(businesses(centres, count, companies=companies)))
    members = [
        bodies.NewMember(
            federation.committees[number % len(federation.committees)], id, JOINED, role="partner"
        )
        for number, id in enumerate(found)
    ]
    join(members)
    return found
