"""Pages of assets, land and contracts."""

from liancun.contexts.estate.web.views.books import book, choose_book, count, record_count, wear
from liancun.contexts.estate.web.views.contracts import contract, contracts, make_contract, record_receipt
from liancun.contexts.estate.web.views.corrections import correct_asset, correct_contract, end_contract
from liancun.contexts.estate.web.views.register import (
    asset,
    assets,
    card,
    dispose,
    label,
    register_asset,
    register_resource,
    resources,
)
from liancun.contexts.estate.web.views.spreading import spread_rent

__all__ = [
    "asset",
    "assets",
    "book",
    "card",
    "choose_book",
    "contract",
    "contracts",
    "correct_asset",
    "correct_contract",
    "count",
    "dispose",
    "end_contract",
    "label",
    "make_contract",
    "record_count",
    "record_receipt",
    "register_asset",
    "register_resource",
    "resources",
    "spread_rent",
    "wear",
]
