"""Contracts with what is due and paid; what is overdue or ends soon, in its colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from liancun.contexts.estate import playbook
from liancun.contexts.estate.models import Contract, ContractEnd, RentReceipt
from liancun.contexts.estate.rules import rent
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ContractLine:
    """A contract on a day. `late`: the colour of its oldest unpaid due; `ending`: that of its end."""

    id: int
    owner_id: int
    owner_name: str
    book_id: int
    number: str
    matter: str
    party: str
    signed_on: date
    since: date
    until: date
    asset_id: int | None
    resource_id: int | None
    due: Decimal
    received: Decimal
    arrears: Decimal
    days_late: int
    late: rent.Colour
    ending: rent.Colour
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def colour(self) -> rent.Colour:
        order = ("", "yellow", "orange", "red")
        return max(self.late, self.ending, key=order.index)


@dataclass(frozen=True)
class ReceiptLine:
    on: date
    amount: Decimal
    note: str
    voucher_id: int | None


def _contracts() -> QuerySet[Contract]:
    return Contract.objects.select_related("owner", "end").prefetch_related("dues", "receipts")


def contract_row(contract_id: int) -> Contract:
    found = _contracts().filter(pk=contract_id).first()
    if found is None:
        raise Unknown("estate.no_contract", mark("没有这份合同。"), remedy=mark("请从“合同”列表进入。"))
    return found


def dues_of(row: Contract) -> list[rent.Due]:
    """Those that are owed: of a contract ended early none that would have begun after its end."""
    last = end_of(row)
    dues = sorted(row.dues.all(), key=lambda d: d.on)
    return [rent.Due(d.since, d.until, d.on, d.amount) for d in dues if last is None or d.since <= last.on]


def end_of(row: Contract) -> ContractEnd | None:
    return getattr(row, "end", None)


def line(row: Contract, on: date) -> ContractLine:
    """As of a day: what came later is not counted."""
    warning = playbook.section_of().warning
    received = sum((r.amount for r in row.receipts.all() if r.on <= on), ZERO)
    stands = rent.standings(dues_of(row), received, on)
    open_dues = [one for one in stands if one.left > 0 and one.due.on < on]
    days = max((one.days_late for one in open_dues), default=0)
    end = end_of(row)
    left = (row.until - on).days
    near = warning.ending
    ending = (
        "red"
        if left <= near.red
        else "orange"
        if left <= near.orange
        else "yellow"
        if left <= near.yellow
        else ""
    )
    ending = "" if end is not None else ending
    return ContractLine(
        row.pk,
        row.owner_id,
        row.owner.name,
        row.book_id,
        row.number,
        row.matter,
        row.party,
        row.signed_on,
        row.since,
        row.until,
        row.asset_id,
        row.resource_id,
        sum((one.due.amount for one in stands if one.due.on <= on), ZERO),
        received,
        sum((one.left for one in open_dues), ZERO),
        days,
        warning.overdue.levels.of(days) if open_dues else "",
        ending,  # type: ignore[arg-type]
        end.on if end is not None else None,
        end.reason if end is not None else "",
    )


def contracts(
    *, on: date, words: str = "", state: str = "", start: int = 0, size: int = 25
) -> tuple[list[ContractLine], int]:
    """A page of the contracts. `state`: running, late, ending (as of the day), or all."""
    found = _contracts().filter(signed_on__lte=on)
    if words:
        found = found.filter(
            Q(matter__icontains=words)
            | Q(party__icontains=words)
            | Q(number__icontains=words)
            | Q(owner__name__icontains=words)
        )
    found = found.order_by("owner__name_pinyin", "number")
    if state in ("late", "ending"):
        warned = [one for one in (line(row, on) for row in found[:5000]) if getattr(one, state)]
        return warned[start : start + size], len(warned)
    if state == "running":
        found = found.filter(Q(end=None) | Q(end__on__gte=on), since__lte=on, until__gte=on)
    return [line(row, on) for row in found[start : start + size]], found.count()


def of_thing(*, asset_id: int | None = None, resource_id: int | None = None) -> list[ContractLine]:
    found = _contracts()
    found = found.filter(asset_id=asset_id) if asset_id else found.filter(resource_id=resource_id or 0)
    return [line(row, clock.today()) for row in found.order_by("-since")[:20]]


def warned(most: int = 300) -> list[ContractLine]:
    """What is overdue or ends soon today, the reddest first. Three statements."""
    today = clock.today()
    days = playbook.section_of().warning.ending.yellow
    near = Q(until__lte=today + timedelta(days=days), until__gte=today - timedelta(days=365))
    found = _contracts().filter(near | Q(dues__on__lt=today)).distinct()
    lines = [one for one in (line(row, today) for row in found[:2000]) if one.colour]
    order = ("red", "orange", "yellow")
    return sorted(lines, key=lambda one: (order.index(one.colour), -one.days_late, one.until))[:most]


def receipts(contract_id: int) -> list[ReceiptLine]:
    found = RentReceipt.objects.filter(contract_id=contract_id).order_by("-on", "-id")
    return [ReceiptLine(r.on, r.amount, r.note, r.voucher_id) for r in found]
