"""Papers that move and are kept: receipt books, lists of what is handed over, volumes and their boxes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.models import Book, Handover, HandoverItem, Receipt, ReceiptBook, Volume, Voucher
from liancun.contexts.ledger.queries import books, papers
from liancun.contexts.ledger.rules import papers as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark
from liancun.kernel.money import yuan


@action("ledger.take_receipt_book")
def take_receipt_book(
    actor: Actor, *, book_id: int, series: str, first: int, last: int, keeper_id: int, day: date
) -> int:
    """A book of numbered receipts is given out. Refusals: ledger.receipt_range, ledger.receipts_overlap."""
    book = books.locked(book_id)
    require(actor, "ledger.keep_receipts", book.owner_id)
    rules.check_range(first, last)
    if ReceiptBook.objects.filter(book=book, series=series, first__lte=last, last__gte=first).exists():
        raise Conflict(
            "ledger.receipts_overlap",
            mark("这些号码已经登记在另一本收据里。"),
            place=Place("field", field="first"),
        )
    made = ReceiptBook.objects.create(
        book=book, series=series, first=first, last=last, taken_on=day, keeper_id=keeper_id
    )
    _record(actor, "ledger.take_receipt_book", book, made.pk)
    return made.pk


@dataclass(frozen=True)
class NewReceipt:
    """One number: given for `amount` yuan, or `void` with all its copies."""

    number: int
    day: date
    void: bool = False
    payer: str = ""
    amount: Decimal | None = None
    note: str = ""


@action("ledger.note_receipts")
def note_receipts(actor: Actor, *, receipts_id: int, receipts: Sequence[NewReceipt]) -> None:
    """Tells what became of numbers, all or none. Refusals: ledger.receipt_number, ledger.receipt_told,
    ledger.receipt_amount, ledger.receipts_returned.
    """
    book = books.locked(papers.receipts_book(receipts_id))
    require(actor, "ledger.keep_receipts", book.owner_id)
    held = papers.receipts(book.pk, receipts_id)
    if held.returned_on is not None:
        raise Conflict("ledger.receipts_returned", mark("这本收据已经缴销，不能再登记。"))
    told = {line.number for line in papers.receipt_lines(receipts_id)}
    for one in receipts:
        _check(one, held, told)
        told.add(one.number)
    Receipt.objects.bulk_create(_row(actor, book, receipts_id, one) for one in receipts)
    _record(actor, "ledger.note_receipts", book, receipts_id)


def _check(one: NewReceipt, held: papers.ReceiptsLine, told: Collection[int]) -> None:
    place = Place("field", field="number")
    if not held.first <= one.number <= held.last:
        raise Refusal(
            "ledger.receipt_number",
            mark("这本收据的号码从 {first} 到 {last}，没有 {number}。"),
            {"first": held.first, "last": held.last, "number": one.number},
            place,
            status=422,
        )
    if one.number in told:
        raise Conflict(
            "ledger.receipt_told", mark("{number} 号收据已经登记过。"), {"number": one.number}, place
        )
    if not one.void and not one.amount:
        raise Refusal(
            "ledger.receipt_amount",
            mark("使用的收据要填金额；作废的请选“作废”，各联都要保存。"),
            place=Place("field", field="amount"),
            status=422,
        )


def _row(actor: Actor, book: Book, receipts_id: int, one: NewReceipt) -> Receipt:
    return Receipt(
        book=book,
        receipts_id=receipts_id,
        number=one.number,
        void=one.void,
        date=one.day,
        payer="" if one.void else one.payer,
        amount=None if one.void or one.amount is None else yuan(one.amount),
        note=one.note,
        noted_by_id=person_of(actor),
        noted_at=clock.now(),
    )


@action("ledger.return_receipt_book")
def return_receipt_book(actor: Actor, *, receipts_id: int) -> None:
    """The book is given back (缴销). Refused while a number between those told is not accounted for."""
    book = books.locked(papers.receipts_book(receipts_id))
    require(actor, "ledger.keep_receipts", book.owner_id)
    held = papers.receipts(book.pk, receipts_id)
    if held.passed:
        raise Conflict(
            "ledger.receipts_missing",
            mark("{number} 号收据没有登记，不能缴销。"),
            {"number": held.passed[0]},
            remedy=mark("请登记它是使用还是作废；遗失的写明情况。"),
        )
    if not ReceiptBook.objects.filter(pk=receipts_id, returned_on=None).update(returned_on=clock.today()):
        raise Conflict("ledger.receipts_returned", mark("这本收据已经缴销，不能再登记。"))
    _record(actor, "ledger.return_receipt_book", book, receipts_id)


@action("ledger.hand_over_papers")
def hand_over_papers(actor: Actor, *, book_id: int, claim_ids: Collection[int], note: str = "") -> int:
    """The 报账员 gives the papers of these claims to the agency, on a list. Gives the list's id."""
    book = books.locked(book_id)
    require(actor, "ledger.hand_over_papers", book.owner_id)
    waiting = {line.id: line for line in papers.giveable(book_id)}
    if not claim_ids or set(claim_ids) - set(waiting):
        raise Refusal(
            "ledger.not_giveable",
            mark("请选择已经审批、单据还没有移交的报账单。"),
            place=Place("field", field="claims"),
            status=422,
        )
    made = Handover.objects.create(
        book=book,
        number=Handover.objects.filter(book=book).count() + 1,
        given_on=clock.today(),
        given_by_id=person_of(actor),
        given_name=signature(actor),
        note=note,
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(book=book, handover=made, claim_id=id, sheets=waiting[id].attachments + 1)
        for id in sorted(claim_ids)
    )
    _record(actor, "ledger.hand_over_papers", book, made.pk)
    return made.pk


