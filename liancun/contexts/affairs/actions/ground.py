"""What every verb does first and last: load and lock, may?, rules; then the state and the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from liancun.contexts.affairs.models import Escalation, Matter, StageRecord
from liancun.contexts.affairs.policy import ABOVE, VERBS, verbs_for
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded, load, unknown
from liancun.contexts.affairs.rules.acts import WHO, Act, Asked, Ruling, ask, done
from liancun.contexts.affairs.rules.life import Life
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.verdict import Facts, Verdict, judge
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import may, require
from liancun.kernel.errors import Conflict, Place, Refusal, mark


def locked(matter_id: int) -> Loaded:
    """One act on a matter at a time. Refusal: affairs.unknown (404)."""
    if not Matter.objects.select_for_update(of=("self",)).filter(pk=matter_id).exists():
        raise unknown()
    return load(matter_id)


def permitted(actor: Actor, loaded: Loaded, asked: Asked, body_id: int) -> None:
    """First whether this person may, then whether the matter stands where this can be done."""
    role = entitled_role(actor, loaded, asked, body_id)
    ruling = ask(loaded.life, asked, role)
    if not ruling.allowed:
        raise not_now(asked.act, ruling)


def entitled_role(actor: Actor, loaded: Loaded, asked: Asked, body_id: int) -> str:
    """The role the rules are asked as: the permission table has spoken for the verb that belongs to it."""
    life = loaded.life
    track = life.track(asked.village) if asked.village is not None else None
    verbs = verbs_for(asked.act, life, track, asked.step)
    may_do = next((verb for verb in verbs if may(actor, f"affairs.{verb}", body_id)), None)
    if verbs:
        require(actor, f"affairs.{may_do or verbs[0]}", body_id)
    if actor.kind == "system" and "system" in WHO[asked.act]:
        return "system"
    above = next((role for role, verb in ABOVE.items() if verb == may_do), "")
    return above if asked.act is Act.CONSENT and above else sorted(WHO[asked.act])[0]


def not_now(act: Act, ruling: Ruling) -> Conflict:
    remedy = mark("依据：{article}。") if ruling.article else ""
    return Conflict(
        f"affairs.{act.value}", ruling.reason, {**ruling.params, "article": ruling.article}, remedy=remedy
    )


def finished(actor: Actor, loaded: Loaded, asked: Asked, detail: Mapping[str, object]) -> None:
    """Brings the matter's state up to what has happened, says what came before the township, records the act."""
    life = done(loaded.life, asked)
    settle(loaded, life.state)
    if asked.village is not None:
        escalated(loaded, life, asked.village)
    audit.record(
        actor,
        f"affairs.{VERBS.get(asked.act, asked.act.value)}",
        subject=SUBJECT,
        subject_id=loaded.row.id,
        body_id=asked.village or loaded.row.body_id,
        detail={"day": asked.day.isoformat(), **detail},
    )


def escalated(loaded: Loaded, life: Life, village: int) -> None:
    """A step that failed for the last time, or whose limit passed, comes before the township, once."""
    before, after = loaded.life.track(village), life.track(village)
    if before is None or after is None or after.inner is None or not after.escalated or before.escalated:
        return
    due = after.due
    assert due is not None
    known = [e for e in loaded.whole.escalations if (e.village_id, e.stage) == (village, due.key)]
    Escalation.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village,
        procedure=after.inner.key,
        stage=due.key,
        number=len(known) + 1,
        cause="limit" if len(after.late) > len(before.late) else "failed",
        escalated_on=clock.today(),
        recorded_at=clock.now(),
    )


def tries(loaded: Loaded, village: int | None, procedure: str, stage: str) -> int:
    """How often this step stands on record already."""
    return sum(
        1 for r in loaded.whole.records if (r.village_id, r.procedure, r.stage) == (village, procedure, stage)
    )


def settle(loaded: Loaded, state: str) -> None:
    Matter.objects.filter(pk=loaded.row.id).exclude(state=state).update(state=state)


def judged(stage: Stage, facts: Facts) -> Verdict:
    """A meeting that did not reach its quorum decided nothing: it is refused, not recorded."""
    if facts.faults:
        raise Refusal("affairs.counts", facts.faults[0], place=Place("field", field="present"), remedy=_CHECK)
    verdict = judge(stage, facts)
    if not verdict.quorum_met:
        params = {**verdict.params, "article": verdict.article}
        raise Refusal("affairs.no_quorum", verdict.sentence, params, Place("field", field="present"), _AGAIN)
    return verdict


_CHECK = mark("请对照会议记录核对人数。")
_AGAIN = mark("请另行召集会议，达到人数后再表决。")


def refuse_future(day: date) -> None:
    if day > clock.today():
        raise Refusal(
            "affairs.future",
            mark("会议日期不能晚于今天。"),
            place=Place("field", field="held_on"),
            remedy=mark("请填写实际开会的日期。"),
        )


def record_row(
    actor: Actor,
    loaded: Loaded,
    *,
    village: int | None,
    procedure: str,
    stage: str,
    day: date,
    verdict: Verdict,
    facts: Facts,
) -> StageRecord:
    """A record not yet saved, with the verdict as it is given now."""
    return StageRecord(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village,
        procedure=procedure,
        stage=stage,
        attempt=tries(loaded, village, procedure, stage) + 1,
        how="held",
        held_on=day,
        entitled=facts.entitled,
        present=facts.present,
        yes=facts.yes,
        no=facts.no,
        abstain=facts.abstain,
        votes_all=facts.votes.all if facts.votes else None,
        votes_yes=facts.votes.yes if facts.votes else None,
        votes_no=facts.votes.no if facts.votes else None,
        alternative=facts.by,
        passed=verdict.passed,
        needed=verdict.needed,
        sentence=verdict.sentence,
        params=dict(verdict.params),
        article=verdict.article,
        recorded_by_id=actor.person_id,
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )
