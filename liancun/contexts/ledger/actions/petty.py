"""Petty cash with a ceiling and its top-up; which accountant keeps a book."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.drafting import keep_here, person_of
from liancun.contexts.ledger.actions.vouchers import prepare_entry
from liancun.contexts.ledger.models import Book, Keeping, PettyCash
from liancun.contexts.ledger.queries import books, desk, vouchers
from liancun.contexts.ledger.rules import papers as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.money import yuan


@action("ledger.set_petty_cash")
def set_petty_cash(actor: Actor, *, book_id: int, ceiling: Decimal, keeper_id: int) -> None:
    """Up to how much cash the village may hold, and who keeps it. Refusal: ledger.petty_keeper."""
    book = books.locked(book_id)
    require(actor, "ledger.set_petty_cash", book.owner_id)
    keep_here(book)
    if keeper_id not in desk.people_of(book.owner_id):
        raise Refusal(
            "ledger.petty_keeper",
            mark("备用金要由本村有职务的人保管。"),
            place=Place("field", field="keeper"),
            status=422,
        )
    PettyCash.objects.create(
        book=book,
        ceiling=yuan(ceiling),
        keeper_id=keeper_id,
        set_by_id=person_of(actor),
        set_at=clock.now(),
    )
    _record(actor, "ledger.set_petty_cash", book)


@action("ledger.top_up_petty_cash")
def top_up_petty_cash(actor: Actor, *, book_id: int, key: str) -> vouchers.VoucherLine:
    """The draft that brings the cash up to its ceiling. Refusals: ledger.no_petty_cash, ledger.petty_full."""
    require(actor, "ledger.prepare_voucher", books.book(book_id).owner_id)
    found = desk.petty_cash(book_id)
    if found is None:
        raise Conflict("ledger.no_petty_cash", mark("还没有规定备用金限额。"))
    return prepare_entry(
        actor,
        book_id=book_id,
        day=clock.today(),
        summary="补足备用金",
        key=key,
        template=playbook.section_of().ledger.petty_template,
        amount=rules.top_up(found.ceiling, found.held),
        payee=found.keeper,
    )


@action("ledger.assign_keeper")
def assign_keeper(actor: Actor, *, book_id: int, accountant_id: int, since: date) -> None:
    """From that day this accountant of the agency keeps the book. Refusals: ledger.no_agency, ledger.not_accountant,
    ledger.keeper_since.
    """
    book = books.locked(book_id)
    require(actor, "ledger.assign_keeper", book.owner_id)
    if accountant_id not in dict(desk.accountants(book.owner_id)):
        raise Refusal(
            "ledger.not_accountant",
            mark("请选择与本村签有委托代理记账协议的代理中心的会计。"),
            place=Place("field", field="accountant"),
            remedy=mark("没有协议的，请先由乡镇登记委托代理协议。"),
            status=422,
        )
    before = Keeping.objects.filter(book=book, until=None).first()
    if before is not None and since <= before.since:
        raise Refusal(
            "ledger.keeper_since",
            mark("交接日期要晚于上一位会计的开始日期。"),
            place=Place("field", field="since"),
            status=422,
        )
    Keeping.objects.filter(book=book, until=None).update(until=since - timedelta(days=1))
    Keeping.objects.create(
        book=book,
        accountant_id=accountant_id,
        since=since,
        set_by_id=person_of(actor),
        set_at=clock.now(),
    )
    _record(actor, "ledger.assign_keeper", book)


def _record(actor: Actor, verb: str, book: Book) -> None:
    audit.record(actor, verb, subject="ledger.book", subject_id=book.pk, body_id=book.owner_id, detail={})
