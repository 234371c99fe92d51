"""The life of a matter as values: what has happened so far, and the state that follows from it.

The order of states follows 五步工作法 (提事, 议事, 定事, 办事, 评事) with each body's own procedure as a gate
between 定事 and 办事. A matter of one body alone begins at that gate; a procedure may leave stages out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from .buying import Buying
from .procedure import Plan, Stage
from .track import (
    IN_FAVOUR,
    OPEN,
    PENDING,
    Decision,
    Late,
    Outcome,
    Standing,
    Step,
    Track,
    _plus,
)

__all__ = [
    "ENDED",
    "IN_FAVOUR",
    "OPEN",
    "Approval",
    "Decision",
    "Late",
    "Life",
    "Mandate",
    "Outcome",
    "Standing",
    "State",
    "Step",
    "Track",
    "missed",
    "overdue",
]


class State(StrEnum):
    DELIBERATING = "deliberating"
    READY = "ready"
    CONVENED = "convened"
    REJECTED = "rejected"
    CONSENTING = "consenting"
    ESCALATED = "escalated"
    APPROVING = "approving"
    LAPSED = "lapsed"
    WAITING = "waiting"
    ACTING = "acting"
    APPRAISING = "appraising"
    RATING = "rating"
    DONE = "done"
    REVOKED = "revoked"


ENDED = frozenset({State.REJECTED, State.LAPSED, State.DONE, State.REVOKED})


@dataclass(frozen=True)
class Approval:
    """What somebody above said to the joint application. A filing (`register`) sent back may come again."""

    stage: str
    on: date
    given: bool


@dataclass(frozen=True)
class Mandate:
    """The matter in whose plan this one stays (理事会执行): whether it is in effect, and what is left, in yuan."""

    effective: bool
    remaining: Decimal
    wanted: Decimal


@dataclass(frozen=True)
class Life:
    """`resolved` None: the joint body has not resolved. Without a joint resolution it counts as given at once.

    `rejections`: days of meetings that did not pass it while the playbook allows another try.
    """

    plan: Plan
    raised_on: date
    tracks: tuple[Track, ...]
    noticed_on: date | None = None
    meets_on: date | None = None
    resolved: bool | None = None
    resolved_on: date | None = None
    resolution_late: bool = False
    rejections: tuple[date, ...] = ()
    approvals: tuple[Approval, ...] = ()
    approvals_late: tuple[str, ...] = ()
    mandate: Mandate | None = None
    buying: Buying | None = None
    rating_opened_on: date | None = None
    rating_closes_on: date | None = None
    rating_closed_on: date | None = None
    appraisal_late: bool = False

    @classmethod
    def begin(cls, plan: Plan, raised_on: date, tracks: tuple[Track, ...]) -> Life:
        """A matter on the day it is raised."""
        resolved, resolved_on = without_resolution(plan, raised_on)
        return cls(plan, raised_on, tracks, resolved=resolved, resolved_on=resolved_on)

    def track(self, village: int) -> Track | None:
        return next((track for track in self.tracks if track.village == village), None)

    def with_track(self, track: Track) -> Life:
        return replace(self, tracks=tuple(track if t.village == track.village else t for t in self.tracks))

    # --- stages of the joint procedure that may be absent -------------------------

    @property
    def opinion(self) -> Stage | None:
        return self.plan.outer_stage_or_none("opinion")

    @property
    def resolution(self) -> Stage | None:
        return self.plan.outer_stage_or_none("resolution")

    @property
    def may_try_again(self) -> bool:
        """Whether the meeting to come is not the last one that may be held on the joint resolution."""
        return self.resolution is not None and len(self.rejections) + 1 < self.resolution.tries

    @property
    def appraisal(self) -> Stage | None:
        """How villagers rate what was done: of the joint procedure, or of the one body's own."""
        if self.plan.outer:
            return self.plan.outer_stage_or_none("appraisal")
        inner = self.tracks[0].inner if self.tracks else None
        return next(iter(inner.of_kind("appraisal")), None) if inner else None

    # --- where the bodies stand -----------------------------------------------------

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        return {track.village: track.standing(self.plan, self.resolved is True) for track in self.tracks}

    @property
    def in_favour(self) -> tuple[int, ...]:
        """Bodies that decided in favour by their own rule."""
        return tuple(v for v, standing in self.standings.items() if standing in IN_FAVOUR)

    @property
    def bound(self) -> tuple[int, ...]:
        return tuple(t.village for t in self.tracks if t.effective_on and not t.revoked_on)

    @property
    def results_published(self) -> bool:
        """Every body the resolution binds has published what came of it, and nobody is still deciding."""
        bound = [t for t in self.tracks if t.effective_on and not t.revoked_on]
        pending = set(self.standings.values()) & PENDING
        return bool(bound) and not pending and all(t.result_on or not t.wants_result for t in bound)

    @property
    def all_revoked(self) -> bool:
        standings = set(self.standings.values())
        return Standing.REVOKED in standings and not standings & (PENDING | {Standing.BOUND})

    @property
    def condition_met(self) -> bool:
        return self.resolved is True and len(self.in_favour) >= self.plan.minimum

    @property
    def condition_lost(self) -> bool:
        """Too few bodies are left that could still agree."""
        possible = [s for s in self.standings.values() if s in OPEN or s in IN_FAVOUR]
        return len(possible) < self.plan.minimum

    @property
    def deliberation_over(self) -> bool:
        if self.opinion is None:
            return True
        return all(track.supports is not None or track.deliberation_late for track in self.tracks)

    # --- consents from above to the joint application -----------------------------------

    @property
    def approval_due(self) -> Stage | None:
        given = {one.stage for one in self.approvals if one.given}
        return next((stage for stage in self.plan.approvals if stage.key not in given), None)

    @property
    def approval_refused(self) -> bool:
        due = self.approval_due
        if due is None or due.consent == "register":
            return False
        refused = any(one.stage == due.key and not one.given for one in self.approvals)
        return refused or (due.key in self.approvals_late and due.on_limit != "escalate")

    @property
    def all_decided(self) -> bool:
        """Enough bodies agreed and none is still deciding: the joint application may be made."""
        return self.condition_met and not set(self.standings.values()) & OPEN

    # --- state -----------------------------------------------------------------------------

    @cached_property
    def state(self) -> State:
        if self.resolved is None:
            return self._before_resolution()
        if not self.resolved:
            return State.REJECTED
        return self._after_resolution()

    def _before_resolution(self) -> State:
        missed = self.resolution_late and self.resolution and self.resolution.on_limit != "escalate"
        if missed or (self.deliberation_over and self.condition_lost):
            return State.LAPSED
        if self.meets_on:
            return State.CONVENED
        return State.READY if self.deliberation_over else State.DELIBERATING

    def _after_resolution(self) -> State:
        if self.rating_closed_on:
            return State.DONE
        if self.rating_opened_on:
            return State.RATING
        if self.all_revoked:
            return State.REVOKED
        if self.results_published:
            return State.APPRAISING if self.appraisal else State.DONE
        if self.condition_lost or self.approval_refused:
            return State.LAPSED
        return self._deciding()

    def _deciding(self) -> State:
        standings = set(self.standings.values())
        if Standing.ESCALATED in standings and Standing.DECIDING not in standings:
            return State.ESCALATED
        if standings & OPEN or not self.condition_met or Standing.AGREED in standings:
            return State.CONSENTING
        if self.approval_due:
            return State.APPROVING
        return State.WAITING if Standing.WAITING in standings else State.ACTING

    # --- time limits -------------------------------------------------------------------------

    @property
    def deliberate_by(self) -> date | None:
        stage = self.opinion
        if stage is None or stage.limit_days is None:
            return None
        return _plus(self.raised_on, stage.limit_days)

    @property
    def ready_on(self) -> date | None:
        """The day from which the joint body could meet."""
        if not self.deliberation_over:
            return None
        limits = [self.deliberate_by for t in self.tracks if t.supports is None and self.deliberate_by]
        days = [*limits, *self.rejections, *(t.deliberated_on for t in self.tracks if t.deliberated_on)]
        return max([self.raised_on, *days])

    @property
    def resolve_by(self) -> date | None:
        stage, since = self.resolution, self.ready_on
        if stage is None or stage.limit_days is None or not stage.on_limit or since is None:
            return None
        return _plus(since, stage.limit_days)

    @property
    def consent_by(self) -> date | None:
        """The day by which every body must have decided after the joint resolution."""
        stage = self.resolution
        if stage is None or stage.then_days is None or self.resolved_on is None:
            return None
        return _plus(self.resolved_on, stage.then_days)

    @property
    def approve_by(self) -> date | None:
        due = self.approval_due
        if due is None or due.limit_days is None or not due.on_limit or not self.all_decided:
            return None
        days = [d for t in self.tracks for d in (*(s.on for s in t.steps), *(x.on for x in t.late))]
        days += [one.on for one in self.approvals]
        return _plus(max([self.resolved_on or self.raised_on, *days]), due.limit_days)

    def work_by(self, track: Track) -> date | None:
        """The day by which the joint procedure wants what came of it published."""
        stage = self.plan.outer_stage_or_none("work")
        if stage is None or stage.then_days is None or track.effective_on is None:
            return None
        return _plus(track.effective_on, stage.then_days)

    @property
    def appraise_by(self) -> date | None:
        """The day by which the villagers must be asked to rate, after the last result."""
        stage = self.appraisal
        if stage is None or stage.then_days is None or self.state is not State.APPRAISING:
            return None
        return _plus(max(t.result_on or self.raised_on for t in self.tracks), stage.then_days)

    def step_by(self, track: Track) -> date | None:
        """The day by which this body must take its step due: its stage's own limit, and the joint one's."""
        if not self.resolved or self.resolved_on is None:
            return None
        days = [day for day in (track.due_by(self.resolved_on), self.consent_by) if day]
        return min(days, default=None)


