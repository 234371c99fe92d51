"""Two accountants at once, each on a connection of their own: what a year takes over is drafted once."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

from django.db import connections

from liancun.contexts.estate import api as estate
from liancun.contexts.estate.models import RentSpread
from liancun.contexts.ledger.tests.casebook import Casebook, opened
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict
from liancun.kernel.periods import Month


def _paid_ahead(case: Casebook) -> None:
    voucher = case.post(case.entry("a", "102 银行存款 36000.00\n501 经营收入 -36000.00").id).id
    new = estate.NewContract(
        case.books["a"],
        "2026-01",
        "鱼塘",
        "示范户甲",
        date(2026, 2, 20),
        date(2026, 3, 1),
        date(2029, 2, 28),
        Decimal("36000.00"),
        0,
    )
    with as_system():
        (made,) = estate.register_contracts(SYSTEM, contracts=[new])
        estate.record_receipt(
            SYSTEM,
            contract_id=made,
            on=clock.today(),
            amount=Decimal("36000.00"),
            key="r",
            voucher_id=voucher,
        )


def test_of_two_who_spread_rent_at_once_one_drafts(cloned_world: World) -> None:
    with clock.fixed(date(2026, 3, 10)):
        case = opened(cloned_world)
        _paid_ahead(case)
        gate, said = threading.Barrier(2), ["", ""]

        def spreads(place: int) -> None:
            try:
                with case.signed_in("kuaiji") as accountant:
                    gate.wait(timeout=20)
                    estate.spread_rent(accountant, book_id=case.books["a"], month=Month(2026, 3))
                said[place] = "ok"
            except Conflict as refused:
                said[place] = refused.code
            finally:
                connections.close_all()

        hands = [threading.Thread(target=spreads, args=[place]) for place in range(2)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join(timeout=60)
        assert sorted(said) == ["estate.nothing_to_spread", "ok"]
        with as_system():
            (kept,) = RentSpread.objects.all()
        assert kept.amount == Decimal("26000.00")
