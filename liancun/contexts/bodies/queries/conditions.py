"""Whether the figures of a body meet what the law asks of its kind (composition of a co-operative's members)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.models import BodyFact
from liancun.contexts.bodies.queries.facts import FactLine, facts_of
from liancun.contexts.bodies.queries.tree import BodyLine
from liancun.contexts.bodies.rules.conditions import Verdict, judge


@dataclass(frozen=True)
class ConditionLine:
    """One condition as it stands. `name`: the sentence, in the reader's language; `now`: `15 / 20 = 75%`.

    `missing`: names of the facts nobody has entered.
    """

    code: str
    name: str
    source: str
    verdict: Verdict
    now: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """All that is asked of a body, on the figures of `year`; None when nothing was ever entered."""

    year: int | None
    lines: tuple[ConditionLine, ...]

    @property
    def broken(self) -> tuple[ConditionLine, ...]:
        return tuple(line for line in self.lines if line.verdict == "broken")

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what must be entered before anything can be said of it."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line.missing))


def conditions_on(body_kind: str, held: Mapping[str, FactLine]) -> tuple[ConditionLine, ...]:
    """What the law asks of a body of this kind with these values of one year."""
    values = {code: line.quantity for code, line in held.items() if line.quantity is not None}
    kinds = playbook.facts_section().kinds()
    found = []
    for code, row in playbook.conditions(body_kind).items():
        outcome = judge(row.rule(), values)
        if outcome is not None:
            missing = tuple(kinds[one].said for one in outcome.missing)
            found.append(
                ConditionLine(code, row.said, gettext(row.source), outcome.verdict, outcome.now, missing)
            )
    return tuple(found)


def conditions_asked(body_kind: str) -> bool:
    """Whether the law asks anything of the figures of bodies of this kind."""
    return bool(playbook.conditions(body_kind))


def conditions_of(body: BodyLine, up_to: int) -> Conditions | None:
    """On the newest figures entered for `up_to` or a year before; None where the law asks nothing of such a body."""
    asked = playbook.conditions(body.kind)
    if not asked:
        return None
    codes = {code for row in asked.values() for code in row.rule().codes}
    years = BodyFact.objects.filter(body_id=body.id, code__in=codes, year__lte=up_to)
    year = years.order_by("-year").values_list("year", flat=True).first()
    held: Mapping[str, FactLine] = facts_of([body.id], year, codes).get(body.id, {}) if year else {}
    return Conditions(year, conditions_on(body.kind, held))
