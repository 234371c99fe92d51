"""The world in a few villages: what every test starts from."""

from __future__ import annotations

from django.test import Client

from liancun.demo import county, world
from liancun.demo.divisions import groups

PASSWORD = "Liancun-2026!"


def build() -> world.World:
    """Two committees of real villages of one county; the accounts of the first. Inside a system transaction."""
    chosen = groups("211221", village_count=9, group_count=2, seed=3)
    federation = county.register(
        ("2112", "铁岭市"), chosen, seed=3, stage=0, practice=county.Practice(secretaries=1)
    )
    return world.staff(federation, password=PASSWORD)


def signed_in(name: str) -> Client:
    """A browser without scripts in which this person has signed in; for tests."""
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client
