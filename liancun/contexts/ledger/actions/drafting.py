"""How a draft voucher comes to be: the one place that writes a voucher, its words and its lines."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook as rows_of_playbook
from liancun.contexts.ledger.models import Book, Line, Period, Voucher, VoucherStep, VoucherWords
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.rules import chaining, numbers, tiers
from liancun.contexts.ledger.rules import lines as rules
from liancun.contexts.ledger.rules.lines import Entry
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class Content:
    """What a draft will hold. `key` is made by the sender and makes the draft once only."""

    day: date
    summary: str
    entries: tuple[Entry, ...]
    key: str
    payee: str = ""
    word: str = numbers.GENERAL
    claim_id: int | None = None
    authority_id: int | None = None
    outstanding: bool = False
    corrects_id: int | None = None
    attachments: int = 0
    link_id: int | None = None
    batch_id: int | None = None
    event: str | None = None
    part: int = 1
    parts: int = 1


def refuse_kept_elsewhere() -> Conflict:
    return Conflict(
        "ledger.kept_in_platform",
        mark("这个账套记在省里的三资平台，这里是镜像账，不在这里制单和记账。"),
        remedy=mark("请在平台记账，再把当月的凭证和科目余额表导入到这里。"),
    )


def keep_here(book: Book) -> None:
    """Raises for a mirror book: what is kept in the province's platform is entered there and nowhere else."""
    if book.kind == "mirror":
        raise refuse_kept_elsewhere()


def person_of(actor: Actor) -> int:
    """The person who signs. Only persons sign vouchers and claims."""
    if actor.person_id is None:
        raise NotAllowed("ledger.no_person", mark("凭证和单据要由本人办理，系统账号不能签字。"))
    return actor.person_id


def draft(actor: Actor, book: Book, content: Content, accounts: books.Accounts | None = None) -> Voucher:
    """Writes the draft after checking its lines and its day. The book is locked by the caller.

    `accounts`: those of the book on that day, where the caller has read them.
    """
    person = person_of(actor)
    if content.batch_id is None:
        keep_here(book)
    known = accounts or books.accounts(book.pk, content.day)
    rules.check(
        content.entries,
        known.ids,
        red=content.corrects_id is not None,
        parties=known.parties,
    )
    open_month(book, content.day)
    salt, texts = secrets.token_bytes(16), rules.texts(content.entries)
    made = Voucher.objects.create(
        book=book,
        owner_id=book.owner_id,
        word=content.word,
        month=numbers.month_of(content.day),
        date=content.day,
        key=content.key,
        claim_id=content.claim_id,
        authority_id=content.authority_id,
        outstanding=content.outstanding,
        corrects_id=content.corrects_id,
        link_id=content.link_id,
        batch_id=content.batch_id,
        event=content.event,
        part=content.part,
        parts=content.parts,
        spent=rules.money_out(content.entries, known.money),
        attachments=content.attachments,
        words=chaining.words_digest(salt, content.summary, content.payee, texts),
        prepared_by_id=person,
        prepared_at=clock.now(),
        playbook_id=playbook.current().id,
        needs_check=content.batch_id is None and _needs_check(content),
    )
    VoucherWords.objects.create(
        book=book, voucher=made, summary=content.summary, payee=content.payee, lines=texts, salt=salt
    )
    _write_lines(book, made, content.entries, known.ids)
    sign(actor, made, "prepare")
    audit.record(
        actor,
        "ledger.prepare_voucher",
        subject="ledger.voucher",
        subject_id=made.pk,
        body_id=book.owner_id,
        detail={"spent": str(made.spent), "claim": content.claim_id, "authority": content.authority_id},
    )
    return made


def _needs_check(content: Content) -> bool:
    """Whether the amount's tier wants a checker between preparing and posting; opening balances have none."""
    section = rows_of_playbook.section_of()
    if content.word == numbers.OPENING or not section.tiers:
        return False
    debit, _credit = rules.totals(content.entries)
    return tiers.tier_for(abs(debit), section.tiers).checked


def sign(actor: Actor, voucher: Voucher, act: str) -> None:
    """Keeps who did it under the name of that day."""
    VoucherStep.objects.create(
        book_id=voucher.book_id,
        voucher=voucher,
        act=act,
        person_id=actor.person_id,
        name=signature(actor),
        at=clock.now(),
    )


def _write_lines(book: Book, voucher: Voucher, entries: tuple[Entry, ...], ids: Mapping[str, int]) -> None:
    Line.objects.bulk_create(
        Line(
            book=book,
            voucher=voucher,
            account_id=ids[e.code],
            counterparty_id=e.counterparty,
            order=i,
            debit=e.debit,
            credit=e.credit,
            quantity=e.quantity,
            unit=e.unit,
        )
        for i, e in enumerate(entries, start=1)
    )


def open_month(book: Book, day: date) -> None:
    """Raises where the day cannot be booked; begins its month where it is new."""
    month = Month.of(day)
    if day > clock.today():
        raise Refusal(
            "ledger.future", mark("凭证日期不能晚于今天。"), place=Place("field", field="date"), status=422
        )
    if day < book.opened_on:
        raise Refusal(
            "ledger.before_opening",
            mark("账套从 {day} 启用，不能记更早的账。"),
            {"day": book.opened_on},
            Place("field", field="date"),
            status=422,
        )
    period, _ = Period.objects.get_or_create(book=book, month=month.first)
    if period.closed_at is not None:
        raise Conflict(
            "ledger.month_closed",
            mark("{month}已经结账，不能再记账。"),
            {"month": month.label()},
            Place("field", field="date"),
            mark("请记入没有结账的月份，并在摘要中写明所属期间。"),
        )
