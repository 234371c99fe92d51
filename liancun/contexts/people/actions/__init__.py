from liancun.contexts.people.actions.applying import on_merged
from liancun.contexts.people.actions.changes import (
    agree_to_transfer,
    approve_change,
    ask_change,
    refuse_change,
    withdraw_change,
)
from liancun.contexts.people.actions.households import (
    NewHousehold,
    NewHouseholdMember,
    correct_household,
    found_household,
    found_households,
    join_household,
    leave_household,
    merge_households,
    name_head,
    split_household,
)
from liancun.contexts.people.actions.persons import NewPerson, add_people, add_person, give_account
from liancun.contexts.people.actions.rolls import NewEntry, enrol, enrol_many, open_roll, strike

__all__ = [
    "NewEntry",
    "NewHousehold",
    "NewHouseholdMember",
    "NewPerson",
    "add_people",
    "add_person",
    "agree_to_transfer",
    "approve_change",
    "ask_change",
    "correct_household",
    "enrol",
    "enrol_many",
    "found_household",
    "found_households",
    "give_account",
    "join_household",
    "leave_household",
    "merge_households",
    "name_head",
    "on_merged",
    "open_roll",
    "refuse_change",
    "split_household",
    "strike",
    "withdraw_change",
]
