from liancun.contexts.people.actions.persons import NewPerson, add_people, add_person, give_account
from liancun.contexts.people.actions.rolls import NewEntry, enrol, enrol_many, strike

__all__ = [
    "NewEntry",
    "NewPerson",
    "add_people",
    "add_person",
    "enrol",
    "enrol_many",
    "give_account",
    "strike",
]
