"""One body concerned by a matter: the steps of its own procedure, and where it stands.

Nothing is stored twice: a standing is read off the facts, which only ever grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .procedure import Plan, Procedure, Stage


class Standing(StrEnum):
    """Where one body stands."""

    DELIBERATING = "deliberating"
    DECLINED = "declined"
    DECIDING = "deciding"
    ESCALATED = "escalated"
    FAILED = "failed"
    OVERDUE = "overdue"
    AGREED = "agreed"
    WAITING = "waiting"
    BOUND = "bound"
    REVOKED = "revoked"


class Outcome(StrEnum):
    """What the township decides on a step that failed for the last time: held again, gone on without, or ended.

    Gone on without only where another body of the same procedure still decides: nobody decides in its place.
    """

    AGAIN = "again"
    PROCEED = "proceed"
    END = "end"


@dataclass(frozen=True)
class Step:
    """One step of a body's own procedure, once for each try. `counted_from`: the stage whose record counted as it.

    `closes_on`: the last day of a step that is a notice, with the objections still `unanswered`.
    """

    key: str
    on: date
    passed: bool
    counted_from: str = ""
    closes_on: date | None = None
    unanswered: int = 0


@dataclass(frozen=True)
class Decision:
    """The township's on an escalated step."""

    stage: str
    outcome: Outcome
    on: date


@dataclass(frozen=True)
class Late:
    """A time limit of a stage of the body's own procedure, or of carrying out, that passed."""

    stage: str
    on: date


