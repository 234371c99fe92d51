"""Assets and land as of a day; the register beside the accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from liancun.contexts.estate import playbook
from liancun.contexts.estate.models import Asset, AssetEnd, Resource, WearLine, WearRun
from liancun.contexts.estate.rules import comparing, wear
from liancun.contexts.ledger import api as ledger
from liancun.kernel.errors import Unknown, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class AssetLine:
    """A thing as the register shows it on a day. `worn`: written down by then, as months have passed."""

    id: int
    owner_id: int
    owner_name: str
    book_id: int
    number: str
    slug: str
    kind: str
    category: str
    name: str
    place: str
    quantity: Decimal
    unit: str
    acquired_on: date
    cost: Decimal
    worn: Decimal
    ended_on: date | None
    how: str
    voucher_id: int | None

    @property
    def value(self) -> Decimal:
        return self.cost - self.worn


@dataclass(frozen=True)
class ResourceLine:
    id: int
    owner_id: int
    owner_name: str
    book_id: int
    number: str
    kind: str
    name: str
    place: str
    area: Decimal
    use: str
    since: date


@dataclass(frozen=True)
class Card:
    """What anybody may know of a thing who scans the card on it: no amounts, no persons."""

    number: str
    name: str
    category: str
    owner_name: str
    place: str
    quantity: Decimal
    unit: str
    acquired_on: date
    ended_on: date | None


def wearing(asset: Asset) -> wear.Wearing:
    end: AssetEnd | None = getattr(asset, "end", None)
    return wear.Wearing(
        asset.cost, asset.salvage, asset.worn, asset.begin, asset.months, end.on if end else None
    )


def line(asset: Asset, on: date) -> AssetLine:
    end: AssetEnd | None = getattr(asset, "end", None)
    ended = end if end is not None and end.on <= on else None
    return AssetLine(
        asset.pk,
        asset.owner_id,
        asset.owner.name,
        asset.book_id,
        asset.number,
        asset.slug,
        asset.kind,
        asset.category,
        asset.name,
        asset.place,
        asset.quantity,
        asset.unit,
        asset.acquired_on,
        asset.cost,
        wear.accumulated(wearing(asset), on),
        ended.on if ended else None,
        ended.how if ended else "",
        ended.voucher_id if ended else None,
    )


def _assets() -> QuerySet[Asset]:
    return Asset.objects.select_related("owner", "end")


def asset_row(asset_id: int) -> Asset:
    found = _assets().filter(pk=asset_id).first()
    if found is None:
        raise Unknown("estate.no_asset", mark("没有这项资产。"), remedy=mark("请从“资产”列表进入。"))
    return found


def standing_on(on: date, book_id: int | None = None) -> QuerySet[Asset]:
    """What was there on a day: come by then and not gone by then."""
    found = _assets().filter(Q(end=None) | Q(end__on__gt=on), acquired_on__lte=on)
    return found if book_id is None else found.filter(book_id=book_id)


def assets(
    *, on: date, kind: str = "", words: str = "", gone: bool = False, start: int = 0, size: int = 25
) -> tuple[list[AssetLine], int]:
    """A page of the register as of a day. `gone`: what has gone by then instead."""
    found = _assets().filter(end__on__lte=on) if gone else standing_on(on)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(number__icontains=words)
            | Q(place__icontains=words)
            | Q(owner__name__icontains=words)
        )
    rows = found.order_by("owner__name_pinyin", "number")[start : start + size]
    return [line(row, on) for row in rows], found.count()


def resources(*, words: str = "", start: int = 0, size: int = 25) -> tuple[list[ResourceLine], int]:
    found = Resource.objects.select_related("owner")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(place__icontains=words) | Q(owner__name__icontains=words)
        )
    rows = found.order_by("owner__name_pinyin", "number")[start : start + size]
    return [
        ResourceLine(
            r.pk,
            r.owner_id,
            r.owner.name,
            r.book_id,
            r.number,
            r.kind,
            r.name,
            r.place,
            r.area,
            r.use,
            r.since,
        )
        for r in rows
    ], found.count()


def card(slug: str) -> Card:
    """By the slug on the thing itself, for everybody, through a narrow function of the database."""
    with connection.cursor() as cursor:
        cursor.execute("select * from estate_card(%s)", [slug[:24]])
        found = cursor.fetchone()
    if found is None:
        raise Unknown("estate.no_card", mark("没有这张资产卡。"))
    return Card(*found)


@dataclass(frozen=True)
class WearPart:
    """One thing's depreciation of a month."""

    asset: Asset
    amount: Decimal


