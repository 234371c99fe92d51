"""What a secret ballot refuses, and how its opened papers and its wooden box are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liancun.contexts.ballots.rules.asking import Answer, Question, Said
from liancun.contexts.ballots.rules.counting import Group, Kind
from liancun.kernel.errors import Conflict, Place, Refusal, mark

_SAID = (Said.YES, Said.NO, Said.ABSTAIN, Said.PICKS, Said.INVALID)
LEAST_REASON = 6


class Outcome(StrEnum):
    """`TOO_FEW`: so few voted that nothing was opened. `VOID`: a half of the key was lost, or the like."""

    COUNTED = "counted"
    TOO_FEW = "too_few"
    VOID = "void"


@dataclass(frozen=True)
class Keeper:
    """Who keeps a half of the key, in which post."""

    person: int
    post: str


@dataclass(frozen=True)
class Lot:
    """The wooden box as counted: yes, no, abstain; or each option and last abstain. `invalid`: unreadable ones."""

    counts: tuple[int, ...]
    invalid: int = 0
    ballots: int = 0


def encoded(answer: Answer) -> tuple[int, ...]:
    return (_SAID.index(answer.said), *answer.picks)


def decoded(values: Sequence[int]) -> Answer:
    """What no question could have as its answer counts as unreadable."""
    if not values or values[0] >= len(_SAID):
        return Answer(Said.INVALID)
    return Answer(_SAID[values[0]], tuple(values[1:]))


def fits(answer: Answer, asked: Question) -> bool:
    """Whether the answer has the shape of the question: what was put in past the program is not counted."""
    if asked.kind is Kind.YES_NO or answer.said is not Said.PICKS:
        words = (Said.YES, Said.NO, Said.ABSTAIN) if asked.kind is Kind.YES_NO else (Said.ABSTAIN,)
        return answer.said in words and not answer.picks
    if asked.kind is Kind.RATING:
        return len(answer.picks) == len(asked.options) and max(answer.picks, default=0) <= asked.most
    known = all(pick < len(asked.options) for pick in answer.picks)
    return known and 1 <= len(answer.picks) <= asked.most and len(set(answer.picks)) == len(answer.picks)


def groups_of(answers: Iterable[Answer]) -> list[Group]:
    return [
        Group(one.said.value, one.picks, times, times)
        for one, times in sorted(Counter(answers).items(), key=lambda pair: (pair[0].said, pair[0].picks))
    ]


def places_of(asked: Question) -> int:
    """How many figures a count of the wooden box has."""
    return 3 if asked.kind is Kind.YES_NO else len(asked.options) + 1


def is_unanimous(answers: Sequence[Answer], lot: Lot) -> bool:
    """Everybody chose the same, so the result tells what each chose."""
    if not lot.ballots or not answers:
        return len(set(answers)) == 1 or sum(1 for number in (*lot.counts, lot.invalid) if number) == 1
    filled = [place for place, number in enumerate((*lot.counts, lot.invalid)) if number]
    return len(filled) == 1 and {_place(one, len(lot.counts)) for one in answers} == set(filled)


def _place(answer: Answer, places: int) -> int:
    """Where the answer stands in a count of the wooden box; -1 for one that stands in several places."""
    words = {Said.YES: 0, Said.NO: 1, Said.ABSTAIN: places - 1, Said.INVALID: places}
    if answer.said is not Said.PICKS:
        return words[answer.said]
    return answer.picks[0] if len(answer.picks) == 1 else -1


def agreed(counts: Sequence[tuple[int, Lot]]) -> Lot | None:
    """(officer, what they counted), oldest first: the newest when another officer's last one says the same."""
    if not counts:
        return None
    officer, newest = counts[-1]
    last = dict(counts[:-1])
    return newest if any(lot == newest for other, lot in last.items() if other != officer) else None


# --- refusals ----------------------------------------------------------------------------------------


def refuse_small_roll(entitled: int, least: int) -> None:
    """Refusal: ballots.roll_too_small."""
    if entitled < least:
        raise Refusal(
            "ballots.roll_too_small",
            mark("名册上只有 {entitled} 人，不满 {least} 人不能无记名投票：公布结果就等于公布各人的选择。"),
            {"entitled": entitled, "least": least},
            remedy=mark("请改用举手或者记名表决。"),
        )


