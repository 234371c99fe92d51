"""党委定事: the committee is convened, meets and resolves. A resolution binds no village yet."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.actions.ground import finished, judged, locked, permitted, record_row
from liancun.contexts.affairs.models import Call, Resolution
from liancun.contexts.affairs.queries import wholes
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded, last_call
from liancun.contexts.affairs.rules.acts import Act, Asked
from liancun.contexts.affairs.rules.raising import resolution_number
from liancun.contexts.affairs.rules.verdict import Facts, Verdict, presence
from liancun.contexts.meetings import api as meetings
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.scope import entered
from liancun.kernel.errors import Conflict, mark


@action("affairs.convene_committee")
def convene_committee(
    actor: Actor, *, matter_id: int, starts_at: datetime, place: str
) -> meetings.MeetingLine:
    """Calls the committee with the days of notice its procedure wants; its members come from their posts.

    Refusals: affairs.unknown, affairs.convene (not now, or too soon), those of meetings.convene.
    """
    loaded = locked(matter_id)
    meets_on = clock.local(starts_at).date()
    asked = Asked(Act.CONVENE, clock.today(), meets_on=meets_on)
    permitted(actor, loaded, asked, loaded.row.body_id)
    stage = loaded.plan.outer_stage("resolution")
    members = _members(loaded, stage.posts)
    needed, rule = presence(stage, len(members))
    # Members hold public posts; the roll of persons itself stays closed to who convenes them.
    with entered(Actor.system("affairs.convene_committee")):
        line = meetings.convene(
            actor,
            body_id=loaded.row.body_id,
            kind=stage.name,
            title=f"{loaded.row.joint_name}：{loaded.row.title}",
            starts_at=starts_at,
            place=place,
            agenda=[meetings.AgendaLine(loaded.row.title, SUBJECT, loaded.row.id)],
            entitled=members,
            notice_days=stage.notice_days,
            subject=SUBJECT,
            subject_id=loaded.row.id,
            needed=needed,
            rule=rule,
        )
    Call.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        stage=stage.key,
        meeting_id=line.id,
        noticed_on=clock.today(),
        meets_on=meets_on,
    )
    finished(actor, loaded, asked, {"meeting": line.id, "meets_on": meets_on.isoformat()})
    return line


def _members(loaded: Loaded, kinds: tuple[str, ...]) -> list[int]:
    """Each person once, however many posts they hold."""
    held = posts.holders(loaded.row.body_id, None, clock.today())
    found = list(dict.fromkeys(line.person_id for line in held if line.kind in kinds))
    if not found:
        raise Conflict(
            "affairs.no_members",
            mark("联合党委还没有登记书记和委员，不能召集会议。"),
            remedy=mark("请先由乡镇登记联合党委的任职。"),
        )
    return found


@action("affairs.adopt_resolution")
def adopt_resolution(
    actor: Actor, *, matter_id: int, text: str, yes: int, no: int = 0, abstain: int = 0, minutes: str = ""
) -> Resolution | None:
    """Judges the vote of the committee's meeting and records the resolution, adopted or not.

    None where it was not adopted and the playbook lets the committee meet on it again: the try is on record.
    With `minutes` the meeting's minutes are confirmed in the same act.
    Refusals: affairs.unknown, affairs.resolve (not now), affairs.not_held, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    call = last_call(loaded, None)
    facts = meetings.facts(call.meeting_id) if call else None
    held_on = clock.local(facts.held_at).date() if facts and facts.held_at else clock.today()
    permitted(actor, loaded, Asked(Act.RESOLVE, held_on), loaded.row.body_id)
    if call is None or facts is None or facts.held_at is None:
        raise Conflict(
            "affairs.not_held",
            mark("党委会还没有登记到会情况和开会，不能作出决议。"),
            remedy=mark("请先在会议页登记到会人员并登记开会。"),
        )
    counts = Facts(facts.entitled, facts.present, yes, no, abstain)
    verdict = judged(loaded.plan.outer_stage("resolution"), counts)
    if minutes.strip():
        meetings.confirm(actor, meeting_id=call.meeting_id, minutes=minutes)
    row = None
    if verdict.passed or not loaded.life.may_try_again:
        row = _write(actor, loaded, call, text, counts, verdict)
    else:
        _keep_try(actor, loaded, call, held_on, counts, verdict)
    asked = Asked(Act.RESOLVE, held_on, passed=verdict.passed)
    finished(actor, loaded, asked, {"number": row.number if row else "", "adopted": verdict.passed})
    return row


def _keep_try(
    actor: Actor, loaded: Loaded, call: wholes.Call, held_on: date, facts: Facts, verdict: Verdict
) -> None:
    row = record_row(
        actor,
        loaded,
        village=None,
        procedure=loaded.plan.joint.key,
        stage=loaded.plan.outer_stage("resolution").key,
        day=held_on,
        verdict=verdict,
        facts=facts,
    )
    row.meeting_id = call.meeting_id
    row.save(force_insert=True)


def _write(
    actor: Actor, loaded: Loaded, call: wholes.Call, text: str, facts: Facts, verdict: Verdict
) -> Resolution:
    held_on = clock.local(meetings.facts(call.meeting_id).held_at or clock.now()).date()
    serial = _next_serial(loaded.row.body_id, held_on.year) if verdict.passed else None
    return Resolution.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        adopted=verdict.passed,
        number=_number(loaded, held_on.year, serial) if serial else "",
        year=held_on.year,
        serial=serial,
        text=text.strip() or loaded.row.title,
        resolved_on=held_on,
        meeting_id=call.meeting_id,
        entitled=facts.entitled,
        present=facts.present,
        yes=facts.yes,
        no=facts.no,
        abstain=facts.abstain,
        needed=verdict.needed,
        sentence=verdict.sentence,
        params=dict(verdict.params),
        article=verdict.article,
        recorded_by_id=actor.person_id,
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )


def _next_serial(joint_id: int, year: int) -> int:
    """Two resolutions at once: the table's unique number lets only one of them through."""
    last = Resolution.objects.filter(body_id=joint_id, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _number(loaded: Loaded, year: int, serial: int) -> str:
    section = playbook.section_of(loaded.row.playbook_id)
    form = section.procedure[loaded.plan.joint.key].resolution_form
    return resolution_number(form, year=year, serial=serial, short_name=loaded.row.joint_short_name)
