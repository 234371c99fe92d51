"""The play, on a clock that stands still until told to move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from liancun.contexts.affairs.tests.own_play import OwnPlay
from liancun.contexts.affairs.tests.play import START, Play
from liancun.demo.world import World
from liancun.framework import clock


@pytest.fixture
def play(world: World) -> Iterator[Play]:
    with clock.fixed(START) as moment:
        yield Play(world, moment)


@pytest.fixture
def own(world: World) -> Iterator[OwnPlay]:
    with clock.fixed(START) as moment:
        yield OwnPlay(world, moment)
