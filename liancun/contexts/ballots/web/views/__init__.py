"""Pages of open votes."""

from liancun.contexts.ballots.web.views.pages import ballot, ballots, call, close, count, witness
from liancun.contexts.ballots.web.views.waiting import waiting

__all__ = ["ballot", "ballots", "call", "close", "count", "waiting", "witness"]
