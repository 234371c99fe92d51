"""Preparing vouchers: from a claim, from a usual business, for money already gone, and in red letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.actions.apart import keep_apart
from liancun.contexts.ledger.actions.drafting import Content
from liancun.contexts.ledger.models import Book, Claim, Voucher
from liancun.contexts.ledger.queries import authorities, books, claims, vouchers
from liancun.contexts.ledger.rules import authority as authority_rules
from liancun.contexts.ledger.rules import claims as claim_rules
from liancun.contexts.ledger.rules import lines as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.money import yuan


@action("ledger.prepare_voucher")
def prepare_voucher(
    actor: Actor, *, claim_id: int, day: date | None = None, template: str = "", summary: str = ""
) -> vouchers.VoucherLine:
    """The agency accountant makes the draft of an accepted claim; the business gives the accounts."""
    book = books.locked(claims.claim(claim_id).book_id)
    claim = claims.locked_claim(claim_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    drafting.keep_here(book)
    section = playbook.section_of(claim.playbook_id)
    keep_apart(
        actor,
        "prepared",
        asdict(claims.signed(claim)),
        section.apart,
        verb="ledger.prepare_voucher",
        owner_id=book.owner_id,
    )
    claim.state = claim_rules.after(claim.state, "prepare")
    made = drafting.draft(
        actor,
        book,
        Content(
            day=day or clock.today(),
            summary=summary or claim.purpose,
            payee=claim.payee,
            entries=rules.from_template(
                _template(section, book.chart, template or claim.template), claim.amount
            ),
            key=f"claim:{claim_id}:{Voucher.objects.filter(claim_id=claim_id).count() + 1}",
            claim_id=claim_id,
            authority_id=claim.authority_id,
            attachments=claim.attachments,
        ),
    )
    claim.save(update_fields=["state"])
    return vouchers.voucher(made.pk)


def _template(section: playbook.LedgerSection, chart: str, key: str) -> rules.Template:
    found = section.templates_for(chart).get(key)
    if found is None:
        raise Refusal(
            "ledger.no_template", mark("请选择一项业务。"), place=Place("field", field="template"), status=422
        )
    return found


@action("ledger.prepare_entry")
def prepare_entry(
    actor: Actor,
    *,
    book_id: int,
    day: date,
    summary: str,
    key: str,
    template: str = "",
    amount: Decimal | None = None,
    lines: Sequence[rules.Entry] = (),
    payee: str = "",
    authority_id: int | None = None,
    attachments: int = 0,
) -> vouchers.VoucherLine:
    """A draft without a claim: a usual business with an amount, or lines as given.

    A draft that lets money out names its authority. Repeating the key gives the first draft back.
    """
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    drafting.keep_here(book)
    known = _by_key(book, key)
    if known is not None:
        return known
    entries = tuple(lines) or _business_lines(book, template, amount)
    accounts = books.accounts(book_id, day)
    # Faults of the lines are told first: what they spend is known only when every account is.
    rules.check(entries, accounts.ids, parties=accounts.parties)
    spent = rules.money_out(entries, accounts.money)
    if spent > 0:
        permit(book, authority_id, spent)
    made = drafting.draft(
        actor,
        book,
        Content(day, summary, entries, key, payee, authority_id=authority_id, attachments=attachments),
        accounts,
    )
    return vouchers.lines([made])[0]


def _by_key(book: Book, key: str) -> vouchers.VoucherLine | None:
    known = Voucher.objects.filter(book=book, key=key).values_list("id", flat=True).first()
    return None if known is None else vouchers.voucher(known)


def _business_lines(book: Book, template: str, amount: Decimal | None) -> tuple[rules.Entry, ...]:
    if amount is None or amount <= 0:
        raise Refusal(
            "ledger.amount", mark("金额必须大于零。"), place=Place("field", field="amount"), status=422
        )
    return rules.from_template(_template(playbook.section_of(), book.chart, template), yuan(amount))


def permit(book: Book, authority_id: int | None, spent: Decimal) -> None:
    """Raises unless this authority allows this book to pay so much today."""
    line = None if authority_id is None else authorities.authority(authority_id)
    if line is None or line.owner_id != book.owner_id:
        raise authority_rules.without(books.book(book.pk).owner_name)
    authority_rules.permit(authorities.standing(line), spent, clock.today())


@action("ledger.record_paid_without_authority")
def record_paid_without_authority(
    actor: Actor,
    *,
    book_id: int,
    day: date,
    amount: Decimal,
    template: str,
    payee: str,
    summary: str,
    key: str,
    attachments: int = 0,
) -> vouchers.VoucherLine:
    """Money that has left the bank without authority goes into the books as it is, marked 待补手续.

    Posting it raises the warning that supervisors and township see until an authority is named.
    """
    book = books.locked(book_id)
    require(actor, "ledger.record_without_authority", book.owner_id)
    drafting.keep_here(book)
    known = _by_key(book, key)
    if known is not None:
        return known
    entries = _business_lines(book, template, amount)
    if rules.money_out(entries, books.money_codes(book_id)) <= 0:
        raise Refusal(
            "ledger.not_a_payment",
            mark("“待补手续”只用来登记已经付出的钱。"),
            place=Place("field", field="template"),
            status=422,
        )
    made = drafting.draft(
        actor,
        book,
        Content(day, summary, entries, key, payee, outstanding=True, attachments=attachments),
    )
    return vouchers.voucher(made.pk)


@action("ledger.correct_voucher")
def correct_voucher(
    actor: Actor, *, voucher_id: int, reason: str, day: date | None = None
) -> vouchers.VoucherLine:
    """The draft of a red-letter voucher that takes a posted one back line by line and names it."""
    book = books.locked(vouchers.book_id_of(voucher_id))
    require(actor, "ledger.prepare_voucher", book.owner_id)
    drafting.keep_here(book)
    old = vouchers.voucher(voucher_id)
    _check_correctable(old)
    if not reason.strip():
        raise Refusal(
            "ledger.no_reason", mark("更正要写明原因。"), place=Place("field", field="reason"), status=422
        )
    made = drafting.draft(
        actor,
        book,
        Content(
            day=day or clock.today(),
            summary=f"冲销{old.label}：{reason.strip()}",
            payee=old.payee,
            entries=rules.negated(vouchers.entries(voucher_id)),
            key=f"correct:{voucher_id}:{Voucher.objects.filter(corrects_id=voucher_id).count() + 1}",
            word=old.word,
            claim_id=old.claim_id,
            authority_id=old.authority_id,
            corrects_id=voucher_id,
        ),
    )
    return vouchers.voucher(made.pk)


def _check_correctable(old: vouchers.VoucherLine) -> None:
    if old.state != "posted":
        raise Conflict("ledger.not_posted", mark("只有已经记账的凭证才用红字更正；未记账的请作废重做。"))
    waiting = Voucher.objects.filter(corrects_id=old.id).exclude(state="discarded").exists()
    if old.corrects_id is not None or waiting:
        raise Conflict("ledger.corrected", mark("这张凭证已经有红字更正，不能再更正一次。"))


@action("ledger.discard_voucher")
def discard_voucher(actor: Actor, *, voucher_id: int) -> None:
    """Takes a draft out of the way, by the one who prepared it or the reviewer; its claim waits again."""
    book = books.locked(vouchers.book_id_of(voucher_id))
    voucher = vouchers.locked_voucher(voucher_id)
    mine = voucher.prepared_by_id == actor.person_id
    require(actor, "ledger.prepare_voucher" if mine else "ledger.post_voucher", book.owner_id)
    drafting.keep_here(book)
    if voucher.state != "draft":
        raise Conflict("ledger.posted", mark("已经记账的凭证不能作废，只能红字更正。"))
    if voucher.link_id is not None:
        raise Conflict("ledger.side_of_pair", mark("联动凭证要两边一起放弃，请到联动凭证里办理。"))
    # Parts of one event share a number: none can be posted without the others.
    beside = Voucher.objects.filter(book=book, event=voucher.event, state="draft", parts__gt=1)
    for part in [*beside.exclude(pk=voucher_id), voucher]:
        part.state = "discarded"
        part.save(update_fields=["state"])
        drafting.sign(actor, part, "discard")
    if voucher.claim_id is not None and voucher.corrects_id is None:
        Claim.objects.filter(pk=voucher.claim_id).update(state=claim_rules.ACCEPTED)
    audit.record(
        actor,
        "ledger.discard_voucher",
        subject="ledger.voucher",
        subject_id=voucher_id,
        body_id=book.owner_id,
        detail={},
    )
