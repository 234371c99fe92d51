"""Rent of several years is drafted into the years it belongs to; another person checks and posts."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.audit import api as audit
from liancun.contexts.estate.models import RentSpread
from liancun.contexts.estate.queries import spreading
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark
from liancun.kernel.periods import Month


@action("estate.spread_rent")
def spread_rent(actor: Actor, *, book_id: int, month: Month) -> int:
    """The draft that moves rent between this year's income and later years, two lines a contract; gives its id.

    What was moved already is not moved again. Refusals: estate.rent_in_platform, estate.no_advance_account,
    estate.nothing_to_spread, those of the draft.
    """
    book = ledger.book(book_id)
    require(actor, "estate.spread_rent", book.owner_id)
    accounts = spreading.rent_accounts(book)
    # Held before anything is reckoned: of two accountants at once the second finds nothing left to move.
    ledger.lock_book(book_id)
    last = min(month.last, clock.today())
    parts = spreading.to_move(spreading.spread_parts(book_id, last))
    if not parts:
        raise Conflict("estate.nothing_to_spread", mark("没有要分摊的租金，或者凭证已经拟好。"))
    kept = RentSpread.objects.filter(book_id=book_id)
    number = kept.values("voucher_id").distinct().count() + 1
    voucher = ledger.prepare_entry(
        actor,
        book_id=book_id,
        day=last,
        summary=f"{last.year}年度租金分摊",
        key=f"estate-rent-{month}-{number}",
        lines=[
            line
            for part in parts
            for line in _lines(
                part, accounts.income, accounts.advance, _party(actor, book_id, part, accounts.advance)
            )
        ],
    )
    RentSpread.objects.bulk_create(
        RentSpread(
            owner_id=book.owner_id,
            book_id=book_id,
            contract=part.contract,
            month=month.first,
            amount=part.amount,
            voucher_id=voucher.id,
            made_at=clock.now(),
        )
        for part in parts
    )
    audit.record(
        actor,
        "estate.spread_rent",
        subject="ledger.book",
        subject_id=book_id,
        body_id=book.owner_id,
        detail={"month": str(month), "contracts": len(parts), "voucher": voucher.id},
    )
    return voucher.id


def _lines(
    part: spreading.SpreadPart, income: str, advance: str, party: int | None
) -> Sequence[ledger.Entry]:
    amount = abs(part.amount)
    told = f"{part.contract.number} {part.contract.matter}"[:60]
    if part.amount > 0:
        return (
            ledger.Entry(income, debit=amount, summary=f"{told}，属于以后年度"),
            ledger.Entry(advance, credit=amount, counterparty=party, summary=f"{told}，属于以后年度"),
        )
    return (
        ledger.Entry(advance, debit=amount, counterparty=party, summary=f"{told}，属于本年度"),
        ledger.Entry(income, credit=amount, summary=f"{told}，属于本年度"),
    )


def _party(actor: Actor, book_id: int, part: spreading.SpreadPart, code: str) -> int | None:
    """The tenant among the book's counterparties, where the account asks for one."""
    if code not in ledger.party_codes(book_id):
        return None
    name = " ".join(part.contract.party.split())
    known = {one.name: one.id for one in ledger.counterparties(book_id) if one.kind == "outside"}
    return known.get(name) or ledger.add_counterparty(actor, book_id=book_id, kind="outside", name=name)
