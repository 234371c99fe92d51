"""Opening a book, its opening balances, its bank account, closing a month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.models import Account, BankAccount, Book, Period, Voucher
from liancun.contexts.ledger.playbook import charts
from liancun.contexts.ledger.queries import books, vouchers
from liancun.contexts.ledger.rules import numbers, trial
from liancun.contexts.ledger.rules.lines import Entry, totals
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel import chain
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@action("ledger.open_book")
def open_book(
    actor: Actor, *, owner_id: int, opening_date: date, chart: str | None = None, kind: str | None = None
) -> books.BookLine:
    """Opens the book of one owner with the accounts of a chart and the month of its opening.

    `kind`: own (主账) or mirror (镜像账), else as the playbook says. A mirror begins with a month.
    Refusals: ledger.cannot_own, ledger.book_exists, ledger.wrong_chart, ledger.opens_later.
    """
    owner = books.owner_of(owner_id)
    require(actor, "ledger.open_book", owner.id)
    section = playbook.section_of()
    _check_owner(owner, section)
    _check_day(opening_date)
    name = _chart_of(owner, section, chart)
    kept = kind or section.ledger.platform.kind
    first = opening_date.replace(day=1) if kept == "mirror" else opening_date
    book = Book.objects.create(owner_id=owner.id, kind=kept, chart=name, opened_on=first, head=chain.GENESIS)
    _open_accounts(book, section.chart[name])
    Period.objects.create(book=book, month=numbers.month_of(opening_date))
    audit.record(
        actor,
        "ledger.open_book",
        subject="ledger.book",
        subject_id=book.pk,
        body_id=owner.id,
        detail={"chart": name, "kind": kept},
    )
    return books.book(book.pk)


def _open_accounts(book: Book, chart: charts.Chart) -> None:
    """Level by level: a prescribed detail stands below the account its code begins with."""
    known = {a.code for a in chart.account}
    made: dict[str, int] = {}
    for length in sorted({len(code) for code in known}):
        level = [_account(book, a, known, made) for a in chart.account if len(a.code) == length]
        made |= {a.code: a.pk for a in Account.objects.bulk_create(level)}


def _account(
    book: Book, written: charts.ChartAccount, known: Collection[str], made: Mapping[str, int]
) -> Account:
    return Account(
        book=book,
        code=written.code,
        name=written.name,
        account_class=written.account_class,
        side=written.side,
        money=written.money,
        counterparties=written.counterparties,
        quantities=written.quantities,
        parent_id=made.get(charts.parent_code(written.code, known) or ""),
    )


def _check_owner(owner: bodies.BodyLine, section: playbook.LedgerSection) -> None:
    if owner.kind not in section.ledger.book.owners:
        raise Refusal(
            "ledger.cannot_own",
            mark("{owner}不能有账套：账随所有者走，联合组织不持有资产。"),
            {"owner": owner.name},
            remedy=mark("共同经营的收支记在各村或者联办企业、合作社自己的账上。"),
        )
    if Book.objects.filter(owner_id=owner.id).exists():
        raise Conflict("ledger.book_exists", mark("{owner}已经有账套了。"), {"owner": owner.name})


def _check_day(day: date) -> None:
    if day > clock.today():
        raise Refusal(
            "ledger.opens_later",
            mark("账套不能从还没有到的日子开始。"),
            place=Place("field", field="month"),
            remedy=mark("请选本月或者以前的月份。"),
        )


def _chart_of(owner: bodies.BodyLine, section: playbook.LedgerSection, wanted: str | None) -> str:
    """The chart wanted, if owners of this kind use it; else the usual one."""
    above = bodies.get(owner.parent_id).kind if owner.parent_id else None
    fitting = section.charts_of(owner.kind, above)
    if wanted is None or wanted in fitting:
        return wanted or fitting[0]
    raise Refusal(
        "ledger.wrong_chart",
        mark("{owner}不能用这张科目表。"),
        {"owner": owner.name},
        Place("field", field="chart"),
        remedy=mark("请从页面上列出的科目表里选。"),
    )


@action("ledger.load_opening")
def load_opening(actor: Actor, *, book_id: int, lines: Sequence[Entry]) -> vouchers.VoucherLine:
    """Prepares the opening voucher from a balance table; it is posted by another person like any voucher.

    Refusals: ledger.opening_unbalanced, ledger.opening_exists, and those of the lines.
    """
    book = books.locked(book_id)
    require(actor, "ledger.load_opening", book.owner_id)
    drafting.keep_here(book)
    trial.require_opening_balance(*totals(lines))
    if Voucher.objects.filter(book=book, word=numbers.OPENING).exclude(state="discarded").exists():
        raise Conflict("ledger.opening_exists", mark("期初余额已经录入，不能重复录入。"))
    made = drafting.draft(
        actor,
        book,
        drafting.Content(
            day=book.opened_on,
            summary=str(mark("期初余额")),
            entries=tuple(lines),
            key="opening",
            word=numbers.OPENING,
        ),
    )
    return vouchers.voucher(made.pk)


@action("ledger.add_bank_account")
def add_bank_account(
    actor: Actor, *, book_id: int, bank: str, number: str, kind: str = "basic"
) -> books.BankLine:
    """One basic account per book; the number is kept encrypted and shown masked."""
    book = books.locked(book_id)
    require(actor, "ledger.add_bank_account", book.owner_id)
    if kind == "basic" and BankAccount.objects.filter(book=book, kind="basic").exists():
        raise Conflict(
            "ledger.second_basic_account",
            mark("这个账套已经有基本存款账户，一个集体只能开立一个基本账户。"),
            remedy=mark("其他账户请按专用账户登记。"),
        )
    made = BankAccount.objects.create(book=book, kind=kind, bank=bank, number=number, added_at=clock.now())
    audit.record(
        actor,
        "ledger.add_bank_account",
        subject="ledger.book",
        subject_id=book.pk,
        body_id=book.owner_id,
        detail={"kind": kind},
    )
    return next(line for line in books.bank_accounts(book.pk) if line.id == made.pk)