def refuse_keeper(kept: Sequence[Keeper], new: Keeper) -> None:
    """Refusals: ballots.key_complete, ballots.same_keeper, ballots.same_post."""
    if len(kept) >= 2:
        raise Conflict(
            "ballots.key_complete",
            mark("两半密钥都已有人保管。"),
            remedy=mark("保管人不能更换；有一半遗失的，请宣布投票作废后重新投票。"),
        )
    if any(one.person == new.person for one in kept):
        raise Refusal(
            "ballots.same_keeper",
            mark("两半密钥不能由同一个人保管。"),
            remedy=mark("请由另一位工作人员登录后保管另一半。"),
        )
    if any(one.post == new.post for one in kept):
        raise Refusal(
            "ballots.same_post",
            mark("两半密钥不能由同一职务的人保管。"),
            remedy=mark("请由不同职务的人保管，例如一半由组织投票的人、一半由监督的人保管。"),
        )


def refuse_keyless(halves: int) -> None:
    """Refusal: ballots.key_missing."""
    if halves < 2:
        raise keyless()


def keyless() -> Conflict:
    return Conflict(
        "ballots.key_missing",
        mark("密钥还没有由两个人分别保管，投票还不能开始。"),
        remedy=mark("请两位保管人分别登录，各自领取一半密钥。"),
    )


def refuse_open(is_closed: bool) -> None:
    """Refusal: ballots.still_open."""
    if not is_closed:
        raise Conflict(
            "ballots.still_open",
            mark("投票还没有结束，不能开票。"),
            remedy=mark("请先结束投票，再由两位保管人分别交出密钥。"),
        )


def refuse_sealed(is_sealed: bool) -> None:
    """Refusal: ballots.sealed."""
    if is_sealed:
        raise Conflict(
            "ballots.sealed",
            mark("这次投票已经开票封存，不能再改。"),
            remedy=mark("请查看结果；有异议的，请向村务监督委员会提出。"),
        )


def refuse_boxes(boxes: int, marks: int) -> None:
    """Refusal: ballots.boxes_differ."""
    if boxes != marks:
        raise Conflict(
            "ballots.boxes_differ",
            mark("名册上有 {marks} 人投票，票却有 {boxes} 张，不能开票。"),
            {"marks": marks, "boxes": boxes},
            remedy=mark("请由两人宣布投票作废，查明原因后重新投票。"),
        )


def refuse_lot(lot: Lot | None, marks: int) -> None:
    """Refusals: ballots.lot_missing, ballots.lot_differs."""
    if marks and lot is None:
        raise Conflict(
            "ballots.lot_missing",
            mark("有 {marks} 人投了纸质票，票箱还没有由两人清点一致。"),
            {"marks": marks},
            remedy=mark("请两位工作人员分别登录，各自录入清点的票数。"),
        )
    if lot is not None and lot.ballots != marks:
        raise Conflict(
            "ballots.lot_differs",
            mark("名册上有 {marks} 人投了纸质票，清点的票却有 {ballots} 张。"),
            {"marks": marks, "ballots": lot.ballots},
            remedy=mark("请重新清点；领了票没有投入票箱的，计入无效票。"),
        )


def refuse_lot_shape(lot: Lot, asked: Question) -> None:
    """Refusal: ballots.lot_shape."""
    whole = sum(lot.counts) + lot.invalid == lot.ballots
    most = lot.ballots * (
        asked.most if asked.kind is Kind.CHOICE else asked.most * max(len(asked.options), 1)
    )
    fits = whole if asked.kind is Kind.YES_NO else sum(lot.counts[:-1]) <= most
    if len(lot.counts) != places_of(asked) or min((*lot.counts, lot.invalid, lot.ballots)) < 0 or not fits:
        raise Refusal(
            "ballots.lot_shape",
            mark("各项票数与票箱中的票数对不上。"),
            place=Place("field", field="ballots"),
            remedy=mark("各项票数加无效票应等于票箱中的票数，请重新清点。"),
        )


def refuse_void(reason: str, asked_by: Collection[int], person: int) -> None:
    """Refusals: ballots.void_reason, ballots.void_twice."""
    if len(reason.strip()) < LEAST_REASON:
        raise Refusal(
            "ballots.void_reason",
            mark("没有写明为什么宣布投票作废。"),
            place=Place("field", field="reason"),
            remedy=mark("请写明原因，例如“保管人某某遗失密钥纸”。"),
        )
    if person in asked_by:
        raise Conflict(
            "ballots.void_twice",
            mark("您已经提出作废，须由另一人同意。"),
            remedy=mark("请另一位工作人员登录后办理。"),
        )
