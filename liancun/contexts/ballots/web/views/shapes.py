"""How ballots are shown. Until the close nothing here tells a choice."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ballots.queries import BallotLine, BallotRecord, HandCountLine
from liancun.contexts.ballots.rules import Choice as Vote
from liancun.contexts.ballots.rules import Method
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    NextStep,
    Quorum,
    Register,
    Row,
    State,
)


def method_word(method: Method) -> str:
    return _("举手表决") if method is Method.HAND else _("记名表决")


def choice_word(choice: Vote) -> str:
    return {Vote.YES: _("同意"), Vote.NO: _("反对"), Vote.ABSTAIN: _("弃权")}[choice]


def state(line: BallotLine) -> State:
    return State(_("已结束"), "done") if line.is_closed else State(_("表决中"), "running")


def register(lines: Sequence[BallotLine], *, chosen: str, search: str) -> Register:
    columns = (
        Column("question", _("表决事项")),
        Column("body", _("表决单位")),
        Column("method", _("方式")),
        Column("opened", _("开始"), "date"),
        Column("entitled", _("名册人数"), "number"),
        Column("yes", _("同意"), "number"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.question,
                line.body_name,
                method_word(line.method),
                line.opened_at,
                line.tally.entitled,
                line.tally.yes if line.is_closed else None,
                state(line),
            ),
            url=reverse("ballots:ballot", args=[line.id]),
        )
        for line in lines
    )
    states = (Choice("", _("全部")), Choice("open", _("表决中")), Choice("closed", _("已结束")))
    return Register(
        columns,
        rows,
        filters=(Filter("state", _("状态"), states, chosen),),
        search=search,
        search_hint=_("表决事项"),
        empty=_("还没有表决。表决从事项的办理步骤中开始。"),
    )


def facts(line: BallotLine) -> list[Fact]:
    return [
        Fact(_("表决单位"), line.body_name),
        Fact(_("方式"), method_word(line.method)),
        Fact(_("名册人数"), str(line.tally.entitled)),
        Fact(_("已表决") if line.method is Method.NAMED else _("到会"), str(line.tally.present)),
        Fact(_("开始"), chinese_moment(line.opened_at)),
    ]


def quorum(line: BallotLine) -> Quorum | None:
    if not line.needed:
        return None
    return Quorum(line.tally.entitled, line.tally.present, line.needed, rule=line.rule)


def next_step(
    record: BallotRecord, *, person_id: int | None, may_keep: bool, may_witness: bool
) -> NextStep | None:
    if record.line.is_closed:
        return None
    if record.line.method is Method.NAMED:
        return _named_step(record, may_keep)
    return _hand_step(record, person_id, may_keep, may_witness)


def close_step(line: BallotLine, may_keep: bool) -> NextStep:
    return NextStep(
        sentence=_("可以结束表决，结束后显示结果。"),
        label=_("结束表决") if may_keep else "",
        url=reverse("ballots:close", args=[line.id]) if may_keep else "",
        who=line.body_name,
        post=True,
        consequence=_("结束后不再接收任何表决，结果不能更改。"),
    )


def _named_step(record: BallotRecord, may_keep: bool) -> NextStep:
    line = record.line
    left = line.tally.entitled - line.tally.present
    if not left:
        return close_step(line, may_keep)
    return NextStep(
        sentence=_("还有 %(n)s 人没有表决。") % {"n": left},
        label=_("点名登记") if may_keep else "",
        url=reverse("ballots:call", args=[line.id]) if may_keep else "",
        who=line.body_name,
    )


def _hand_step(record: BallotRecord, person_id: int | None, may_keep: bool, may_witness: bool) -> NextStep:
    line, last = record.line, record.counts[-1] if record.counts else None
    if any(count.witnessed for count in record.counts):
        return close_step(line, may_keep)
    if last is None:
        return NextStep(
            sentence=_("请清点举手的人数，由计票人录入。"),
            label=_("录入票数") if may_keep else "",
            url=reverse("ballots:count", args=[line.id]) if may_keep else "",
            who=line.body_name,
        )
    mine = last.counted_by_id == person_id
    return NextStep(
        sentence=_("%(name)s 已录入票数，等待另一位工作人员核对。") % {"name": last.counted_by},
        label=_("核对票数") if may_witness and not mine else "",
        url=reverse("ballots:witness", args=[line.id, last.id]) if may_witness and not mine else "",
        who=_("监票人"),
    )


def timeline(record: BallotRecord) -> list[Entry]:
    line = record.line
    found = [Entry(_("开始表决，名册固定"), line.opened_at, who=line.opened_by)]
    for count in record.counts:
        found.append(Entry(_("录入票数"), count.counted_at, who=count.counted_by, note=count_words(count)))
        if count.witnessed_at:
            found.append(Entry(_("核对票数"), count.witnessed_at, who=count.witnessed_by))
    if line.closed_at:
        found.append(Entry(_("结束表决"), line.closed_at, who=line.closed_by))
    return found


def count_words(count: HandCountLine) -> str:
    return _("到会 %(present)s，同意 %(yes)s，反对 %(no)s，弃权 %(abstain)s") % {
        "present": count.count.present,
        "yes": count.count.yes,
        "no": count.count.no,
        "abstain": count.count.abstain,
    }


def roll(record: BallotRecord) -> list[tuple[int, str, str]]:
    """Number, name, and what may be told of the vote."""
    found = []
    for number, line in enumerate(record.roll, start=1):
        word = _("已表决") if line.voted else _("未表决")
        found.append((number, line.name, choice_word(line.choice) if line.choice else word))
    return found
