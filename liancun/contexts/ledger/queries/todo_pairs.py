"""What waits for whom between two books and in imports: one statement where nothing does."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ledger.models import Batch, Book, Pair, Voucher
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def between_books(actor: Actor, most: int) -> Iterator[TodoItem]:
    """Sides of pairs and imports on which this person is the one to act."""
    if not any(may(actor, f"ledger.{verb}", None) for verb in ("prepare_voucher", "post_voucher")):
        return
    pairs = Pair.objects.filter(state__in=("prepared", "reserved")).values_list(Value("pair"), "pk")
    drafts = Voucher.objects.filter(state="draft", batch__isnull=False, batch__mirror=None).values_list(
        Value("batch"), "batch_id"
    )
    waiting = list(pairs.union(drafts)[: 2 * most])
    if ids := [pk for kind, pk in waiting if kind == "pair"]:
        yield from _sides(actor, list(Pair.objects.filter(pk__in=ids).order_by("id")[:most]))
    if ids := [pk for kind, pk in waiting if kind == "batch"]:
        yield from _imports(actor, ids)


def _sides(actor: Actor, found: list[Pair]) -> Iterator[TodoItem]:
    """One's own side of a pair: to be prepared, approved, or posted now that the bank has paid."""
    books = {
        book.pk: book
        for book in Book.objects.select_related("owner").filter(
            pk__in={number for one in found for number in (one.payer_id, one.payee_id)}
        )
    }
    sides = [(one, side) for one in found for side in ("payer", "payee")]
    ids = [getattr(one, f"{side}_voucher") for one, side in sides]
    mine = set(
        Voucher.objects.filter(pk__in=[id for id in ids if id], prepared_by=actor.person_id).values_list(
            "pk", flat=True
        )
    )
    for one, side in sides:
        book = books.get(getattr(one, f"{side}_id"))
        if book is not None and (turn := _turn(one, side, mine)) and may(actor, turn[0], book.owner_id):
            yield TodoItem(
                what=_("联动凭证：%(purpose)s %(amount)s 元")
                % {"purpose": one.purpose, "amount": f"{one.amount:,}"},
                for_whom=book.owner.name,
                due=None,
                url=reverse("ledger:pair", args=[book.pk, one.pk]),
                button=turn[1],
                waiting_since=clock.local(one.made_at).date(),
            )


def _turn(one: Pair, side: str, mine: set[int]) -> tuple[str, str] | None:
    """The right to act and the button; None where this side waits for nobody here."""
    if one.state == "reserved":
        return ("ledger.post_voucher", _("记账")) if side == "payer" else None
    voucher = getattr(one, f"{side}_voucher")
    if voucher is None:
        return "ledger.prepare_voucher", _("制单")
    if getattr(one, f"{side}_by_id") is not None or voucher in mine:
        return None
    return "ledger.post_voucher", _("复核")


def _imports(actor: Actor, ids: list[int]) -> Iterator[TodoItem]:
    """Imports that wait for another person to post them: one line each, however many vouchers."""
    found = Batch.objects.filter(pk__in=ids).exclude(prepared_by=actor.person_id)
    for batch in found.select_related("book__owner").order_by("id"):
        if may(actor, "ledger.post_import", batch.book.owner_id):
            yield TodoItem(
                what=_("导入的 %(count)d 张凭证等待复核记账") % {"count": batch.vouchers},
                for_whom=batch.book.owner.name,
                due=None,
                url=reverse("ledger:batch", args=[batch.book_id, batch.pk]),
                button=_("复核"),
                waiting_since=clock.local(batch.prepared_at).date(),
            )
