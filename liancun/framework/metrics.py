"""Figures a context offers to those who judge and show, each with the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from liancun.kernel.periods import Quarter


@dataclass(frozen=True)
class Record:
    """One fact behind a figure; `url` opens it."""

    label: str
    url: str
    amount: str = ""


@dataclass(frozen=True)
class Figure:
    """`value` is None when nothing has been recorded yet: absent, not zero."""

    value: Fraction | Decimal | None
    unit: str
    records: tuple[Record, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


Metric = Callable[[int, Quarter], Figure]
MetricOfMany = Callable[[Sequence[int], Quarter], Mapping[int, Figure]]
_metrics: dict[str, Metric] = {}
_of_many: dict[str, MetricOfMany] = {}


def offer_metric(name: str, metric: Metric, *, many: MetricOfMany | None = None) -> None:
    """`many` gives the figures of several bodies in a number of statements that does not grow with them;
    its figures may leave out the records."""
    if _metrics.get(name, metric) is not metric:
        raise ValueError(f"the metric {name} is offered twice")
    _metrics[name] = metric
    if many is not None:
        _of_many[name] = many


def metric(name: str) -> Metric:
    return _metrics[name]


def figures(name: str, body_ids: Sequence[int], quarter: Quarter) -> Mapping[int, Figure]:
    """The metric of several bodies at once, one by one only where its context offers no other way."""
    if name in _of_many:
        return _of_many[name](body_ids, quarter)
    return {body_id: _metrics[name](body_id, quarter) for body_id in body_ids}


def metric_names() -> tuple[str, ...]:
    return tuple(sorted(_metrics))
