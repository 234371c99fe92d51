"""What is true on paper about bodies: which kind stands under which, who may join whom."""

from __future__ import annotations

from datetime import date

from liancun.kernel.errors import Place, Refusal, mark

AREAS = ("prefecture", "county", "township", "village")
VILLAGE_PARTS = ("branch", "collective", "village_committee", "supervision")
OUTSIDE = ("cooperative", "company")
KINDS = (*AREAS, *VILLAGE_PARTS, "joint_committee", "agency", *OUTSIDE)

_UNDER: dict[str, tuple[str, ...]] = {
    "prefecture": ("",),
    "county": ("", "prefecture"),
    "township": ("county",),
    "village": ("township",),
    **dict.fromkeys(VILLAGE_PARTS, ("village",)),
    "joint_committee": ("prefecture", "county", "township"),
    "agency": ("county", "township"),
    **dict.fromkeys(OUTSIDE, ("county", "township", "village")),
}
JOINERS = ("village", *OUTSIDE)


def refuse_wrong_place(kind: str, parent_kind: str) -> None:
    """`parent_kind` is "" for a body without parent. Refusal: bodies.wrong_place."""
    if parent_kind not in _UNDER[kind]:
        raise Refusal(
            "bodies.wrong_place",
            mark("这类组织不能设在所选的上级之下。"),
            place=Place("field", field="parent"),
            remedy=mark("请核对组织类别，或另选上级。"),
        )


def refuse_wrong_union(joint_kind: str, member_kind: str) -> None:
    """Villages, co-operatives and companies join a joint committee. Refusal: bodies.wrong_union."""
    if joint_kind != "joint_committee" or member_kind not in JOINERS:
        raise Refusal(
            "bodies.wrong_union",
            mark("只有村、合作社和企业可以加入联合党委。"),
            place=Place("field", field="member"),
            remedy=mark("请另选要加入的组织。"),
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
