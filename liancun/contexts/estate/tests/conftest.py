"""What the tests of property share: the ledger's worked case and village A's things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from liancun.contexts.ledger.tests.casebook import Casebook, opened
from liancun.demo.world import World
from liancun.framework import clock


@pytest.fixture
def march() -> Iterator[clock.FixedClock]:
    """It is 10 March 2026, and stays so."""
    with clock.fixed(date(2026, 3, 10)) as fixed:
        yield fixed


@pytest.fixture
def case(march: clock.FixedClock, world: World) -> Casebook:
    """Village A with 300,000.00 of fixed assets, 100,000.00 written down, in a transaction that is undone."""
    return opened(world)
