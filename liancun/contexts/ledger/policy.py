"""Who may do what with a book. The body asked about is always the owner of the book."""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule


def _rules(action: str, *holders: tuple[str, Relation]) -> tuple[Rule, ...]:
    return tuple(Rule(f"ledger.{action}", role, relation) for role, relation in holders)


_VILLAGE: tuple[tuple[str, Relation], ...] = (
    ("branch_secretary", "self"),
    ("village_clerk", "self"),
    ("village_approver", "self"),
    ("supervisor", "self"),
)
_AGENCY: tuple[tuple[str, Relation], ...] = (("agency_accountant", "clients"), ("agency_reviewer", "clients"))
_ABOVE: tuple[tuple[str, Relation], ...] = (
    ("township_officer", "subtree"),
    ("township_approver", "subtree"),
    ("county_officer", "subtree"),
)

POLICY: tuple[Rule, ...] = (
    *_rules("read_books", *_VILLAGE, *_AGENCY, *_ABOVE),
    *_rules("open_book", ("county_officer", "subtree"), ("township_officer", "subtree"), _AGENCY[0]),
    *_rules("load_opening", _AGENCY[0]),
    *_rules("add_bank_account", _AGENCY[0], ("township_officer", "subtree")),
    *_rules(
        "register_authority",
        ("committee_secretary", "members"),
        ("committee_clerk", "members"),
        ("branch_secretary", "self"),
        ("village_clerk", "self"),
        ("township_officer", "subtree"),
        ("county_officer", "subtree"),
    ),
    *_rules("file_claim", ("village_clerk", "self")),
    *_rules("note_invoice", ("village_clerk", "self"), _AGENCY[0]),
    *_rules("file_signed", ("village_clerk", "self"), _AGENCY[0]),
    *_rules("check_claim", ("supervisor", "self")),
    *_rules("approve_claim", ("village_approver", "self")),
    *_rules("approve_claim_above", ("township_approver", "subtree")),
    *_rules("accept_claim", _AGENCY[0]),
    *_rules("prepare_voucher", _AGENCY[0]),
    *_rules("import_vouchers", _AGENCY[0]),
    *_rules("post_import", _AGENCY[1]),
    *_rules("import_mirror", _AGENCY[0]),
    *_rules("record_without_authority", _AGENCY[0]),
    *_rules("ratify", _AGENCY[0], _AGENCY[1]),
    *_rules("check_voucher", *_AGENCY),
    *_rules("post_voucher", _AGENCY[1]),
    *_rules("keep_receipts", ("village_clerk", "self"), _AGENCY[0]),
    *_rules("hand_over_papers", ("village_clerk", "self")),
    *_rules("take_papers", *_AGENCY),
    *_rules("bind_volume", _AGENCY[0]),
    *_rules("set_petty_cash", _AGENCY[0], ("township_officer", "subtree")),
    *_rules("assign_keeper", _AGENCY[1], ("township_officer", "subtree")),
    *_rules("close_month", _AGENCY[1]),
    *_rules("publish_month", *_AGENCY),
    *_rules("answer_pairs", *_AGENCY),
    *_rules("read_rollups", *_ABOVE, *_AGENCY),
    *_rules("close_year", _AGENCY[0]),
    *_rules("give_mandate", ("branch_secretary", "self")),
    *_rules("reopen_month", ("township_officer", "subtree")),
    *_rules(
        "watch_payments",
        ("supervisor", "self"),
        ("township_officer", "subtree"),
        ("township_approver", "subtree"),
        _AGENCY[0],
    ),
)
