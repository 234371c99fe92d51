"""Duties apart on one item, for whoever really acts: also for a delegate (AB 岗), who signs in another's stead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liancun.contexts.access import api as access
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.rules import duties
from liancun.framework.actors import Actor


def keep_apart(
    actor: Actor,
    act: str,
    done: Mapping[str, int | None],
    apart: Sequence[duties.Apart],
    *,
    verb: str,
    owner_id: int,
) -> None:
    """`done` act → person, what was signed before. Refusals: ledger.duties_apart, ledger.delegate_twice.

    A delegate who signed any step of the item signs no other. One whom the holder chose is also bound by
    what the holder signed: nobody approves their own paper through a friend.
    """
    person = person_of(actor)
    duties.keep_apart(act, person, done, apart)
    grant = access.acts_for(actor, verb, owner_id)
    if grant is None:
        return
    duties.keep_single(act, person, done)
    if grant.by_holder and grant.holder_id is not None:
        duties.keep_apart(act, grant.holder_id, done, apart)
