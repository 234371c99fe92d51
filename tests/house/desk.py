"""What the addresses of the accountant's desk name: papers and business of village A."""

from __future__ import annotations

from decimal import Decimal

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.actions import papers, recurring
from liancun.contexts.ledger.queries import papers as reads
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system


def furnish(world: World) -> dict[str, object]:
    """A receipt book, a list of papers handed over and a business of every month."""
    with as_system():
        clerk, accountant = world.actor("baozhang-a"), world.actor("kuaiji")
        book = ledger.book_of(world.a.collective)
    assert book is not None
    with as_actor(clerk):
        receipts = papers.take_receipt_book(
            clerk,
            book_id=book.id,
            series="2026A",
            first=1,
            last=50,
            keeper_id=world.a.staff[1],
            day=clock.today(),
        )
        given = papers.hand_over_papers(
            clerk, book_id=book.id, claim_ids=[line.id for line in reads.giveable(book.id)]
        )
    with as_actor(accountant):
        monthly = recurring.plan_recurring(
            accountant,
            book_id=book.id,
            template="rent",
            amount=Decimal("800.00"),
            summary="收到租金",
            day=1,
            since=clock.today(),
        )
    return {
        "receipts_id": receipts,
        "handover_id": given,
        "recurring_id": monthly,
        "pair_id": _pair(world, book.id),
        "mandate_id": _mandate(world, book.id),
        "voucher_batch_id": _batch(world, book.id),
    }


def _pair(world: World, book_id: int) -> int:
    with as_system():
        accountant = world.actor("kuaiji")
    with as_actor(accountant):
        return ledger.open_pair(
            accountant,
            book_id=book_id,
            other_owner_id=world.b.collective,
            pays=False,
            amount=Decimal("100.00"),
            purpose="买种子",
            key="pair",
        ).id


def _mandate(world: World, book_id: int) -> int:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary):
        return ledger.give_mandate(
            secretary,
            book_id=book_id,
            holder_owner_id=world.b.collective,
            debit="102",
            credit="501",
            each=Decimal("100.00"),
            purpose="种子款",
        )


def _batch(world: World, book_id: int) -> int:
    """One imported voucher that waits for its reviewer."""
    with as_system():
        accountant = world.actor("kuaiji")
    nothing = Decimal("0.00")
    lines = [
        ledger.IncomingLine(book_id, "v1", clock.today(), "102", Decimal("5.00"), nothing, "利息"),
        ledger.IncomingLine(book_id, "v1", clock.today(), "501", nothing, Decimal("5.00"), "利息"),
    ]
    with as_actor(accountant):
        return ledger.import_vouchers(accountant, rows=lines, key="import").batch_ids[0]
