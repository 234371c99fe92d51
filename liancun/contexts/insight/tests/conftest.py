from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from liancun.demo.world import World
from liancun.framework.testing import as_system

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignIn:
    """A browser in which this person has signed in."""

    def client(name: str) -> Client:
        browser = Client()
        with as_system():
            browser.force_login(get_user_model().objects.get(pk=world.users[name]))
        return browser

    return client
