"""A payment file under way and a matched line of village A, played by those who may."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from liancun.contexts.estate import api as estate
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import api as treasury
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_actor, as_system


def batch(world: World, account: int) -> int:
    """A file of one claim, made by the accountant; the claim is one under way in the stage's matters."""
    with as_system():
        accountant, clerk = world.actor("kuaiji"), world.actor("baozhang-a")
    with as_actor(accountant):
        due = treasury.payables(treasury.account(account).book_id)[0]
        book = treasury.account(account).book_id
    with as_actor(clerk):
        payee = treasury.keep_payee(
            clerk, book_id=book, name=due.payee, bank="农业银行", number="6228480402564890018"
        )
    with as_actor(accountant):
        return treasury.make_batch(accountant, account_id=account, payees={due.claim_id: payee}, key="house")


def match(world: World, account: int, book: int) -> int:
    """A line that came today and its booking."""
    today = clock.today()
    with as_system():
        accountant, reviewer = world.actor("kuaiji"), world.actor("fuhe")
    entries = (ledger.Entry("102", debit=Decimal(100)), ledger.Entry("501", credit=Decimal(100)))
    with as_actor(accountant):
        draft = ledger.prepare_entry(
            accountant, book_id=book, day=today, summary="租金", key="house-rent", lines=entries
        )
    with as_actor(reviewer):
        ledger.post_voucher(reviewer, voucher_id=draft.id, key="house-rent")
    text = f"日期,收入,支出,余额\n{today},100,,1100\n".encode()
    with as_actor(accountant):
        treasury.import_statement(accountant, account_id=account, name="a.csv", content=io.BytesIO(text))
        found = treasury.open_sides(account)
        one = next(iter(found.proposals))
        return treasury.accept(accountant, account_id=account, lines=one.lines, entries=one.entries)


def property_of(book: int) -> dict[str, object]:
    """A machine that wears, a contract with rent ahead, a count; ids by the names addresses use."""
    today = clock.today()
    with as_system():
        machine = estate.NewAsset(book, "GD-1", "machine", "收割机", date(2025, 1, 5), Decimal("12000.00"))
        (asset,) = estate.register_assets(SYSTEM, assets=[machine])
        lease = estate.NewContract(
            book, "HT-1", "林地", "张小明", today, today, date(today.year + 3, 1, 1), Decimal("900.00")
        )
        (contract,) = estate.register_contracts(SYSTEM, contracts=[lease])
        count = estate.record_count(
            SYSTEM, book_id=book, on=today, counters="张三、李四", found={asset: Decimal(1)}, key="house"
        )
        slug = next(one.slug for one in estate.assets(on=today)[0] if one.id == asset)
    return {"asset_id": asset, "contract_id": contract, "stock_count_id": count, "card": slug}
