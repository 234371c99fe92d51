"""With whom a book has accounts to settle: members, households, units below, others."""

from __future__ import annotations

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.models import Counterparty
from liancun.contexts.ledger.queries import books
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark

KINDS = ("member", "household", "unit", "outside")


@action("ledger.add_counterparty")
def add_counterparty(actor: Actor, *, book_id: int, kind: str, name: str) -> int:
    """Gives its id. Refusals: ledger.counterparty_name, ledger.counterparty_known."""
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    tidy = " ".join(name.split())
    if not tidy or kind not in KINDS:
        raise Refusal(
            "ledger.counterparty_name",
            mark("请填写往来对象的名称和类别。"),
            place=Place("field", field="name"),
            status=422,
        )
    if Counterparty.objects.filter(book=book, kind=kind, name=tidy).exists():
        raise Conflict(
            "ledger.counterparty_known", mark("这个往来对象已经登记。"), place=Place("field", field="name")
        )
    made = Counterparty.objects.create(book=book, kind=kind, name=tidy)
    audit.record(
        actor,
        "ledger.add_counterparty",
        subject="ledger.book",
        subject_id=book_id,
        body_id=book.owner_id,
        detail={"kind": kind},
    )
    return made.pk
