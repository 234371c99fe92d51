"""`liancun people verify`: a tally broken below the forms is found, told and put right."""

from __future__ import annotations

import pytest
from django.db import connections

from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework.testing import as_system
from liancun.project import verifying

BREAKS = (
    "update people_tally set change = change + 1 where id = (select min(id) from people_tally)",
    "delete from people_tally where id = (select min(id) from people_tally)",
    "insert into people_tally (body_id, what, kind, day, change) select body_id, what, kind, '2020-02-02', 3"
    " from people_tally limit 1",
    "alter table people_household disable trigger people_household_tallied_insert; insert into people_household"
    " (home_id, number, address, since) select min(home_id), 'X1', '', '2026-01-01' from people_person",
)


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_broken_below_the_forms_is_found_and_put_right(cloned_world: World, broken: str) -> None:
    assert verifying.people_verify([]) == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute(broken)
    with as_system():
        (wrong,) = people.miscounts()
    assert wrong.kept != wrong.counted
    assert verifying.people_verify([]) == 1
    assert verifying.people_verify(["--mend"]) == 0
    assert verifying.people_verify([]) == 0
