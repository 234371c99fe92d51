"""What changes ballots: opening, votes by name, hand counts by two officers, closing."""

from liancun.contexts.ballots.actions.casting import (
    Receipt,
    cast,
)
from liancun.contexts.ballots.actions.closing import (
    close,
)
from liancun.contexts.ballots.actions.ground import (
    SUBJECT,
)
from liancun.contexts.ballots.actions.hands import (
    enter_hand_count,
    witness_hand_count,
)
from liancun.contexts.ballots.actions.opening import (
    open_ballot,
)

__all__ = ["SUBJECT", "Receipt", "cast", "close", "enter_hand_count", "open_ballot", "witness_hand_count"]
