"""What a ballot may ask, and how one voter's answer to it is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liancun.contexts.ballots.rules.counting import Kind
from liancun.kernel.errors import Place, Refusal, mark

MOST_OPTIONS = 60
MOST_GRADE = 100


class Said(StrEnum):
    """What a vote says: one of three words, the options or grades in `picks`, or nothing that can be read."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    PICKS = "picks"
    INVALID = "invalid"


@dataclass(frozen=True)
class Question:
    """`most`: of a choice, how many options one voter may name; of a rating, the highest grade (the lowest is 0)."""

    kind: Kind = Kind.YES_NO
    options: tuple[str, ...] = ()
    most: int = 1


@dataclass(frozen=True)
class Answer:
    """`picks`: of a choice the numbers of the options named, from 0, ascending; of a rating one grade an option."""

    said: Said
    picks: tuple[int, ...] = ()


def refuse_question(question: Question) -> None:
    """Refusals: ballots.options, ballots.same_options, ballots.most."""
    if question.kind is Kind.YES_NO:
        if question.options:
            raise _options(mark("同意、反对、弃权的表决没有别的选项。"))
        return
    least = 1 if question.kind is Kind.RATING else 2
    if not least <= len(question.options) <= MOST_OPTIONS or not all(
        text.strip() for text in question.options
    ):
        raise _options(mark("选项不足或过多，或有空白的选项。"))
    if len({text.strip() for text in question.options}) != len(question.options):
        raise Refusal(
            "ballots.same_options",
            mark("有两个选项写得一样。"),
            place=Place("field", field="options"),
            remedy=mark("请改成能分得清的写法。"),
        )
    highest = MOST_GRADE if question.kind is Kind.RATING else len(question.options)
    if not 1 <= question.most <= highest:
        raise Refusal(
            "ballots.most",
            mark("每人最多可选的项数或最高分须在 1 到 {highest} 之间。"),
            {"highest": highest},
            Place("field", field="most"),
            mark("请按表决办法填写。"),
        )


def _options(sentence: str) -> Refusal:
    return Refusal(
        "ballots.options",
        sentence,
        place=Place("field", field="options"),
        remedy=mark("请逐行写明供选择的各项。"),
    )


def read_answer(
    question: Question, said: str, picks: Sequence[int] = (), *, may_be_invalid: bool = False
) -> Answer:
    """One voter's answer as it is kept. `said` may stay empty where `picks` says it.

    Only a paper can be invalid: whoever answers in person or on the phone is told at once.
    Refusals: ballots.no_answer, ballots.not_an_option, ballots.too_many, ballots.not_a_grade.
    """
    told = Said(said) if said in set(Said) else (Said.PICKS if picks else None)
    if told is Said.INVALID and may_be_invalid:
        return Answer(Said.INVALID)
    if question.kind is Kind.YES_NO:
        return _plain(told)
    if told is Said.ABSTAIN and not picks:
        return Answer(Said.ABSTAIN)
    if told is not Said.PICKS:
        raise _no_answer()
    if question.kind is Kind.CHOICE:
        return Answer(Said.PICKS, _chosen(question, picks))
    return Answer(Said.PICKS, _graded(question, picks))


def _plain(told: Said | None) -> Answer:
    if told not in (Said.YES, Said.NO, Said.ABSTAIN):
        raise _no_answer()
    return Answer(told)


def _chosen(question: Question, picks: Collection[int]) -> tuple[int, ...]:
    chosen = tuple(sorted(picks))
    if not chosen:
        raise _no_answer()
    if len(set(chosen)) != len(chosen) or not 0 <= chosen[0] <= chosen[-1] < len(question.options):
        raise Refusal(
            "ballots.not_an_option",
            mark("所选的不在选项之中，或重复选了一项。"),
            place=Place("field", field="picks"),
            remedy=mark("请从列出的选项中选择。"),
        )
    if len(chosen) > question.most:
        raise Refusal(
            "ballots.too_many",
            mark("最多可以选 {most} 项，选了 {chosen} 项。"),
            {"most": question.most, "chosen": len(chosen)},
            Place("field", field="picks"),
            mark("请去掉多选的，再提交。"),
        )
    return chosen


def _graded(question: Question, picks: Sequence[int]) -> tuple[int, ...]:
    if len(picks) != len(question.options) or not all(0 <= grade <= question.most for grade in picks):
        raise Refusal(
            "ballots.not_a_grade",
            mark("每一项都要打分，分数在 0 到 {most} 之间。"),
            {"most": question.most},
            Place("field", field="picks"),
            mark("请逐项打分。"),
        )
    return tuple(picks)


def _no_answer() -> Refusal:
    return Refusal(
        "ballots.no_answer",
        mark("还没有选择。"),
        place=Place("field", field="choice"),
        remedy=mark("请选择后再提交。"),
    )
