"""Ballots, their rolls, votes and counts. Nothing changes once written."""

from liancun.contexts.ballots.models.ballots import (
    IN_SCOPE,
    OUT_OF_SCOPE,
    Ballot,
    BallotClosing,
    Kind,
    Method,
    Unit,
)
from liancun.contexts.ballots.models.channels import (
    PaperReading,
    Proxy,
    ProxyEnd,
    Slip,
    Station,
    StationOfficer,
)
from liancun.contexts.ballots.models.hands import CountWitness, HandCount
from liancun.contexts.ballots.models.named import Choice, NamedVote
from liancun.contexts.ballots.models.rolls import Change, CorrectionWitness, RollCorrection, RollMark

__all__ = [
    "IN_SCOPE",
    "OUT_OF_SCOPE",
    "Ballot",
    "BallotClosing",
    "Change",
    "Choice",
    "CorrectionWitness",
    "CountWitness",
    "HandCount",
    "Kind",
    "Method",
    "NamedVote",
    "PaperReading",
    "Proxy",
    "ProxyEnd",
    "RollCorrection",
    "RollMark",
    "Slip",
    "Station",
    "StationOfficer",
    "Unit",
]
