"""The life of a 报账单: filed, checked, approved by tier, accepted, vouchered, paid; or returned."""

from __future__ import annotations

from dataclasses import dataclass

from liancun.kernel.errors import Conflict, mark

FILED = "filed"
CHECKED = "checked"
ABOVE = "above"  # approved in the village, waits for the township
APPROVED = "approved"
ACCEPTED = "accepted"
VOUCHERED = "vouchered"
PAID = "paid"
RETURNED = "returned"
STATES = (FILED, CHECKED, ABOVE, APPROVED, ACCEPTED, VOUCHERED, PAID, RETURNED)

# Money is held back for these: ordered, not yet in the books.
RESERVING = (APPROVED, ACCEPTED, VOUCHERED)

_NEXT = {
    "check": {FILED: CHECKED},
    "approve_above": {ABOVE: APPROVED},
    "accept": {APPROVED: ACCEPTED},
    "prepare": {ACCEPTED: VOUCHERED},
    "discard": {VOUCHERED: ACCEPTED},
    "post": {VOUCHERED: PAID},
    "match": {ACCEPTED: PAID},
    "refile": {RETURNED: FILED},
    "withdraw": dict.fromkeys((FILED, CHECKED, ABOVE, APPROVED), RETURNED),
    "return": dict.fromkeys((FILED, CHECKED, ABOVE, APPROVED, ACCEPTED), RETURNED),
}
_WAITS_FOR = {
    FILED: "supervisor",
    CHECKED: "village_approver",
    ABOVE: "township_approver",
    APPROVED: "agency_accountant",
    ACCEPTED: "agency_accountant",
    VOUCHERED: "agency_reviewer",
    RETURNED: "village_clerk",
}


def after(state: str, act: str, *, above: bool = False) -> str:
    """The state after an act; Conflict where the claim does not stand there."""
    if act == "approve" and state == CHECKED:
        return ABOVE if above else APPROVED
    try:
        return _NEXT[act][state]
    except KeyError:
        raise Conflict(
            "ledger.claim_moved_on",
            mark("这张报账单现在的状态不能办理这一步。"),
            remedy=mark("请刷新页面，查看它现在由谁办理。"),
        ) from None


def waits_for(state: str) -> str | None:
    """The role that must move; None where nothing is left to do."""
    return _WAITS_FOR.get(state)


@dataclass(frozen=True)
class Signed:
    """Who did what on one item, by person id; None where not yet done."""

    handled: int | None = None
    witnessed: int | None = None
    filed: int | None = None
    checked: int | None = None
    approved: int | None = None
    approved_above: int | None = None
    prepared: int | None = None
    posted: int | None = None
