"""What is true on paper about change requests: who may decide, what a request must say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark

# About a line of a roll; the others are about the person.
OF_A_ROLL = frozenset({"add", "strike", "transfer", "represent"})
WITH_PAPER = frozenset({"add", "strike", "death", "transfer", "guardian", "own_living"})
STRIKE_CAUSES = ("moved", "left", "mistake", "dead")


def refuse_no_grounds(reason: str) -> None:
    """Refusal: people.no_grounds."""
    if not reason.strip():
        raise Refusal(
            "people.no_grounds",
            mark("没有写明理由。"),
            place=Place("field", field="reason"),
            remedy=mark("请用一句话写明为什么要变更。"),
        )


def refuse_no_paper(kind: str, files: Collection[int]) -> None:
    """Refusal: people.no_paper."""
    if kind in WITH_PAPER and not files:
        raise Refusal(
            "people.no_paper",
            mark("没有附上依据。"),
            place=Place("field", field="papers"),
            remedy=mark("请附上会议决定、证明或申请书的扫描件或照片。"),
        )


def refuse_future(kind: str, effective_on: date, today: date) -> None:
    """A death or a mistake is not announced in advance. Refusal: people.in_the_future."""
    if kind in ("death", "correct", "merge") and effective_on > today:
        raise Refusal(
            "people.in_the_future",
            mark("这个日期还没有到。"),
            place=Place("field", field="effective_on"),
            remedy=mark("请核对日期。"),
        )


def refuse_own(asked_by: int, decider: int | None, *, agreed_by: int | None = None) -> None:
    """Two pairs of eyes. Refusals: people.own_request, access.no_person."""
    if decider is None:
        raise NotAllowed(
            "people.no_person",
            mark("只有登记在册的人员本人可以提出或审批变更。"),
            remedy=mark("请用自己的账号登录办理。"),
        )
    if decider in (asked_by, agreed_by):
        raise NotAllowed(
            "people.own_request",
            mark("变更要由另一个人审批，提出人和接收方经办人不能审批。"),
            remedy=mark("请由另一位有审批权的人员办理。"),
        )


def refuse_decided(state: str) -> None:
    """A request is decided once. Refusal: people.already_decided."""
    if state != "waiting":
        raise Conflict(
            "people.already_decided",
            mark("这份申请已经办结，不能再次办理。"),
            remedy=mark("请刷新页面查看结果。"),
        )


def refuse_not_agreed(kind: str, agreed_by: int | None) -> None:
    """Refusal: people.not_agreed."""
    if kind == "transfer" and agreed_by is None:
        raise Conflict(
            "people.not_agreed",
            mark("转入村还没有同意接收。"),
            remedy=mark("请先由转入村的经办人同意。"),
        )


def refuse_no_change(changed: Collection[str]) -> None:
    """Refusal: people.nothing_changed."""
    if not changed:
        raise Refusal(
            "people.nothing_changed",
            mark("没有填写要更正的内容。"),
            remedy=mark("请至少填写一项与现在不同的内容。"),
        )


def refuse_same_record(person: int, other: int | None) -> None:
    """Refusal: people.other_person."""
    if other is None or other == person:
        raise Refusal(
            "people.other_person",
            mark("没有选出另一个人。"),
            place=Place("field", field="other_person"),
            remedy=mark("请选择另一份人员记录。"),
        )
