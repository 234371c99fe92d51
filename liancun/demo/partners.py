"""Outside bodies of the demonstration: co-operatives, companies, offices. Names and codes are invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from liancun.contexts.bodies import api as bodies
from liancun.demo.county import Federation
from liancun.demo.divisions import VillageRow
from liancun.demo.setting import BEGUN, JOINED, SYSTEM
from liancun.kernel.codes import check_credit_code
from liancun.kernel.errors import Refusal

TRADES = ("种植", "养殖", "农机", "果蔬", "食用菌", "粮油", "中药材", "花卉")
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
    ids = bodies.add_bodies(SYSTEM, bodies=placed)
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
    bodies.join_many(SYSTEM, members=members)
    return found
