from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings

from liancun.contexts.assessment import api, queries
from liancun.contexts.assessment.tests.conftest import Ratings
from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Unknown
from liancun.kernel.periods import Quarter

QUARTER = Quarter(2026, 2)


def test_every_point_opens_to_the_rule_and_the_records(world: World, ratings: Ratings) -> None:
    ratings.give(world.joint, 12, 1)
    with as_system():
        sheet = api.sheet(world.joint, QUARTER)
    line = sheet.line("S1")
    assert line.points.earned == Decimal("18.46")
    assert sheet.total.earned == Decimal("18.46")
    assert line.figure.records[0].url == "/matters/1/"
    assert line.explanation.params["earned"] == "18.46"
    assert sheet.digest


def test_it_comes_out_the_same_for_whoever_asks(world: World, ratings: Ratings) -> None:
    ratings.give(world.joint, 9, 1)
    with as_system():
        secretary, officer = world.actor("zhishu-b"), world.actor("xian")
    with as_actor(secretary):
        seen = api.sheet(world.joint, QUARTER)
    with as_actor(officer):
        assert api.sheet(world.joint, QUARTER) == seen


def test_without_ratings_there_are_no_points_and_not_zero_points(world: World, ratings: Ratings) -> None:
    with as_system():
        sheet = api.sheet(world.joint, QUARTER)
    assert sheet.total.missing == ("S1",)
    assert sheet.lines[0].points.earned is None


def test_a_village_has_no_score(world: World, ratings: Ratings) -> None:
    with as_system(), pytest.raises(Unknown):
        api.sheet(world.a.village, QUARTER)


def test_the_list_asks_once_for_all_committees(world: World, ratings: Ratings) -> None:
    ratings.give(world.joint, 1, 0)
    with as_system():
        committees = bodies.of_kind("joint_committee")
        ratings.asked = 0
        found = api.standings(committees, QUARTER)
    assert ratings.asked == 1
    assert {score.committee_id: score.total.complete for score in found}[world.joint] is True
    assert len(found) == len(committees) > 1


def _with_weight(folder: Path, weight: str) -> Path:
    copytree(settings.LIANCUN_PLAYBOOKS_DIR, folder, dirs_exist_ok=True)
    file = folder / "tieling" / "assessment.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('weight = "20"', f'weight = "{weight}"'), encoding="utf-8"
    )
    return folder / "tieling"


def test_a_changed_weight_leaves_the_quarter_that_has_begun(
    world: World, ratings: Ratings, tmp_path: Path
) -> None:
    ratings.give(world.joint, 1, 0)
    with as_system():
        before = api.sheet(world.joint, QUARTER)
    with clock.fixed(clock.today() + timedelta(days=1)), as_system():
        playbook.apply(_with_weight(tmp_path, "30"))
        present = Quarter.of(clock.today())
        assert api.sheet(world.joint, QUARTER) == before
        assert api.sheet(world.joint, present.next()).total.earned == Decimal("30.00")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('metric = "affairs.satisfaction"', 'metric = "affairs.likes"', "assessment.unknown_metric"),
        ('full_at = "0.95"', 'full_at = "0.60"', "assessment.flat"),
        ("[[indicator]]", '[[indicator]]\ncode = "S1"\nname = "重复"\nmetric = "affairs.satisfaction"\n'
         'method = { bands = [{ at_least = "0.6", share = "1" }] }\nweight = "1"\n\n[[indicator]]',
         "assessment.double_code"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_file_and_key(
    world: World, ratings: Ratings, tmp_path: Path, old: str, new: str, code: str
) -> None:
    from liancun.kernel.errors import Refusals

    folder = _with_weight(tmp_path, "20")
    file = folder / "assessment.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with as_system(), pytest.raises(Refusals) as refused:
        playbook.apply(folder)
    faults = {fault.code: fault for fault in refused.value}
    assert code in faults
    place = faults[code].place
    assert place is not None
    assert place.file == "tieling/assessment.toml"


def test_the_sheet_knows_no_indicator_it_does_not_have(world: World, ratings: Ratings) -> None:
    with as_system(), pytest.raises(Unknown):
        queries.sheet(world.joint, QUARTER).line("X9")


def test_the_first_playbook_judges_the_quarters_before_it(world: World, ratings: Ratings) -> None:
    with as_system():
        assert playbook.begun_with(date(2020, 1, 1)).id == playbook.current().id
