"""What the database's guards of households refuse, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from liancun.kernel.errors import Conflict, Place, mark


@contextmanager
def said_kindly() -> Iterator[None]:
    """Raises people.number_taken, people.one_head or people.lives_elsewhere; what was begun inside is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _said(error) from error


def _said(error: IntegrityError) -> Exception:
    text = str(error)
    if "number_once" in text:
        return Conflict(
            "people.number_taken",
            mark("本村已有这个户编号。"),
            place=Place("field", field="number"),
            remedy=mark("请换一个编号，或打开已有的那一户。"),
        )
    if "one_head" in text:
        return Conflict(
            "people.one_head",
            mark("一户有且只有一位户主。"),
            place=Place("field", field="relation"),
            remedy=mark("请把一名成员登记为户主，其余成员写明与户主的关系。"),
        )
    if "householdmember_once" in text:
        return Conflict(
            "people.lives_elsewhere",
            mark("这个人那时登记在另一户；一个人同时只在一户。"),
            place=Place("field", field="person"),
            remedy=mark("请先在原来的户办理离户。"),
        )
    return error
