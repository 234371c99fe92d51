"""What changes ballots: opening, votes by whichever way, hand counts by two officers, the roll, closing."""

from liancun.contexts.ballots.actions.casting import (
    Hand,
    Place,
    Receipt,
    cast,
    find_place,
    put_vote,
    trace,
)
from liancun.contexts.ballots.actions.closing import (
    close,
    close_many,
)
from liancun.contexts.ballots.actions.correcting import (
    ask_correction,
    confirm_correction,
)
from liancun.contexts.ballots.actions.ground import (
    SUBJECT,
    hold_mark,
    is_witnessed,
    lock,
    names_of,
    open_row,
    record,
    told_by_database,
)
from liancun.contexts.ballots.actions.hands import (
    enter_hand_count,
    witness_hand_count,
)
from liancun.contexts.ballots.actions.opening import (
    NewBallot,
    open_ballot,
    open_many,
)
from liancun.contexts.ballots.actions.papers import (
    PaperEntered,
    enter_paper,
)
from liancun.contexts.ballots.actions.proxies import (
    RIGHT,
    record_proxy,
    revoke_proxy,
)
from liancun.contexts.ballots.actions.slips import (
    CODE_DIGITS,
    PURPOSE,
    TRIES,
    IssuedSlip,
    SlipOutcome,
    SlipPage,
    SlipSheet,
    SlipState,
    SlipVote,
    issue_slips,
    slip_of,
    vote_by_slip,
)
from liancun.contexts.ballots.actions.stations import (
    open_station,
)

__all__ = [
    "CODE_DIGITS",
    "PURPOSE",
    "RIGHT",
    "SUBJECT",
    "TRIES",
    "Hand",
    "IssuedSlip",
    "NewBallot",
    "PaperEntered",
    "Place",
    "Receipt",
    "SlipOutcome",
    "SlipPage",
    "SlipSheet",
    "SlipState",
    "SlipVote",
    "ask_correction",
    "cast",
    "close",
    "close_many",
    "confirm_correction",
    "enter_hand_count",
    "enter_paper",
    "find_place",
    "hold_mark",
    "is_witnessed",
    "issue_slips",
    "lock",
    "names_of",
    "open_ballot",
    "open_many",
    "open_row",
    "open_station",
    "put_vote",
    "record",
    "record_proxy",
    "revoke_proxy",
    "slip_of",
    "told_by_database",
    "trace",
    "vote_by_slip",
    "witness_hand_count",
]
