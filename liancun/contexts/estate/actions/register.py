"""Things and land come into the register; things go; a month's wear is proposed to the accountant; things are counted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.estate import playbook
from liancun.contexts.estate.models import Asset, AssetEnd, CountLine, Resource, StockCount, WearLine, WearRun
from liancun.contexts.estate.queries import register
from liancun.contexts.estate.rules import wear
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.periods import Month
from liancun.kernel.tokens import ALPHABET

FEN = Decimal("0.01")
SUBJECT = "estate.asset"
Row = TypeVar("Row", Asset, Resource)
HOW = ("sold", "scrapped", "lost", "given")


@dataclass(frozen=True)
class NewAsset:
    """A thing to register. `worn`: written down before the register begins; `years` None: as the category says."""

    book_id: int
    number: str
    category: str
    name: str
    acquired_on: date
    cost: Decimal
    place: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    worn: Decimal = Decimal("0.00")
    years: int | None = None


@dataclass(frozen=True)
class NewResource:
    book_id: int
    number: str
    kind: str
    name: str
    area: Decimal
    since: date
    place: str = ""
    use: str = ""


@action("estate.register_assets")
def register_assets(actor: Actor, *, assets: Sequence[NewAsset]) -> list[int]:
    """Registers things; each gets the accounts of its kind and a card. Refusals: estate.number_taken and others."""
    section = playbook.section_of()
    owners = _owners(actor, {one.book_id for one in assets}, "estate.register")
    rows = [asset_of(one, owners[one.book_id], section) for one in assets]
    made = _created(Asset, rows)
    _logged(actor, "estate.register_assets", SUBJECT, owners, [row.book_id for row in rows])
    return [row.pk for row in made]


def _owners(actor: Actor, book_ids: set[int], verb: str) -> dict[int, int]:
    """Book → owner, asked for the right."""
    if not book_ids:
        require(actor, verb, None)
    owners = {book_id: ledger.book(book_id).owner_id for book_id in book_ids}
    for owner in set(owners.values()):
        require(actor, verb, owner)
    return owners


def _logged(actor: Actor, verb: str, subject: str, owners: Mapping[int, int], books: Sequence[int]) -> None:
    for book_id, owner_id in owners.items():
        audit.record(
            actor,
            verb,
            subject=subject,
            subject_id=book_id,
            body_id=owner_id,
            detail={"count": books.count(book_id)},
        )


def _created(model: type[Row], rows: list[Row]) -> list[Row]:
    try:
        with transaction.atomic():
            return list(model._default_manager.bulk_create(rows))
    except IntegrityError as error:
        raise Conflict(
            "estate.number_taken",
            mark("编号在这个账套里已经用过。"),
            place=Place("field", field="number"),
            remedy=mark("请换一个编号。"),
        ) from error


def asset_of(one: NewAsset, owner_id: int, section: playbook.EstateSection) -> Asset:
    """The row as it would be registered, not yet kept."""
    category = section.category.get(one.category)
    if category is None:
        place = Place("field", field="category")
        raise Refusal("estate.no_category", mark("没有这个类别。"), place=place, status=422)
    salvage = (one.cost * category.salvage).quantize(FEN, ROUND_HALF_UP) if category.years else Decimal(0)
    if one.cost < 0 or one.worn < 0 or one.worn > one.cost - salvage:
        raise Refusal(
            "estate.worn",
            mark("已提折旧不能超过原值减去净残值（{most} 元）。"),
            {"most": one.cost - salvage},
            Place("field", field="worn"),
            status=422,
        )
    if one.acquired_on > clock.today():
        place = Place("field", field="acquired_on")
        raise Refusal("estate.future", mark("取得日期不能晚于今天。"), place=place, status=422)
    account = section.account[category.kind]
    months = (category.years if one.years is None else one.years) * 12
    begin = wear.next_month(one.acquired_on)
    if one.worn:
        today = clock.today().replace(day=1)
        months = max(1, months - max(0, wear.months_between(begin, today) - 1))
        begin = max(begin, today)
    return Asset(
        owner_id=owner_id,
        book_id=one.book_id,
        number=one.number.strip(),
        slug="".join(secrets.choice(ALPHABET) for _ in range(12)).lower(),
        kind=category.kind,
        category=one.category,
        name=one.name.strip(),
        place=one.place.strip(),
        quantity=one.quantity,
        unit=one.unit.strip(),
        acquired_on=one.acquired_on,
        cost=one.cost,
        salvage=salvage,
        worn=one.worn,
        begin=begin,
        months=months if account.wear else 0,
        code=account.cost,
        wear_code=account.wear,
        expense_code=account.expense,
        registered_at=clock.now(),
    )


@action("estate.register_resources")
def register_resources(actor: Actor, *, resources: Sequence[NewResource]) -> list[int]:
    """Registers land, wood and water."""
    known = playbook.section_of().land
    owners = _owners(actor, {one.book_id for one in resources}, "estate.register")
    for one in resources:
        if one.kind not in known:
            place = Place("field", field="kind")
            raise Refusal("estate.no_land_kind", mark("没有这种资源。"), place=place, status=422)
    rows = [
        Resource(
            owner_id=owners[one.book_id],
            book_id=one.book_id,
            number=one.number.strip(),
            kind=one.kind,
            name=one.name.strip(),
            place=one.place.strip(),
            area=one.area,
            use=one.use.strip(),
            since=one.since,
            registered_at=clock.now(),
        )
        for one in resources
    ]
    made = _created(Resource, rows)
    _logged(actor, "estate.register_resources", "estate.resource", owners, [row.book_id for row in rows])
    return [row.pk for row in made]


@action("estate.dispose")
def dispose(actor: Actor, *, asset_id: int, on: date, how: str, note: str) -> int | None:
    """A thing goes, and the draft that takes it out of the accounts is prepared with it; gives the voucher's id.

    The rest of its value goes where the playbook says; another person checks and posts. A mirror book gets no draft:
    the platform books it. Refusals: estate.gone and those of the draft (a closed month, a code the book has not).
    """
    asset = register.asset_row(asset_id)
    require(actor, "estate.dispose", asset.owner_id)
    if hasattr(asset, "end"):
        raise Conflict("estate.gone", mark("这项资产已经处置过了。"))
    if how not in HOW or not note.strip():
        place = Place("field", field="note")
        raise Refusal("estate.no_reason", mark("请写明怎样处置、依据什么。"), place=place, status=422)
    worn = wear.accumulated(register.wearing(asset), on)
    gone = playbook.section_of().account[asset.kind].gone  # type: ignore[index]
    voucher = None
    if asset.cost and ledger.book(asset.book_id).kind == "own":
        voucher = ledger.prepare_entry(
            actor,
            book_id=asset.book_id,
            day=on,
            summary=f"处置{asset.name}（{asset.number}）",
            key=f"estate-end-{asset.pk}",
            lines=_out(asset, worn, gone),
        ).id
    AssetEnd.objects.create(
        owner_id=asset.owner_id,
        book_id=asset.book_id,
        asset=asset,
        on=on,
        how=how,
        note=note.strip(),
        worn=worn,
        voucher_id=voucher,
        ended_at=clock.now(),
    )
    detail = {"asset": asset_id, "voucher": voucher}
    audit.record(
        actor, "estate.dispose", subject=SUBJECT, subject_id=asset_id, body_id=asset.owner_id, detail=detail
    )
    return voucher


def _out(asset: Asset, worn: Decimal, gone: str) -> list[ledger.Entry]:
    lines = []
    if asset.cost - worn:
        lines.append(ledger.Entry(gone, debit=asset.cost - worn))
    if worn:
        lines.append(ledger.Entry(asset.wear_code, debit=worn))
    return [*lines, ledger.Entry(asset.code, credit=asset.cost)]


@action("estate.propose_wear")
def propose_wear(actor: Actor, *, book_id: int, month: Month) -> int:
    """The draft of a month's depreciation, one line for each pair of accounts; gives the voucher's id.

    Refusals: estate.wear_proposed, estate.nothing_to_wear, those of the draft.
    """
    book = ledger.book(book_id)
    require(actor, "estate.propose_wear", book.owner_id)
    if register.standing_run(book_id, month.first) is not None:
        raise Conflict(
            "estate.wear_proposed",
            mark("{month}的折旧凭证已经拟好。"),
            {"month": month.label()},
            remedy=mark("拟错的请先作废那张草稿，再重新拟。"),
        )
    dropped = WearRun.objects.filter(book_id=book_id, month=month.first)
    dropped.filter(dropped_at=None).update(dropped_at=clock.now())
    parts = register.wear_parts(book_id, month.first)
    if not parts:
        raise Conflict(
            "estate.nothing_to_wear", mark("{month}没有要提折旧的资产。"), {"month": month.label()}
        )
    voucher = ledger.prepare_entry(
        actor,
        book_id=book_id,
        day=min(month.last, clock.today()),
        summary=f"计提{month.label()}折旧",
        key=f"estate-wear-{month}-{dropped.count() + 1}",
        lines=_wear_lines(parts),
    )
    shared = {"owner_id": book.owner_id, "book_id": book_id}
    total = sum((part.amount for part in parts), Decimal("0.00"))
    run = WearRun.objects.create(
        **shared, month=month.first, total=total, voucher_id=voucher.id, made_at=clock.now()
    )
    WearLine.objects.bulk_create(
        WearLine(**shared, run=run, asset=part.asset, amount=part.amount) for part in parts
    )
    detail = {"month": str(month), "total": str(total), "voucher": voucher.id}
    audit.record(
        actor,
        "estate.propose_wear",
        subject="ledger.book",
        subject_id=book_id,
        body_id=book.owner_id,
        detail=detail,
    )
    return voucher.id


def _wear_lines(parts: Sequence[register.WearPart]) -> list[ledger.Entry]:
    debits: dict[str, Decimal] = {}
    credits: dict[str, Decimal] = {}
    for part in parts:
        for sums, code in ((debits, part.asset.expense_code), (credits, part.asset.wear_code)):
            sums[code] = sums.get(code, Decimal("0.00")) + part.amount
    return [
        *(ledger.Entry(code, debit=amount) for code, amount in sorted(debits.items())),
        *(ledger.Entry(code, credit=amount) for code, amount in sorted(credits.items())),
    ]


@action("estate.count")
def record_count(
    actor: Actor, *, book_id: int, on: date, counters: str, found: Mapping[int, Decimal], key: str
) -> int:
    """A 盘点: asset id → quantity found, for all that stood in the register on the day. The register itself stays;
    differences are disposed of or registered one by one.

    Refusals: estate.count_incomplete, estate.counters.
    """
    book = ledger.book(book_id)
    require(actor, "estate.count", book.owner_id)
    known = StockCount.objects.filter(book_id=book_id, key=key).first()
    if known is not None:
        return known.pk
    if len([name for name in counters.replace("、", " ").replace("，", " ").split() if name]) < 2:
        place = Place("field", field="counters")
        raise Refusal("estate.counters", mark("盘点要有两个人以上在场。"), place=place, status=422)
    there = {asset.pk: asset for asset in register.standing_on(on, book_id)}
    if not there or set(found) != set(there):
        raise Refusal("estate.count_incomplete", mark("每一项资产都要写明盘点到的数量。"), status=422)
    shared = {"owner_id": book.owner_id, "book_id": book_id}
    made = StockCount.objects.create(**shared, on=on, counters=counters, key=key, made_at=clock.now())
    CountLine.objects.bulk_create(
        CountLine(**shared, count=made, asset=asset, told=asset.quantity, found=found[id])
        for id, asset in there.items()
    )
    gaps = sum(found[id] != asset.quantity for id, asset in there.items())
    detail = {"things": len(there), "differences": gaps}
    audit.record(
        actor,
        "estate.count",
        subject="estate.count",
        subject_id=made.pk,
        body_id=book.owner_id,
        detail=detail,
    )
    return made.pk
