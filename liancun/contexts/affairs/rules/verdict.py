"""Judging one meeting or vote by the rule of its stage, with exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from liancun.kernel.errors import fill, mark

from .procedure import Base, Share, Stage, Unit


@dataclass(frozen=True)
class Votes:
    """Weighted votes, where members of a co-operative hold extra ones: of all, of those present, and as cast."""

    all: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0


@dataclass(frozen=True)
class Facts:
    """Counts of persons (or of households, where they vote). `entitled`: called to this meeting; `members`: the
    whole body. `votes`: where votes have weights. `chair`: how the chair decided a tie. `by`: the key of the
    alternative that the meeting was called by, "" for the stage's own rule.
    """

    entitled: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0
    members: int | None = None
    votes: Votes | None = None
    chair: bool | None = None
    by: str = ""

    def base(self, of: Base) -> int:
        if of == "present":
            return self.present
        if of == "cast":
            return self.yes + self.no
        return self.entitled if of == "entitled" or self.members is None else self.members

    def weighted(self) -> Facts:
        """The same meeting counted in votes instead of persons."""
        if self.votes is None:
            return self
        v = self.votes
        return replace(
            self, entitled=v.all, members=v.all, present=v.present, yes=v.yes, no=v.no, abstain=v.abstain
        )

    @property
    def faults(self) -> tuple[str, ...]:
        """Why these counts cannot be true; empty when they can."""
        found = list(self._impossible())
        if self.votes is not None and not found:
            found += replace(self.weighted(), votes=None)._impossible()
        return tuple(found)

    def _impossible(self) -> Iterator[str]:
        if min(self.entitled, self.present, self.yes, self.no, self.abstain) < 0:
            yield mark("人数不能为负数。")
        if self.entitled < 1:
            yield mark("应到人数至少为一人。")
        if self.present > self.entitled:
            yield mark("实到人数不能多于应到人数。")
        if self.yes + self.no + self.abstain > self.present:
            yield mark("同意、不同意、弃权之和不能多于实到人数。")


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
    """Quorum first, then votes in favour; met when any one rule that the meeting was called by is met.

    A stage without a share is met by any record.
    """
    rules = rules_for(stage, facts)
    fault = next(iter(facts.faults), "") or _cap_fault(stage, facts)
    if fault:
        return _verdict(rules[0], facts, False, False, 0, 0, fault)
    verdicts = [_by(rule, facts) for rule in rules]
    return next((v for v in verdicts if v.passed), None) or min(verdicts, key=_distance)


@dataclass(frozen=True)
class Rule:
    """One lawful way to make up the meeting: the stage's own or an alternative."""

    quorum: Share | None
    passes: Share | None
    unit: Unit
    tie: str
    article: str


def rules_for(stage: Stage, facts: Facts) -> list[Rule]:
    """The rules of the same roll and unit as the meeting: the one it was called by first."""
    own = Rule(
        stage.quorum, stage.passes, stage.unit, stage.tie, stage.article.words if stage.article else ""
    )
    called = (stage.roll, stage.unit)
    found: list[Rule] = []
    for other in stage.alternatives:
        roll = (other.roll or stage.roll, other.unit)
        rule = Rule(
            other.quorum,
            other.passes,
            other.unit,
            stage.tie,
            other.article.words if other.article else own.article,
        )
        if other.key == facts.by:
            found.insert(0, rule)
            called = roll
        else:
            found += [rule] if roll == (stage.roll, stage.unit) and not facts.by else []
    return found if called != (stage.roll, stage.unit) else [own, *found]


def _distance(verdict: Verdict) -> tuple[bool, int]:
    return not verdict.quorum_met, verdict.missing


def _cap_fault(stage: Stage, facts: Facts) -> str:
    """合作社: extra votes all together at most a fifth of the basic votes."""
    if stage.weight_cap is None or facts.votes is None:
        return ""
    members = facts.members or facts.entitled
    over = facts.votes.all - members > stage.weight_cap * members
    return mark("附加表决权超过基本表决权总票数的上限，表决不能计票。") if over else ""


def _by(rule: Rule, facts: Facts) -> Verdict:
    present_needed = _needed(rule.quorum, facts)
    if facts.present < present_needed:
        return _verdict(rule, facts, False, False, present_needed, facts.present, _SAID[rule.unit][0])
    counted = facts.weighted() if rule.unit == "vote" else facts
    yes_needed = max(_needed(rule.passes, counted), 1) if rule.passes else 0
    passed = counted.yes >= yes_needed
    if not passed and rule.tie == "chair" and counted.yes == counted.no and counted.yes + 1 >= yes_needed:
        passed = facts.chair is True
        if passed:
            return _verdict(rule, counted, True, True, yes_needed, counted.yes, _TIE)
    return _verdict(
        rule, counted, passed, True, yes_needed, counted.yes, _SAID[rule.unit][1 if passed else 2]
    )


_TIE = mark("应到 {entitled}，实到 {present}，同意与不同意都是 {got}，由主持人决定：通过。")
_SAID: Mapping[Unit, tuple[str, str, str]] = {
    "person": (
        mark(
            "应到 {entitled} 人，实到 {got} 人，至少须 {needed} 人到会，还差 {missing} 人：会议不能作出决定。"
        ),
        mark("应到 {entitled} 人，实到 {present} 人，同意 {got} 人，至少须 {needed} 人同意：通过。"),
        mark(
            "应到 {entitled} 人，实到 {present} 人，同意 {got} 人，至少须 {needed} 人同意，还差 {missing} 人：未通过。"
        ),
    ),
    "household": (
        mark(
            "应到 {entitled} 户，实到 {got} 户，至少须 {needed} 户到会，还差 {missing} 户：会议不能作出决定。"
        ),
        mark("应到 {entitled} 户，实到 {present} 户，同意 {got} 户，至少须 {needed} 户同意：通过。"),
        mark(
            "应到 {entitled} 户，实到 {present} 户，同意 {got} 户，至少须 {needed} 户同意，还差 {missing} 户：未通过。"
        ),
    ),
    "vote": (
        mark(
            "应到 {entitled} 人，实到 {got} 人，至少须 {needed} 人到会，还差 {missing} 人：会议不能作出决定。"
        ),
        mark("共 {entitled} 票，到会 {present} 票，同意 {got} 票，至少须 {needed} 票同意：通过。"),
        mark(
            "共 {entitled} 票，到会 {present} 票，同意 {got} 票，至少须 {needed} 票同意，还差 {missing} 票：未通过。"
        ),
    ),
}


def _needed(share: Share | None, facts: Facts) -> int:
    return share.needed(facts.base(share.of)) if share else 0


def _verdict(
    rule: Rule, facts: Facts, passed: bool, quorum_met: bool, needed: int, got: int, sentence: str
) -> Verdict:
    missing = max(needed - got, 0)
    params: dict[str, str | int] = {
        "entitled": facts.entitled,
        "present": facts.present,
        "needed": needed,
        "got": got,
        "missing": missing,
    }
    return Verdict(passed, quorum_met, needed, got, missing, sentence, params, rule.article)
