"""From rows to the pure life of a matter: what `rules` decide on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, QuerySet

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.models import Call, How, Matter, Party, Publication, Resolution, StageRecord
from liancun.contexts.affairs.queries import glances
from liancun.contexts.affairs.rules.life import Life, Step, Track
from liancun.contexts.affairs.rules.procedure import Plan
from liancun.contexts.disclosure import api as disclosure
from liancun.kernel.errors import Unknown, mark

SUBJECT = "affairs.matter"
Record = StageRecord | glances.Record
Published = Publication | glances.Published


@dataclass(frozen=True)
class Loaded:
    """A matter's row with everything that happened, and its life."""

    row: Matter
    life: Life

    @property
    def plan(self) -> Plan:
        return self.life.plan

    @property
    def resolution(self) -> Resolution | None:
        return getattr(self.row, "resolution", None)


def matters() -> QuerySet[Matter]:
    return Matter.objects.select_related(
        "body", "village", "resolution", "rating", "rating__closing"
    ).prefetch_related(
        Prefetch("parties", Party.objects.select_related("village")),
        "records",
        Prefetch("calls", Call.objects.select_related("vote")),
        "publications",
        "effects",
    )


def unknown() -> Unknown:
    return Unknown(
        "affairs.unknown", mark("没有这件事项，或您不能查看。"), remedy=mark("请返回事项列表重新选择。")
    )


def load(matter_id: int) -> Loaded:
    """Refusal: affairs.unknown (404)."""
    found = load_many(matters().filter(pk=matter_id))
    if not found:
        raise unknown()
    return found[0]


def load_many(rows: Iterable[Matter]) -> list[Loaded]:
    found = list(rows)
    windows = disclosure.windows([notice for row in found for notice in _open_windows(row)])
    return [Loaded(row, _life(row, windows)) for row in found]


def _open_windows(row: Matter) -> list[int]:
    """Only a decision that does not bind yet still waits for the end of its window."""
    bound = {effect.village_id for effect in row.effects.all()}
    return [
        publication.notice_id
        for publication in row.publications.all()
        if publication.which == "decision" and publication.village_id not in bound
    ]


def _life(row: Matter, windows: dict[int, disclosure.Window]) -> Life:
    plan = playbook.plan_of(row.playbook_id, row.subject, row.minimum)
    call = _last_call(row.calls.all())
    resolution: Resolution | None = getattr(row, "resolution", None)
    rating = getattr(row, "rating", None)
    closing = getattr(rating, "closing", None) if rating else None
    return Life(
        plan=plan,
        raised_on=row.raised_on,
        tracks=tuple(
            track(
                party.village_id,
                plan,
                [record for record in row.records.all() if record.village_id == party.village_id],
                [one for one in row.publications.all() if one.village_id == party.village_id],
                next((e.since for e in row.effects.all() if e.village_id == party.village_id), None),
                windows,
            )
            for party in _parties(row)
        ),
        noticed_on=call.noticed_on if call else None,
        meets_on=call.meets_on if call else None,
        resolved=resolution.adopted if resolution else None,
        resolved_on=resolution.resolved_on if resolution else None,
        rating_opened_on=rating.opened_on if rating else None,
        rating_closes_on=rating.closes_on if rating else None,
        rating_closed_on=closing.closed_on if closing else None,
    )


def _parties(row: Matter) -> list:  # type: ignore[type-arg]
    return sorted(row.parties.all(), key=lambda party: party.pk)


def _last_call(calls: Iterable[Call], village: int | None = None) -> Call | None:
    own = [call for call in calls if call.village_id == village]
    return max(own, key=lambda call: call.pk, default=None)


def last_call(loaded: Loaded, village: int | None) -> Call | None:
    """The latest meeting called for the committee (None) or for a village's own body."""
    return _last_call(loaded.row.calls.all(), village)


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
        if record.procedure == plan.outer.key and record.stage == opinion:
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
