"""Sheets of the books that come in from Excel."""

from liancun.contexts.ledger.web.sheets import desk
from liancun.contexts.ledger.web.sheets.opening import OpeningDesk, declare_opening
from liancun.contexts.ledger.web.sheets.vouchers import VoucherDesk, declare_vouchers

__all__ = ["OpeningDesk", "VoucherDesk", "declare"]


def declare() -> None:
    desk.declare()
    declare_opening()
    declare_vouchers()
