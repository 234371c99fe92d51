"""One event on several vouchers that share a number (分数编号法, 记-12 1/3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.actions.vouchers import permit
from liancun.contexts.ledger.models import Voucher
from liancun.contexts.ledger.queries import books, vouchers
from liancun.contexts.ledger.rules import lines as rules
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal, mark

MOST = 9


@action("ledger.prepare_event")
def prepare_event(
    actor: Actor,
    *,
    book_id: int,
    day: date,
    summary: str,
    key: str,
    sheets: Sequence[Sequence[rules.Entry]],
    payee: str = "",
    authority_id: int | None = None,
    attachments: int = 0,
) -> list[vouchers.VoucherLine]:
    """Drafts of all parts, each balanced in itself, or none; they are posted together under one number.

    The papers are counted with the first part. Repeating the key gives the first drafts back.
    """
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    known = list(Voucher.objects.filter(book=book, event=key).order_by("part"))
    if known:
        return vouchers.lines(known)
    if not 2 <= len(sheets) <= MOST:
        raise Refusal("ledger.parts", mark("一笔业务可以分成二至九张凭证。"), status=422)
    money = books.money_codes(book_id)
    out = [max(rules.money_out(lines, money), rules.ZERO) for lines in sheets]
    if sum(out) > 0:
        permit(book, authority_id, sum(out, rules.ZERO))
    made = [
        drafting.draft(
            actor,
            book,
            drafting.Content(
                day,
                summary,
                tuple(lines),
                f"{key}#{part}",
                payee,
                authority_id=authority_id if out[part - 1] > 0 else None,
                attachments=attachments if part == 1 else 0,
                event=key,
                part=part,
                parts=len(sheets),
            ),
        )
        for part, lines in enumerate(sheets, start=1)
    ]
    return vouchers.lines(made)
