"""A later matter of the same body takes an earlier one's place: both stay, the earlier stops."""

from __future__ import annotations

from collections.abc import Collection

from liancun.contexts.affairs.actions.ground import locked, settle
from liancun.contexts.affairs.models import Revocation
from liancun.contexts.affairs.queries.lives import SUBJECT
from liancun.contexts.affairs.rules.acts import Act, Asked, ask, done
from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require


@action("affairs.revoke")
def revoke(actor: Actor, *, matter_id: int, by_matter: int, villages: Collection[int]) -> tuple[int, ...]:
    """Stops the earlier matter for these bodies, and what is left of its authorities; returns those it stopped for.

    A consequence of the later decision, not an act of whoever completed it: only the program itself does this.
    """
    require(actor, "affairs.revoke", None)
    loaded = locked(matter_id)
    life, today, stopped = loaded.life, clock.today(), list[int]()
    for village in villages:
        asked = Asked(Act.REVOKE, today, village)
        if not ask(life, asked, "system").allowed:
            continue
        Revocation.objects.create(
            matter_id=matter_id,
            body_id=loaded.row.body_id,
            village_id=village,
            by_matter_id=by_matter,
            since=today,
            recorded_at=clock.now(),
        )
        ledger.end_authorities(
            actor, subject=SUBJECT, subject_id=matter_id, owner_id=village, reason=f"{SUBJECT}:{by_matter}"
        )
        life = done(life, asked)
        stopped.append(village)
    settle(loaded, life.state)
    audit.record(
        actor,
        "affairs.revoke",
        subject=SUBJECT,
        subject_id=matter_id,
        body_id=loaded.row.body_id,
        detail={"by": by_matter, "villages": stopped},
    )
    return tuple(stopped)
