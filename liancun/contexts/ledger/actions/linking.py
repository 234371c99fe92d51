"""Vouchers of two books that belong together: each side by its own officers, or under a standing mandate."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.actions.drafting import Content, person_of
from liancun.contexts.ledger.actions.posting import keep_sides_apart
from liancun.contexts.ledger.actions.vouchers import permit
from liancun.contexts.ledger.models import Book, Mandate, Pair, Voucher
from liancun.contexts.ledger.queries import books, holds, links
from liancun.contexts.ledger.rules import chaining
from liancun.contexts.ledger.rules import lines as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Refusal, mark
from liancun.kernel.money import yuan


def _ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@action("ledger.open_pair")
def open_pair(
    actor: Actor,
    *,
    book_id: int,
    other_owner_id: int,
    pays: bool,
    amount: Decimal,
    purpose: str,
    key: str,
    two_phase: bool = False,
) -> links.PairLine:
    """Begins two linked vouchers of one amount; `pays`: this book is the paying one. The same key gives the first.

    `two_phase`: both sides approved reserve the money first; `settle_pair` posts when the bank has paid.
    """
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    drafting.keep_here(book)
    known = Pair.objects.filter(key=key).first()
    if known is not None:
        return links.pair(known.pk)
    other = _ask("select ledger_book_number(%s)", books.owner_of(other_owner_id).id)
    if other is None or other == book.pk:
        raise Refusal("ledger.no_other_book", mark("对方没有账套，不能记联动凭证。"), status=422)
    payer, payee = (book.pk, other) if pays else (other, book.pk)
    made = Pair.objects.create(
        key=key,
        purpose=purpose,
        amount=yuan(amount),
        two_phase=two_phase,
        payer_id=payer,
        payee_id=payee,
        made_by_id=person_of(actor),
        made_at=clock.now(),
    )
    _record(actor, "ledger.open_pair", book, made.pk)
    return links.pair(made.pk)


@action("ledger.prepare_side")
def prepare_side(
    actor: Actor,
    *,
    pair_id: int,
    book_id: int,
    day: date,
    lines: Sequence[rules.Entry],
    authority_id: int | None = None,
) -> links.PairLine:
    """The draft of one's own side; its total is the amount of the pair."""
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    pair = _side_of(pair_id, book)
    side = links.side(pair, book.pk)
    if getattr(pair, f"{side}_voucher") is not None:
        return links.pair(pair_id)
    if rules.totals(lines)[0] != pair.amount:
        raise Refusal(
            "ledger.pair_amount",
            mark("联动凭证两边金额要相等，都是 {amount} 元。"),
            {"amount": pair.amount},
            status=422,
        )
    spent = rules.money_out(lines, books.money_codes(book.pk))
    if spent > 0:
        permit(book, authority_id, spent)
    made = drafting.draft(
        actor,
        book,
        Content(
            day, pair.purpose, tuple(lines), f"pair:{pair_id}", authority_id=authority_id, link_id=pair_id
        ),
    )
    Pair.objects.filter(pk=pair_id).update(**{f"{side}_voucher": made.pk})
    return links.pair(pair_id)


@action("ledger.approve_side")
def approve_side(
    actor: Actor, *, pair_id: int, book_id: int, mandate_id: int | None = None
) -> links.PairLine:
    """Approves one's own side, by another person than prepared it; the second approval posts both or reserves.

    With `mandate_id` the other side is prepared and approved at the same time, as that book allowed.
    """
    _lock_both(pair_id)
    book = books.locked(book_id)
    require(actor, "ledger.post_voucher", book.owner_id)
    pair = _side_of(pair_id, book)
    side = links.side(pair, book.pk)
    voucher_id = getattr(pair, f"{side}_voucher")
    if voucher_id is None:
        raise Conflict("ledger.side_missing", mark("本方的凭证还没有填制。"))
    keep_sides_apart(actor, Voucher.objects.get(pk=voucher_id))
    if getattr(pair, f"{side}_by_id") is None:
        Pair.objects.filter(pk=pair_id).update(**{f"{side}_by_id": person_of(actor)})
        drafting.sign(actor, Voucher.objects.get(pk=voucher_id), "approve")
    if mandate_id is not None:
        _act_under(pair, mandate_id)
    _record(actor, "ledger.approve_side", book, pair_id)
    _settle(pair_id, "reserve" if pair.two_phase else "post")
    return links.pair(pair_id)


def _lock_both(pair_id: int) -> None:
    """Both books before either, the lower id first. An unknown pair is refused like one that is not the actor's."""
    if not Pair.objects.filter(pk=pair_id).exists():
        raise links.unknown_pair()
    _ask("select ledger_lock_pair(%s)", pair_id)


def _act_under(pair: Pair, mandate_id: int) -> None:
    salt = secrets.token_bytes(16)
    words = chaining.words_digest(salt, pair.purpose, "")
    statement = "select ledger_act_under_mandate(%s, %s, %s, %s, %s, %s)"
    _ask(statement, pair.pk, mandate_id, clock.today(), pair.purpose, salt, words)


# Ended, still waiting, exceeded: told without saying which, because the approver may be of the other book.
_NO_LONGER_ALLOWED = ("LC014", "LC015", "LC024")


