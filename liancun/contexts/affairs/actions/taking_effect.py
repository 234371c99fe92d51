"""What time does: effect after the window, limits that pass. Done by the office or by the worker, once."""

from __future__ import annotations

from liancun.contexts.affairs.actions.ground import locked, not_now, permitted, settle
from liancun.contexts.affairs.actions.hooks import Adoption, tell
from liancun.contexts.affairs.models import Effect, How, Matter, StageRecord
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded
from liancun.contexts.affairs.rules.acts import Act, Asked, ask, done
from liancun.contexts.affairs.rules.life import ENDED, overdue
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.kernel.errors import mark


@action("affairs.take_effect")
def take_effect(actor: Actor, *, matter_id: int) -> tuple[int, ...]:
    """Binds every village whose window is over and whose objections are answered; returns those villages.

    Whoever listens (tasks) is told in the same transaction, acting as the program: the person who completes
    the last step need not see the other villages.
    Refusals: affairs.unknown, affairs.take-effect with the reason of the first village that is not ready.
    """
    loaded = locked(matter_id)
    today = clock.today()
    waiting = [
        track.village for track in loaded.life.tracks if track.effective_on is None and track.published_on
    ]
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
    settle(loaded, life.state)
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
        _write_late(actor, loaded, stage, village)
        life = done(life, asked)
    settle(loaded, life.state)
    return len(late)


def _write_late(actor: Actor, loaded: Loaded, stage: str, village: int) -> None:
    deliberation = stage == loaded.plan.outer_stage("opinion").key
    rule = loaded.plan.joint.stage(stage)
    limit = loaded.life.deliberate_by if deliberation else loaded.life.consent_by
    StageRecord.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village,
        procedure=loaded.plan.joint.key,
        stage=stage,
        how=How.LATE,
        held_on=clock.today(),
        passed=False,
        sentence=_NOT_DELIBERATED if deliberation else _NOT_DECIDED,
        params={"day": limit.isoformat() if limit else ""},
        article=rule.article.words if rule.article else "",
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )
    audit.record(
        actor,
        "affairs.mark_late",
        subject=SUBJECT,
        subject_id=loaded.row.id,
        body_id=village,
        detail={"stage": stage},
    )


_NOT_DELIBERATED = mark("到期限（{day}）没有议事，计为未议事，已报乡镇和联合党委。")
_NOT_DECIDED = mark("到期限（{day}）没有作出决定，联合决议对本村没有约束力。")


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
