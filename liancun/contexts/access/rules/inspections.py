"""Who may look into a village for a while, what that opens, and how long."""

from __future__ import annotations

from liancun.kernel.errors import Place, Refusal, mark

LONGEST_HOURS = 8
SHORTEST_REASON = 6
# Those whose standing scope leaves something of a village out. Administrators are not among them.
INSPECTORS = ("township_approver", "agency_accountant", "agency_reviewer", "operator")
# What an open inspection lets its holder read; it lets nobody do anything.
OPENS = (
    "affairs.read",
    "ballots.read",
    "disclosure.read",
    "ledger.read_books",
    "meetings.read",
    "people.see_roll",
    "work.read_tasks",
)


def refuse_hollow(reason: str, hours: int) -> None:
    """Refusals: access.inspection_reason, access.inspection_hours."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "access.inspection_reason",
            mark("请写明为什么要看这个村的数据。"),
            place=Place("field", field="reason"),
            remedy=mark("写清事由和依据，村里和审计员都会看到。"),
        )
    if not 1 <= hours <= LONGEST_HOURS:
        raise Refusal(
            "access.inspection_hours",
            mark("查看时间在 1 至 8 小时之间。"),
            place=Place("field", field="hours"),
            remedy=mark("看不完时，结束后重新申明事由。"),
        )
