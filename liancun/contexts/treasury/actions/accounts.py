"""Beginning to keep an account: a book's own one, an agency's custody account, a book's part in it."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import playbook
from liancun.contexts.treasury.models import Account, Custody, Payee
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.rules import payments
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.crypto import blind_index
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark

SUBJECT = "treasury.account"
BANK = "102"


@action("treasury.open_custody")
def open_custody(actor: Actor, *, body_id: int, bank: str, number: str) -> int:
    """Registers an agency's 代管专户. The money in it belongs to the books, sub-account by sub-account."""
    require(actor, "treasury.open_custody", body_id)
    payments.check_payee("代管", bank, number, playbook.section_of().limits)
    made = Custody.objects.create(body_id=body_id, bank=bank.strip(), number=number, opened_at=clock.now())
    audit.record(
        actor,
        "treasury.open_custody",
        subject="treasury.custody",
        subject_id=made.pk,
        body_id=body_id,
        detail={},
    )
    return made.pk


@action("treasury.open_account")
def open_account(
    actor: Actor,
    *,
    book_id: int,
    bank_id: int | None = None,
    custody_id: int | None = None,
    number: str = "",
    code: str = BANK,
    opening: Decimal | None = None,
) -> int:
    """Keeps the statements of a book's own account (`bank_id`), or of its sub-account in a custody account.

    Refusals: treasury.no_such_bank, treasury.account_exists, treasury.no_such_code, those of the number.
    """
    book = ledger.book(book_id)
    require(actor, "treasury.open_account", book.owner_id)
    _check_code(book_id, code)
    if custody_id is None:
        made = _own(book, bank_id, code, opening)
    else:
        made = _sub(book, custody_id, number, code, opening)
    audit.record(
        actor,
        "treasury.open_account",
        subject=SUBJECT,
        subject_id=made.pk,
        body_id=book.owner_id,
        detail={"kind": made.kind},
    )
    return made.pk


def _check_code(book_id: int, code: str) -> None:
    known = {line.code for line in ledger.trial_balance(book_id).lines}
    if code not in known:
        raise Refusal(
            "treasury.no_such_code",
            mark("本账套没有科目“{code}”。"),
            {"code": code},
            Place("field", field="code"),
            status=422,
        )


def _own(book: ledger.BookLine, bank_id: int | None, code: str, opening: Decimal | None) -> Account:
    bank = next((line for line in ledger.bank_accounts(book.id) if line.id == bank_id), None)
    if bank is None:
        raise Refusal(
            "treasury.no_such_bank",
            mark("这个账套没有登记这个银行账户。"),
            place=Place("field", field="bank"),
            status=422,
        )
    return _create(
        Account(
            owner_id=book.owner_id,
            book_id=book.id,
            kind="own",
            bank=bank.bank,
            bank_id=bank.id,
            code=code,
            opening=opening,
        )
    )


def _sub(book: ledger.BookLine, custody_id: int, number: str, code: str, opening: Decimal | None) -> Account:
    custody = accounts.custody_row(custody_id)
    payments.check_payee("代管", custody.bank, number, playbook.section_of().limits)
    return _create(
        Account(
            owner_id=book.owner_id,
            book_id=book.id,
            kind="sub",
            bank=custody.bank,
            custody=custody,
            number=number,
            number_index=blind_index(number, "bank_account"),
            code=code,
            opening=opening if opening is not None else Decimal("0.00"),
        )
    )


def _create(account: Account) -> Account:
    account.opened_at = clock.now()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "treasury.account_exists",
            mark("这个账户已经在用，不能再登记一次；一个账户只属于一个账套。"),
            remedy=mark("请从“银行账户”列表进入。"),
        ) from error
    return account


@action("treasury.keep_payee")
def keep_payee(actor: Actor, *, book_id: int, name: str, bank: str, number: str) -> int:
    """Keeps where somebody is paid; the number lies sealed and is shown by its last digits."""
    book = ledger.book(book_id)
    require(actor, "treasury.keep_payee", book.owner_id)
    number = "".join(number.split())
    payments.check_payee(name, bank, number, playbook.section_of().limits)
    made = Payee.objects.create(
        owner_id=book.owner_id,
        book_id=book_id,
        name=name.strip(),
        bank=bank.strip(),
        number=number,
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    audit.record(
        actor,
        "treasury.keep_payee",
        subject="treasury.payee",
        subject_id=made.pk,
        body_id=book.owner_id,
        detail={},
    )
    return made.pk
