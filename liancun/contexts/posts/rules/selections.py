"""What is true on paper about selections (推选)."""

from __future__ import annotations

from collections.abc import Collection

from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark

OPEN, CONCLUDED, APPROVED, APPOINTED, DROPPED = "open", "concluded", "approved", "appointed", "dropped"
_FROM = {
    "put_up": OPEN,
    "give_opinion": OPEN,
    "conclude": OPEN,
    "approve": CONCLUDED,
    "return": CONCLUDED,
    "appoint": APPROVED,
}


def refuse_election(by_law: bool) -> None:
    """Elections have their own law and their own organisers. Refusal: posts.election_elsewhere."""
    if by_law:
        raise Refusal(
            "posts.election_elsewhere",
            mark("村民委员会选举、罢免和党内选举依照法律和党内法规组织，本系统不办理。"),
            place=Place("field", field="kind"),
            remedy=mark("请在选举结束后，凭选举结果登记任职。"),
        )


def refuse_unselectable(has_rule: bool) -> None:
    """Refusal: posts.not_by_selection."""
    if not has_rule:
        raise Refusal(
            "posts.not_by_selection",
            mark("按制度，这一职务不经推选产生。"),
            place=Place("field", field="kind"),
            remedy=mark("请直接登记任职。"),
        )


def refuse_out_of_turn(act: str, state: str) -> None:
    """Refusal: posts.selection_state."""
    if _FROM[act] != state:
        raise Conflict(
            "posts.selection_state",
            mark("这次推选现在不能办理这一步。"),
            remedy=mark("请刷新页面，查看推选到了哪一步。"),
        )


def refuse_ineligible(from_posts: Collection[str], held: Collection[str]) -> None:
    """`held`: kinds of post the person holds in the members. Refusal: posts.not_eligible."""
    if from_posts and not set(from_posts) & set(held):
        raise Refusal(
            "posts.not_eligible",
            mark("按制度，这个人不在可推选的范围内。"),
            place=Place("field", field="person"),
            remedy=mark("请从成员单位担任规定职务的人员中推选。"),
        )


def refuse_no_member(members: Collection[int], member: int) -> None:
    """Only the body's members are asked, or the body itself where it has none. Refusal: posts.no_member."""
    if member not in members:
        raise Refusal(
            "posts.no_member",
            mark("所选单位不是这一组织的成员。"),
            place=Place("field", field="member"),
            remedy=mark("请从成员单位中选择。"),
        )


def refuse_silent(missing: Collection[str]) -> None:
    """Every member is heard on whoever is chosen. Refusal: posts.opinions_missing."""
    if missing:
        raise Refusal(
            "posts.opinions_missing",
            mark("还没有听取这些单位的意见：{names}。"),
            {"names": "、".join(missing)},
            place=Place("field", field="chosen"),
            remedy=mark("请先登记各成员单位对拟任人选的意见。"),
        )


def refuse_same(concluded_by: int | None, approver: int | None) -> None:
    """Whoever concluded the selection does not approve it (law 12). Refusal: posts.approver_apart."""
    if approver is None or approver == concluded_by:
        raise NotAllowed(
            "posts.approver_apart",
            mark("得出推选结果的人不能批准这一结果。"),
            remedy=mark("请由乡镇另一位有相应职务的人员批准。"),
        )
