"""The 报账单 that was printed, signed by hand and sealed, scanned back as evidence: the paper is the original."""

from __future__ import annotations

from collections.abc import Collection

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger.queries import books, claims
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark

SIGNED = "ledger.signed"


@action("ledger.file_signed")
def file_signed(actor: Actor, *, claim_id: int, files: Collection[int]) -> None:
    """Ties the scan to its claim. It may come at any time, also after the voucher: a later scan stands beside it."""
    line = claims.claim(claim_id)
    books.locked(line.book_id)
    require(actor, "ledger.file_signed", line.owner_id)
    if not files:
        raise Refusal(
            "ledger.no_scan",
            mark("请添加签字盖章后的扫描件或照片。"),
            place=Place("field", field="papers"),
            status=422,
        )
    evidence.link(files, SIGNED, claim_id)
    audit.record(
        actor,
        "ledger.file_signed",
        subject="ledger.claim",
        subject_id=claim_id,
        body_id=line.owner_id,
        detail={"files": len(files)},
    )
