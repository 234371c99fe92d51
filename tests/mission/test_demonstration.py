"""The demonstration's own matter runs through every door to its end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ledger import api as ledger
from liancun.demo.thread import STEPS, Offices, Thread
from liancun.demo.world import World
from liancun.framework.testing import as_system

AMOUNTS = (Decimal("62000.00"), Decimal("71000.00"), Decimal("53000.00"))


@pytest.mark.mission("TL6")
@pytest.mark.mission("B3")
def test_one_matter_runs_from_raising_to_rating(world: World) -> None:
    offices = Offices(world.joint, world.township, world.agency)
    thread = Thread(offices, (world.a, world.b, world.c), AMOUNTS, "联合采购玉米种子", date(2026, 3, 2))

    thread.play(until="close")

    assert thread.steps == tuple(name for name, _, _ in STEPS)
    with as_system():
        assert set(affairs.bound_villages(thread.matter_id)) == {world.a.village, world.b.village}
        paid = ledger.payments_for(affairs.SUBJECT, thread.matter_id)
        assert sorted(line.amount for line in paid) == [Decimal("62000.00"), Decimal("71000.00")]
