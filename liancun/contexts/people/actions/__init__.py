from liancun.contexts.people.actions.applying import on_merged
from liancun.contexts.people.actions.changes import (
    agree_to_transfer,
    approve_change,
    ask_change,
    refuse_change,
    withdraw_change,
)
from liancun.contexts.people.actions.consents import keep_number, record_consent, withdraw_consent
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
from liancun.contexts.people.actions.impact import sign_assessment
from liancun.contexts.people.actions.openings import NumberRow, export_numbers, open_number
from liancun.contexts.people.actions.persons import NewPerson, add_people, add_person, give_account
from liancun.contexts.people.actions.rolls import NewEntry, enrol, enrol_many, open_roll, strike
from liancun.contexts.people.actions.subjects import (
    answer_request,
    confirm_erasure,
    finish_erasure,
    propose_erasures,
    record_request,
    refuse_request,
    take_dossier,
)
from liancun.contexts.people.actions.tallies import join_tallies, recount

__all__ = [
    "NewEntry",
    "NewHousehold",
    "NewHouseholdMember",
    "NewPerson",
    "NumberRow",
    "add_people",
    "add_person",
    "agree_to_transfer",
    "answer_request",
    "approve_change",
    "ask_change",
    "confirm_erasure",
    "correct_household",
    "enrol",
    "enrol_many",
    "export_numbers",
    "finish_erasure",
    "found_household",
    "found_households",
    "give_account",
    "join_household",
    "join_tallies",
    "keep_number",
    "leave_household",
    "merge_households",
    "name_head",
    "on_merged",
    "open_number",
    "open_roll",
    "propose_erasures",
    "record_consent",
    "record_request",
    "recount",
    "refuse_change",
    "refuse_request",
    "sign_assessment",
    "split_household",
    "strike",
    "take_dossier",
    "withdraw_change",
    "withdraw_consent",
]
