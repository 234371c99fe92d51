"""Notices of a body: before a step, of its decision with the authority that waits for it, and of the result."""

from __future__ import annotations

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.actions.ground import finished, locked, permitted
from liancun.contexts.affairs.actions.meeting_of import notice_place
from liancun.contexts.affairs.models import Publication
from liancun.contexts.affairs.queries import snapshots
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded
from liancun.contexts.affairs.rules.acts import Act, Asked
from liancun.contexts.affairs.rules.procedure import Publicity
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Conflict, Place, Refusal, mark

_USUAL = Publicity("公开", 7)


@action("affairs.publish_decision")
def publish_decision(actor: Actor, *, matter_id: int, village_id: int) -> disclosure.NoticeLine:
    """Publishes what this village decided, and registers the authority that waits for the notice's window.

    Refusals: affairs.unknown, affairs.publish-decision (not decided, condition not met, already published).
    """
    loaded = locked(matter_id)
    permitted(actor, loaded, Asked(Act.PUBLISH_DECISION, clock.today(), village_id), village_id)
    notice = _publish(actor, loaded, village_id, "decision")
    authority = authorise(actor, loaded, village_id, notice.id)
    _write(actor, loaded, village_id, "decision", notice, authority)
    asked = Asked(Act.PUBLISH_DECISION, clock.today(), village_id, closes_on=notice.window.closes)
    finished(actor, loaded, asked, {"notice": notice.id, "authority": authority})
    return notice


@action("affairs.publish_step")
def publish_step(actor: Actor, *, matter_id: int, village_id: int, stage: str) -> disclosure.NoticeLine:
    """Hangs out the notice that precedes the body's next step (方案公示): that step waits until the window is over
    and everything is answered.

    Refusals: affairs.unknown, affairs.publish-step (not this step now).
    """
    loaded = locked(matter_id)
    asked = Asked(Act.PUBLISH_STEP, clock.today(), village_id, stage)
    permitted(actor, loaded, asked, village_id)
    notice = _publish(actor, loaded, village_id, stage)
    _write(actor, loaded, village_id, "step", notice, None, stage)
    done = Asked(Act.PUBLISH_STEP, clock.today(), village_id, stage, closes_on=notice.window.closes)
    finished(actor, loaded, done, {"notice": notice.id, "step": stage})
    return notice


def authorise(actor: Actor, loaded: Loaded, village_id: int, notice_id: int | None) -> int | None:
    """One authority per body's book: the amount it decided, payable once the notice's window is over."""
    amount = next(p.amount for p in loaded.whole.parties if p.village_id == village_id)
    kind = playbook.section_of(loaded.row.playbook_id).subject[loaded.row.subject].authority
    if not kind or not amount:
        return None
    number = loaded.resolution.number if loaded.resolution else ""
    line = ledger.register_authority(
        actor,
        owner_id=village_id,
        kind=kind,
        amount=amount,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        label=f"{number} {loaded.row.title}".strip(),
        notice_id=notice_id,
        key=f"{SUBJECT}:{loaded.row.id}",
    )
    return line.id


@action("affairs.publish_result")
def publish_result(actor: Actor, *, matter_id: int, village_id: int, note: str = "") -> disclosure.NoticeLine:
    """The second disclosure: what came of it and what was paid, with voucher numbers, persons masked.

    `note`: what came of it; where the supervisors review first, it was given to them already.
    Refusals: affairs.unknown, affairs.note, affairs.publish-result, affairs.not_reviewed.
    """
    loaded = locked(matter_id)
    permitted(actor, loaded, Asked(Act.PUBLISH_RESULT, clock.today(), village_id), village_id)
    if not publicity(loaded, village_id, "result").review:
        refuse_no_note(note)
    notice = _publish(actor, loaded, village_id, "result", note.strip())
    _write(actor, loaded, village_id, "result", notice, None)
    finished(actor, loaded, Asked(Act.PUBLISH_RESULT, clock.today(), village_id), {"notice": notice.id})
    return notice


def refuse_no_note(note: str) -> None:
    """Refusal: affairs.note."""
    if not note.strip():
        raise Refusal(
            "affairs.note",
            mark("请写明办成了什么。"),
            place=Place("field", field="note"),
            remedy=mark("请用一两句话写明结果。"),
        )


def publicity(loaded: Loaded, village_id: int, which: str) -> Publicity:
    """How the playbook wants this notice of a body published."""
    track = loaded.life.track(village_id)
    key = f"publish-{which}" if which in ("decision", "result") else which
    stage = track.stage("publish-result" if which == "rating" else key) if track else None
    return stage.publicity if stage and stage.publicity else _USUAL


def composed(loaded: Loaded, village_id: int, which: str, note: str) -> tuple[str, disclosure.Snapshot]:
    """Title and content as the records give them now."""
    title = loaded.row.title
    if which == "decision":
        return f"决议公开：{title}", snapshots.decision(loaded, village_id)
    if which == "result":
        return f"实施结果公开：{title}", snapshots.result(loaded, village_id, note)
    track = loaded.life.track(village_id)
    rule = track.due if track else None
    assert rule is not None
    return f"{rule.name}：{title}", snapshots.before(loaded, village_id, rule)


def sent_to_review(loaded: Loaded, village_id: int, which: str) -> int | None:
    """The plan that the supervisors look at, or have looked at."""
    found = disclosure.plan_about(SUBJECT, loaded.row.id, notice_place(village_id), which)
    return found[0] if found else None


def _publish(
    actor: Actor, loaded: Loaded, village_id: int, which: str, note: str = ""
) -> disclosure.NoticeLine:
    """What the supervisors have seen, exactly as they saw it; or at once, where nobody reviews."""
    rule = publicity(loaded, village_id, which)
    if not rule.review:
        return _hang(actor, loaded, village_id, rule, *composed(loaded, village_id, which, note))
    plan = sent_to_review(loaded, village_id, which)
    if plan is None:
        raise Conflict(
            "affairs.not_reviewed",
            mark("公开前须先送村务监督委员会审查。"),
            remedy=mark("请先送审；同意或者到期没有意见的，再公开。"),
        )
    return disclosure.publish_reviewed(actor, plan)


def _hang(
    actor: Actor,
    loaded: Loaded,
    village_id: int,
    rule: Publicity,
    title: str,
    content: disclosure.Snapshot,
) -> disclosure.NoticeLine:
    return disclosure.publish(
        actor,
        body_id=notice_place(village_id),
        kind=rule.kind,
        title=title,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        snapshot=content,
        days=rule.days,
        working_days=rule.working_days,
    )


def publish_rating(actor: Actor, loaded: Loaded, counts: dict[str, int], slips: int) -> None:
    """The rating's counts on the page of every village that was bound."""
    content = snapshots.rating(loaded, counts, slips)
    for village_id in loaded.life.bound:
        rule, title = publicity(loaded, village_id, "rating"), f"群众评事结果：{loaded.row.title}"
        notice = _hang(actor, loaded, village_id, rule, title, content)
        _write(actor, loaded, village_id, "rating", notice, None)


def _write(
    actor: Actor,
    loaded: Loaded,
    village_id: int,
    which: str,
    notice: disclosure.NoticeLine,
    authority: int | None,
    stage: str = "",
) -> None:
    Publication.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village_id,
        which=which,
        stage=stage,
        notice_id=notice.id,
        slug=notice.slug,
        authority_id=authority,
        published_on=clock.today(),
        closes_on=notice.window.closes,
        published_by=signature(actor),
    )