def _settle(pair_id: int, how: str) -> str:
    try:
        return str(_ask("select ledger_settle_pair(%s, %s)", pair_id, how))
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") not in _NO_LONGER_ALLOWED:
            raise
        raise Conflict(
            "ledger.pair_not_covered",
            mark("付款一方的依据现在不够或者不能用，这对联动凭证不能办结。"),
            remedy=mark("请付款一方换用依据重新填制，或者双方放弃这对凭证。"),
        ) from error


@action("ledger.settle_pair")
def settle_pair(actor: Actor, *, pair_id: int, book_id: int) -> links.PairLine:
    """Posts what was reserved, by an officer of either book; posting again changes nothing."""
    book = books.book(book_id)
    require(actor, "ledger.post_voucher", book.owner_id)
    holds.refuse_settling(pair_id)
    _settle(pair_id, "post")
    audit.record(
        actor,
        "ledger.settle_pair",
        subject="ledger.pair",
        subject_id=pair_id,
        body_id=book.owner_id,
        detail={},
    )
    return links.pair(pair_id)


@action("ledger.release_pair")
def release_pair(actor: Actor, *, pair_id: int, book_id: int) -> links.PairLine:
    """Lets both sides go before they are posted: their drafts are discarded, what was reserved is free again."""
    book = books.book(book_id)
    require(actor, "ledger.post_voucher", book.owner_id)
    holds.refuse_settling(pair_id)
    _settle(pair_id, "release")
    audit.record(
        actor,
        "ledger.release_pair",
        subject="ledger.pair",
        subject_id=pair_id,
        body_id=book.owner_id,
        detail={},
    )
    return links.pair(pair_id)


@action("ledger.answer_pairs")
def answer_pairs(actor: Actor, *, book_id: int, paid: Sequence[int], failed: Sequence[int]) -> None:
    """What the bank answered of reserved payments of this book: posted on both sides, or released on both.

    Both sides were approved before; what is done here follows from the bank's file. Refusal: ledger.pair_not_reserved.
    """
    book = books.book(book_id)
    require(actor, "ledger.answer_pairs", book.owner_id)
    asked = [*paid, *failed]
    if not asked:
        return
    reserved = Pair.objects.filter(pk__in=asked, payer_id=book_id, state="reserved").count()
    if reserved != len(set(asked)):
        raise Conflict("ledger.pair_not_reserved", mark("其中有联动凭证已经办结，或者没有预留。"))
    _ask("select ledger_lock_pairs(%s)", sorted(asked))
    for how, pairs in (("post", paid), ("release", failed)):
        for pair_id in sorted(pairs):
            _settle(pair_id, how)
            audit.record(
                actor,
                "ledger.answer_pairs",
                subject="ledger.pair",
                subject_id=pair_id,
                body_id=book.owner_id,
                detail={"paid": how == "post"},
            )


def _side_of(pair_id: int, book: Book) -> Pair:
    found = Pair.objects.filter(pk=pair_id).first()
    if found is None or book.pk not in (found.payer_id, found.payee_id):
        raise links.unknown_pair()
    if found.state != "prepared":
        raise Conflict("ledger.pair_settled", mark("这对联动凭证已经办结。"))
    return found


def _record(actor: Actor, verb: str, book: Book, pair_id: int) -> None:
    audit.record(
        actor,
        verb,
        subject="ledger.pair",
        subject_id=pair_id,
        body_id=book.owner_id,
        detail={"book": book.pk},
    )


@action("ledger.give_mandate")
def give_mandate(
    actor: Actor,
    *,
    book_id: int,
    holder_owner_id: int,
    debit: str,
    credit: str,
    each: Decimal,
    purpose: str,
    authority_id: int | None = None,
) -> int:
    """Allows the officers of another book to prepare and approve this book's side, up to `each`; gives its id."""
    book = books.locked(book_id)
    require(actor, "ledger.give_mandate", book.owner_id)
    drafting.keep_here(book)
    codes = books.codes(book.pk)
    rules.check((rules.Entry(debit, debit=each), rules.Entry(credit, credit=each)), codes)
    made = Mandate.objects.create(
        book=book,
        holder_id=_ask("select ledger_book_number(%s)", books.owner_of(holder_owner_id).id),
        debit_id=codes[debit],
        credit_id=codes[credit],
        each=yuan(each),
        purpose=purpose,
        authority_id=authority_id,
        given_by_id=person_of(actor),
        given_at=clock.now(),
    )
    audit.record(
        actor,
        "ledger.give_mandate",
        subject="ledger.mandate",
        subject_id=made.pk,
        body_id=book.owner_id,
        detail={"each": str(made.each)},
    )
    return made.pk


@action("ledger.revoke_mandate")
def revoke_mandate(actor: Actor, *, mandate_id: int) -> None:
    """Nothing more is done under it from now on; what was done stays."""
    mandate = Mandate.objects.filter(pk=mandate_id).first()
    book = books.locked(mandate.book_id) if mandate else None
    if mandate is None or book is None:
        raise links.unknown_pair()
    require(actor, "ledger.give_mandate", book.owner_id)
    Mandate.objects.filter(pk=mandate_id, revoked_at__isnull=True).update(
        revoked_at=clock.now(), revoked_by_id=person_of(actor)
    )
    audit.record(
        actor,
        "ledger.revoke_mandate",
        subject="ledger.mandate",
        subject_id=mandate_id,
        body_id=book.owner_id,
        detail={},
    )
