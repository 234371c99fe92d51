"""The door of `people`: persons and the rolls they stand on."""

from liancun.contexts.people.actions import (
    NewEntry,
    NewPerson,
    add_people,
    add_person,
    enrol,
    enrol_many,
    give_account,
    strike,
)
from liancun.contexts.people.models import Roll
from liancun.contexts.people.queries import (
    PersonLine,
    RollLine,
    at_homes,
    names,
    person,
    person_of_user,
    roll,
    roll_size,
    rolls,
)

__all__ = [
    "NewEntry",
    "NewPerson",
    "PersonLine",
    "Roll",
    "RollLine",
    "add_people",
    "add_person",
    "at_homes",
    "enrol",
    "enrol_many",
    "give_account",
    "names",
    "person",
    "person_of_user",
    "roll",
    "roll_size",
    "rolls",
    "strike",
]
