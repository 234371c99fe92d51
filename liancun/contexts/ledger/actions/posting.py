"""Posting: the one gate from draft to book. Number and chain are given under the lock of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import checking, drafting
from liancun.contexts.ledger.actions.apart import keep_apart
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.models import Book, Claim, Voucher
from liancun.contexts.ledger.queries import authorities, books, claims, holds, vouchers
from liancun.contexts.ledger.rules import authority as authority_rules
from liancun.contexts.ledger.rules import claims as claim_rules
from liancun.contexts.ledger.rules import duties
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark


@action("ledger.post_voucher")
def post_voucher(actor: Actor, *, voucher_id: int, key: str) -> vouchers.VoucherLine:
    """Reviews and posts a draft. The same key again changes nothing and gives the first result.

    Refusals: ledger.key_used, ledger.already_posted, ledger.duties_apart, ledger.month_closed,
    those of the lines and of the authority.
    """
    book = books.locked(vouchers.book_id_of(voucher_id))
    require(actor, "ledger.post_voucher", book.owner_id)
    drafting.keep_here(book)
    together = _parts(vouchers.locked_voucher(voucher_id))
    if _is_repeated(book, together[0], key):
        return vouchers.voucher(voucher_id)
    asked = {voucher.pk: _judged(actor, book, voucher) for voucher in together}
    seal([voucher.pk for voucher in together], key)
    for voucher in together:
        drafting.sign(actor, voucher, "post")
        claim = asked[voucher.pk]
        if claim is not None and voucher.corrects_id is None:
            claim.state = claim_rules.after(claim.state, "post")
            claim.save(update_fields=["state"])
    posted = vouchers.lines(list(Voucher.objects.filter(pk__in=asked).order_by("pk")))
    for line in posted:
        audit.record(
            actor,
            "ledger.post_voucher",
            subject="ledger.voucher",
            subject_id=line.id,
            body_id=book.owner_id,
            detail={"sequence": line.sequence, "digest": line.digest},
        )
    return next(line for line in posted if line.id == voucher_id)


def _parts(voucher: Voucher) -> list[Voucher]:
    """The drafts of its event, which share a number and are posted together; the voucher alone without one."""
    if voucher.parts == 1:
        return [voucher]
    found = Voucher.objects.select_for_update(of=("self",)).filter(
        book_id=voucher.book_id, event=voucher.event, state=voucher.state
    )
    return list(found.order_by("part"))


def _judged(actor: Actor, book: Book, voucher: Voucher) -> Claim | None:
    """Raises unless this person may post it now; gives the claim it settles."""
    if voucher.link_id is not None:
        raise Conflict("ledger.side_alone", mark("联动凭证的两边要一起记账，请到联动凭证里复核。"))
    claim = claims.locked_claim(voucher.claim_id) if voucher.claim_id else None
    if claim is not None and voucher.corrects_id is None:
        holds.refuse_posting(claim.pk)
    _keep_apart(actor, voucher, claim)
    checking.refuse_unchecked(actor, voucher)
    _check(book, voucher, claim)
    return claim


def keep_sides_apart(actor: Actor, voucher: Voucher) -> None:
    """The side of a pair is approved by another person than prepared it, and holds what the rules ask."""
    _keep_apart(actor, voucher, None)


def _is_repeated(book: Book, voucher: Voucher, key: str) -> bool:
    first = Voucher.objects.filter(book=book, posting_key=key).values_list("id", flat=True).first()
    if first == voucher.pk:
        return True
    if first is not None:
        raise Conflict("ledger.key_used", mark("这次提交已经用于另一张凭证，请刷新页面后重试。"))
    if voucher.state != "draft":
        raise Conflict(
            "ledger.already_posted",
            mark("这张凭证已经记账或作废，不能再记一次。"),
            remedy=mark("请刷新页面查看。"),
        )
    return False


def _keep_apart(actor: Actor, voucher: Voucher, claim: Claim | None) -> None:
    done = asdict(claims.signed(claim)) if claim is not None else {}
    apart = playbook.section_of(voucher.playbook_id).apart
    done = {**done, "prepared": voucher.prepared_by_id}
    keep_apart(actor, "posted", done, apart, verb="ledger.post_voucher", owner_id=voucher.owner_id)
    duties.keep_apart("prepared", person_of(actor), done | {"posted": None, "prepared": None}, apart)


def _check(book: Book, voucher: Voucher, claim: Claim | None) -> None:
    """The lines were judged when they were written and cannot change since; the gate judges them again."""
    drafting.open_month(book, voucher.date)
    if voucher.authority_id is None or voucher.spent <= 0:
        return
    own = claim.amount if claim is not None and voucher.corrects_id is None else Decimal(0)
    line = authorities.authority(voucher.authority_id)
    authority_rules.permit(authorities.standing(line, but=own), voucher.spent, clock.today())


def seal(voucher_ids: Sequence[int], key: str | None) -> None:
    """Numbers, places in the chain and digests in one statement; the gate judges it and keeps heads and balances."""
    with connection.cursor() as cursor:
        cursor.execute("select ledger_post(%s, %s)", [list(voucher_ids), key])
