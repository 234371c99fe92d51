"""Faults of a procedure that show on paper: what can never pass, or lacks what the law wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from liancun.kernel.errors import mark

from .procedure import Procedure, Share, Stage


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
    """A stage the law wants for a kind of subject: its key, its least thresholds and the article."""

    key: str
    kind: str
    quorum: Share | None
    passes: Share | None
    article: str


def faults(procedure: Procedure) -> Iterator[Fault]:
    """Every stage that can never be met, stages named twice, and stages out of their order."""
    seen: set[str] = set()
    for number, stage in enumerate(procedure.stages):
        where = f"stage.{number}"
        if stage.key in seen:
            yield _fault(stage, f"{where}.key", mark("同一程序中步骤的代号重复。"), "", stage.key)
        seen.add(stage.key)
        yield from _share_faults(stage, where, "quorum", stage.quorum)
        yield from _share_faults(stage, where, "passes", stage.passes)
        yield from _time_faults(stage, where)
        yield from _vote_faults(stage, where)


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
    if name == "quorum" and share.of == "present":
        sentence = mark("到会人数不能按到会人数自身计算。")
        yield _fault(stage, f"{where}.{name}.of", sentence, "entitled", share.of)


def _time_faults(stage: Stage, where: str) -> Iterator[Fault]:
    if stage.limit_days is not None and stage.notice_days > stage.limit_days:
        sentence = mark("会议通知的天数比这一步的期限还长，会议永远不能按期召开。")
        yield _fault(stage, f"{where}.notice_days", sentence, f"≤ {stage.limit_days}", str(stage.notice_days))
    if stage.limit_days is not None and not stage.on_limit:
        sentence = mark("规定了期限，却没有规定期限过后怎么办。")
        yield _fault(stage, f"{where}.on_limit", sentence, "not-deliberated | not-consented | escalate", "")
    if stage.then_days is not None and stage.then_days < 1:
        sentence = mark("村内程序的期限至少为一日。")
        yield _fault(stage, f"{where}.then_days", sentence, "≥ 1", str(stage.then_days))


def _vote_faults(stage: Stage, where: str) -> Iterator[Fault]:
    if stage.kind in ("vote", "resolution") and stage.passes is None:
        sentence = mark("表决的步骤没有规定通过的比例。")
        yield _fault(stage, f"{where}.passes", sentence, "{ of, at_least | more_than }", "")
    if stage.kind == "publicity" and (stage.publicity is None or stage.publicity.days < 1):
        sentence = mark("公开的步骤没有规定公开的天数。")
        yield _fault(stage, f"{where}.publicity", sentence, "days ≥ 1", "")


def lacking(procedure: Procedure, required: tuple[Required, ...]) -> Iterator[Fault]:
    """What the law wants for the subject and the procedure leaves out, weakens or puts in another order."""
    keys = [stage.key for stage in procedure.stages]
    last = -1
    for want in required:
        if want.key not in keys:
            yield Fault("stage", mark("缺少法律或规程要求的步骤。"), want.key, ", ".join(keys), want.article)
            continue
        position = keys.index(want.key)
        if position < last:
            yield Fault(
                f"stage.{position}", mark("步骤的顺序与规程不符。"), want.key, ", ".join(keys), want.article
            )
        last = max(last, position)
        stage = procedure.stages[position]
        yield from _weaker(want, stage, position, "quorum", want.quorum, stage.quorum)
        yield from _weaker(want, stage, position, "passes", want.passes, stage.passes)


def _weaker(
    want: Required, stage: Stage, position: int, name: str, least: Share | None, found: Share | None
) -> Iterator[Fault]:
    if least is None or (found is not None and not weaker(found, least)):
        return
    sentence = mark("门槛低于法律或规程的要求，县里只能提高，不能降低。")
    shown = _shown(found) if found else ""
    yield Fault(f"stage.{position}.{name}", sentence, _shown(least), shown, want.article)


def weaker(share: Share, least: Share) -> bool:
    """Whether some body could meet `share` without meeting `least`.

    A share of those present says less than the same share of all; entitled and all are the same
    persons here, since a frozen roll is the whole body.
    """
    if share.of == "present" and least.of != "present":
        return True
    if share.fraction != least.fraction:
        return share.fraction < least.fraction
    return least.strict and not share.strict


def _shown(share: Share) -> str:
    return f"{'>' if share.strict else '≥'} {share.fraction} ({share.of})"


def _fault(stage: Stage, key: str, sentence: str, expected: str, found: str) -> Fault:
    return Fault(key, sentence, expected, found, stage.article.words if stage.article else "")
