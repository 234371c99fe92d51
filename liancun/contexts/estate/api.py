"""The door of `estate`: the register of assets and land, contracts and rent, depreciation, counts."""

from liancun.contexts.estate.actions.contracts import NewContract, record_receipt, register_contracts
from liancun.contexts.estate.actions.register import (
    NewAsset,
    NewResource,
    dispose,
    propose_wear,
    record_count,
    register_assets,
    register_resources,
)
from liancun.contexts.estate.queries.contracts import ContractLine, contracts, warned
from liancun.contexts.estate.queries.counts import CountRow, count
from liancun.contexts.estate.queries.register import (
    AssetLine,
    Card,
    assets,
    card,
    compared,
    resources,
    wear_not_booked,
)

__all__ = [
    "AssetLine",
    "Card",
    "ContractLine",
    "CountRow",
    "NewAsset",
    "NewContract",
    "NewResource",
    "assets",
    "card",
    "compared",
    "contracts",
    "count",
    "dispose",
    "propose_wear",
    "record_count",
    "record_receipt",
    "register_assets",
    "register_contracts",
    "register_resources",
    "resources",
    "warned",
    "wear_not_booked",
]
