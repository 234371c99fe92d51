"""What the law asks of the composition of a co-operative: each bound at its edge, and what people read of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.rules.conditions import Condition, Outcome, judge
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework import playbook as books
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Refusals

TODAY = date(2026, 6, 1)
ROLL = "成员名册"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def coop(world: World) -> int:
    with as_system():
        township = bodies.get(world.a.village).parent_id
        made = [bodies.NewBody("cooperative", "东镇肉牛合作社", date(2020, 1, 1), under=township, key="c")]
        return bodies.add_bodies(SYSTEM, bodies=made)["c"]


@pytest.fixture
def officer(world: World) -> Actor:
    with as_system():
        return world.actor("xiangzhen")


def enter(actor: Actor, coop: int, farmers: int, citizens: int, units: int, year: int = 2026) -> None:
    codes = {"members_farmers": farmers, "members_citizens": citizens, "members_units": units}
    facts = [bodies.NewFact(coop, code, year, count, ROLL) for code, count in codes.items()]
    with as_actor(actor):
        bodies.record_facts(actor, facts=facts, reason="核对名册")


def asked(coop: int, year: int = 2026) -> bodies.Conditions:
    with as_system():
        found = bodies.conditions_of(bodies.get(coop), year)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("farmers", "citizens", "units", "broken"),
    [
        (5, 0, 0, set()),
        (4, 0, 0, {"coop_five"}),
        (4, 1, 0, set()),  # exactly 80 %
        (15, 4, 0, {"coop_farmers"}),  # 78.9 %
        (19, 0, 1, set()),  # 20 members: one unit may join
        (18, 0, 2, {"coop_units_small"}),
        (20, 0, 1, set()),  # 21 members: 1 of 21 is 4.8 %
        (38, 0, 2, set()),  # exactly 5 %
        (37, 0, 2, {"coop_units_large"}),
        (0, 0, 0, {"coop_five", "coop_farmers"}),
    ],
)
def test_it_judges_each_bound_at_its_edge(farmers: int, citizens: int, units: int, broken: set[str]) -> None:
    section = books.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling").section("facts")
    rows = {code: row for code, row in section.condition.items() if "cooperative" in row.applies_to}
    values = {
        "members_farmers": Decimal(farmers),
        "members_citizens": Decimal(citizens),
        "members_units": Decimal(units),
    }
    found = {code: judge(row.rule(), values) for code, row in rows.items()}
    assert {code for code, one in found.items() if one is not None and one.verdict == "broken"} == broken


def test_a_share_is_never_rounded_up_to_its_bound() -> None:
    rule = Condition(("a",), ("a", "b"), at_least_share=Decimal("0.8"))
    outcome = judge(rule, {"a": Decimal(79_999), "b": Decimal(20_001)})
    assert outcome == Outcome("broken", Decimal(79_999), Decimal(100_000))
    assert outcome.now == "79999 / 100000 = 79.99%"


def test_nothing_entered_says_what_is_missing(coop: int) -> None:
    found = asked(coop)
    assert found.year is None
    assert not found.broken
    assert found.missing == ("农民成员", "其他公民成员", "企业、事业单位和社会组织成员")


def test_the_newest_year_entered_is_judged(coop: int, officer: Actor) -> None:
    enter(officer, coop, 40, 0, 1, year=2024)
    enter(officer, coop, 30, 10, 0, year=2026)
    assert [line.now for line in asked(coop).broken] == ["30 / 40 = 75%"]
    assert asked(coop, 2025).year == 2024
    assert not asked(coop, 2025).broken


def test_a_village_is_asked_nothing(world: World) -> None:
    with as_system():
        assert bodies.conditions_of(bodies.get(world.a.village), 2026) is None


def test_whoever_enters_the_composition_sees_at_once_what_does_not_hold(
    coop: int,
) -> None:
    client = signed_in("xiangzhen")
    at = f"{reverse('bodies:enter_facts', args=[coop])}?year=2026"
    assert "农民至少占成员总数的 80%（农民专业合作社法第二十条）" in client.get(at).content.decode()
    typed = {"source": ROLL, "members_farmers": "30", "members_citizens": "8", "members_units": "2"}
    answer = client.post(at, typed, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{reverse('bodies:facts', args=[coop])}?year=2026"
    assert "30 / 40 = 75%" in text
    assert text.count("不符合") == 1
    assert "30 / 40 = 75%" in client.get(reverse("bodies:record", args=[coop])).content.decode()


def test_a_condition_on_a_fact_that_is_not_kept_is_said(tmp_path: Path) -> None:
    source = Path(settings.LIANCUN_PLAYBOOKS_DIR)
    (tmp_path / "common").symlink_to(source / "common")
    county = tmp_path / "tieling"
    shutil.copytree(source / "tieling", county)
    (county / "facts.toml").write_text(
        '[condition.odd]\nname = "人口不少于一"\napplies_to = ["cooperative"]\npart = ["population"]\n'
        'at_least = 1\nsource = "章程"\n',
        encoding="utf-8",
    )
    with pytest.raises(Refusals) as refused:
        books.read(county)
    assert [one.code for one in refused.value.refusals] == ["bodies.condition_fact"]
