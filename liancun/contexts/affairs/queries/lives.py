"""From rows to the pure life of a matter: what `rules` decide on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.models import How
from liancun.contexts.affairs.queries import glances, wholes
from liancun.contexts.affairs.queries.wholes import Call, Head, Party, Resolution, Whole, whole
from liancun.contexts.affairs.rules.life import Life, Step, Track
from liancun.contexts.affairs.rules.procedure import Plan
from liancun.contexts.disclosure import api as disclosure
from liancun.kernel.errors import Unknown, mark

SUBJECT = "affairs.matter"
Record = wholes.Record | glances.Record
Published = wholes.Publication | glances.Published


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
    """Only a decision that does not bind yet still waits for the end of its window."""
    bound = {party.village_id for party in found.parties if party.bound_since}
    return [
        publication.notice_id
        for publication in found.publications
        if publication.which == "decision" and publication.village_id not in bound
    ]


def _life(found: Whole, windows: dict[int, disclosure.Window]) -> Life:
    row, resolution, rating = found.row, found.resolution, found.rating
    plan = playbook.plan_of(row.playbook_id, row.subject, row.minimum)
    call = _last_call(found, None)
    return Life(
        plan=plan,
        raised_on=row.raised_on,
        tracks=tuple(
            track(
                party.village_id,
                plan,
                [record for record in found.records if record.village_id == party.village_id],
                [one for one in found.publications if one.village_id == party.village_id],
                party.bound_since,
                windows,
            )
            for party in found.parties
        ),
        noticed_on=call.noticed_on if call else None,
        meets_on=call.meets_on if call else None,
        resolved=resolution.adopted if resolution else None,
        resolved_on=resolution.resolved_on if resolution else None,
        rating_opened_on=rating.opened_on if rating else None,
        rating_closes_on=rating.closes_on if rating else None,
        rating_closed_on=rating.closed_on if rating else None,
    )


def _last_call(found: Whole, village: int | None) -> Call | None:
    return next((call for call in reversed(found.calls) if call.village_id == village), None)


def last_call(loaded: Loaded, village: int | None) -> Call | None:
    """The latest meeting called for the committee (None) or for a village's own body."""
    return _last_call(loaded.whole, village)


def track(
    village: int,
    plan: Plan,
    records: Collection[Record],
    publications: Collection[Published],
    effective_on: date | None,
    windows: dict[int, disclosure.Window],
) -> Track:
    """What happened in one village, from its own rows."""
    begun = replace(
        _deliberated(Track(village), plan, records),
        steps=_steps(plan, records),
        consent_late=any(
            r.how == How.LATE and r.stage == plan.outer_stage("resolution").key for r in records
        ),
        effective_on=effective_on,
    )
    return _published(begun, publications, windows)


def _deliberated(track: Track, plan: Plan, records: Collection[Record]) -> Track:
    opinion = plan.outer_stage("opinion").key
    for record in records:
        if record.procedure == plan.joint.key and record.stage == opinion:
            if record.how == How.LATE:
                return replace(track, deliberation_late=True)
            return replace(track, supports=record.passed, deliberated_on=record.held_on)
    return track


def _steps(plan: Plan, records: Collection[Record]) -> tuple[Step, ...]:
    own = {r.stage: r for r in records if plan.inner and r.procedure == plan.inner.key}
    return tuple(
        Step(stage.key, own[stage.key].held_on, own[stage.key].passed, own[stage.key].counted_from)
        for stage in plan.steps
        if stage.key in own
    )


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
