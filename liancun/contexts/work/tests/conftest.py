"""A village with a branch, and a matter's adoption that binds it: enough for tasks without the whole thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.bodies import api as bodies
from liancun.framework import playbook
from liancun.framework.testing import SYSTEM, as_system

SINCE = date(2026, 3, 10)


@dataclass(frozen=True)
class Land:
    county: int
    villages: tuple[int, int, int]


def _body(kind: str, name: str, parent: int | None = None, code: str = "") -> int:
    made = bodies.add_body(SYSTEM, kind=kind, name=name, since=date(2020, 1, 1), parent_id=parent, code=code)
    return made.id


@pytest.fixture
def land(db: None) -> Land:
    with as_system():
        county = _body("county", "试验县", code="999900000000")
        township = _body("township", "甲镇", county, "999901000000")
        made = [_body("village", f"{name}村", township, f"99990100020{n}") for n, name in enumerate("甲乙丙")]
    return Land(county, (made[0], made[1], made[2]))


@pytest.fixture
def adoption(land: Land) -> Callable[..., Adoption]:
    def make(
        *, matter_id: int = 71, villages: tuple[int, ...] = land.villages[:2], since: date = SINCE
    ) -> Adoption:
        with as_system():
            version = playbook.current().id
        return Adoption(matter_id, "三村统购种子", "joint-purchase", villages, since, version)

    return make
