"""Pages of votes."""

from liancun.contexts.ballots.web.views.booth import booth, hand_over, on_paper
from liancun.contexts.ballots.web.views.extra import extra_votes
from liancun.contexts.ballots.web.views.pages import ballot, ballots, call, close, count, witness
from liancun.contexts.ballots.web.views.papers import paper, papers
from liancun.contexts.ballots.web.views.prints import ballot_paper, count_sheet, slips
from liancun.contexts.ballots.web.views.proxies import end_proxy, new_proxy, proxies
from liancun.contexts.ballots.web.views.roll import confirm_correction, corrections, new_correction
from liancun.contexts.ballots.web.views.secret import box, key, secret, unlock, void
from liancun.contexts.ballots.web.views.stations import new_station, station, stations
from liancun.contexts.ballots.web.views.voters import voter, voters
from liancun.contexts.ballots.web.views.waiting import waiting

__all__ = [
    "ballot",
    "ballot_paper",
    "ballots",
    "booth",
    "box",
    "call",
    "close",
    "confirm_correction",
    "corrections",
    "count",
    "count_sheet",
    "end_proxy",
    "extra_votes",
    "hand_over",
    "key",
    "new_correction",
    "new_proxy",
    "new_station",
    "on_paper",
    "paper",
    "papers",
    "proxies",
    "secret",
    "slips",
    "station",
    "stations",
    "unlock",
    "void",
    "voter",
    "voters",
    "waiting",
    "witness",
]