@dataclass(frozen=True)
class Track:
    """One body concerned, with its own procedure (`inner` None: the branch's own opinion is enough).

    `closes_on` is the last day of its decision's window, `effective_on` the day it was bound, `revoked_on`
    the day a later matter of its own took this one's place.
    """

    village: int
    inner: Procedure | None = None
    supports: bool | None = None
    deliberated_on: date | None = None
    deliberation_late: bool = False
    steps: tuple[Step, ...] = ()
    consent_late: bool = False
    late: tuple[Late, ...] = ()
    work_late: bool = False
    decisions: tuple[Decision, ...] = ()
    published_on: date | None = None
    closes_on: date | None = None
    unanswered: int = 0
    effective_on: date | None = None
    result_on: date | None = None
    revoked_on: date | None = None

    # --- its own procedure ---------------------------------------------------

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.inner.deciding if self.inner else ()

    def stage(self, key: str) -> Stage | None:
        """Any stage of its own procedure."""
        return next((s for s in self.inner.stages if s.key == key), None) if self.inner else None

    def taken(self, stage: Stage) -> bool:
        """Passed, or left out by the township where the playbook lets it."""
        passed = any(step.key == stage.key and step.passed for step in self.steps)
        return passed or self._decided(stage, Outcome.PROCEED) > 0

    @property
    def due(self) -> Stage | None:
        """The first stage that has not been taken."""
        return next((stage for stage in self.stages if not self.taken(stage)), None)

    @property
    def notice(self) -> Stage | None:
        """The stage by which its decision is published; None where its procedure has none."""
        return self.stage("publish-decision")

    @property
    def wants_notice(self) -> bool:
        return self.inner is None or self.notice is not None

    @property
    def wants_result(self) -> bool:
        return self.inner is None or self.stage("publish-result") is not None

    def notice_over(self, day: date) -> bool:
        """Every notice among the steps has hung out to its end, and all objections are answered."""
        return not any(self._hangs(step, day) for step in self.steps)

    def _hangs(self, step: Step, day: date) -> bool:
        stage = self.stage(step.key)
        if stage is None or not stage.before:
            return False
        return step.closes_on is None or day <= step.closes_on or step.unanswered > 0

    # --- tries and escalation ----------------------------------------------------

    def _decided(self, stage: Stage, outcome: Outcome) -> int:
        return sum(1 for d in self.decisions if d.stage == stage.key and d.outcome is outcome)

    def fails(self, stage: Stage) -> int:
        return sum(1 for step in self.steps if step.key == stage.key and not step.passed)

    def _lates(self, stage: Stage) -> int:
        return sum(1 for late in self.late if late.stage == stage.key)

    @property
    def failed(self) -> bool:
        """The step due failed for the last time and nobody above decides, or the township ended it."""
        due = self.due
        if due is None or due.consent == "register":
            return False
        if self._decided(due, Outcome.END):
            return True
        tries = due.tries + self._decided(due, Outcome.AGAIN)
        return due.on_fail != "escalate" and self.fails(due) >= tries

    @property
    def missed(self) -> bool:
        """The time limit of the step due passed, and the playbook says that then nothing was decided."""
        due = self.due
        return due is not None and due.on_limit != "escalate" and self._lates(due) > 0

    @property
    def escalated(self) -> bool:
        """The step due failed for the last time, or its limit passed, and the township has not decided yet."""
        due = self.due
        if due is None:
            return False
        calls = max(0, self.fails(due) - due.tries + 1) if due.on_fail == "escalate" else 0
        calls += self._lates(due) if due.on_limit == "escalate" else 0
        return calls > self._decided(due, Outcome.AGAIN)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the township may decide now."""
        due = self.due
        if due is None or not self.escalated:
            return ()
        return (
            (Outcome.AGAIN, Outcome.PROCEED, Outcome.END)
            if may_proceed(self.stages, due)
            else (Outcome.AGAIN, Outcome.END)
        )

    # --- where it stands ------------------------------------------------------------

    def agreed(self, plan: Plan, resolved: bool) -> bool:
        """Decided in favour by its own rule, every step taken."""
        if self.supports is False or self.failed:
            return False
        if self.inner:
            return self.due is None
        return self.supports is True if plan.outer_stage_or_none("opinion") else resolved

    def standing(self, plan: Plan, resolved: bool) -> Standing:
        if self.revoked_on:
            return Standing.REVOKED
        if self.effective_on:
            return Standing.BOUND
        if self.supports is False:
            return Standing.DECLINED
        if self.failed:
            return Standing.FAILED
        if self.agreed(plan, resolved):
            return Standing.WAITING if self.published_on or not self.wants_notice else Standing.AGREED
        if self.consent_late or self.missed or (not self.inner and self.deliberation_late):
            return Standing.OVERDUE
        if self.escalated:
            return Standing.ESCALATED
        return Standing.DECIDING if resolved else Standing.DELIBERATING

    # --- time limits -------------------------------------------------------------------

    def possible_since(self, opened: date) -> date:
        """The day from which the step due could be taken; `opened`: the day the procedure could begin."""
        days = [opened, *(d.on for d in self.decisions), *(late.on for late in self.late)]
        days += [step.closes_on or step.on for step in self.steps if step.closes_on != date.max]
        return max(days)

    def due_by(self, opened: date) -> date | None:
        due = self.due
        if due is None or due.limit_days is None or not due.on_limit:
            return None
        since = self.possible_since(opened)
        return _plus(since, due.limit_days)

    @property
    def result_by(self) -> date | None:
        """The day by which its own procedure wants the result published."""
        stage = self.stage("publish-result")
        if stage is None or stage.limit_days is None or self.effective_on is None:
            return None
        return _plus(self.effective_on, stage.limit_days)


def may_proceed(stages: tuple[Stage, ...], stage: Stage) -> bool:
    """Only what is recorded, and only where a later meeting or vote of the same procedure still decides."""
    later = stages[stages.index(stage) + 1 :] if stage in stages else ()
    return stage.kind == "record" and any(one.kind in ("record", "vote") for one in later)


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days) if (date.max - day).days > days else date.max


OPEN = frozenset({Standing.DELIBERATING, Standing.DECIDING, Standing.ESCALATED})
IN_FAVOUR = frozenset({Standing.AGREED, Standing.WAITING, Standing.BOUND, Standing.REVOKED})
PENDING = OPEN | {Standing.AGREED, Standing.WAITING}
