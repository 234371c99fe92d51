"""Giving out a one-time link, and spending it: once, whoever races."""

from __future__ import annotations

import os
from datetime import timedelta

from liancun.contexts.access.models import OneTimeLink
from liancun.contexts.access.queries.links import (
    PROGRAM,
    LinkLine,
    checked,
    digest,
    purpose_of,
)
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.kernel.tokens import new_token

HOURS = 72


@action("access.issue_link")
def issue_link(
    actor: Actor,
    *,
    purpose: str,
    person_id: int,
    body_id: int,
    subject: str = "",
    subject_id: int | None = None,
    hours: int = HOURS,
) -> str:
    """Gives the token, now and never again. `body_id` judges the right of the purpose and keeps the row."""
    require(actor, purpose_of(purpose).right, body_id)
    token, begun = new_token(os.urandom(16)), clock.now()
    row = OneTimeLink(
        purpose=purpose,
        subject=subject,
        subject_id=subject_id,
        person_id=person_id,
        body_id=body_id,
        digest=digest(token),
        made_at=begun,
        until=begun + timedelta(hours=hours),
        maker_user_id=actor.user_id,
    )
    row.save(force_insert=True)
    _trace(actor, "access.issue_link", row)
    return token


@action("access.spend_link")
def spend_link(actor: Actor, *, token: str, purpose: str) -> LinkLine:
    """Uses the link up; what the caller does with it stands or falls with it. Refusals as by `look`."""
    with entered(PROGRAM):
        row = OneTimeLink.objects.select_for_update().filter(digest=digest(token), purpose=purpose).first()
        line = checked(row)
        assert row is not None
        OneTimeLink.objects.filter(pk=row.pk).update(used_at=clock.now())
        _trace(actor, "access.spend_link", row)
    return line


def _trace(actor: Actor, verb: str, row: OneTimeLink) -> None:
    detail = {"purpose": row.purpose, "person": row.person_id}
    audit.record(actor, verb, subject="access.link", subject_id=row.pk, body_id=row.body_id, detail=detail)
