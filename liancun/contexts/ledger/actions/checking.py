"""Where the playbook's tier asks for it, somebody checks a draft before another person posts it."""

from __future__ import annotations

from dataclasses import asdict

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.actions.apart import keep_apart
from liancun.contexts.ledger.models import Book, Voucher
from liancun.contexts.ledger.queries import books, claims, vouchers
from liancun.contexts.ledger.rules import duties
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark


@action("ledger.check_voucher")
def check_voucher(actor: Actor, *, voucher_id: int) -> vouchers.VoucherLine:
    """Lines, papers and authority agree, says somebody who neither prepared it nor posts it.

    Refusals: ledger.nothing_to_check, ledger.duties_apart, ledger.delegate_twice.
    """
    book = books.locked(vouchers.book_id_of(voucher_id))
    require(actor, "ledger.check_voucher", book.owner_id)
    voucher = vouchers.locked_voucher(voucher_id)
    if voucher.state != "draft" or not voucher.needs_check or voucher.checked_by_id is not None:
        raise Conflict("ledger.nothing_to_check", mark("这张凭证现在不用审核。"))
    _keep_apart(actor, book, voucher)
    voucher.checked_by_id = drafting.person_of(actor)
    voucher.checked_at = clock.now()
    voucher.save(update_fields=["checked_by", "checked_at"])
    drafting.sign(actor, voucher, "check")
    audit.record(
        actor,
        "ledger.check_voucher",
        subject="ledger.voucher",
        subject_id=voucher_id,
        body_id=book.owner_id,
        detail={},
    )
    return vouchers.voucher(voucher_id)


def _keep_apart(actor: Actor, book: Book, voucher: Voucher) -> None:
    section = playbook.section_of(voucher.playbook_id)
    apart = (*section.apart, *CHECKER_APART)
    claim = claims.claim(voucher.claim_id) if voucher.claim_id else None
    done = (asdict(claim.signed) if claim else {}) | {"checked": None, "prepared": voucher.prepared_by_id}
    keep_apart(actor, "voucher_checked", done, apart, verb="ledger.check_voucher", owner_id=book.owner_id)


# Of these the law leaves no choice: 会计法, preparing, checking and posting by different persons.
CHECKER_APART = (
    duties.Apart(("voucher_checked", "prepared"), "制单和审核要由两个人完成"),
    duties.Apart(("voucher_checked", "handled"), "经手和记账要分开"),
    duties.Apart(("voucher_checked", "filed"), "报账和记账要分开"),
    duties.Apart(("voucher_checked", "approved"), "审批和记账要分开"),
    duties.Apart(("voucher_checked", "approved_above"), "审批和记账要分开"),
    duties.Apart(("voucher_checked", "posted"), "审核和记账要由两个人完成"),
)


def refuse_unchecked(actor: Actor, voucher: Voucher) -> None:
    """Refusals of posting: ledger.not_checked, ledger.duties_apart."""
    if not voucher.needs_check:
        return
    if voucher.checked_by_id is None:
        raise Conflict(
            "ledger.not_checked",
            mark("这张凭证的金额要先由另一位会计审核，再复核记账。"),
            remedy=mark("请由没有制单的会计先审核。"),
        )
    duties.keep_apart(
        "posted", drafting.person_of(actor), {"voucher_checked": voucher.checked_by_id}, CHECKER_APART
    )
