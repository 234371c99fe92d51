"""Judging one meeting or vote by the rule of its stage, with exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liancun.kernel.errors import fill, mark

from .procedure import Base, Share, Stage


@dataclass(frozen=True)
class Facts:
    """Counts of persons. `entitled`: called to this meeting; `members`: the whole body."""

    entitled: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0
    members: int | None = None

    def base(self, of: Base) -> int:
        if of == "present":
            return self.present
        if of == "cast":
            return self.yes + self.no
        return self.entitled if of == "entitled" or self.members is None else self.members

    @property
    def faults(self) -> tuple[str, ...]:
        """Why these counts cannot be true; empty when they can."""
        found = []
        if min(self.entitled, self.present, self.yes, self.no, self.abstain) < 0:
            found.append(mark("人数不能为负数。"))
        if self.entitled < 1:
            found.append(mark("应到人数至少为一人。"))
        if self.present > self.entitled:
            found.append(mark("实到人数不能多于应到人数。"))
        if self.yes + self.no + self.abstain > self.present:
            found.append(mark("同意、不同意、弃权之和不能多于实到人数。"))
        return tuple(found)


@dataclass(frozen=True)
class Verdict:
    """`needed` and `got` count votes in favour, or persons present when the quorum failed."""

    passed: bool
    quorum_met: bool
    needed: int
    got: int
    missing: int
    sentence: str
    params: Mapping[str, str | int]
    article: str = ""


_SHARE_WORDS: dict[tuple[Base, bool], str] = {
    ("present", False): mark("到会人数的 {share} 以上"),
    ("present", True): mark("超过到会人数的 {share}"),
    ("entitled", False): mark("应到人数的 {share} 以上"),
    ("entitled", True): mark("超过应到人数的 {share}"),
    ("cast", False): mark("赞成票与反对票之和的 {share} 以上"),
    ("cast", True): mark("超过赞成票与反对票之和的 {share}"),
    ("all", False): mark("全体人数的 {share} 以上"),
    ("all", True): mark("超过全体人数的 {share}"),
}


def share_words(share: Share) -> tuple[str, dict[str, str]]:
    """The share as a msgid with its parameter, for example 全体人数的 2/3 以上."""
    return _SHARE_WORDS[(share.of, share.strict)], {"share": str(share.fraction)}


def presence(stage: Stage, entitled: int) -> tuple[int, str]:
    """How many of those called must come, and by which rule; (0, "") where the stage asks for no number."""
    if stage.quorum is None or stage.quorum.of == "present":
        return 0, ""
    sentence, params = share_words(stage.quorum)
    article = f"（{stage.article.words}）" if stage.article else ""
    return stage.quorum.needed(entitled), f"{fill(sentence, params)}{article}"


def judge(stage: Stage, facts: Facts) -> Verdict:
    """Quorum first, then votes in favour. A stage without a share is met by any record."""
    if facts.faults:
        return _verdict(stage, facts, False, False, 0, 0, facts.faults[0])
    present_needed = _needed(stage.quorum, facts)
    if facts.present < present_needed:
        return _verdict(stage, facts, False, False, present_needed, facts.present, _QUORUM_FAILED)
    yes_needed = _needed(stage.passes, facts)
    passed = facts.yes >= yes_needed
    return _verdict(stage, facts, passed, True, yes_needed, facts.yes, _PASSED if passed else _FAILED)


_QUORUM_FAILED = mark(
    "应到 {entitled} 人，实到 {got} 人，至少须 {needed} 人到会，还差 {missing} 人：会议不能作出决定。"
)
_PASSED = mark("应到 {entitled} 人，实到 {present} 人，同意 {got} 人，至少须 {needed} 人同意：通过。")
_FAILED = mark(
    "应到 {entitled} 人，实到 {present} 人，同意 {got} 人，至少须 {needed} 人同意，还差 {missing} 人：未通过。"
)


def _needed(share: Share | None, facts: Facts) -> int:
    return share.needed(facts.base(share.of)) if share else 0


def _verdict(
    stage: Stage, facts: Facts, passed: bool, quorum_met: bool, needed: int, got: int, sentence: str
) -> Verdict:
    missing = max(needed - got, 0)
    params: dict[str, str | int] = {
        "entitled": facts.entitled,
        "present": facts.present,
        "needed": needed,
        "got": got,
        "missing": missing,
    }
    article = stage.article.words if stage.article else ""
    return Verdict(passed, quorum_met, needed, got, missing, sentence, params, article)
