"""What the sheets of bodies say alike."""

from __future__ import annotations

from datetime import date

from liancun.contexts.bodies import playbook
from liancun.framework import clock
from liancun.framework.sheets import Values
from liancun.kernel.errors import Place, Refusal, mark


def kinds(*forms: playbook.Form) -> dict[str, str]:
    return {code: playbook.kinds()[code].name for code in playbook.kinds_of(*forms)}


def day_of(values: Values, key: str = "since") -> date:
    found = values[key]
    return found if isinstance(found, date) else clock.today()


def text_of(values: Values, key: str) -> str:
    return str(values[key] or "")


def refused(field: str, code: str, sentence: str, remedy: str, **params: object) -> tuple[Refusal, ...]:
    return (Refusal(f"bodies.{code}", sentence, params, Place("field", field=field), remedy),)


def twice(field: str) -> tuple[Refusal, ...]:
    return refused(field, "twice", mark("文件里前面已经有这一行。"), mark("请删去重复的一行。"))


def not_here(field: str) -> tuple[Refusal, ...]:
    return refused(
        field,
        "not_here",
        mark("您不能在这里登记组织。"),
        mark("请由这个地方的主管部门导入。"),
    )
