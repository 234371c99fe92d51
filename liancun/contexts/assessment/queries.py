"""Scores of committees: computed when asked for, never stored (law 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from liancun.contexts.assessment import rules
from liancun.contexts.assessment.playbook import AssessmentSection
from liancun.contexts.bodies import api as bodies
from liancun.framework import metrics, playbook
from liancun.framework.actors import Actor
from liancun.framework.metrics import Figure
from liancun.framework.playbook import Playbook
from liancun.framework.scope import entered
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Quarter


@dataclass(frozen=True)
class ScoredLine:
    """One indicator: its points, the figure with its records, and how one came from the other."""

    points: rules.Points
    figure: Figure
    explanation: rules.Step
    source: str


@dataclass(frozen=True)
class ScoreSheet:
    """`playbook_id` and `digest` name the version of the rules; asked again it comes out the same."""

    committee_id: int
    committee: str
    quarter: Quarter
    playbook_id: int
    digest: str
    lines: tuple[ScoredLine, ...]
    total: rules.Total

    def line(self, code: str) -> ScoredLine:
        """Refusal: assessment.unknown_indicator (404)."""
        for line in self.lines:
            if line.points.indicator.code == code:
                return line
        raise Unknown("assessment.unknown_indicator", mark("没有这项指标。"))


@dataclass(frozen=True)
class CommitteeScore:
    committee_id: int
    committee: str
    parent: str
    total: rules.Total


def sheet(committee_id: int, quarter: Quarter) -> ScoreSheet:
    """The quarter's score sheet. Refusal: bodies' own where there is no such committee."""
    committee = _committee(committee_id)
    book, section = _rules_of(quarter)
    sources = {row.code: row.source for row in section.indicator}
    with _as_the_program():
        lines = tuple(
            _scored(rule, metrics.metric(rule.metric)(committee_id, quarter), sources[rule.code])
            for rule in section.indicators
        )
    total = rules.total(line.points for line in lines)
    return ScoreSheet(committee_id, committee.name, quarter, book.id, book.digest, lines, total)


def standings(committees: Sequence[bodies.BodyLine], quarter: Quarter) -> tuple[CommitteeScore, ...]:
    """Every committee's total, in the order given: a state of affairs, not a race.

    The number of statements depends on the indicators, not on the committees.
    """
    _book, section = _rules_of(quarter)
    ids = [committee.id for committee in committees]
    earned: dict[int, list[rules.Points]] = {committee_id: [] for committee_id in ids}
    with _as_the_program():
        for rule in section.indicators:
            figures = metrics.figures(rule.metric, ids, quarter)
            for committee_id in ids:
                figure = figures.get(committee_id)
                earned[committee_id].append(rules.score(rule, figure.value if figure else None))
    parents = _parents(committees)
    return tuple(
        CommitteeScore(c.id, c.name, parents.get(c.parent_id or 0, ""), rules.total(earned[c.id]))
        for c in committees
    )


def _scored(rule: rules.Indicator, figure: Figure, source: str) -> ScoredLine:
    points = rules.score(rule, figure.value)
    return ScoredLine(points, figure, rules.explain(points, figure.unit), source)


def _committee(committee_id: int) -> bodies.BodyLine:
    committee = bodies.get(committee_id)
    if not committee.is_joint:
        raise Unknown("assessment.unknown_committee", mark("没有这个联合党委。"))
    return committee


def _rules_of(quarter: Quarter) -> tuple[Playbook, AssessmentSection]:
    book = playbook.begun_with(quarter.first)
    section: AssessmentSection = book.section("assessment")
    return book, section


def _parents(committees: Sequence[bodies.BodyLine]) -> dict[int, str]:
    ids = {committee.parent_id for committee in committees if committee.parent_id is not None}
    return {line.id: line.name for line in bodies.lines(ids).values()}


@contextmanager
def _as_the_program() -> Iterator[None]:
    """A score is the same whoever reads it: it is computed over all records of the committee.

    What leaves this block are counts and published titles; whoever may not open a record meets
    its own refusal behind the link.
    """
    with entered(Actor.system("assessment")):
        yield
