"""What was put right in the register, newest first, with the words that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.estate.models import Correction
from liancun.framework import clock


@dataclass(frozen=True)
class CorrectionLine:
    """`changed`: name of the column → what stood there before and what stands there now."""

    at: datetime
    who: str
    reason: str
    changed: dict[str, tuple[str, str]]


def corrections(subject: str, subject_id: int) -> list[CorrectionLine]:
    found = Correction.objects.filter(subject=subject, subject_id=subject_id).order_by("-id")
    return [
        CorrectionLine(clock.local(one.at), one.name, one.reason, _changed(one.before, one.after))
        for one in found
    ]


def _changed(before: dict[str, object], after: dict[str, object]) -> dict[str, tuple[str, str]]:
    return {
        name: (_word(before[name]), _word(after.get(name)))
        for name in before
        if before[name] != after.get(name)
    }


def _word(value: object) -> str:
    return "—" if value in (None, "") else str(value)