def without_resolution(plan: Plan, raised_on: date) -> tuple[bool | None, date | None]:
    """Where no joint body resolves, the way to the bodies' own procedures is open from the first day."""
    return (None, None) if plan.outer_stage_or_none("resolution") else (True, raised_on)


def missed(life: Life) -> tuple[int, ...]:
    """Bodies whose time limit in the present step is marked as passed."""
    if life.state in ENDED:
        return ()
    if life.resolved is None:
        return tuple(track.village for track in life.tracks if track.deliberation_late)
    late = {t.village for t in life.tracks if (t.late or t.work_late) and not t.result_on}
    if life.appraisal_late and life.state is State.APPRAISING:
        late |= set(life.bound)
    return tuple(v for v, standing in life.standings.items() if standing is Standing.OVERDUE or v in late)


def overdue(life: Life, day: date) -> tuple[tuple[str, int | None], ...]:
    """(stage, body) whose time limit lies before `day` and is not yet marked.

    A stage of a body's own procedure is named "procedure.stage"; without a body it is one of the joint procedure.
    """
    if life.state in ENDED:
        return ()
    return (*_joint_overdue(life, day), *(one for t in life.tracks for one in _own_overdue(life, t, day)))


def _joint_overdue(life: Life, day: date) -> list[tuple[str, int | None]]:
    late: list[tuple[str, int | None]] = []
    opinion, resolution, approval = life.opinion, life.resolution, life.approval_due
    work = life.plan.outer_stage_or_none("work")
    if opinion and _past(life.deliberate_by, day) and life.resolved is None:
        late += [
            (opinion.key, t.village) for t in life.tracks if t.supports is None and not t.deliberation_late
        ]
    if resolution and life.resolved is None and not life.resolution_late and _past(life.resolve_by, day):
        late.append((resolution.key, None))
    if resolution and _past(life.consent_by, day):
        waiting = (Standing.DECIDING, Standing.ESCALATED)
        late += [(resolution.key, v) for v, s in life.standings.items() if s in waiting]
    late += [(work.key, t.village) for t in life.tracks if work and _work_overdue(life, t, day)]
    if life.appraisal and not life.appraisal_late and _past(life.appraise_by, day):
        late.append((life.appraisal.key, None))
    if approval and _past(life.approve_by, day) and approval.key not in life.approvals_late:
        late.append((approval.key, None))
    return late


def _work_overdue(life: Life, track: Track, day: date) -> bool:
    open_still = not (track.work_late or track.result_on or track.revoked_on)
    return open_still and _past(life.work_by(track), day)


def _own_overdue(life: Life, track: Track, day: date) -> list[tuple[str, int | None]]:
    inner, due = track.inner, track.due
    if inner is None or not life.resolved or life.resolved_on is None:
        return []
    if due and life.standings[track.village] is Standing.DECIDING:
        consent_passed = _past(life.consent_by, day)
        late = _past(track.due_by(life.resolved_on), day) and not consent_passed
        return [(f"{inner.key}.{due.key}", track.village)] if late else []
    marked = any(late.stage == "publish-result" for late in track.late)
    if track.effective_on and not track.revoked_on and not track.result_on and not marked:
        return [(f"{inner.key}.publish-result", track.village)] if _past(track.result_by, day) else []
    return []


def _past(limit: date | None, day: date) -> bool:
    return limit is not None and day > limit
