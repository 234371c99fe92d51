"""An import taken out of the way before it is posted: its drafts are discarded, all of them."""

from __future__ import annotations

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.models import Batch, Voucher, VoucherStep
from liancun.contexts.ledger.queries import books
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Unknown, mark


@action("ledger.discard_import")
def discard_import(actor: Actor, *, batch_id: int) -> int:
    """By whoever imported it or the reviewer; gives the number of drafts. The same file may come again, corrected."""
    batch = Batch.objects.filter(pk=batch_id, mirror=None).first()
    if batch is None:
        raise Unknown("ledger.no_import", mark("没有找到这次导入。"))
    book = books.locked(batch.book_id)
    mine = batch.prepared_by_id == actor.person_id
    require(actor, "ledger.import_vouchers" if mine else "ledger.post_import", book.owner_id)
    drafts = list(Voucher.objects.filter(batch_id=batch_id, state="draft").values_list("pk", flat=True))
    VoucherStep.objects.bulk_create(
        VoucherStep(
            book=book,
            voucher_id=draft,
            act="discard",
            person_id=actor.person_id,
            name=signature(actor),
            at=clock.now(),
        )
        for draft in drafts
    )
    Voucher.objects.filter(pk__in=drafts).update(state="discarded")
    audit.record(
        actor,
        "ledger.discard_import",
        subject="ledger.batch",
        subject_id=batch_id,
        body_id=book.owner_id,
        detail={"vouchers": len(drafts)},
    )
    return len(drafts)
