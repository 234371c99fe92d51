from liancun.contexts.people.models.households import Cause, Household, HouseholdMember, Relation
from liancun.contexts.people.models.numbers import Health, Numbers
from liancun.contexts.people.models.persons import (
    Capacity,
    CapacityKind,
    Distinction,
    FormerName,
    Merge,
    Person,
    Sex,
)
from liancun.contexts.people.models.privacy import Assessment, Consent, Giver, Opening, Request, Wish
from liancun.contexts.people.models.requests import ChangeRequest, RequestKind, RequestState
from liancun.contexts.people.models.rolls import Representation, Roll, RollEntry, RollOpening
from liancun.contexts.people.models.tallies import Tally

__all__ = [
    "Assessment",
    "Capacity",
    "CapacityKind",
    "Cause",
    "ChangeRequest",
    "Consent",
    "Distinction",
    "FormerName",
    "Giver",
    "Health",
    "Household",
    "HouseholdMember",
    "Merge",
    "Numbers",
    "Opening",
    "Person",
    "Relation",
    "Representation",
    "Request",
    "RequestKind",
    "RequestState",
    "Roll",
    "RollEntry",
    "RollOpening",
    "Sex",
    "Tally",
    "Wish",
]
