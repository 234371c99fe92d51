from liancun.contexts.people.models.numbers import Health, Numbers
from liancun.contexts.people.models.persons import Person
from liancun.contexts.people.models.privacy import Assessment, Consent, Giver, Opening, Request, Wish
from liancun.contexts.people.models.rolls import Roll, RollEntry

__all__ = [
    "Assessment",
    "Consent",
    "Giver",
    "Health",
    "Numbers",
    "Opening",
    "Person",
    "Request",
    "Roll",
    "RollEntry",
    "Wish",
]