@action("ledger.take_papers")
def take_papers(actor: Actor, *, handover_id: int) -> None:
    """The agency has counted the papers against the list and takes them."""
    book = books.locked(papers.handover_book(handover_id))
    require(actor, "ledger.take_papers", book.owner_id)
    person = person_of(actor)
    if papers.handover(book.pk, handover_id).given_by == person:
        raise NotAllowed("ledger.own_papers", mark("移交人和接收人要是两个人。"))
    taken = Handover.objects.filter(pk=handover_id, taken_at=None).update(
        taken_at=clock.now(), taken_by_id=person, taken_name=signature(actor)
    )
    if not taken:
        raise Conflict("ledger.papers_taken", mark("这张清单的单据已经接收。"))
    _record(actor, "ledger.take_papers", book, handover_id)


@action("ledger.bind_volume")
def bind_volume(
    actor: Actor, *, book_id: int, month: date, first: int, last: int, sheets: int, box: str, place: str = ""
) -> int:
    """Binds posted vouchers of a month, from number to number, and says in which box they stand.

    Refusals: ledger.volume_range (numbers that are not posted), ledger.volume_overlap.
    """
    book = books.locked(book_id)
    require(actor, "ledger.bind_volume", book.owner_id)
    posted = Voucher.objects.filter(book=book, month=month, word="记", state="posted")
    there = posted.filter(number__gte=first, number__lte=last).values("number").distinct().count()
    if last < first or there != last - first + 1:
        raise Refusal(
            "ledger.volume_range",
            mark("这个月没有从 {first} 号到 {last} 号都已记账的凭证。"),
            {"first": first, "last": last},
            Place("field", field="last"),
            status=422,
        )
    bound = Volume.objects.filter(book=book, month=month)
    if bound.filter(first__lte=last, last__gte=first).exists():
        raise Conflict(
            "ledger.volume_overlap",
            mark("这些凭证已经装订在另一册里。"),
            place=Place("field", field="first"),
        )
    made = Volume.objects.create(
        book=book,
        month=month,
        number=bound.count() + 1,
        first=first,
        last=last,
        sheets=sheets,
        box=box,
        place=place,
        bound_by_id=person_of(actor),
        bound_at=clock.now(),
    )
    _record(actor, "ledger.bind_volume", book, made.pk)
    return made.pk


def _record(actor: Actor, verb: str, book: Book, subject_id: int) -> None:
    audit.record(
        actor, verb, subject="ledger.papers", subject_id=subject_id, body_id=book.owner_id, detail={}
    )
