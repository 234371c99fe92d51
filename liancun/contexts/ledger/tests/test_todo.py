"""What waits for whom: the one whose turn it is sees it, and the number of statements does not grow."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liancun.contexts.ledger.queries.todo import waiting_for
from liancun.contexts.ledger.tests.casebook import Casebook


def waiting(case: Casebook, name: str) -> list[str]:
    with case.signed_in(name) as actor:
        return [item.button for item in waiting_for(actor)]


def test_it_follows_the_claim_from_hand_to_hand(case: Casebook) -> None:
    claim = case.file("a", "500.00", case.authority("a", "62000.00").id)
    assert (waiting(case, "jiandu-a"), waiting(case, "zhishu-a")) == (["审核"], [])
    case.check("a", claim.id)
    assert (waiting(case, "jiandu-a"), waiting(case, "zhishu-a")) == ([], ["审批"])
    case.approve("a", claim.id)
    assert (waiting(case, "zhishu-a"), waiting(case, "kuaiji")) == ([], ["受理"])
    assert waiting(case, "jiandu-b") == waiting(case, "baozhang-b") == []


def test_it_shows_a_draft_to_the_reviewer_only(case: Casebook) -> None:
    case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    assert waiting(case, "fuhe") == ["复核"]
    assert waiting(case, "kuaiji") == []


def test_it_asks_five_statements_at_most(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    counts = []
    for n in range(2):
        case.file("a", "500.00", authority.id)
        case.entry("b", "102 银行存款 100.00\n501 经营收入 -100.00", key=f"k{n}")
        for name in ("kuaiji", "fuhe", "jiandu-a"):
            with case.signed_in(name) as actor, CaptureQueriesContext(connection) as asked:
                list(waiting_for(actor))
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 5
