"""The people of a village among whom a form of the books lets choose."""

from __future__ import annotations

from liancun.contexts.ledger.queries import desk


def of_village(owner_id: int) -> list[tuple[str, str]]:
    return [(str(id), name) for id, name in desk.people_of(owner_id).items()]
