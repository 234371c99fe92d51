"""What the tables of the house say of bank accounts and of property."""

from __future__ import annotations

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import api as treasury
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system
from tests.house import money_stage

ROWS = """
treasury:accounts        GET   200  200  200  200  200  200  302  302
treasury:open_account    GET   403  403  404  200  200  404  302  302
treasury:open_account    POST  403  403  404  422  422  404  403  403
treasury:custodies       GET   403  403  403  200  200  403  302  302
treasury:open_custody    GET   403  403  403  200  200  403  302  302
treasury:open_custody    POST  403  403  403  422  422  403  403  403
treasury:custody         GET   404  404  404  200  200  404  302  302
treasury:import_custody  GET   404  404  404  200  200  404  302  302
treasury:import_custody  POST  404  404  404  422  422  404  403  403
treasury:payees          GET   200  200  404  200  200  404  302  302
treasury:keep_payee      GET   403  200  404  200  403  404  302  302
treasury:keep_payee      POST  403  422  404  422  403  404  403  403
treasury:batch           GET   200  200  404  200  200  404  302  302
treasury:release         POST  403  403  404  403  403  404  403  403
treasury:drop            POST  403  403  404  302  403  404  403  403
treasury:results         GET   403  403  404  200  403  404  302  302
treasury:results         POST  403  403  404  422  403  404  403  403
treasury:undo_match      POST  403  403  404  302  403  404  403  403
treasury:account         GET   200  200  404  200  200  404  302  302
treasury:lines           GET   200  200  404  200  200  404  302  302
treasury:import          GET   403  403  404  200  403  404  302  302
treasury:import          POST  403  403  404  422  403  404  403  403
treasury:match           GET   403  403  404  200  403  404  302  302
treasury:match           POST  403  403  404  422  403  404  403  403
treasury:accept_sure     POST  403  403  404  302  403  404  403  403
treasury:reconciliation  GET   200  200  404  200  200  404  302  302
treasury:print_reconciliation GET 200 200 404 200 200 404 302 302
treasury:reconcile       GET   403  403  404  200  403  404  302  302
treasury:reconcile       POST  403  403  404  422  403  404  403  403
treasury:batches         GET   200  200  404  200  200  404  302  302
treasury:make_batch      GET   403  403  404  200  403  404  302  302
treasury:make_batch      POST  403  403  404  422  403  404  403  403
estate:assets            GET   200  200  200  200  200  200  302  302
estate:choose_book       GET   200  200  200  200  200  200  302  302
estate:resources         GET   200  200  200  200  200  200  302  302
estate:contracts         GET   200  200  200  200  200  200  302  302
estate:contract          GET   200  200  404  200  200  404  302  302
estate:record_receipt    GET   403  200  404  200  403  404  302  302
estate:record_receipt    POST  403  422  404  422  403  404  403  403
estate:card              GET   200  200  200  200  200  200  200  200
estate:count             GET   200  200  404  200  200  404  302  302
estate:book              GET   200  200  404  200  200  404  302  302
estate:register_asset    GET   403  200  404  200  403  404  302  302
estate:register_asset    POST  403  422  404  422  403  404  403  403
estate:register_resource GET   403  200  404  200  403  404  302  302
estate:register_resource POST  403  422  404  422  403  404  403  403
estate:make_contract     GET   403  200  404  200  403  404  302  302
estate:make_contract     POST  403  422  404  422  403  404  403  403
estate:wear              GET   403  403  404  200  403  404  302  302
estate:wear              POST  403  403  404  302  403  404  403  403
estate:spread_rent       GET   403  403  404  200  403  404  302  302
estate:spread_rent       POST  403  403  404  422  403  404  403  403
estate:record_count      GET   403  200  404  403  403  404  302  302
estate:record_count      POST  403  422  404  403  403  404  403  403
estate:asset             GET   200  200  404  200  200  404  302  302
estate:correct_asset     GET   403  200  404  200  403  404  302  302
estate:correct_asset     POST  403  422  404  422  403  404  403  403
estate:correct_contract  GET   403  200  404  200  403  404  302  302
estate:correct_contract  POST  403  422  404  422  403  404  403  403
estate:end_contract      GET   403  200  404  200  403  404  302  302
estate:end_contract      POST  403  422  404  422  403  404  403  403
estate:dispose           GET   403  403  404  200  403  404  302  302
estate:dispose           POST  403  403  404  422  403  404  403  403
estate:label             GET   200  200  404  200  200  404  302  302
"""
NOT_PERSONAL = {
    "estate_asset.number": "the number of a thing",
    "estate_asset.name": "the name of a thing",
    "estate_contract.number": "the number of a contract",
    "estate_resource.number": "the number of a piece of land",
    "estate_resource.name": "the name of a piece of land",
    "estate_assetend.how": "a code: how a thing goes",
    "treasury_statement.file_name": "the name of a bank's file",
}
FROZEN = {
    *(f"treasury_{kind}" for kind in ("account", "custody", "monthreconciled", "payee", "rememberedshape")),
    *("treasury_statement", "treasury_statementline"),
    *(
        f"estate_{kind}"
        for kind in ("assetend", "wearline", "resource", "contractend", "correction", "rentdue")
    ),
    *(f"estate_{kind}" for kind in ("rentreceipt", "rentspread", "stockcount", "countline")),
}
CHANGING_COLUMNS = {
    "estate_asset": dict.fromkeys(
        (
            *("number", "kind", "category", "name", "place", "quantity", "unit", "acquired_on", "cost"),
            *("salvage", "worn", "begin", "months", "code", "wear_code", "expense_code"),
        ),
        "put right beside a correction that keeps what stood there",
    ),
    "estate_contract": dict.fromkeys(
        ("number", "matter", "party", "signed_on", "asset_id", "resource_id"),
        "put right beside a correction that keeps what stood there",
    ),
    "estate_wearrun": {"dropped_at": "the draft of a month was discarded"},
    "treasury_batch": {
        "released_by_id": "who handed a payment file out",
        "releaser_name": "under the name of that day",
        "released_at": "when",
        "digest": "of the file that went out",
        "dropped_at": "a file is dropped before it goes out",
    },
    "treasury_batchline": {
        "state": "the bank's answer, given once",
        "reason": "why a payment failed",
        "answered_at": "when it was told",
    },
    "treasury_match": {"undone_at": "a match is taken back"},
}
ASKS_FOR = {
    "estate.correct_asset": "estate.register",
    "estate.correct_contract": "estate.make_contract",
    "estate.end_contract": "estate.make_contract",
    "estate.register_assets": "estate.register",
    "estate.register_resources": "estate.register",
    "treasury.accept_sure": "treasury.match",
    "treasury.drop_batch": "treasury.make_batch",
    "treasury.import_custody": "treasury.open_custody",
    "treasury.remember_shape": "treasury.import_statement",
    "treasury.undo_match": "treasury.match",
}
SENSITIVE = {"estate:dispose", "estate:end_contract", "treasury:reconcile", "treasury:release"}
POWERFUL_FUNCTIONS = {"estate_card": "what a thing's card tells everybody: no amounts, no persons"}


def furnish(world: World) -> dict[str, object]:
    """Village A's account with a statement, a match, a payment file; the agency's custody account."""
    with as_system():
        book = ledger.book_of(world.a.collective)
        assert book is not None
        bank = ledger.bank_accounts(book.id)[0]
        account = treasury.open_account(SYSTEM, book_id=book.id, bank_id=bank.id)
        custody = treasury.open_custody(
            SYSTEM, body_id=world.agency, bank="农商行", number="31050001000000000"
        )
    batch = money_stage.batch(world, account)
    return {
        "bank_account_id": account,
        "custody_id": custody,
        "batch_id": batch,
        "match_id": money_stage.match(world, account, book.id),
        **money_stage.property_of(book.id),
    }
