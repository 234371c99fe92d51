"""A county of fictitious bodies for the tests of this context."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system

START = date(2020, 1, 1)
PAPER = "县委组织部批复〔2026〕1号"
Tree = dict[str, int]


def county() -> list[bodies.NewBody]:
    """A county with two townships of three villages each with their parts, and what may join beside them."""
    made = [
        bodies.NewBody("county", "乙县", START, code="990101000000", key="county"),
        bodies.NewBody("company", "乙县酒业有限公司", START, under="county", key="company"),
        bodies.NewBody("social_org", "乙县果农协会", START, under="county", key="society"),
        bodies.NewBody("organ", "乙县县委办公室", START, under="county", key="organ"),
        bodies.NewBody("joint_committee", "乙县第一联合党委", START, under="county", key="joint"),
        bodies.NewBody("joint_committee", "乙县第二联合党委", START, under="county", key="other"),
    ]
    for number, town in enumerate(("东镇", "西镇"), 1):
        key = f"t{number}"
        code = f"99010110{number}000"
        made.append(bodies.NewBody("township", town, START, code=code, under="county", key=key))
        for village in (1, 2, 3):
            own = f"v{number}{village}"
            made += [
                bodies.NewBody(
                    "village",
                    f"{town}{'甲丙丁'[village - 1]}村",
                    START,
                    short_name=f"{'甲丙丁'[village - 1]}村",
                    code=f"99010110{number}20{village}",
                    under=key,
                    key=own,
                ),
                bodies.NewBody("branch", f"{own}党支部", START, under=own, key=f"{own}b"),
                bodies.NewBody("collective", f"{own}经济合作社", START, under=own, key=f"{own}c"),
                bodies.NewBody("cooperative", f"{own}专业合作社", START, under=own, key=f"{own}p"),
            ]
    return made


@pytest.fixture
def land(db: None) -> Iterator[Tree]:
    with as_system():
        yield bodies.add_bodies(SYSTEM, bodies=county())


@pytest.fixture
def today() -> date:
    return clock.today()
