"""The life of a joint matter as values: what has happened so far, and the state that follows from it.

Nothing is stored twice: a state is read off the facts. The order of states follows 五步工作法
(提事, 议事, 定事, 办事, 评事) with each village's own procedure as a gate between 定事 and 办事.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from .procedure import Plan, Stage


class State(StrEnum):
    DELIBERATING = "deliberating"
    READY = "ready"
    CONVENED = "convened"
    REJECTED = "rejected"
    CONSENTING = "consenting"
    LAPSED = "lapsed"
    WAITING = "waiting"
    ACTING = "acting"
    APPRAISING = "appraising"
    RATING = "rating"
    DONE = "done"


ENDED = frozenset({State.REJECTED, State.LAPSED, State.DONE})


class Standing(StrEnum):
    """Where one village stands."""

    DELIBERATING = "deliberating"
    DECLINED = "declined"
    DECIDING = "deciding"
    FAILED = "failed"
    OVERDUE = "overdue"
    AGREED = "agreed"
    WAITING = "waiting"
    BOUND = "bound"


@dataclass(frozen=True)
class Step:
    """One step of a village's own procedure. `counted_from`: the stage whose record counted as it."""

    key: str
    on: date
    passed: bool
    counted_from: str = ""


@dataclass(frozen=True)
class Track:
    """One village concerned. `closes_on` is the last day of the window, `effective_on` the day it was bound."""

    village: int
    supports: bool | None = None
    deliberated_on: date | None = None
    deliberation_late: bool = False
    steps: tuple[Step, ...] = ()
    consent_late: bool = False
    published_on: date | None = None
    closes_on: date | None = None
    unanswered: int = 0
    effective_on: date | None = None
    result_on: date | None = None

    @property
    def failed(self) -> bool:
        return any(not step.passed for step in self.steps)

    def next_step(self, plan: Plan) -> Stage | None:
        """The first step of its own procedure that this village has not taken."""
        taken = {step.key for step in self.steps}
        return next((stage for stage in plan.steps if stage.key not in taken), None)

    def agreed(self, plan: Plan) -> bool:
        """Decided in favour by its own rule, every step taken."""
        if self.supports is False or self.failed:
            return False
        return self.next_step(plan) is None if plan.inner else self.supports is True

    def standing(self, plan: Plan, resolved: bool) -> Standing:
        if self.effective_on:
            return Standing.BOUND
        if self.supports is False:
            return Standing.DECLINED
        if self.failed:
            return Standing.FAILED
        if self.agreed(plan):
            return Standing.WAITING if self.published_on else Standing.AGREED
        if self.consent_late or (not plan.inner and self.deliberation_late):
            return Standing.OVERDUE
        return Standing.DECIDING if resolved else Standing.DELIBERATING


OPEN = frozenset({Standing.DELIBERATING, Standing.DECIDING})
IN_FAVOUR = frozenset({Standing.AGREED, Standing.WAITING, Standing.BOUND})


@dataclass(frozen=True)
class Life:
    plan: Plan
    raised_on: date
    tracks: tuple[Track, ...]
    noticed_on: date | None = None
    meets_on: date | None = None
    resolved: bool | None = None
    resolved_on: date | None = None
    rating_opened_on: date | None = None
    rating_closes_on: date | None = None
    rating_closed_on: date | None = None

    def track(self, village: int) -> Track | None:
        return next((track for track in self.tracks if track.village == village), None)

    def with_track(self, track: Track) -> Life:
        return replace(self, tracks=tuple(track if t.village == track.village else t for t in self.tracks))

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        return {track.village: track.standing(self.plan, self.resolved is True) for track in self.tracks}

    @property
    def in_favour(self) -> tuple[int, ...]:
        """Villages that decided in favour by their own rule."""
        return tuple(v for v, standing in self.standings.items() if standing in IN_FAVOUR)

    @property
    def bound(self) -> tuple[int, ...]:
        return tuple(track.village for track in self.tracks if track.effective_on)

    @property
    def results_published(self) -> bool:
        """Every village the resolution binds has published what came of it, and nobody is still deciding."""
        bound = [track for track in self.tracks if track.effective_on]
        others = {standing for standing in self.standings.values() if standing is not Standing.BOUND}
        return bool(bound) and not others & (OPEN | IN_FAVOUR) and all(track.result_on for track in bound)

    @property
    def condition_met(self) -> bool:
        return self.resolved is True and len(self.in_favour) >= self.plan.minimum

    @property
    def condition_lost(self) -> bool:
        """Too few villages are left that could still agree."""
        possible = [s for s in self.standings.values() if s in OPEN or s in IN_FAVOUR]
        return len(possible) < self.plan.minimum

    @property
    def deliberation_over(self) -> bool:
        return all(track.supports is not None or track.deliberation_late for track in self.tracks)

    @cached_property
    def state(self) -> State:
        if self.resolved is None:
            return self._before_resolution()
        if not self.resolved:
            return State.REJECTED
        return self._after_resolution()

    def _before_resolution(self) -> State:
        if self.deliberation_over and self.condition_lost:
            return State.LAPSED
        if self.meets_on:
            return State.CONVENED
        return State.READY if self.deliberation_over else State.DELIBERATING

    def _after_resolution(self) -> State:
        if self.rating_closed_on:
            return State.DONE
        if self.rating_opened_on:
            return State.RATING
        if self.results_published:
            return State.APPRAISING
        standings = set(self.standings.values())
        if self.condition_lost:
            return State.LAPSED
        if standings & OPEN or not self.condition_met or Standing.AGREED in standings:
            return State.CONSENTING
        return State.WAITING if Standing.WAITING in standings else State.ACTING

    # --- time limits -------------------------------------------------------

    @property
    def deliberate_by(self) -> date | None:
        days = self.plan.outer_stage("opinion").limit_days
        return self.raised_on + timedelta(days=days) if days is not None else None

    @property
    def consent_by(self) -> date | None:
        days = self.plan.outer_stage("resolution").then_days
        return self.resolved_on + timedelta(days=days) if days is not None and self.resolved_on else None


def missed(life: Life) -> tuple[int, ...]:
    """Villages whose time limit in the present step is marked as passed."""
    if life.state in ENDED:
        return ()
    if life.resolved is None:
        return tuple(track.village for track in life.tracks if track.deliberation_late)
    return tuple(v for v, standing in life.standings.items() if standing is Standing.OVERDUE)


def overdue(life: Life, day: date) -> tuple[tuple[str, int], ...]:
    """(stage key, village) whose time limit lies before `day` and is not yet marked."""
    late: list[tuple[str, int]] = []
    if life.state in ENDED:
        return ()
    opinion, resolution = life.plan.outer_stage("opinion"), life.plan.outer_stage("resolution")
    if life.deliberate_by and day > life.deliberate_by and life.resolved is None:
        late += [
            (opinion.key, t.village) for t in life.tracks if t.supports is None and not t.deliberation_late
        ]
    if life.consent_by and day > life.consent_by:
        standings = life.standings
        late += [(resolution.key, v) for v, s in standings.items() if s is Standing.DECIDING]
    return tuple(late)
