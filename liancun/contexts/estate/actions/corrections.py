"""What stands wrongly in the register is put right with its reason, and the old version kept; a contract ends early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.estate import playbook
from liancun.contexts.estate.actions import contracts as contract_acts
from liancun.contexts.estate.actions import register as register_acts
from liancun.contexts.estate.models import Asset, Contract, ContractEnd, WearLine
from liancun.contexts.estate.queries import contracts, register
from liancun.framework import clock, scope
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark

# What the accounts already hold once something of the thing was written down.
_BOOKED = (
    *("kind", "acquired_on", "cost", "salvage", "worn", "begin", "months"),
    *("code", "wear_code", "expense_code"),
)
_PLAIN = ("number", "category", "name", "place", "quantity", "unit")


@dataclass(frozen=True)
class ContractWords:
    """What may be put right in a contract; its days and rents are ended and agreed anew instead."""

    number: str
    matter: str
    party: str
    signed_on: date
    asset_number: str = ""
    resource_number: str = ""


@action("estate.correct_asset")
def correct_asset(actor: Actor, *, asset_id: int, corrected: register_acts.NewAsset, reason: str) -> None:
    """The asset as it should have been registered. Its amounts only as long as nothing of it is in the accounts.

    Refusals: estate.no_reason, estate.gone, estate.worn_already, estate.number_taken, those of registering.
    """
    row = register.asset_row(asset_id)
    require(actor, "estate.register", row.owner_id)
    _tell(reason)
    if hasattr(row, "end"):
        raise Conflict("estate.gone", mark("这项资产已经处置过了。"))
    made = register_acts.asset_of(corrected, row.owner_id, playbook.section_of())
    changed = _BOOKED if _differs(row, made) else ()
    if changed and WearLine.objects.filter(asset=row).exists():
        raise Conflict(
            "estate.worn_already",
            mark("这项资产已经提过折旧，类别、取得日期和金额不能再改。"),
            remedy=mark("请处置后重新登记；名称、地点、数量可以单独更正。"),
        )
    values = {name: getattr(made, name) for name in (*_PLAIN, *changed)}
    _change(actor, row, "asset", values, reason)


def _differs(row: Asset, made: Asset) -> bool:
    """What follows from other words than the amounts themselves (the day it is told) does not count."""
    return any(getattr(row, name) != getattr(made, name) for name in ("kind", "acquired_on", "cost", "worn"))


@action("estate.correct_contract")
def correct_contract(actor: Actor, *, contract_id: int, corrected: ContractWords, reason: str) -> None:
    """Words, parties and the thing let. Refusals: estate.no_reason, estate.no_thing, estate.contract_taken."""
    row = contracts.contract_row(contract_id)
    require(actor, "estate.make_contract", row.owner_id)
    _tell(reason)
    values: dict[str, Any] = {
        "number": corrected.number.strip(),
        "matter": corrected.matter.strip(),
        "party": corrected.party.strip(),
        "signed_on": corrected.signed_on,
        "asset_id": contract_acts.asset_id(row.book_id, corrected.asset_number),
        "resource_id": contract_acts.resource_id(row.book_id, corrected.resource_number),
    }
    _change(actor, row, "contract", values, reason)


def _tell(reason: str) -> None:
    if not reason.strip():
        place = Place("field", field="reason")
        raise Refusal("estate.no_reason", mark("请写明更正的原因。"), place=place, status=422)


def _change(actor: Actor, row: Asset | Contract, subject: str, values: dict[str, Any], reason: str) -> None:
    """The old row and the new one are kept beside the reason; the database takes no change without them."""
    if all(getattr(row, name) == value for name, value in values.items()):
        raise Refusal("estate.nothing_corrected", mark("没有改动任何内容。"), status=422)
    table, sets = f"estate_{subject}", ", ".join(f"{name} = %s" for name in values)
    aliases = ", ".join(f"%s::{_type(table, name)} as {name}" for name in values)
    written = list(values.values())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"""insert into estate_correction
                    (owner_id, book_id, subject, subject_id, before, after, reason, name, at)
                    select r.owner_id, r.book_id, %s, r.id, to_jsonb(r), to_jsonb(r) || to_jsonb(n), %s, %s, %s
                    from {table} r, (select {aliases}) n where r.id = %s""",
                [subject, reason.strip(), signature(actor), scope.moment(), *written, row.pk],
            )
            cursor.execute(f"update {table} set {sets} where id = %s", [*written, row.pk])
    except IntegrityError as error:
        place = Place("field", field="number")
        raise Conflict("estate.number_taken", mark("编号在这个账套里已经用过。"), place=place) from error
    audit.record(
        actor,
        f"estate.correct_{subject}",
        subject=f"estate.{subject}",
        subject_id=row.pk,
        body_id=row.owner_id,
        detail={"changed": [name for name, value in values.items() if getattr(row, name) != value]},
    )


def _type(table: str, column: str) -> str:
    """The column's own type, so that both versions are written alike."""
    model = Asset if table == "estate_asset" else Contract
    return str(model._meta.get_field(column.removesuffix("_id")).db_type(connection))


@action("estate.end_contract")
def end_contract(actor: Actor, *, contract_id: int, on: date, reason: str) -> None:
    """From the next day on it is not in force; periods that begin later are not due, earlier ones stay owed.

    Refusals: estate.no_reason, estate.contract_ended, estate.end_day.
    """
    row = contracts.contract_row(contract_id)
    require(actor, "estate.make_contract", row.owner_id)
    _tell(reason)
    if hasattr(row, "end"):
        raise Conflict("estate.contract_ended", mark("这份合同已经提前终止。"))
    if not row.since <= on < row.until:
        place = Place("field", field="on")
        raise Refusal(
            "estate.end_day", mark("终止的日期要在合同期限之内、原终止日之前。"), place=place, status=422
        )
    ContractEnd.objects.create(
        owner_id=row.owner_id,
        book_id=row.book_id,
        contract=row,
        on=on,
        reason=reason.strip(),
        name=signature(actor),
        ended_at=clock.now(),
    )
    audit.record(
        actor,
        "estate.end_contract",
        subject="estate.contract",
        subject_id=contract_id,
        body_id=row.owner_id,
        detail={"on": str(on)},
    )
