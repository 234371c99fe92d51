"""How a notice ended, told to all as counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liancun.contexts.disclosure.rules.snapshot import Line, Section, Snapshot
from liancun.kernel.errors import Conflict, mark


@dataclass(frozen=True)
class Ended:
    """What is counted. `undecided`: complaints that wait for the office above; they hold nothing up."""

    title: str
    opens: date
    closes: date
    closed: bool
    objections: int
    unanswered: int
    complaints: int
    undecided: int
    photos: int
    published: bool


def refuse_result(ended: Ended) -> None:
    """Refusals: disclosure.has_result, disclosure.window_open, disclosure.unsettled."""
    if ended.published:
        raise Conflict(
            "disclosure.has_result",
            mark("这份公开内容的结果已经公布。"),
            remedy=mark("请打开记录查看。"),
        )
    if not ended.closed:
        raise Conflict(
            "disclosure.window_open",
            mark("公开期到 {closes} 为止，不能提前结束。"),
            {"closes": _words(ended.closes)},
            remedy=mark("请等期满；内容有误的，可以撤回后重新发布。"),
        )
    if ended.unanswered:
        raise Conflict(
            "disclosure.unsettled",
            mark("还有 {count} 条意见没有答复，不能公布结果。"),
            {"count": ended.unanswered},
            remedy=mark("请先逐条答复。"),
        )


def title(of: str) -> str:
    return f"公示结果：{of}"[:200]


def snapshot(ended: Ended, words: str) -> Snapshot:
    """Counts only: neither the words of an objection nor anybody's name."""
    lines = [
        Line("事项", ended.title),
        Line("公开时间", f"{_words(ended.opens)}至{_words(ended.closes)}"),
        Line("收到意见", f"{ended.objections} 条，已全部答复" if ended.objections else "没有收到意见"),
    ]
    if ended.complaints:
        waiting = f"，其中 {ended.undecided} 件正在处理" if ended.undecided else "，已全部处理"
        lines.append(Line("向上级反映", f"{ended.complaints} 件{waiting}"))
    if ended.photos:
        lines.append(Line("张贴照片", f"存档 {ended.photos} 张"))
    if words:
        lines.append(Line("说明", words))
    return Snapshot((Section("结果", tuple(lines)),))


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
