"""What is true on paper about bodies: which kind stands under which, who may join whom."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from liancun.kernel.codes import check_credit_code
from liancun.kernel.errors import Place, Refusal, mark

FORMS = ("area", "part", "joint", "outside", "place")


def refuse_wrong_place(under: Collection[str], parent_kind: str) -> None:
    """`under`: kinds it may stand under; `parent_kind` is "" without parent. Refusal: bodies.wrong_place."""
    if parent_kind not in under:
        raise Refusal(
            "bodies.wrong_place",
            mark("这类组织不能设在所选的上级之下。"),
            place=Place("field", field="parent"),
            remedy=mark("请核对组织类别，或另选上级。"),
        )


def refuse_wrong_union(joint_form: str, members: Collection[str], member_kind: str, joins: bool) -> None:
    """`members`: kinds that this joint body takes, all that join when empty. Refusal: bodies.wrong_union."""
    if joint_form != "joint" or not joins or (members and member_kind not in members):
        raise Refusal(
            "bodies.wrong_union",
            mark("这类组织不能加入所选的联建组织。"),
            place=Place("field", field="member"),
            remedy=mark("请另选要加入的组织；可加入的类别写在方案里。"),
        )


def refuse_wrong_code(form: str, code: str) -> None:
    """Areas carry the 12 digits of their division, others none. Refusal: bodies.code_form."""
    if code and (form != "area" or re.fullmatch(r"[0-9]{12}", code) is None):
        raise Refusal(
            "bodies.code_form",
            mark("区划代码应为 12 位数字，只有行政区划和村（社区）才有。"),
            place=Place("field", field="code"),
            remedy=mark("请核对代码；合作社、企业请填写统一社会信用代码。"),
        )


def checked_registration(code: str, prefixes: Collection[str]) -> str:
    """A registration code as it is kept, "" when there is none. Refusals: codes.credit_…"""
    return check_credit_code(code, prefixes=prefixes) if code.strip() else ""


def refuse_unknown_role(role: str, known: Collection[str]) -> None:
    """Refusal: bodies.unknown_role."""
    if role not in known:
        raise Refusal(
            "bodies.unknown_role",
            mark("方案里没有“{role}”这一成员角色。"),
            {"role": role[:40]},
            Place("field", field="role"),
            mark("请从列表中选择角色。"),
        )


def refuse_backward(since: date, until: date | None) -> None:
    """`until` is the first day that no longer counts. Refusal: bodies.backward."""
    if until is not None and until <= since:
        raise Refusal(
            "bodies.backward",
            mark("结束日期应晚于开始日期。"),
            place=Place("field", field="until"),
            remedy=mark("请核对两个日期。"),
        )


def above(path: str) -> tuple[int, ...]:
    """The ids a path runs through, from the top; the body itself comes last ("1/5/33/" → 1, 5, 33)."""
    return tuple(int(part) for part in path.split("/") if part)


def subtree_end(path: str) -> str:
    """The first text that sorts after every path below `path` (COLLATE "C": "/" is followed by "0")."""
    return path[:-1] + "0"
