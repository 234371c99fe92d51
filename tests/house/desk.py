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
    return {"receipts_id": receipts, "handover_id": given, "recurring_id": monthly}
