"""How ballots are shown. Until the close nothing here tells a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ballots.queries import BallotLine, BallotRecord, HandCountLine, RollLine
from liancun.contexts.ballots.rules import Answer, Change, Kind, Method, Said, Unit
from liancun.contexts.ballots.rules import Choice as Vote
from liancun.contexts.ballots.web.views.ways import way_word
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Quorum,
    Register,
    Row,
    State,
)

Address = Callable[[RollLine], str]


def method_word(method: Method) -> str:
    words = {
        Method.HAND: _("举手表决"),
        Method.NAMED: _("记名表决"),
        Method.SECRET: _("无记名投票"),
    }
    return words[method]


def unit_word(line: BallotLine) -> str:
    words = {Unit.PERSON: _("一人一票"), Unit.HOUSEHOLD: _("一户一票"), Unit.VOTE: _("按票数")}
    return words[line.tally.unit]


def change_word(change: Change) -> str:
    return _("补列") if change is Change.ADD else _("划去")


def how(line: BallotLine) -> str:
    """How to fill in a paper."""
    if line.tally.kind is Kind.RATING:
        return _("每一项写一个 0 到 %(most)s 的整数。") % {"most": line.tally.most}
    if line.tally.kind is Kind.CHOICE:
        return _("在所选的项后打“√”，最多选 %(most)s 项；多选的无效。") % {"most": line.tally.most}
    return _("在一项后打“√”；多选或看不清的无效。")


def counted(line: BallotLine) -> list[tuple[str, str]]:
    """Words and counts; nothing in the second place while the vote is open."""
    tally = line.tally
    told = tally.closed and tally.is_told
    if tally.kind is Kind.YES_NO:
        rows = [(_("同意"), tally.yes), (_("反对"), tally.no), (_("弃权"), tally.abstain)]
    else:
        counts = tally.counts or dict.fromkeys(line.options)
        rows = [*counts.items(), (_("弃权"), tally.abstain)]
    rows.append((_("无效票"), tally.invalid))
    return [(word, str(votes or 0) if told else "") for word, votes in rows]


def count_rule(line: BallotLine) -> str:
    if line.tally.kind is Kind.YES_NO:
        return _("同意、反对、弃权合计不超过到会人数；录入后由另一位工作人员核对才算数。")
    return _("逐项录入举手的人数；录入后由另一位工作人员核对才算数。")


def other_counts(line: BallotLine, entered: HandCountLine) -> list[Fact]:
    """All but what the second officer has to know themselves."""
    if line.tally.kind is Kind.YES_NO:
        return [Fact(_("反对"), str(entered.count.no)), Fact(_("弃权"), str(entered.count.abstain))]
    options = zip(line.options[1:], entered.count.options[1:], strict=True)
    return [*(Fact(text, str(votes)) for text, votes in options), Fact(_("弃权"), str(entered.count.abstain))]


def prints(line: BallotLine) -> list[Link]:
    return [
        Link(_("表决票"), reverse("ballots:ballot-paper", args=[line.id])),
        Link(_("计票单"), reverse("ballots:count-sheet", args=[line.id])),
    ]


def crumbs(line: BallotLine) -> list[Link]:
    return [
        Link(_("表决"), reverse("ballots:ballots")),
        Link(line.question, reverse("ballots:ballot", args=[line.id])),
    ]


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
        *([Fact(_("计票单位"), unit_word(line))] if line.tally.unit is not Unit.PERSON else []),
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
        url=_calling(line) if may_keep else "",
        who=line.body_name,
    )


def _calling(line: BallotLine) -> str:
    route = "call" if line.tally.kind is Kind.YES_NO else "voters"
    return reverse(f"ballots:{route}", args=[line.id])


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
    if count.count.options:
        return _("到会 %(present)s，各项 %(options)s") % {
            "present": count.count.present,
            "options": "、".join(map(str, count.count.options)),
        }
    return _("到会 %(present)s，同意 %(yes)s，反对 %(no)s，弃权 %(abstain)s") % {
        "present": count.count.present,
        "yes": count.count.yes,
        "no": count.count.no,
        "abstain": count.count.abstain,
    }


def roll(record: BallotRecord) -> list[tuple[int, str, str, str]]:
    """Number, name, by which way, and what may be told of the vote."""
    return [(line.number, line.name, way_word(line.channel), _told(record, line)) for line in record.roll]


def _told(record: BallotRecord, line: RollLine) -> str:
    if line.struck:
        return _("已划去")
    if line.answer is None:
        return _("已表决") if line.voted else _("未表决")
    return answer_word(record.line, line.answer)


def answer_word(line: BallotLine, answer: Answer) -> str:
    """What somebody voted, told after the close."""
    if answer.said is Said.INVALID:
        return _("无效票")
    if answer.said is not Said.PICKS:
        return choice_word(Vote(answer.said))
    if line.tally.kind is Kind.RATING:
        return "；".join(f"{text} {grade}" for text, grade in zip(line.options, answer.picks, strict=True))
    return "、".join(line.options[place] for place in answer.picks)
