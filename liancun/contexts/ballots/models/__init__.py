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
from liancun.contexts.ballots.models.extra import Basis, ExtraDecision, ExtraVote
from liancun.contexts.ballots.models.hands import CountWitness, HandCount
from liancun.contexts.ballots.models.named import Choice, NamedVote
from liancun.contexts.ballots.models.rolls import Change, CorrectionWitness, RollCorrection, RollMark
from liancun.contexts.ballots.models.secret import (
    Bag,
    BallotSheet,
    HeldHalf,
    KeyHalf,
    PaperCount,
    SealedHalf,
    Sealing,
    SecretMark,
    UrnPaper,
    VoidWish,
)

__all__ = [
    "IN_SCOPE",
    "OUT_OF_SCOPE",
    "Bag",
    "Ballot",
    "BallotClosing",
    "BallotSheet",
    "Basis",
    "Change",
    "Choice",
    "CorrectionWitness",
    "CountWitness",
    "ExtraDecision",
    "ExtraVote",
    "HandCount",
    "HeldHalf",
    "KeyHalf",
    "Kind",
    "Method",
    "NamedVote",
    "PaperCount",
    "PaperReading",
    "Proxy",
    "ProxyEnd",
    "RollCorrection",
    "RollMark",
    "SealedHalf",
    "Sealing",
    "SecretMark",
    "Slip",
    "Station",
    "StationOfficer",
    "Unit",
    "UrnPaper",
    "VoidWish",
]
