"""Sheets of the books that come in from Excel."""

from liancun.contexts.ledger.web.sheets import desk
from liancun.contexts.ledger.web.sheets.opening import OpeningDesk, declare_opening

__all__ = ["OpeningDesk", "declare"]


def declare() -> None:
    desk.declare()
    declare_opening()
