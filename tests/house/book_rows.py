"""The addresses of the books and what each person gets there; and what their tables promise."""

from __future__ import annotations

# route and way            secretary A, clerk A, clerk B, accountant, township, clerk E, villager, stranger
BOOKS = """
ledger:books             GET   200  200  200  200  200  200  302  302
ledger:claims            GET   200  200  200  200  200  200  302  302
ledger:where_to_open     GET   403  403  403  200  200  403  302  302
ledger:open_book         GET   403  403  403  302  302  403  302  302
ledger:open_book         POST  403  403  403  200  200  403  403  403
ledger:where_to_claim    GET   403  302  302  403  403  200  302  302
ledger:book              GET   200  200  404  200  200  404  302  302
ledger:account           GET   200  200  404  200  200  404  302  302
ledger:statements        GET   200  200  404  200  200  404  302  302
ledger:statement         GET   200  200  404  200  200  404  302  302
ledger:behind            GET   200  200  404  200  200  404  302  302
ledger:plain             POST  200  200  404  200  200  404  403  403
ledger:rollup            GET   403  403  403  200  200  403  302  302
ledger:bands             GET   403  403  403  200  200  403  302  302
ledger:incomes           GET   403  403  403  200  200  403  302  302
ledger:publish_month     POST  403  403  404  409  403  404  403  403
ledger:budget            GET   200  200  404  200  200  404  302  302
ledger:spent             GET   200  200  404  200  200  404  302  302
ledger:close             GET   403  403  404  403  403  404  302  302
ledger:close             POST  403  403  404  403  403  404  403  403
ledger:months            GET   200  200  404  200  200  404  302  302
ledger:reopen            GET   403  403  404  403  200  404  302  302
ledger:reopen            POST  403  403  404  403  200  404  403  403
ledger:year              GET   200  200  404  200  200  404  302  302
ledger:close_year        POST  403  403  404  404  403  404  403  403
ledger:post_year         POST  403  403  404  403  403  404  403  403
ledger:chart             GET   200  200  404  200  200  404  302  302
ledger:new_account       GET   403  403  404  200  403  404  302  302
ledger:new_account       POST  403  403  404  200  403  404  403  403
ledger:close_account     GET   403  403  404  200  403  404  302  302
ledger:close_account     POST  403  403  404  200  403  404  403  403
ledger:imported          GET   200  200  404  200  200  404  302  302
ledger:batch             GET   200  200  404  200  200  404  302  302
ledger:post_batch        POST  403  403  404  403  403  404  403  403
ledger:discard_batch     POST  403  403  404  302  403  404  403  403
ledger:pairs             GET   200  200  404  200  200  404  302  302
ledger:new_pair          GET   403  403  404  200  403  404  302  302
ledger:new_pair          POST  403  403  404  200  403  404  403  403
ledger:pair              GET   200  200  404  200  200  404  302  302
ledger:side              GET   403  403  404  200  403  404  302  302
ledger:side              POST  403  403  404  200  403  404  403  403
ledger:approve_side      GET   403  403  404  403  403  404  302  302
ledger:approve_side      POST  403  403  404  403  403  404  403  403
ledger:settle_pair       POST  403  403  404  403  403  404  403  403
ledger:release_pair      POST  403  403  404  403  403  404  403  403
ledger:mandates          GET   200  200  404  200  200  404  302  302
ledger:new_mandate       GET   200  403  404  403  403  404  302  302
ledger:new_mandate       POST  200  403  404  403  403  404  403  403
ledger:revoke_mandate    POST  302  403  404  403  403  404  403  403
ledger:vouchers          GET   200  200  404  200  200  404  302  302
ledger:new_entry         GET   403  403  404  200  403  404  302  302
ledger:new_entry         POST  403  403  404  422  403  404  403  403
ledger:new_outstanding   GET   403  403  404  200  403  404  302  302
ledger:new_outstanding   POST  403  403  404  200  403  404  403  403
ledger:voucher           GET   200  200  404  200  200  404  302  302
ledger:print_voucher     GET   200  200  404  200  200  404  302  302
ledger:check             POST  403  403  404  409  403  404  403  403
ledger:post              POST  403  403  404  403  403  404  403  403
ledger:correct           GET   403  403  404  200  403  404  302  302
ledger:correct           POST  403  403  404  200  403  404  403  403
ledger:discard           POST  403  403  404  409  403  404  403  403
ledger:ratify            GET   403  403  404  200  403  404  302  302
ledger:ratify            POST  403  403  404  200  403  404  403  403
ledger:mirror            GET   200  200  404  200  200  404  302  302
ledger:import_mirror     GET   403  403  404  409  403  404  302  302
ledger:import_mirror     POST  403  403  404  409  403  404  403  403
ledger:post_mirror       POST  403  403  404  403  403  404  403  403
ledger:mirror_differences GET  200  200  404  200  200  404  302  302
ledger:match_claim       GET   403  403  404  200  403  404  302  302
ledger:match_claim       POST  403  403  404  200  403  404  403  403
ledger:platform_export   POST  403  403  404  200  403  404  403  403
ledger:new_claim         GET   403  200  404  403  403  404  302  302
ledger:new_claim         POST  403  200  404  403  403  404  403  403
ledger:claim             GET   200  200  404  200  200  404  302  302
ledger:return            GET   403  403  404  200  403  404  302  302
ledger:return            POST  403  403  404  200  403  404  403  403
ledger:withdraw          POST  403  409  404  403  403  404  403  403
ledger:refile            GET   403  200  404  403  403  404  302  302
ledger:refile            POST  403  200  404  403  403  404  403  403
ledger:make_voucher      POST  403  403  404  409  403  404  403  403
ledger:desk              GET  403  403  403  200  403  403  302  302
ledger:switch            GET  302  302  302  302  302  302  302  302
ledger:agency            GET   403  403  404  403  200  404  302  302
ledger:agency            POST  403  403  404  403  200  404  403  403
ledger:keeper            GET  403  403  404  403  200  404  302  302
ledger:keeper            POST 403  403  404  403  200  404  403  403
ledger:counterparties    GET  200  200  404  200  200  404  302  302
ledger:new_counterparty  GET  403  403  404  200  403  404  302  302
ledger:new_counterparty  POST 403  403  404  200  403  404  403  403
ledger:petty             GET  200  200  404  200  200  404  302  302
ledger:set_petty         GET  403  403  404  200  200  404  302  302
ledger:set_petty         POST 403  403  404  200  200  404  403  403
ledger:top_up            POST 403  403  404  409  403  404  403  403
ledger:recurring         GET  200  200  404  200  200  404  302  302
ledger:new_recurring     GET  403  403  404  200  403  404  302  302
ledger:new_recurring     POST 403  403  404  200  403  404  403  403
ledger:propose_recurring POST 403  403  404  302  403  404  403  403
ledger:end_recurring     POST 403  403  404  302  403  404  403  403
ledger:receipt_books     GET  200  200  404  200  200  404  302  302
ledger:new_receipts      GET  403  200  404  200  403  404  302  302
ledger:new_receipts      POST 403  200  404  200  403  404  403  403
ledger:receipts          GET  200  200  404  200  200  404  302  302
ledger:note_receipt      GET  403  200  404  200  403  404  302  302
ledger:note_receipt      POST 403  200  404  200  403  404  403  403
ledger:return_receipts   POST 403  302  404  302  403  404  403  403
ledger:handovers         GET  200  200  404  200  200  404  302  302
ledger:new_handover      GET  403  200  404  403  403  404  302  302
ledger:new_handover      POST 403  200  404  403  403  404  403  403
ledger:handover          GET  200  200  404  200  200  404  302  302
ledger:print_handover    GET  200  200  404  200  200  404  302  302
ledger:take_papers       POST 403  403  404  302  403  404  403  403
ledger:volumes           GET  200  200  404  200  200  404  302  302
ledger:new_volume        GET  403  403  404  200  403  404  302  302
ledger:new_volume        POST 403  403  404  200  403  404  403  403
ledger:review            GET  403  403  404  403  403  404  302  302
ledger:review            POST 403  403  404  403  403  404  403  403
ledger:print_claim       GET   200  200  404  200  200  404  302  302
ledger:scan              GET   403  200  404  200  403  404  302  302
ledger:scan              POST  403  200  404  200  403  404  403  403
ledger:note_invoice      GET   403  200  404  200  403  404  302  302
ledger:note_invoice      POST  403  200  404  200  403  404  403  403
ledger:sign              POST  403  403  404  403  403  404  403  403
"""

