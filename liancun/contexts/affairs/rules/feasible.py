"""Faults of a procedure that show on paper: what can never pass, or lacks what the law wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from liancun.kernel.errors import mark

from .procedure import Base, Procedure, Share, Stage, StageKind


@dataclass(frozen=True)
class Fault:
    """`key` leads to the faulty value below the procedure; `expected` and `found` are its values in words."""

    key: str
    sentence: str
    expected: str
    found: str
    article: str = ""


@dataclass(frozen=True)
class Required:
    """A stage the law wants for a kind of subject, its least thresholds and the article.

    Without `bodies` and `kinds` the stage is known by `key`; with them any such stage will do.
    """

    key: str
    bodies: tuple[str, ...] = ()
    kinds: tuple[StageKind, ...] = ()
    rolls: tuple[str, ...] = ()
    quorum: Share | None = None
    passes: Share | None = None
    notice_days: int = 0
    publicity_days: int = 0
    article: str = ""

    def is_met_by(self, stage: Stage) -> bool:
        if not self.bodies and not self.kinds:
            return stage.key == self.key
        return (not self.bodies or stage.body in self.bodies) and (not self.kinds or stage.kind in self.kinds)


@dataclass(frozen=True)
class InPerson:
    """Whose members vote in person: those of these rolls or holders of these posts."""

    rolls: tuple[str, ...]
    posts: tuple[str, ...]
    article: str


def faults(procedure: Procedure, in_person: tuple[InPerson, ...] = ()) -> Iterator[Fault]:
    """Every stage that can never be met, stages named twice, and channels the law does not open."""
    seen: set[str] = set()
    for number, stage in enumerate(procedure.stages):
        where = f"stage.{number}"
        if stage.key in seen:
            yield _fault(stage, f"{where}.key", mark("同一程序中步骤的代号重复。"), "", stage.key)
        seen.add(stage.key)
        for check in _CHECKS:
            yield from check(stage, where)
        for rule in in_person:
            yield from _channel_faults(stage, where, rule)


def _shares(stage: Stage, where: str) -> Iterator[Fault]:
    yield from _share_faults(stage, where, "quorum", stage.quorum)
    yield from _share_faults(stage, where, "passes", stage.passes)
    for number, other in enumerate(stage.alternatives):
        above = f"{where}.alternative.{number}"
        yield from _share_faults(stage, above, "quorum", other.quorum)
        yield from _share_faults(stage, above, "passes", other.passes)


def _share_faults(stage: Stage, where: str, name: str, share: Share | None) -> Iterator[Fault]:
    if share is None:
        return
    found = f"{'>' if share.strict else '≥'} {share.fraction}"
    if share.fraction > 1 or (share.strict and share.fraction == 1):
        sentence = mark("这个比例永远不能达到：人数不会多于全体。")
        yield _fault(stage, f"{where}.{name}", sentence, "≤ 1", found)
    elif share.fraction < 0 or (share.fraction == 0 and not share.strict):
        sentence = mark("这个比例永远达到，等于没有门槛。")
        yield _fault(stage, f"{where}.{name}", sentence, "> 0", found)
    if name == "quorum" and share.of in ("present", "cast"):
        sentence = mark("到会人数不能按到会人数自身计算。")
        yield _fault(stage, f"{where}.{name}.of", sentence, "entitled", share.of)


def _times(stage: Stage, where: str) -> Iterator[Fault]:
    if stage.limit_days is not None and stage.notice_days > stage.limit_days:
        sentence = mark("会议通知的天数比这一步的期限还长，会议永远不能按期召开。")
        yield _fault(stage, f"{where}.notice_days", sentence, f"≤ {stage.limit_days}", str(stage.notice_days))
    if stage.limit_days is not None and not stage.on_limit:
        sentence = mark("规定了期限，却没有规定期限过后怎么办。")
        expected = "not-deliberated | not-consented | not-decided | deemed-given | escalate"
        yield _fault(stage, f"{where}.on_limit", sentence, expected, "")
    if stage.on_limit == "deemed-given" and stage.kind != "consent":
        sentence = mark("只有报上级审核备案的步骤，才能过期视为同意。")
        yield _fault(stage, f"{where}.on_limit", sentence, "not-decided | escalate", stage.on_limit)
    if stage.then_days is not None and stage.then_days < 1:
        sentence = mark("村内程序的期限至少为一日。")
        yield _fault(stage, f"{where}.then_days", sentence, "≥ 1", str(stage.then_days))


def _votes(stage: Stage, where: str) -> Iterator[Fault]:
    if stage.kind in ("vote", "resolution") and stage.passes is None:
        sentence = mark("表决的步骤没有规定通过的比例。")
        yield _fault(stage, f"{where}.passes", sentence, "{ of, at_least | more_than }", "")
    if stage.kind == "vote" and not stage.methods:
        sentence = mark("表决的步骤没有规定表决方式，永远不能表决。")
        yield _fault(stage, f"{where}.methods", sentence, "hand | named | secret", "")
    if stage.unit == "vote" and (stage.weight_cap is None or not 0 <= stage.weight_cap < 1):
        sentence = mark("按票数表决的，须规定附加表决权总数的上限。")
        yield _fault(stage, f"{where}.weight_cap", sentence, "1/5", str(stage.weight_cap or ""))
    if stage.kind == "resolution" and stage.on_fail:
        sentence = mark("联合组织没有通过的，由它自己再议；上级不能代替它作出决议。")
        yield _fault(stage, f"{where}.on_fail", sentence, "tries", stage.on_fail)
    if stage.tries > 1 and not stage.on_fail and stage.kind != "resolution":
        sentence = mark("可以再次开会的步骤，须规定最后一次仍未通过怎么办。")
        yield _fault(stage, f"{where}.on_fail", sentence, "escalate", "")


def _others(stage: Stage, where: str) -> Iterator[Fault]:
    if stage.kind == "publicity" and (stage.publicity is None or stage.publicity.days < 1):
        sentence = mark("公开的步骤没有规定公开的天数。")
        yield _fault(stage, f"{where}.publicity", sentence, "days ≥ 1", "")
    if (stage.kind == "consent") != bool(stage.consent):
        sentence = mark("报上级的步骤须写明是审核还是备案；别的步骤不能写。")
        yield _fault(stage, f"{where}.consent", sentence, "consent | register", stage.consent)
    if stage.kind == "consent" and not stage.convener:
        sentence = mark("报上级的步骤没有写由谁办理，永远不能办完。")
        yield _fault(stage, f"{where}.convener", sentence, "township_approver", "")


_CHECKS: tuple[Callable[[Stage, str], Iterator[Fault]], ...] = (_shares, _times, _votes, _others)


def _channel_faults(stage: Stage, where: str, rule: InPerson) -> Iterator[Fault]:
    distant = [channel for channel in stage.channels if channel in ("online", "proxy", "phone")]
    if distant and (stage.roll in rule.rolls or set(stage.posts) & set(rule.posts)):
        sentence = mark("这些人须亲自到会表决，不能线上参加或者委托他人。")
        yield Fault(f"{where}.channels", sentence, "meeting", ", ".join(distant), rule.article)


def lacking(procedure: Procedure, required: tuple[Required, ...]) -> Iterator[Fault]:
    """What the law wants for the subject and the procedure leaves out, weakens or puts in another order."""
    keys = [stage.key for stage in procedure.stages]
    last = -1
    for want in required:
        fitting = [number for number, stage in enumerate(procedure.stages) if want.is_met_by(stage)]
        if not fitting:
            yield Fault("stage", mark("缺少法律或规程要求的步骤。"), want.key, ", ".join(keys), want.article)
            continue
        position = next((number for number in fitting if number > last), fitting[0])
        if position < last:
            sentence = mark("步骤的顺序与规程不符。")
            yield Fault(f"stage.{position}", sentence, want.key, ", ".join(keys), want.article)
        last = max(last, position)
        yield from _less(want, procedure.stages[position], position)


def _less(want: Required, stage: Stage, position: int) -> Iterator[Fault]:
    where = f"stage.{position}"
    for name, least, found in (("quorum", want.quorum, stage.quorum), ("passes", want.passes, stage.passes)):
        yield from _weaker(want, f"{where}.{name}", least, found)
    for number, other in enumerate(stage.alternatives):
        above = f"{where}.alternative.{number}"
        yield from _weaker(want, f"{above}.quorum", want.quorum, other.quorum)
        yield from _weaker(want, f"{above}.passes", want.passes, other.passes)
    rolls = [stage.roll, *(other.roll for other in stage.alternatives)]
    for roll in rolls:
        if want.rolls and roll not in want.rolls:
            sentence = mark("这件事依法只能由规定的人表决，不能由别的会议决定。")
            yield Fault(f"{where}.roll", sentence, ", ".join(want.rolls), roll, want.article)
    if stage.notice_days < want.notice_days:
        sentence = mark("会议通知的天数少于法律的规定。")
        found_days = str(stage.notice_days)
        yield Fault(f"{where}.notice_days", sentence, f"≥ {want.notice_days}", found_days, want.article)
    days = stage.publicity.days if stage.publicity else 0
    if days < want.publicity_days:
        sentence = mark("公开的天数少于规程的要求。")
        yield Fault(f"{where}.publicity", sentence, f"≥ {want.publicity_days}", str(days), want.article)


def _weaker(want: Required, where: str, least: Share | None, found: Share | None) -> Iterator[Fault]:
    if least is None or (found is not None and not weaker(found, least)):
        return
    sentence = mark("门槛低于法律或规程的要求，县里只能提高，不能降低。")
    yield Fault(where, sentence, _shown(least), _shown(found) if found else "", want.article)


_BREADTH: dict[Base, int] = {"cast": 0, "present": 1, "entitled": 2, "all": 2}


def weaker(share: Share, least: Share) -> bool:
    """Whether some body could meet `share` without meeting `least`.

    A share of those present says less than the same share of all, one of the votes cast still less;
    entitled and all are the same persons here, since a frozen roll is the whole body.
    """
    if _BREADTH[share.of] < _BREADTH[least.of]:
        return True
    if share.fraction != least.fraction:
        return share.fraction < least.fraction
    return least.strict and not share.strict


def _shown(share: Share) -> str:
    return f"{'>' if share.strict else '≥'} {share.fraction} ({share.of})"


def _fault(stage: Stage, key: str, sentence: str, expected: str, found: str) -> Fault:
    return Fault(key, sentence, expected, found, stage.article.words if stage.article else "")
