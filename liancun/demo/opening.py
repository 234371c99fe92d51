"""What a village of the demonstration owns and owes on the day its book is opened."""

from __future__ import annotations

from decimal import Decimal

from liancun.contexts.ledger import api as ledger


def balance_sheet(size: int) -> list[ledger.Entry]:
    """A balance sheet that grows with the village; it balances by its reserve."""
    cash, bank = Decimal("800.00"), Decimal("9600.00") * size
    fixed, worn, capital = Decimal("21000.00") * size, Decimal("6300.00") * size, Decimal("18000.00") * size
    return [
        ledger.Entry("101", debit=cash),
        ledger.Entry("102", debit=bank),
        ledger.Entry("151", debit=fixed),
        ledger.Entry("152", credit=worn),
        ledger.Entry("301", credit=capital),
        ledger.Entry("311", credit=cash + bank + fixed - worn - capital),
    ]
