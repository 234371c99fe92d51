"""Ballots on paper: what may be asked, who votes once, and how a count adds up."""

from liancun.contexts.ballots.rules.counting import (
    Choice,
    Count,
    Method,
    Tally,
    count_of,
    tally,
)
from liancun.contexts.ballots.rules.hands import (
    refuse_count,
    refuse_officer,
    refuse_witness,
    refuse_witnessed,
)
from liancun.contexts.ballots.rules.opening import (
    OUT_OF_SCOPE,
    refuse_opening,
)
from liancun.contexts.ballots.rules.refusing import (
    not_on_roll,
    refuse_closed,
    refuse_closing,
    refuse_method,
)

__all__ = [
    "OUT_OF_SCOPE",
    "Choice",
    "Count",
    "Method",
    "Tally",
    "count_of",
    "not_on_roll",
    "refuse_closed",
    "refuse_closing",
    "refuse_count",
    "refuse_method",
    "refuse_officer",
    "refuse_opening",
    "refuse_witness",
    "refuse_witnessed",
    "tally",
]