# Columns of a row that is otherwise as it was written.
CHANGING_COLUMNS = {
    "ledger_handover": {
        "taken_at": "the agency took the papers against the list",
        "taken_by_id": "who took them",
        "taken_name": "the name at the time",
    },
    "ledger_keeping": {"until": "another accountant keeps the book from then on"},
    "ledger_receiptbook": {"returned_on": "the book is used up and given back"},
    "ledger_recurring": {"until": "a usual business ends"},
}
# Rows that nobody changes, the owner included.
FROZEN = {
    "ledger_claimstep",
    *(f"ledger_{kind}" for kind in ("handoveritem", "invoice", "pettycash", "receipt", "volume")),
}
# A field that looks personal and is not, and why.
NOT_PERSONAL = {
    "ledger_invoice.number": "the number of an invoice",
    "ledger_account.account_class": "a class of the chart",
    "ledger_account.name": "names of accounts in the chart",
    "ledger_authority.label": "the resolution's number and title, published",
    "ledger_authorityend.reason": "the record that ended it, by its number",
    "ledger_mandate.purpose": "what a mandate between two books is for",
    "ledger_mirrorbalance.name": "names of accounts in the platform's table",
    "ledger_pair.purpose": "what two bodies settle with each other",
    "ledger_voucher.words": "a digest of what stands in ledger_voucherwords",
}
# Functions that act with the owner's power, each a door of its own.
POWERFUL_FUNCTIONS = {
    "ledger_account_begins": "a new account has its stored totals from the beginning",
    "ledger_act_under_mandate": "one side of a pair, by the accounts its own mandate names; nothing of that book is told",
    "ledger_authority_begins": "a new authority has its stored use from the beginning",
    "ledger_count_rows": "the planner is told of many new rows; nothing of them is told to anybody",
    "ledger_claim_gate": "judges what is approved under an authority and locks its stored use; refuses, tells nothing",
    "ledger_ratification_gate": "judges what is ratified and adds it to the authority's stored use; tells nothing",
    "ledger_rebuild_uses": "stored uses of authorities anew from the vouchers, for the operator alone",
    "ledger_book_number": "the number of an owner's book, so that it can be addressed; nothing of it",
    "ledger_lock_pair": "both books of a pair of the actor's are locked in order; nothing is told",
    "ledger_lock_pairs": "the books of several pairs of the actor's are locked in order; nothing is told",
    "ledger_mirror_birth": "vouchers of a mirror book come from an import of its own month only; refuses, tells nothing",
    "ledger_mirrorimport_birth": "whether an import is of a mirror book and an open month; refuses, tells nothing",
    "ledger_rebuild_balances": "stored totals anew from the lines, for the operator alone",
    "ledger_settle_pair": "two approved sides are posted together or let go; tells only the state of the pair",
    "ledger_side_fits": "whether a draft is the side of a pair that it is said to be; yes or no",
    "ledger_voucher_gate": "judges what is posted whatever the poster may read; keeps heads and stored totals",
    "ledger_years_begin": "a year begins with what the one before ended with",
    "ledger_authority_use": "how much of a resolution's money is used, for whom the matter is readable",
    "ledger_invoices_used": "which keyed digests of invoices stand with another claim; nothing of the claim or its book",
    "ledger_payments": "what was paid under a resolution, for whom the matter is readable; nothing else of the book",
}