def wear_parts(book_id: int, month: date) -> list[WearPart]:
    """What the things of a book lose in a month, those that lose something."""
    found = Asset.objects.select_related("end").filter(book_id=book_id, months__gt=0, begin__lte=month)
    parts = [WearPart(asset, wear.of_month(wearing(asset), month)) for asset in found.order_by("number")]
    return [part for part in parts if part.amount > 0]


def standing_run(book_id: int, month: date) -> WearRun | None:
    """The month's proposal that stands; one whose draft was discarded stands no more."""
    run = WearRun.objects.filter(book_id=book_id, month=month, dropped_at=None).first()
    return run if run is None or ledger.voucher(run.voucher_id).state != "discarded" else None


def wear_not_booked(book_id: int, month: date) -> Decimal:
    """What a month's depreciation still misses in the accounts: for the list of a month's closing."""
    due = sum((part.amount for part in wear_parts(book_id, month)), ZERO)
    run = standing_run(book_id, month)
    posted = run is not None and ledger.voucher(run.voucher_id).state == "posted"
    return ZERO if posted else due


def compared(book_id: int, on: date) -> tuple[comparing.Compared, ...]:
    """Cost and depreciation by account against the trial balance of the same day, with what explains differences."""
    section = playbook.section_of()
    there = list(standing_on(on, book_id))
    register: dict[str, Decimal] = {}
    for asset in there:
        register[asset.code] = register.get(asset.code, ZERO) + asset.cost
        if asset.wear_code:
            worn = wear.accumulated(wearing(asset), on)
            register[asset.wear_code] = register.get(asset.wear_code, ZERO) - worn
    accounts: dict[str, Decimal] = {}
    codes = section.accounts()
    for told in ledger.trial_balance(book_id, on).lines:
        for code, _name in codes:
            if told.code.startswith(code):
                net = told.closing_debit - told.closing_credit
                accounts[code] = accounts.get(code, ZERO) + net
    return comparing.compare(codes, register, accounts, _reasons(book_id, on))


def _reasons(book_id: int, on: date) -> dict[str, list[comparing.Reason]]:
    made: dict[str, list[comparing.Reason]] = {}
    for end in AssetEnd.objects.select_related("asset").filter(book_id=book_id, on__lte=on):
        if end.voucher_id is None or not _posted_by(end.voucher_id, on):
            asset = end.asset
            _add(made, asset.code, "end", asset.name, -asset.cost, end.voucher_id)
            _add(made, asset.wear_code, "end", asset.name, end.worn, end.voucher_id)
    for month, code, amount, voucher in _unbooked_wear(book_id, on):
        _add(made, code, "wear", f"{month:%Y-%m}", -amount, voucher)
    return made


def _add(
    made: dict[str, list[comparing.Reason]],
    code: str,
    kind: str,
    words: str,
    amount: Decimal,
    voucher: int | None,
) -> None:
    if code and amount:
        made.setdefault(code, []).append(comparing.Reason(kind, words, amount, voucher))


def _posted_by(voucher_id: int, on: date) -> bool:
    voucher = ledger.voucher(voucher_id)
    return voucher.state == "posted" and voucher.date <= on


def _unbooked_wear(book_id: int, on: date) -> Iterable[tuple[date, str, Decimal, int | None]]:
    """Months whose depreciation is not in the accounts on the day, of the last two years: (month, account, yuan)."""
    if ledger.book(book_id).kind == "mirror":
        return
    month, runs = date(on.year, on.month, 1), _runs(book_id)
    for _back in range(24):
        parts = wear_parts(book_id, month)
        run = runs.get(month)
        if parts and (run is None or not _posted_by(run.voucher_id, on)):
            yield from _by_code(parts, month, run)
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _runs(book_id: int) -> dict[date, WearRun]:
    return {run.month: run for run in WearRun.objects.filter(book_id=book_id, dropped_at=None)}


def _by_code(
    parts: Sequence[WearPart], month: date, run: WearRun | None
) -> Iterable[tuple[date, str, Decimal, int | None]]:
    sums: dict[str, Decimal] = {}
    for part in parts:
        sums[part.asset.wear_code] = sums.get(part.asset.wear_code, ZERO) + part.amount
    for code, amount in sums.items():
        yield month, code, amount, run.voucher_id if run else None


def wear_lines(asset_id: int) -> list[tuple[date, Decimal, int]]:
    """The months in which a thing's depreciation was proposed: month, yuan, voucher."""
    found = WearLine.objects.filter(asset_id=asset_id, run__dropped_at=None).order_by("-run__month")
    return [(x.run.month, x.amount, x.run.voucher_id) for x in found.select_related("run")[:24]]
