"""How secret ballots are shown: who keeps the key, who has voted; never what before it is opened."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ballots.queries import BallotLine, BallotRecord, HalfLine, SecretLine
from liancun.contexts.ballots.queries.rights import may
from liancun.contexts.ballots.rules import Channel, Kind
from liancun.contexts.ballots.rules.urns import Outcome
from liancun.framework.actors import Actor
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import Entry, Fact, Link, NextStep, Quorum, State
from liancun.kernel.errors import mark


def state(line: SecretLine) -> State:
    if line.outcome is Outcome.VOID:
        return State(_("已作废"), "refused")
    if line.is_sealed:
        return State(_("已开票封存"), "done")
    if line.is_closed:
        return State(_("等待开票"), "waiting")
    if len(line.halves) < 2:
        return State(_("等待保管密钥"), "waiting")
    return State(_("投票中"), "running")


def facts(ballot: BallotLine, line: SecretLine) -> list[Fact]:
    keepers = "、".join(f"{half.officer}（{half.post}）" for half in line.halves)
    found = [
        Fact(_("表决单位"), ballot.body_name),
        Fact(_("方式"), _("无记名投票")),
        Fact(_("名册人数"), str(ballot.tally.entitled)),
        Fact(_("已投票"), str(line.voted)),
        Fact(_("密钥保管人"), keepers or _("还没有")),
        Fact(_("开始"), chinese_moment(ballot.opened_at)),
    ]
    if line.on_paper:
        found.append(Fact(_("其中投纸质票的"), str(line.on_paper)))
    return found


def quorum(ballot: BallotLine) -> Quorum | None:
    if not ballot.needed:
        return None
    return Quorum(ballot.tally.entitled, ballot.tally.present, ballot.needed, rule=ballot.rule)


def next_step(
    ballot: BallotLine, line: SecretLine, *, person_id: int | None, may_keep: bool, may_close: bool
) -> NextStep | None:
    if line.is_sealed:
        return None
    mine = line.keeps(person_id)
    if len(line.halves) < 2:
        return _key_step(ballot, line, may_take=may_keep and mine is None)
    if not line.is_closed:
        return _close_step(ballot, line, may_close)
    return _open_step(line, mine)


def _key_step(ballot: BallotLine, line: SecretLine, *, may_take: bool) -> NextStep:
    left = 2 - len(line.halves)
    return NextStep(
        sentence=_("密钥分成两半，还有 %(n)s 半没有人保管；两半都有人保管后才能投票。") % {"n": left},
        label=_("保管一半密钥") if may_take else "",
        url=reverse("ballots:key", args=[line.ballot_id]) if may_take else "",
        who=ballot.body_name,
    )


def _close_step(ballot: BallotLine, line: SecretLine, may_close: bool) -> NextStep:
    return NextStep(
        sentence=_("已有 %(n)s 人投票，名册上共 %(all)s 人。")
        % {"n": line.voted, "all": ballot.tally.entitled},
        label=_("结束投票") if may_close else "",
        url=reverse("ballots:close", args=[line.ballot_id]) if may_close else "",
        who=ballot.body_name,
        post=True,
        consequence=_("结束后不再接收选票，由两位保管人开票。"),
    )


def _open_step(line: SecretLine, mine: HalfLine | None) -> NextStep:
    waiting = [half for half in line.halves if not half.brought]
    names = "、".join(half.officer for half in waiting)
    brings = mine is not None and not mine.brought
    if line.on_paper and line.lot is None:
        sentence = _("有 %(n)s 人投了纸质票：先由两人清点票箱，再开票。") % {"n": line.on_paper}
        return NextStep(
            sentence=sentence,
            label=_("清点票箱"),
            url=reverse("ballots:box", args=[line.ballot_id]),
            who=names,
        )
    return NextStep(
        sentence=_("投票已结束，等待 %(names)s 交出密钥开票。") % {"names": names},
        label=_("交出密钥") if brings else "",
        url=reverse("ballots:unlock", args=[line.ballot_id]) if brings else "",
        who=names,
    )


def links(actor: Actor, ballot: BallotLine, line: SecretLine) -> list[Link]:
    """Rarer pages: slips, polling places, corrections of the roll, prints."""
    found = [
        Link(_("表决票"), reverse("ballots:ballot-paper", args=[line.ballot_id])),
        Link(_("计票单"), reverse("ballots:count-sheet", args=[line.ballot_id])),
    ]
    if not line.is_closed:
        found += [
            Link(_(label), reverse(f"ballots:{route}", args=[line.ballot_id]))
            for channel, right, route, label in _WAYS
            if channel in (*ballot.channels, "") and may(actor, right, ballot.body_id)
        ]
    return found


_WAYS = (
    (Channel.PHONE, "ballots.issue_slips", "slips", mark("打印手机投票纸条")),
    (Channel.STATION, "ballots.serve_station", "stations", mark("投票点")),
    ("", "ballots.correct_roll", "corrections", mark("更正名册")),
)


def timeline(ballot: BallotLine, line: SecretLine) -> list[Entry]:
    """Nothing in it of single votes."""
    found = [Entry(_("开始表决，名册固定"), ballot.opened_at, who=ballot.opened_by)]
    for half in line.halves:
        how = _("写在纸上") if half.on_paper else _("用口令封存")
        found.append(Entry(_("保管一半密钥"), half.made_at, who=f"{half.officer}（{half.post}）", note=how))
    if ballot.closed_at:
        found.append(Entry(_("结束投票"), ballot.closed_at, who=ballot.closed_by))
    if line.sealed_at:
        what = _("宣布投票作废") if line.outcome is Outcome.VOID else _("开票封存")
        found.append(Entry(what, line.sealed_at, who="、".join(line.sealed_by), note=line.reason))
    return found


def counted(ballot: BallotLine) -> list[tuple[str, str]]:
    tally = ballot.tally
    if tally.kind is Kind.YES_NO:
        rows = [(_("同意"), tally.yes), (_("反对"), tally.no), (_("弃权"), tally.abstain)]
    else:
        rows = [*(tally.counts or {}).items(), (_("弃权"), tally.abstain)]
    rows.append((_("无效票"), tally.invalid))
    return [(word, str(number or 0)) for word, number in rows]


def said(line: SecretLine) -> str:
    """Why there is no count."""
    if line.outcome is Outcome.VOID:
        return _("投票已由两人宣布作废，选票没有开封就销毁了。请重新组织投票。")
    if line.outcome is Outcome.TOO_FEW:
        return _("投票的不满 %(n)s 人，没有开票：人少时，公布结果等于公布各人的选择。选票已销毁。") % {
            "n": line.least
        }
    return _("开票以前，任何人都看不到结果，系统也打不开选票。")


def roll(record: BallotRecord) -> list[tuple[int, str, str]]:
    """Number, name, and that somebody voted."""
    return [
        (
            line.number,
            line.name,
            _("已划去") if line.struck else _("已投票") if line.voted else _("未投票"),
        )
        for line in record.roll
    ]
