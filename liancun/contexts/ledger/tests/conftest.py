"""What the ledger's tests share: two villages with books, and the people who keep them."""

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
    """Villages A and B with posted opening balances, inside a transaction that is undone."""
    return opened(world)
