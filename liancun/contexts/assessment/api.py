"""The only door of `assessment`."""

from liancun.contexts.assessment.queries import CommitteeScore, ScoredLine, ScoreSheet, sheet, standings
from liancun.contexts.assessment.rules import Total

__all__ = ["CommitteeScore", "ScoreSheet", "ScoredLine", "Total", "sheet", "standings"]
