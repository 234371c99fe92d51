"""What is true on paper about changes of a body: they rest on a paper, come in order and lie not ahead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from liancun.kernel.errors import Conflict, Place, Refusal, mark


def refuse_no_basis(basis: str) -> None:
    """Refusal: bodies.no_basis."""
    if not basis.strip():
        raise Refusal(
            "bodies.no_basis",
            mark("请写明依据的文件，例如批复的名称和文号。"),
            place=Place("field", field="basis"),
            remedy=mark("没有批准文件的变更，请先报批。"),
        )


def refuse_wrong_day(day: date, last: date, today: date) -> None:
    """A change takes effect after the last one and not in days to come. Refusals: bodies.too_early, bodies.ahead."""
    if day <= last:
        raise Conflict(
            "bodies.too_early",
            mark("生效日期应晚于上一次登记或变更的日期 {last}。"),
            {"last": last},
            Place("field", field="since"),
            mark("以前的记录不改写；请核对日期。"),
        )
    if day > today:
        raise Refusal(
            "bodies.ahead",
            mark("生效日期还没有到。"),
            place=Place("field", field="since"),
            remedy=mark("请在生效当天或以后登记。"),
        )


def refuse_ended(until: date | None) -> None:
    """Refusal: bodies.ended."""
    if until is not None:
        raise Conflict(
            "bodies.ended",
            mark("这个组织已于 {until} 撤销或并入其他组织。"),
            {"until": until},
            remedy=mark("以前的记录仍可查看，不能再变更。"),
        )


def refuse_no_change(same: bool) -> None:
    """Refusal: bodies.no_change."""
    if same:
        raise Refusal(
            "bodies.no_change", mark("与现在登记的一样，没有变更。"), remedy=mark("请填写变更后的内容。")
        )


def refuse_move(form: str, path: str, upper_form: str, upper_path: str) -> None:
    """Only areas change their place, never under themselves (law 1). Refusal: bodies.wrong_move."""
    if form != "area" or upper_form != "area" or upper_path.startswith(path):
        raise Refusal(
            "bodies.wrong_move",
            mark("只有行政区划可以调整隶属，也不能调到自己或下级之下。"),
            place=Place("field", field="parent"),
            remedy=mark("加入联建组织不改变隶属，请用“登记成员”。"),
        )


def refuse_merge(form: str, path: str, heir_form: str, heir_path: str, level: tuple[bool, bool]) -> None:
    """Like goes into like: `level` says whether each is of village level. Refusal: bodies.wrong_merge."""
    if form != heir_form or heir_path.startswith(path) or level[0] != level[1]:
        raise Refusal(
            "bodies.wrong_merge",
            mark("只能并入同一层次的另一个组织。"),
            place=Place("field", field="into"),
            remedy=mark("请另选并入的组织。"),
        )


def refuse_still_below(names: Collection[str]) -> None:
    """Refusal: bodies.still_below."""
    if names:
        raise Conflict(
            "bodies.still_below",
            mark("其下还有 {count} 个组织：{names}。"),
            {"count": len(names), "names": "、".join(sorted(names)[:5])},
            remedy=mark("请先调整它们的隶属，或办理并入。"),
        )


def refuse_unknown_word(code: str, known: Collection[str], field: str) -> None:
    """Refusal: bodies.unknown_word."""
    if code and code not in known:
        raise Refusal(
            "bodies.unknown_word",
            mark("方案里没有“{code}”。"),
            {"code": code[:40]},
            Place("field", field=field),
            mark("请从列表中选择。"),
        )
