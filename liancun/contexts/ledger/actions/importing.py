"""Many vouchers at once: copied beside the books, judged as a whole, made drafts, then posted through the gate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.actions import importing_sql as sql
from liancun.contexts.ledger.actions.drafting import keep_here, person_of, refuse_kept_elsewhere
from liancun.contexts.ledger.models import Batch, Book, Voucher
from liancun.contexts.ledger.rules import importing as rules
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Unknown, mark


@action("ledger.import_vouchers")
def import_vouchers(
    actor: Actor,
    *,
    rows: Iterable[rules.IncomingLine],
    key: str,
    source: str = "",
    record_unauthorised: bool = False,
) -> rules.Report:
    """Drafts of all rows, of any books, or none: the first wrong row is named. The memory it takes does not grow.

    The same key again gives the first result back. `record_unauthorised`: money out without authority is recorded
    and marked 待补手续 instead of refused. Another person posts the drafts with `post_import`.
    """
    person_of(actor)
    take_in(rows)
    books = _permitted(actor, "ledger.import_vouchers")
    known = _known(key, books)
    if known is not None:
        return known
    made = write(actor, key=key, source=source, record_unauthorised=record_unauthorised)
    audit.record_all(actor, [_act("ledger.import_vouchers", batch, books[batch.book_id]) for batch in made])
    return _report(made)


def take_in(rows: Iterable[rules.IncomingLine]) -> None:
    """Copies the rows beside the books, for `write` in the same transaction."""
    _run(sql.SETTINGS)
    _copy(rows)


def write(
    actor: Actor, *, key: str, source: str, record_unauthorised: bool, mirror_id: int | None = None
) -> list[Batch]:
    """Judges what was taken in and makes it drafts, a batch for each book. The books are locked by the caller."""
    values = {
        "key": key,
        "source": source,
        "person": person_of(actor),
        "now": clock.now(),
        "today": clock.today(),
        "playbook": playbook.current().id,
        "mark": record_unauthorised,
        "mirror": mirror_id,
    }
    for statement in (sql.VOUCHERS, sql.INDEXED):
        _run(statement, values)
    _judge(values)
    for statement in sql.WRITE:
        _run(statement, values)
    _run(sql.COUNTED_COMING)
    books = [book for (book,) in _run("select distinct book_id from ledger_coming")]
    return list(Batch.objects.filter(key=key, book_id__in=books).order_by("book_id"))


def _run(statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _copy(rows: Iterable[rules.IncomingLine]) -> None:
    _run(sql.INCOMING)
    with connection.cursor() as cursor, cursor.copy(sql.COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _permitted(actor: Actor, verb: str) -> dict[int, int]:
    """Locks the books of the rows, in the order of their ids; book id → owner id."""
    wanted = [book for (book,) in _run("select distinct book_id from ledger_incoming")]
    locked = _locked(wanted)
    found = {b.pk: b.owner_id for b in locked}
    if not found or len(found) < len(wanted):
        raise Unknown("ledger.no_book", mark("没有找到这个账套。"))
    for owner_id in found.values():
        require(actor, verb, owner_id)
    for book in locked:
        keep_here(book)
    return found


def _locked(book_ids: Iterable[int]) -> list[Book]:
    found = Book.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(book_ids))
    return list(found.order_by("pk"))


def _known(key: str, books: dict[int, int]) -> rules.Report | None:
    found = list(Batch.objects.filter(key=key, book_id__in=books).order_by("book_id"))
    if not found:
        return None
    if {batch.book_id for batch in found} != set(books):
        raise Conflict("ledger.import_key", mark("这次导入的编号已经用于另一份文件。"))
    return _report(found, again=True)


def _report(batches: list[Batch], *, again: bool = False) -> rules.Report:
    return rules.Report(
        tuple(batch.pk for batch in batches),
        sum(batch.vouchers for batch in batches),
        sum(batch.lines for batch in batches),
        again,
    )


def _act(verb: str, batch: Batch, owner_id: int) -> audit.Act:
    return audit.Act(
        verb, "ledger.batch", batch.pk, owner_id, {"vouchers": batch.vouchers, "lines": batch.lines}
    )


def _judge(values: dict[str, Any]) -> None:
    found = _run(sql.FAULT, values)
    if found:
        fault, row, voucher = found[0]
        raise rules.refuse(fault, row=row, voucher=voucher)


@action("ledger.post_import")
def post_import(actor: Actor, *, key: str) -> rules.Report:
    """Posts all drafts of an import in one statement through the gate, by another person than prepared them.

    Only the batches of books the actor may post to; posting again changes nothing.
    """
    person = person_of(actor)
    found = list(Batch.objects.filter(key=key).order_by("book_id"))
    owners = {b.pk: b.owner_id for b in _locked([batch.book_id for batch in found])}
    if not found:
        raise Unknown("ledger.no_import", mark("没有找到这次导入。"))
    for batch in found:
        require(actor, "ledger.post_import", owners[batch.book_id])
        if batch.mirror_id is not None:
            raise refuse_kept_elsewhere()
        if batch.prepared_by_id == person:
            raise Conflict(
                "ledger.own_import",
                mark("制单和复核要由两个人完成。"),
                remedy=mark("请由另一位有记账职务的人员复核这次导入。"),
            )
    _run(sql.SETTINGS)
    batches = [batch.pk for batch in found]
    waiting = Voucher.objects.filter(batch_id__in=batches, state="draft").exists()
    if waiting:
        _run(sql.POST, {"batches": batches})
        _run(sql.COUNTED, {"added": sum(batch.vouchers for batch in found)})
        audit.record_all(actor, [_act("ledger.post_import", batch, owners[batch.book_id]) for batch in found])
    return _report(found, again=not waiting)
