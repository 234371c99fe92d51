"""Before publication: what a village means to publish goes to its supervisors, where the playbook asks for it."""

from __future__ import annotations

from liancun.contexts.affairs.actions.ground import locked, permitted
from liancun.contexts.affairs.actions.meeting_of import notice_place
from liancun.contexts.affairs.actions.publishing import composed, publicity, refuse_no_note
from liancun.contexts.affairs.queries.lives import SUBJECT
from liancun.contexts.affairs.rules.acts import Act, Asked
from liancun.contexts.disclosure import api as disclosure
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.kernel.errors import Conflict, mark

_ACTS = {"decision": Act.PUBLISH_DECISION, "result": Act.PUBLISH_RESULT}


@action("affairs.send_to_review")
def send_to_review(actor: Actor, *, matter_id: int, village_id: int, which: str, note: str = "") -> int:
    """Sends what is to be published next to the village's supervisors; the id of the plan they look at.

    `which`: "decision", "result" (with its `note`), or the key of a step that is a notice.
    Refusals: those of publishing it; affairs.no_review where the playbook asks for none;
    disclosure.planned_already, disclosure.no_supervisors.
    """
    loaded = locked(matter_id)
    act = _ACTS.get(which, Act.PUBLISH_STEP)
    step = which if act is Act.PUBLISH_STEP else ""
    permitted(actor, loaded, Asked(act, clock.today(), village_id, step), village_id)
    rule = publicity(loaded, village_id, which)
    if not rule.review:
        raise Conflict("affairs.no_review", mark("这一项不用送审，可以直接公开。"))
    if which == "result":
        refuse_no_note(note)
    title, content = composed(loaded, village_id, which, note.strip())
    found = disclosure.plan_of_subject(
        actor,
        body_id=notice_place(village_id),
        kind=rule.kind,
        title=title,
        content=content,
        days=rule.days,
        working_days=rule.working_days,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        part=which,
    )
    return found.line.id
