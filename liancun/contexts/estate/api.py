"""The door of `estate`: the register of assets and land, contracts and rent, depreciation, counts."""

from liancun.contexts.estate.actions.contracts import NewContract, record_receipt, register_contracts
from liancun.contexts.estate.actions.corrections import (
    ContractWords,
    correct_asset,
    correct_contract,
    end_contract,
)
from liancun.contexts.estate.actions.register import (
    NewAsset,
    NewResource,
    dispose,
    propose_wear,
    record_count,
    register_assets,
    register_resources,
)
from liancun.contexts.estate.actions.spreading import spread_rent
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
    "ContractWords",
    "CountRow",
    "NewAsset",
    "NewContract",
    "NewResource",
    "assets",
    "card",
    "compared",
    "contracts",
    "correct_asset",
    "correct_contract",
    "count",
    "dispose",
    "end_contract",
    "propose_wear",
    "record_count",
    "record_receipt",
    "register_assets",
    "register_contracts",
    "register_resources",
    "resources",
    "spread_rent",
    "warned",
    "wear_not_booked",
]
