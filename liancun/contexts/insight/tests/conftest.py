from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from liancun.demo import small
from liancun.demo.world import World

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignIn:
    """A browser in which this person has signed in."""
    return small.signed_in
