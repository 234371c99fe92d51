from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from liancun.demo.small import PASSWORD
from liancun.demo.world import World

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignIn:
    """A browser in which this person has signed in."""

    def client(name: str) -> Client:
        browser = Client()
        answer = browser.post("/sign-in/", {"username": name, "password": PASSWORD})
        assert answer.status_code == 302
        return browser

    return client
