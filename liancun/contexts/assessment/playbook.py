"""The indicators of a playbook: `assessment.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.assessment.rules import Band, Bands, Indicator, Linear, Method
from liancun.framework.metrics import metric_names
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, mark

FILE = "assessment.toml"


class LinearRow(BaseModel):
    """No points at `zero_at`, all at `full_at`; in the metric's own unit (shares: 0 to 1)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zero_at: Decimal
    full_at: Decimal


class BandRow(BaseModel):
    """From `at_least` on, this `share` (0 to 1) of the full mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: Decimal
    share: Decimal = Field(ge=0, le=1)


class MethodRow(BaseModel):
    """Exactly one of the two ways."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    linear: LinearRow | None = None
    bands: tuple[BandRow, ...] | None = None

    def rule(self) -> Method:
        if self.linear is not None:
            return Linear(Fraction(self.linear.zero_at), Fraction(self.linear.full_at))
        return Bands(tuple(Band(Fraction(b.at_least), Fraction(b.share)) for b in self.bands or ()))


class IndicatorRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")
    name: str = Field(min_length=2, max_length=60)
    metric: str
    method: MethodRow
    weight: Decimal = Field(gt=0, le=1000, decimal_places=2)
    source: str = ""

    def rule(self) -> Indicator:
        return Indicator(self.code, self.name, self.metric, self.method.rule(), self.weight)


class AssessmentSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: tuple[IndicatorRow, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(row.rule() for row in self.indicator)


def faults(section: AssessmentSection, playbook: Playbook) -> list[Refusal]:
    return [fault for number, row in enumerate(section.indicator) for fault in _faults(number, row, section)]


def _faults(number: int, row: IndicatorRow, section: AssessmentSection) -> Iterator[Refusal]:
    key = f"indicator.{number}"
    if row.metric not in metric_names():
        yield _fault("unknown_metric", mark("指标“{name}”取用的数据“{metric}”不存在。"), row, f"{key}.metric")
    if [other.code for other in section.indicator].count(row.code) > 1:
        yield _fault("double_code", mark("指标编号“{code}”用了不止一次。"), row, f"{key}.code")
    if (row.method.linear is None) == (row.method.bands is None):
        yield _fault(
            "one_method", mark("指标“{name}”必须写明一种计分方法，且只能一种。"), row, f"{key}.method"
        )
    elif row.method.linear and row.method.linear.zero_at == row.method.linear.full_at:
        yield _fault(
            "flat", mark("指标“{name}”的零分点和满分点相同，无法计分。"), row, f"{key}.method.linear"
        )
    elif row.method.bands is not None and not _climbing(row.method.bands):
        yield _fault("bands", mark("指标“{name}”的分档必须由低到高排列。"), row, f"{key}.method.bands")


def _climbing(bands: tuple[BandRow, ...]) -> bool:
    floors = [band.at_least for band in bands]
    return bool(floors) and floors == sorted(set(floors))


def _fault(code: str, sentence: str, row: IndicatorRow, key: str) -> Refusal:
    return Refusal(
        code=f"assessment.{code}",
        sentence=sentence,
        params={"name": row.name, "code": row.code, "metric": row.metric},
        place=Place("key", file=FILE, key=key),
        remedy=mark("请对照方案说明改正后重新检查。"),
    )
