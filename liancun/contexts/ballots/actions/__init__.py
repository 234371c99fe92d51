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
from liancun.contexts.ballots.actions.extra import (
    members,
    record_extra_votes,
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
from liancun.contexts.ballots.actions.halves import (
    HalfGiven,
    bring_half,
    keep_half,
    offer_half,
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
from liancun.contexts.ballots.actions.sealing import (
    wish_void,
)
from liancun.contexts.ballots.actions.secret import (
    Booth,
    SecretReceipt,
    booth_of,
    count_box,
    hand_over,
    mark_paper,
    put_secret,
    vote_in_booth,
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
    "Booth",
    "HalfGiven",
    "Hand",
    "IssuedSlip",
    "NewBallot",
    "PaperEntered",
    "Place",
    "Receipt",
    "SecretReceipt",
    "SlipOutcome",
    "SlipPage",
    "SlipSheet",
    "SlipState",
    "SlipVote",
    "ask_correction",
    "booth_of",
    "bring_half",
    "cast",
    "close",
    "close_many",
    "confirm_correction",
    "count_box",
    "enter_hand_count",
    "enter_paper",
    "find_place",
    "hand_over",
    "hold_mark",
    "is_witnessed",
    "issue_slips",
    "keep_half",
    "lock",
    "mark_paper",
    "members",
    "names_of",
    "offer_half",
    "open_ballot",
    "open_many",
    "open_row",
    "open_station",
    "put_secret",
    "put_vote",
    "record",
    "record_extra_votes",
    "record_proxy",
    "revoke_proxy",
    "slip_of",
    "told_by_database",
    "trace",
    "vote_by_slip",
    "vote_in_booth",
    "wish_void",
    "witness_hand_count",
]
