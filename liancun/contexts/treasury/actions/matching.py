"""Accepting what belongs together, taking it back, and signing that a month agrees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.models import Account, Match, MatchedEntry, MatchedLine, MonthReconciled
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.queries import matching as reads
from liancun.contexts.treasury.rules import matching as rules
from liancun.contexts.treasury.rules.reconciling import Reconciliation
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark
from liancun.kernel.periods import Month

SUBJECT = "treasury.account"


@action("treasury.match")
def accept(actor: Actor, *, account_id: int, lines: Collection[int], entries: Collection[int]) -> int:
    """Takes lines of the bank and of the book as the same money: equal sums, each used once.

    Refusals: treasury.sums_differ, treasury.already_matched, treasury.no_line.
    """
    account = accounts.locked(account_id)
    require(actor, "treasury.match", account.owner_id)
    bank = [reads.side_of(line) for line in reads.lines_by_id(account_id, list(lines))]
    book = [
        reads.entry_side(entry)
        for entry in ledger.money_lines(account.book_id, account.code, ids=list(entries))
    ]
    if len(bank) < len(set(lines)) or len(book) < len(set(entries)):
        raise Unknown("treasury.no_line", mark("没有找到这笔流水或者分录。"))
    if not rules.equal_sums(bank, book):
        raise _differ(bank, book)
    window = rules.propose(bank, book, window=3650)
    codes = [(r.code, r.number) for r in window[0].reasons] if len(window) == 1 else [("by_hand", 0)]
    return _keep(actor, account, bank, book, codes)


def _differ(bank: Sequence[rules.Side], book: Sequence[rules.Side]) -> Refusal:
    if not bank or not book:
        return Refusal("treasury.one_side_only", mark("银行流水和账上分录都要至少选一笔。"), status=422)
    one, two = (sum((side.net for side in sides), Decimal("0.00")) for sides in (bank, book))
    return Refusal(
        "treasury.sums_differ",
        mark("两边金额不等：银行流水合计 {bank} 元，账上合计 {book} 元。"),
        {"bank": one, "book": two},
        remedy=mark("请重新选择；少记的请先记账，多记的请用红字更正。"),
        status=422,
    )


def _keep(
    actor: Actor,
    account: Account,
    bank: Sequence[rules.Side],
    book: Sequence[rules.Side],
    codes: Sequence[tuple[str, int]],
) -> int:
    shared = {"owner_id": account.owner_id, "account_id": account.pk}
    try:
        with transaction.atomic():
            made = Match.objects.create(
                **shared,
                amount=sum((side.net for side in bank), Decimal("0.00")),
                codes=[list(pair) for pair in codes],
                made_by_id=actor.person_id,
                made_at=clock.now(),
            )
            MatchedLine.objects.bulk_create(MatchedLine(**shared, match=made, line_id=s.id) for s in bank)
            MatchedEntry.objects.bulk_create(MatchedEntry(**shared, match=made, entry_id=s.id) for s in book)
    except IntegrityError as error:
        raise Conflict(
            "treasury.already_matched",
            mark("其中有一笔已经勾对过了。"),
            remedy=mark("请刷新页面，看现在还没有勾对的。"),
        ) from error
    audit.record(
        actor,
        "treasury.match",
        subject=SUBJECT,
        subject_id=account.pk,
        body_id=account.owner_id,
        detail={"match": made.pk, "lines": len(bank), "entries": len(book)},
    )
    return made.pk


@action("treasury.accept_sure")
def accept_sure(actor: Actor, *, account_id: int) -> int:
    """Accepts all proposals that leave no choice; returns how many."""
    account = accounts.account_row(account_id)
    require(actor, "treasury.match", account.owner_id)
    sure = [one for one in reads.open_sides(account_id).proposals if one.sure]
    for one in sure:
        accept(actor, account_id=account_id, lines=one.lines, entries=one.entries)
    return len(sure)


@action("treasury.undo_match")
def undo_match(actor: Actor, *, match_id: int) -> None:
    """Takes a wrong match back: both sides are open again, the match stays as undone."""
    found = Match.objects.filter(pk=match_id).first()
    if found is None:
        raise Unknown("treasury.no_match", mark("没有这次勾对。"))
    accounts.lock("treasury.account", found.account_id)
    require(actor, "treasury.match", found.owner_id)
    if Match.objects.filter(pk=match_id, undone_at=None).update(undone_at=clock.now()) == 0:
        raise Conflict("treasury.undone", mark("这次勾对已经取消。"))
    MatchedLine.objects.filter(match_id=match_id).delete()
    MatchedEntry.objects.filter(match_id=match_id).delete()
    audit.record(
        actor,
        "treasury.undo_match",
        subject=SUBJECT,
        subject_id=found.account_id,
        body_id=found.owner_id,
        detail={"match": match_id},
    )


@action("treasury.reconcile")
def reconcile(actor: Actor, *, account_id: int, month: Month, bank_balance: Decimal) -> int:
    """Signs that bank and book agree at the end of a month. `bank_balance`: read from the bank's own statement.

    Refusals: treasury.month_runs, treasury.bank_balance (what was typed is not what the lines say),
    treasury.not_equal, treasury.reconciled.
    """
    account = accounts.locked(account_id)
    require(actor, "treasury.reconcile", account.owner_id)
    if clock.today() <= month.last:
        raise Conflict("treasury.month_runs", mark("{month}还没有过完。"), {"month": month.label()})
    sheet = reads.reconciliation(account_id, month.last)
    _check(sheet, bank_balance)
    if MonthReconciled.objects.filter(account_id=account_id, month=month.first).exists():
        raise Conflict("treasury.reconciled", mark("{month}已经对过账。"), {"month": month.label()})
    made = MonthReconciled.objects.create(
        owner_id=account.owner_id,
        book_id=account.book_id,
        account=account,
        month=month.first,
        bank=sheet.bank,
        book=sheet.book,
        adjusted=sheet.adjusted_bank,
        items=len(sheet.only_bank) + len(sheet.only_book),
        made_by_id=actor.person_id,
        by_name=signature(actor),
        made_at=clock.now(),
    )
    audit.record(
        actor,
        "treasury.reconcile",
        subject=SUBJECT,
        subject_id=account_id,
        body_id=account.owner_id,
        detail={"month": str(month), "adjusted": str(sheet.adjusted_bank)},
    )
    return made.pk


def _check(sheet: Reconciliation, bank_balance: Decimal) -> None:
    if bank_balance != sheet.bank:
        raise Refusal(
            "treasury.bank_balance",
            mark("导入的流水到月末是 {bank} 元，与填写的 {typed} 元不同。"),
            {"bank": sheet.bank, "typed": bank_balance},
            Place("field", field="bank_balance"),
            mark("请先导入到月末为止的流水，再核对银行的月末余额。"),
            422,
        )
    if not sheet.equal:
        raise Refusal(
            "treasury.not_equal",
            mark("调节后还相差 {gap} 元，不能确认。"),
            {"gap": sheet.difference},
            remedy=mark("请查清差额：漏记的补记，记错的用红字更正，期初不符的查明启用前的未达账项。"),
            status=422,
        )
