"""What time does: effect after the window, limits that pass. Done by the office or by the worker, once."""

from __future__ import annotations

from liancun.contexts.affairs.actions.ground import escalated, locked, not_now, permitted, settle
from liancun.contexts.affairs.actions.hooks import Adoption, tell
from liancun.contexts.affairs.actions.lateness import write_late
from liancun.contexts.affairs.actions.publishing import authorise
from liancun.contexts.affairs.actions.revoking import revoke
from liancun.contexts.affairs.models import Effect, Matter
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded
from liancun.contexts.affairs.rules.acts import Act, Asked, ask, done
from liancun.contexts.affairs.rules.life import ENDED, Standing, overdue
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.scope import entered


@action("affairs.take_effect")
def take_effect(actor: Actor, *, matter_id: int) -> tuple[int, ...]:
    """Binds every village whose window is over and whose objections are answered; returns those villages.

    Whoever listens (tasks) is told in the same transaction, acting as the program: the person who completes
    the last step need not see the other villages.
    Refusals: affairs.unknown, affairs.take-effect with the reason of the first village that is not ready.
    """
    loaded = locked(matter_id)
    today = clock.today()
    ready_for = (Standing.AGREED, Standing.WAITING)
    waiting = [village for village, standing in loaded.life.standings.items() if standing in ready_for]
    rulings = {v: ask(loaded.life, Asked(Act.TAKE_EFFECT, today, v), "system") for v in waiting}
    ready = tuple(v for v, ruling in rulings.items() if ruling.allowed)
    if not ready:
        asked = Asked(Act.TAKE_EFFECT, today, waiting[0] if waiting else loaded.life.tracks[0].village)
        permitted(actor, loaded, asked, loaded.row.body_id)
        raise not_now(Act.TAKE_EFFECT, ask(loaded.life, asked, "system"))
    permitted(actor, loaded, Asked(Act.TAKE_EFFECT, today, ready[0]), loaded.row.body_id)
    _bind(actor, loaded, ready)
    return ready


def _bind(actor: Actor, loaded: Loaded, villages: tuple[int, ...]) -> None:
    today, row, life = clock.today(), loaded.row, loaded.life
    for village in villages:
        Effect.objects.create(
            matter_id=row.id, body_id=row.body_id, village_id=village, since=today, recorded_at=clock.now()
        )
        life = done(life, Asked(Act.TAKE_EFFECT, today, village))
        _authorise_without_notice(actor, loaded, village)
    settle(loaded, life.state)
    if row.revokes_id is not None:
        with entered(Actor.system("affairs.revoke")):
            revoke(
                Actor.system("affairs.revoke"),
                matter_id=row.revokes_id,
                by_matter=row.id,
                villages=villages,
            )
    audit.record(
        actor,
        "affairs.take_effect",
        subject=SUBJECT,
        subject_id=row.id,
        body_id=row.body_id,
        detail={"villages": list(villages)},
    )
    adoption = Adoption(row.id, row.title, row.subject, villages, today, row.playbook_id)
    with entered(Actor.system("affairs.take_effect")):
        tell(actor, adoption)


def _authorise_without_notice(actor: Actor, loaded: Loaded, village: int) -> None:
    """Where no decision is published, money is authorised on the day of effect."""
    track = loaded.life.track(village)
    if track and not track.wants_notice:
        authorise(actor, loaded, village, None)


@action("affairs.mark_late")
def mark_late(actor: Actor, *, matter_id: int) -> int:
    """Records, once each, the time limits that have passed; what follows is the playbook's rule. Returns how many.

    Only the worker does this: no rule of the permission table names it.
    """
    require(actor, "affairs.mark_late", None)
    loaded = locked(matter_id)
    today, life = clock.today(), loaded.life
    late = overdue(life, today)
    for stage, village in late:
        asked = Asked(Act.MARK_LATE, today, village, stage)
        permitted(actor, loaded, asked, loaded.row.body_id)
        write_late(actor, loaded, stage, village)
        life = done(life, asked)
        if village is not None:
            escalated(loaded, life, village)
    settle(loaded, life.state)
    return len(late)


def keep_time(actor: Actor) -> int:
    """All running matters: limits that passed and windows that closed. Repeating it changes nothing more."""
    changed = 0
    for matter_id in Matter.objects.exclude(state__in=[s.value for s in ENDED]).values_list("pk", flat=True):
        changed += mark_late(actor, matter_id=matter_id)
        changed += _effect_if_ready(actor, matter_id)
    return changed


def _effect_if_ready(actor: Actor, matter_id: int) -> int:
    loaded = locked(matter_id)
    asked = [Asked(Act.TAKE_EFFECT, clock.today(), track.village) for track in loaded.life.tracks]
    if not any(ask(loaded.life, one, "system").allowed for one in asked):
        return 0
    return len(take_effect(actor, matter_id=matter_id))
