"""Who may keep a ballot of this body: the keepers of the table, and a supervisory board's head for its own."""

from __future__ import annotations

from liancun.contexts.ballots.policy import OF_THE_BOARD, OWN_BOARD, OWN_BOARD_KIND
from liancun.contexts.bodies import api as bodies
from liancun.framework import permissions
from liancun.framework.actors import Actor


def may(actor: Actor, right: str, body_id: int | None) -> bool:
    return permissions.may(actor, right, body_id) or _for_own_board(actor, right, body_id)


def require(actor: Actor, right: str, body_id: int | None) -> None:
    """Raises NotAllowed (403)."""
    if not permissions.may(actor, right, body_id) and _for_own_board(actor, right, body_id):
        permissions.require(actor, OWN_BOARD, body_id)
    else:
        permissions.require(actor, right, body_id)


def _for_own_board(actor: Actor, right: str, body_id: int | None) -> bool:
    """The board alone votes in its own ballots; with those of the village its head has nothing to do but watch."""
    if body_id is None or right not in OF_THE_BOARD or not permissions.may(actor, OWN_BOARD, body_id):
        return False
    return bodies.get(body_id).kind == OWN_BOARD_KIND
