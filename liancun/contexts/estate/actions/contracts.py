"""Contracts with their schedules of rent, and money received for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.estate.models import Asset, Contract, RentDue, RentReceipt, Resource
from liancun.contexts.estate.queries import contracts
from liancun.contexts.estate.rules import rent
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@dataclass(frozen=True)
class NewContract:
    """`rent` for each period of `every` months, due at its beginning; `every` 0: all at once."""

    book_id: int
    number: str
    matter: str
    party: str
    signed_on: date
    since: date
    until: date
    rent: Decimal
    every: int = 12
    asset_number: str = ""
    resource_number: str = ""


@action("estate.make_contract")
def register_contracts(actor: Actor, *, contracts: Sequence[NewContract]) -> list[int]:
    """Registers contracts with the dues that follow from them. Refusals: estate.days, estate.no_thing,
    estate.number_taken."""
    if not contracts:
        require(actor, "estate.make_contract", None)
    return [_register(actor, one) for one in contracts]


def _register(actor: Actor, one: NewContract) -> int:
    book = ledger.book(one.book_id)
    require(actor, "estate.make_contract", book.owner_id)
    if one.until < one.since:
        place = Place("field", field="until")
        raise Refusal("estate.days", mark("合同的终止日早于起始日。"), place=place, status=422)
    shared = {"owner_id": book.owner_id, "book_id": one.book_id}
    try:
        with transaction.atomic():
            made = Contract.objects.create(
                **shared,
                number=one.number.strip(),
                matter=one.matter.strip(),
                party=one.party.strip(),
                asset_id=asset_id(one.book_id, one.asset_number),
                resource_id=resource_id(one.book_id, one.resource_number),
                signed_on=one.signed_on,
                since=one.since,
                until=one.until,
                registered_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict(
            "estate.contract_taken",
            mark("合同编号在这个账套里已经用过。"),
            place=Place("field", field="number"),
        ) from error
    RentDue.objects.bulk_create(
        RentDue(**shared, contract=made, since=due.since, until=due.until, on=due.on, amount=due.amount)
        for due in rent.schedule(one.since, one.until, one.every, one.rent)
    )
    audit.record(
        actor,
        "estate.make_contract",
        subject="estate.contract",
        subject_id=made.pk,
        body_id=book.owner_id,
        detail={"since": str(one.since), "until": str(one.until)},
    )
    return made.pk


def asset_id(book_id: int, number: str) -> int | None:
    """The thing of that number, None without one. Refusal: estate.no_thing."""
    if not number:
        return None
    found = Asset.objects.filter(book_id=book_id, number=number).first()
    if found is None:
        raise _no_thing("asset_number")
    return found.pk


def resource_id(book_id: int, number: str) -> int | None:
    if not number:
        return None
    found = Resource.objects.filter(book_id=book_id, number=number).first()
    if found is None:
        raise _no_thing("resource_number")
    return found.pk


def _no_thing(field: str) -> Refusal:
    return Refusal(
        "estate.no_thing",
        mark("登记簿里没有这个编号。"),
        place=Place("field", field=field),
        remedy=mark("请先登记资产或者资源，或者核对编号。"),
        status=422,
    )


@action("estate.record_receipt")
def record_receipt(
    actor: Actor,
    *,
    contract_id: int,
    on: date,
    amount: Decimal,
    key: str,
    note: str = "",
    voucher_id: int | None = None,
) -> int:
    """Money received for a contract; it pays the earliest dues. Repeating the key changes nothing.

    Refusals: estate.too_much (more than the contract asks for), estate.receipt_future, estate.other_book.
    """
    contract = contracts.contract_row(contract_id)
    require(actor, "estate.record_receipt", contract.owner_id)
    known = RentReceipt.objects.filter(contract=contract, key=key).first()
    if known is not None:
        return known.pk
    _check(contract, on, amount, voucher_id)
    made = RentReceipt.objects.create(
        owner_id=contract.owner_id,
        book_id=contract.book_id,
        contract=contract,
        on=on,
        amount=amount,
        voucher_id=voucher_id,
        note=note.strip(),
        key=key,
        recorded_at=clock.now(),
    )
    audit.record(
        actor,
        "estate.record_receipt",
        subject="estate.contract",
        subject_id=contract_id,
        body_id=contract.owner_id,
        detail={"amount": str(amount), "voucher": voucher_id},
    )
    return made.pk


def _check(contract: Contract, on: date, amount: Decimal, voucher_id: int | None) -> None:
    if on > clock.today():
        place = Place("field", field="on")
        raise Refusal("estate.receipt_future", mark("收款日期不能晚于今天。"), place=place, status=422)
    left = sum((due.amount for due in contracts.dues_of(contract)), Decimal("0.00")) - sum(
        (receipt.amount for receipt in contract.receipts.all()), Decimal("0.00")
    )
    if amount <= 0 or amount > left:
        raise Refusal(
            "estate.too_much",
            mark("合同还应收 {left} 元，收款金额要大于零、不超过这个数。"),
            {"left": left},
            Place("field", field="amount"),
            status=422,
        )
    if voucher_id is not None and ledger.voucher(voucher_id).book_id != contract.book_id:
        place = Place("field", field="voucher")
        raise Refusal("estate.other_book", mark("这张凭证不是本账套的。"), place=place, status=422)
