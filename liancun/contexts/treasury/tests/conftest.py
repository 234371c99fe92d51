"""What the tests of bank accounts share: the ledger's worked case with a basic account in village A."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from liancun.contexts.treasury.tests.bank import Bank, opened
from liancun.demo.world import World
from liancun.framework import clock


@pytest.fixture
def march() -> Iterator[clock.FixedClock]:
    """It is 10 March 2026, and stays so."""
    with clock.fixed(date(2026, 3, 10)) as fixed:
        yield fixed


@pytest.fixture
def bank(march: clock.FixedClock, world: World) -> Bank:
    """Village A keeps the statements of its basic account, inside a transaction that is undone."""
    return opened(world)
