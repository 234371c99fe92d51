"""What programs get and send, as OpenAPI tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field


class BodyOut(Schema):
    """A body: `kind` is a code of the playbook, `form` area, part, joint, outside or place."""

    id: int
    kind: str
    kind_name: str
    form: str
    name: str
    code: str = Field(description="12-digit division code of an area, empty for others")
    parent_id: int | None


class BodiesOut(Schema):
    total: int
    offset: int
    items: list[BodyOut]


class MemberOut(Schema):
    """`until` is the first day that no longer counts."""

    body: BodyOut
    role: str
    role_name: str
    since: date
    until: date | None


class PostOut(Schema):
    """A public post and who holds it."""

    id: int
    body_id: int
    kind: str
    kind_name: str
    person_name: str
    since: date
    until: date | None


class FactOut(Schema):
    """What is known of a body for a year: the value that holds, written as the sheet `bodies.facts` takes it."""

    fact: str
    name: str
    unit: str
    year: int
    value: str = Field(description="a number in the unit, 是 or 否, or words")
    source: str
    corrected: bool = Field(description="an earlier value was corrected; the register keeps both")


class RollOut(Schema):
    """`number`: how many stand on the roll that day; `names` are masked."""

    number: int
    offset: int
    names: list[str]


class ColumnOut(Schema):
    key: str
    heading: str
    kind: str
    required: bool
    choices: dict[str, str]
    help: str


class SheetOut(Schema):
    """A sheet and its columns; rows are sent by the columns' keys."""

    key: str
    name: str
    columns: list[ColumnOut]


class RowsIn(Schema):
    """Rows by the keys of the sheet's columns. `commit` false only checks."""

    rows: list[dict[str, Any]] = Field(min_length=1, max_length=2000)
    commit: bool = False


class FaultOut(Schema):
    """`row` counts from 1 in the order sent; `column` is a key, empty for the whole row."""

    row: int
    column: str
    code: str
    sentence: str
    remedy: str


class ImportOut(Schema):
    """What became of the rows: nothing is written while there is a fault."""

    rows: int
    new: int
    known: int
    written: bool
    faults: list[FaultOut]
    repaired: list[FaultOut]


class RefusalOut(Schema):
    """Every refusal: a stable code, what is wrong and what to do."""

    code: str
    sentence: str
    remedy: str
    place: str
