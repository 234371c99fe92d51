"""From rows to the pure life of a matter: what `rules` decide on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.models import How
from liancun.contexts.affairs.queries import glances, wholes
from liancun.contexts.affairs.queries.wholes import Call, Head, Party, Resolution, Whole, whole
from liancun.contexts.affairs.rules.buying import Buying
from liancun.contexts.affairs.rules.life import (
    Approval,
    Decision,
    Late,
    Life,
    Mandate,
    Outcome,
    Step,
    Track,
    without_resolution,
)
from liancun.contexts.affairs.rules.procedure import Plan, Procedure
from liancun.contexts.disclosure import api as disclosure
from liancun.kernel.errors import Unknown, mark

SUBJECT = "affairs.matter"
Record = wholes.Record | glances.Record
Published = wholes.Publication | glances.Published
Consented = wholes.Consent | glances.Consent
Escalated = wholes.Escalation | glances.Escalation


@dataclass(frozen=True)
class Loaded:
    """A matter with everything that happened, and its life."""

    whole: Whole
    life: Life

    @property
    def row(self) -> Head:
        return self.whole.row

    @property
    def plan(self) -> Plan:
        return self.life.plan

    @property
    def resolution(self) -> Resolution | None:
        return self.whole.resolution

    def party(self, village: int) -> Party | None:
        return next((party for party in self.whole.parties if party.village_id == village), None)


def unknown() -> Unknown:
    return Unknown(
        "affairs.unknown", mark("没有这件事项，或您不能查看。"), remedy=mark("请返回事项列表重新选择。")
    )


def load(matter_id: int) -> Loaded:
    """Refusal: affairs.unknown (404)."""
    found = whole(matter_id)
    if found is None:
        raise unknown()
    return Loaded(found, _life(found, disclosure.windows(_open_windows(found))))


def _open_windows(found: Whole) -> list[int]:
    """Only what precedes an effect still waits for the end of its window."""
    bound = {party.village_id for party in found.parties if party.bound_since}
    return [
        publication.notice_id
        for publication in found.publications
        if publication.which in ("decision", "step") and publication.village_id not in bound
    ]


def _life(found: Whole, windows: dict[int, disclosure.Window]) -> Life:
    row, resolution, rating = found.row, found.resolution, found.rating
    plan = playbook.plan_of(row.playbook_id, row.subject, row.minimum)
    call = _last_call(found, None)
    traces = Traces(found.records, found.publications, found.consents, found.escalations)
    decided = (resolution.adopted, resolution.resolved_on) if resolution else None
    life = joint_life(plan, row.raised_on, traces, decided)
    return replace(
        life,
        tracks=tuple(
            track(
                party.village_id,
                plan,
                own_procedure(row.playbook_id, plan, party.procedure),
                traces.of(party.village_id),
                Since(party.bound_since, party.revoked_on),
                windows,
            )
            for party in found.parties
        ),
        noticed_on=call.noticed_on if call and not call.recorded else None,
        meets_on=call.meets_on if call and not call.recorded else None,
        mandate=_mandate(row),
        buying=buying(
            row.playbook_id,
            row.subject,
            row.total,
            json.loads(row.purchase),
            Counter(p.kind for p in found.papers),
        ),
        rating_opened_on=rating.opened_on if rating else None,
        rating_closes_on=rating.closes_on if rating else None,
        rating_closed_on=rating.closed_on if rating else None,
    )


def buying(
    playbook_id: int, subject: str, total: Decimal, wanted: Mapping[str, int], have: Mapping[str, int]
) -> Buying | None:
    """How the matter buys: what it needs stands on its own row, the words in its playbook."""
    if not wanted:
        return None
    section = playbook.section_of(playbook_id)
    band = section.subject[subject].purchase_band(total)
    method, article = (band.method, section.article(band.article)) if band else ("", None)
    return Buying(method, article, dict(wanted), dict(have))


def _mandate(row: Head) -> Mandate | None:
    if row.within_id is None or row.mandate_remaining is None:
        return None
    return Mandate(row.mandate_effective, row.mandate_remaining, row.total)


def _last_call(found: Whole, village: int | None) -> Call | None:
    return next((call for call in reversed(found.calls) if call.village_id == village), None)


def last_call(loaded: Loaded, village: int | None) -> Call | None:
    """The latest meeting called for the committee (None) or for a village's own body."""
    return _last_call(loaded.whole, village)


