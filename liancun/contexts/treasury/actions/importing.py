"""A statement comes in: read, recognised, checked for continuity, kept once."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import IO

from liancun.contexts.audit import api as audit
from liancun.contexts.treasury.models import Account, RememberedShape, Statement, StatementLine
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.rules import continuity, shapes
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.crypto import blind_index
from liancun.framework.permissions import require
from liancun.framework.sheets import reading
from liancun.kernel.errors import Place, Refusal, mark

MOST_ROWS = 20_000
MOST_BYTES = 4 * 1024 * 1024
Rows = Sequence[tuple[int, Sequence[str]]]


class UnknownShape(Refusal):
    """The columns of this file are not known yet; `heads` are what stands above them."""

    def __init__(self, heads: tuple[str, ...], sentence: str) -> None:
        super().__init__(
            "treasury.unknown_shape",
            sentence,
            place=Place("field", field="file"),
            remedy=mark("请在下面指明哪一列是什么；以后这个账户的文件会照此识别。"),
            status=422,
        )
        self.heads = heads


@dataclass(frozen=True)
class Imported:
    """What a file brought: rows in it, how many were new, the statement (the first one, when it came before)."""

    statement_id: int
    account_id: int
    rows: int
    fresh: int
    again: bool = False


def rows_of(name: str, content: IO[bytes]) -> Rows:
    """The first worksheet with anything in it. Refusals: those of reading, treasury.too_many_rows."""
    for table in reading.tables(name, content):
        found = []
        for line in table.lines:
            found.append((line.number, line.cells))
            if len(found) > MOST_ROWS:
                raise Refusal(
                    "treasury.too_many_rows",
                    mark("文件超过 {most} 行。"),
                    {"most": MOST_ROWS},
                    Place("field", field="file"),
                    mark("请按月份分开下载，再一份一份导入。"),
                    422,
                )
        if found:
            return found
    raise Refusal(
        "treasury.empty_file",
        mark("文件是空的。"),
        place=Place("field", field="file"),
        remedy=mark("请重新选择银行流水文件。"),
        status=422,
    )


@action("treasury.remember_shape")
def remember_shape(
    actor: Actor, *, heads: Mapping[str, str], account_id: int | None = None, custody_id: int | None = None
) -> None:
    """Keeps which column is which for an account (or custody account). Refusal: treasury.bad_shape."""
    if account_id is not None:
        owner_id = accounts.account_row(account_id).owner_id
        require(actor, "treasury.import_statement", owner_id)
    else:
        owner_id = accounts.custody_row(custody_id or 0).body_id
        require(actor, "treasury.open_custody", owner_id)
    known = {role: heads[role] for role in shapes.ROLES if heads.get(role)}
    fault = shapes.Shape(known).fault
    if fault:
        raise Refusal("treasury.bad_shape", fault, status=422)
    RememberedShape.objects.create(
        owner_id=owner_id, account_id=account_id, custody_id=custody_id, heads=known, made_at=clock.now()
    )


@action("treasury.import_statement")
def import_statement(
    actor: Actor, *, account_id: int, name: str, content: IO[bytes], opening: Decimal | None = None
) -> Imported:
    """Takes a bank's file whole or not at all; the same lines again change nothing.

    Refusals: treasury.unknown_shape (UnknownShape), treasury.gap, treasury.not_connected, treasury.no_balance and
    those of single rows with their number.
    """
    account = accounts.locked(account_id)
    require(actor, "treasury.import_statement", account.owner_id)
    digest = _digest(content)
    before = accounts.statement_of(account_id, digest)
    if before is not None:
        return Imported(before.pk, account_id, before.rows, 0, again=True)
    moves = _moves(rows_of(name, content), accounts.shapes_of(account_id=account_id))
    return _keep(actor, account, name, digest, moves, opening)


@action("treasury.import_custody")
def import_custody(actor: Actor, *, custody_id: int, name: str, content: IO[bytes]) -> tuple[Imported, ...]:
    """A custody account's file: every line goes to the one sub-account it names, and so to one book.

    A line that names none, or one that is nobody's, refuses the whole file: money of two books is never mixed.
    """
    custody = accounts.custody_row(custody_id)
    require(actor, "treasury.open_custody", custody.body_id)
    digest = _digest(content)
    moves = _moves(rows_of(name, content), accounts.shapes_of(custody_id=custody_id))
    subs = {
        bytes(a.number_index): a
        for a in Account.objects.filter(custody_id=custody_id)
        if a.number_index is not None
    }
    total_told = _is_total(moves)
    made = []
    for account, own in _apart(moves, subs):
        require(actor, "treasury.import_statement", account.owner_id)
        accounts.lock("treasury.account", account.pk)
        before = accounts.statement_of(account.pk, digest)
        if before is not None:
            made.append(Imported(before.pk, account.pk, before.rows, 0, again=True))
            continue
        told = [replace(move, balance=None) for move in own] if total_told else own
        made.append(_keep(actor, account, name, digest, told, None))
    return tuple(made)


def _apart(
    moves: Sequence[shapes.Move], subs: Mapping[bytes, Account]
) -> list[tuple[Account, list[shapes.Move]]]:
    found: dict[int, tuple[Account, list[shapes.Move]]] = {}
    for move in moves:
        account = subs.get(blind_index(move.own, "bank_account")) if move.own else None
        if account is None:
            raise Refusal(
                "treasury.whose_money",
                mark("这一行没有写明是哪个账套的子账户，或者子账户没有登记。"),
                place=Place("row", row=move.row),
                remedy=mark("请先登记这个子账户，或在文件里补上子账号；整个文件都没有保存。"),
                status=422,
            )
        found.setdefault(account.pk, (account, []))[1].append(move)
    return list(found.values())


def _is_total(moves: Sequence[shapes.Move]) -> bool:
    """Whether the balances are those of the whole custody account: checked here, then left to it."""
    ordered = continuity.in_order(moves)
    pairs = list(itertools.pairwise(ordered))
    several = len({move.own for move in moves}) > 1
    return (
        several
        and bool(pairs)
        and all(a.balance is not None and b.balance == a.balance + b.net for a, b in pairs)
    )


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    told = hashlib.sha256(content.read()).hexdigest()
    content.seek(0)
    return told


def _moves(rows: Rows, remembered: Sequence[shapes.Shape]) -> tuple[shapes.Move, ...]:
    found = shapes.find_head(rows, remembered)
    if found is None:
        raise UnknownShape(shapes.likely_head(rows), mark("没有认出文件的表头。"))
    at, shape = found
    if shape.fault:
        heads = tuple(dict.fromkeys(cell.strip() for cell in rows[at][1] if cell.strip()))
        raise UnknownShape(heads, shape.fault)
    moves = shapes.moves(rows, at, shape)
    if not moves:
        raise Refusal(
            "treasury.no_lines",
            mark("文件里没有一笔流水。"),
            place=Place("field", field="file"),
            status=422,
        )
    return moves


def _keep(
    actor: Actor,
    account: Account,
    name: str,
    digest: str,
    moves: Sequence[shapes.Move],
    opening: Decimal | None,
) -> Imported:
    last = accounts.last_line(account.pk)
    stood = last.balance if last is not None else account.opening if opening is None else opening
    kept = continuity.follow(moves, accounts.known_keys(account.pk), stood)
    if last is not None and kept and kept[0].move.day < last.day:
        raise _too_early(kept[0], last)
    statement = Statement.objects.create(
        owner_id=account.owner_id,
        book_id=account.book_id,
        account=account,
        file_name=name[:200],
        digest=digest,
        rows=len(moves),
        fresh=len(kept),
        imported_by_id=actor.person_id,
        imported_at=clock.now(),
    )
    first = last.order + 1 if last is not None else 1
    StatementLine.objects.bulk_create(
        [_line(account, statement, number, one) for number, one in enumerate(kept, start=first)]
    )
    audit.record(
        actor,
        "treasury.import_statement",
        subject="treasury.account",
        subject_id=account.pk,
        body_id=account.owner_id,
        detail={"rows": len(moves), "fresh": len(kept)},
    )
    return Imported(statement.pk, account.pk, len(moves), len(kept))


def _too_early(first: continuity.Kept, last: StatementLine) -> Refusal:
    return Refusal(
        "treasury.too_early",
        mark("{day} 的流水比已经导入的更早，不能插到中间。"),
        {"day": first.move.day},
        Place("row", row=first.move.row),
        mark("已经导入到 {last}；请导入这一天以后的流水。").replace("{last}", str(last.day)),
        422,
    )


def _line(account: Account, statement: Statement, number: int, one: continuity.Kept) -> StatementLine:
    move = one.move
    return StatementLine(
        owner_id=account.owner_id,
        book_id=account.book_id,
        account=account,
        statement=statement,
        order=number,
        day=move.day,
        income=move.income,
        outgo=move.outgo,
        balance=one.balance,
        payer=move.payer,
        payer_number=move.payer_number,
        summary=move.summary,
        serial=move.serial,
        key=one.key,
    )
