"""What may be asked, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liancun.kernel.errors import Place, Refusal, mark

OUT_OF_SCOPE = frozenset({"election", "recall", "party_election"})
"""村民委员会选举、罢免 and Party elections have a law and bodies of their own; they are never held here."""


def refuse_opening(question: str, entitled: Sequence[int], kinds: Iterable[str]) -> None:
    """Refusals: ballots.out_of_scope, ballots.no_question, ballots.empty_roll, ballots.twice_on_roll."""
    if any(set(re.split(r"[.\s/:-]", kind)) & OUT_OF_SCOPE for kind in kinds):
        raise Refusal(
            "ballots.out_of_scope",
            mark("村民委员会选举、罢免和党内选举不在本系统办理。"),
            remedy=mark("请依照《中华人民共和国村民委员会组织法》或者党内有关规定另行组织。"),
        )
    if not question.strip():
        raise Refusal(
            "ballots.no_question",
            mark("没有写明表决什么。"),
            place=Place("field", field="question"),
            remedy=mark("请用一句话写明交付表决的事项。"),
        )
    if not entitled:
        raise Refusal(
            "ballots.empty_roll",
            mark("名册上没有人，不能开始表决。"),
            remedy=mark("请先核对名册。"),
        )
    if len(set(entitled)) != len(entitled):
        raise Refusal(
            "ballots.twice_on_roll",
            mark("名册中有人重复，每人只有一票。"),
            remedy=mark("请核对名册，每人只列一次。"),
        )