@dataclass(frozen=True)
class Traces:
    """What was recorded of a matter, or of one body in it."""

    records: Collection[Record]
    publications: Collection[Published]
    consents: Collection[Consented]
    escalations: Collection[Escalated]

    def of(self, village: int | None) -> Traces:
        """What concerns one body; None: the joint body."""
        return Traces(
            [one for one in self.records if one.village_id == village],
            [one for one in self.publications if one.village_id == village],
            [one for one in self.consents if one.village_id == village],
            [one for one in self.escalations if one.village_id == village],
        )


@dataclass(frozen=True)
class Since:
    """From when a body is bound, and from when it no longer is."""

    bound: date | None
    revoked: date | None


def own_procedure(playbook_id: int, plan: Plan, key: str) -> Procedure | None:
    """As stored when the matter was raised; matters raised before ways were chosen follow the plan's only one."""
    return playbook.procedure_of(playbook_id, key) if key else plan.inner


def joint_life(plan: Plan, raised_on: date, traces: Traces, decided: tuple[bool, date] | None) -> Life:
    """The joint body's side of a life, without the tracks of the bodies concerned."""
    joint = traces.of(None)
    resolved, resolved_on = decided or without_resolution(plan, raised_on)
    resolution = plan.outer_stage_or_none("resolution")
    late = {record.stage for record in joint.records if record.how == How.LATE}
    return Life(
        plan,
        raised_on,
        (),
        resolved=resolved,
        resolved_on=resolved_on,
        resolution_late=resolution is not None and resolution.key in late,
        rejections=tuple(record.held_on for record in joint.records if record.how == How.HELD),
        approvals=tuple(Approval(one.stage, one.decided_on, one.given) for one in joint.consents),
        appraisal_late=any(stage.key in late for stage in plan.outer.of_kind("appraisal"))
        if plan.outer
        else False,
        approvals_late=tuple(stage.key for stage in plan.approvals if stage.key in late),
    )


def track(
    village: int,
    plan: Plan,
    inner: Procedure | None,
    traces: Traces,
    since: Since,
    windows: dict[int, disclosure.Window],
) -> Track:
    """What happened in one body, from its own rows."""
    resolution, work = plan.outer_stage_or_none("resolution"), plan.outer_stage_or_none("work")
    own = [r for r in traces.records if inner and r.procedure == inner.key]
    begun = replace(
        _deliberated(Track(village, inner), plan, traces.records),
        steps=tuple(sorted(_steps(inner, own, traces, windows), key=lambda step: step.on)),
        consent_late=any(
            r.how == How.LATE and resolution and r.stage == resolution.key and r not in own
            for r in traces.records
        ),
        work_late=any(
            r.how == How.LATE and work and r.stage == work.key and r not in own for r in traces.records
        ),
        late=tuple(Late(r.stage, r.held_on) for r in own if r.how == How.LATE),
        decisions=tuple(
            Decision(one.stage, Outcome(one.outcome), one.decided_on)
            for one in traces.escalations
            if one.outcome and one.decided_on
        ),
        effective_on=since.bound,
        revoked_on=since.revoked,
    )
    return _published(begun, traces.publications, windows)


def _deliberated(track: Track, plan: Plan, records: Collection[Record]) -> Track:
    opinion = plan.outer_stage_or_none("opinion")
    for record in records:
        if opinion and plan.outer and record.procedure == plan.outer.key and record.stage == opinion.key:
            if record.how == How.LATE:
                return replace(track, deliberation_late=True)
            return replace(track, supports=record.passed, deliberated_on=record.held_on)
    return track


def _steps(
    inner: Procedure | None,
    own: Collection[Record],
    traces: Traces,
    windows: dict[int, disclosure.Window],
) -> Iterator[Step]:
    for record in own:
        if record.how != How.LATE:
            yield Step(record.stage, record.held_on, record.passed, record.counted_from)
    for said in traces.consents:
        if inner and said.procedure == inner.key:
            yield Step(said.stage, said.decided_on, said.given)
    for notice in traces.publications:
        if notice.which == "step":
            window = windows.get(notice.notice_id)
            unanswered = window.unanswered if window else 0
            yield Step(notice.stage, notice.published_on, True, "", _closes(notice, window), unanswered)


def _published(
    track: Track, publications: Collection[Published], windows: dict[int, disclosure.Window]
) -> Track:
    for publication in publications:
        if publication.which == "decision":
            window = windows.get(publication.notice_id)
            track = replace(
                track,
                published_on=publication.published_on,
                closes_on=_closes(publication, window),
                unanswered=window.unanswered if window else 0,
            )
        elif publication.which == "result":
            track = replace(track, result_on=publication.published_on)
    return track


def _closes(publication: Published, window: disclosure.Window | None) -> date:
    """A withdrawn notice never closes: nothing may rest on it."""
    if window is None:
        return publication.closes_on
    return date.max if window.withdrawn else window.closes
