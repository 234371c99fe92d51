"""Matters as the page parts show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.models import STATE_WORDS
from liancun.contexts.affairs.playbook import AffairsSection, Subject
from liancun.contexts.affairs.queries.lines import Event, MatterLine, subject_name
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.queries.steps import Possible, pause
from liancun.contexts.affairs.queries.wholes import Record
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.life import Standing, State
from liancun.contexts.affairs.rules.procedure import Alternative, Stage
from liancun.contexts.affairs.rules.verdict import share_words
from liancun.framework import playbook
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_date
from liancun.kernel.errors import fill

_TONES: Mapping[State, parts.Tone] = {
    State.REJECTED: "refused",
    State.LAPSED: "refused",
    State.DONE: "done",
    State.WAITING: "waiting",
    State.READY: "waiting",
}
_STANDINGS: Mapping[Standing, parts.Tone] = {
    Standing.DECLINED: "refused",
    Standing.FAILED: "refused",
    Standing.OVERDUE: "refused",
    Standing.WAITING: "waiting",
    Standing.BOUND: "done",
}


@dataclass(frozen=True)
class StepCell:
    """One step of a village: its name, how it came out, the counts and the article."""

    name: str
    state: parts.State
    said: str
    article: str
    url: str = ""


@dataclass(frozen=True)
class TrackRow:
    """A body concerned; `way`: which procedure it goes through, and why."""

    village: str
    amount: Decimal
    way: str
    why: str
    why_article: str
    steps: tuple[StepCell, ...]
    state: parts.State
    said: str
    article: str


def state(value: State) -> parts.State:
    return parts.State(str(STATE_WORDS[value]), _TONES.get(value, "running"))


def standing_word(standing: Standing) -> str:
    return {
        Standing.DELIBERATING: _("支部议事中"),
        Standing.DECLINED: _("不参加"),
        Standing.DECIDING: _("村内决定中"),
        Standing.ESCALATED: _("待乡镇决定"),
        Standing.FAILED: _("未通过"),
        Standing.OVERDUE: _("逾期未决定"),
        Standing.AGREED: _("已通过"),
        Standing.WAITING: _("公开中"),
        Standing.BOUND: _("已生效"),
        Standing.REVOKED: _("已撤销"),
    }[standing]


def register(
    lines: Iterable[MatterLine], *, chosen: str, search: str, may_raise: bool, alone: str, subject: str
) -> parts.Register:
    choices = (parts.Choice("", _("全部")), *(parts.Choice(s.value, str(STATE_WORDS[s])) for s in State))
    whose = (
        parts.Choice("", _("全部")),
        parts.Choice("no", _("联合的")),
        parts.Choice("yes", _("一个单位的")),
    )
    kinds = tuple(parts.Choice(key, one.name) for key, one in subjects().items())
    return parts.Register(
        columns=(
            parts.Column("title", _("事项")),
            parts.Column("joint", _("单位")),
            parts.Column("total", _("金额"), "money"),
            parts.Column("raised", _("提事日期"), "date"),
            parts.Column("state", _("状态"), "state"),
        ),
        rows=tuple(_row(line) for line in lines),
        filters=(
            parts.Filter("state", _("状态"), choices, chosen),
            parts.Filter("alone", _("范围"), whose, alone),
            parts.Filter("subject", _("类别"), (parts.Choice("", _("全部")), *kinds), subject),
        ),
        search=search,
        search_hint=_("事项名称"),
        empty=_("没有符合条件的事项。"),
        empty_step=parts.Link(_("提出事项"), reverse("affairs:raise")) if may_raise else None,
    )


def subjects() -> Mapping[str, Subject]:
    section = playbook.current().section("affairs")
    assert isinstance(section, AffairsSection)
    return section.subject


def _row(line: MatterLine) -> parts.Row:
    cells = (line.title, line.joint_name, line.total, line.raised_on, state(line.state))
    return parts.Row(cells, url=reverse("affairs:matter", args=[line.id]), note=line.village_name)


def facts(loaded: Loaded) -> list[parts.Fact]:
    row = loaded.row
    found = [parts.Fact(_("单位"), row.joint_name)] if row.alone else _joint_facts(loaded)
    found.append(parts.Fact(_("类别"), subject_name(row)))
    if row.total:
        label = _("金额") if row.alone else _("金额合计")
        found.append(parts.Fact(label, f"{row.total:,.2f} {_('元')}"))
    if row.alone:
        found.append(parts.Fact(_("提出人"), row.raised_by))
    else:
        found.append(parts.Fact(_("生效条件"), _("至少 %(count)s 个村同意") % {"count": row.minimum}))
    if row.demanded_by:
        demanded = _("%(count)s 人联名（共 %(of)s 人）") % {"count": row.demand_count, "of": row.demand_of}
        found.append(parts.Fact(_("联名提出"), demanded))
    if loaded.resolution and loaded.resolution.number:
        found.append(parts.Fact(_("决议"), loaded.resolution.number))
    return [*found, *_neighbours(loaded)]


def _joint_facts(loaded: Loaded) -> list[parts.Fact]:
    row = loaded.row
    return [
        parts.Fact(_("联合党委"), row.joint_name),
        parts.Fact(_("提出单位"), f"{row.village_name} · {row.raised_by}"),
    ]


def _neighbours(loaded: Loaded) -> list[parts.Fact]:
    """The matter this one carries out, revokes, or was revoked by; both stay."""
    row = loaded.row
    found = []
    if row.within_id:
        found.append(
            parts.Fact(_("执行的决定"), row.within_title or "—", address("affairs:matter", row.within_id))
        )
    if row.revokes_id:
        found.append(
            parts.Fact(_("撤销的决定"), row.revokes_title or "—", address("affairs:matter", row.revokes_id))
        )
    for party in loaded.whole.parties:
        if party.revoked_by:
            url = address("affairs:matter", party.revoked_by)
            found.append(parts.Fact(_("撤销它的决定"), party.revoked_by_title or "—", url))
    return found


def tracks(loaded: Loaded) -> list[TrackRow]:
    """Every village concerned: its steps with their counts, whether it is bound and why."""
    parties = {party.village_id: party for party in loaded.whole.parties}
    return [
        TrackRow(
            parties[binding.village].name,
            parties[binding.village].amount,
            _way(loaded, binding.village),
            _(parties[binding.village].why) if parties[binding.village].why else "",
            parties[binding.village].article,
            tuple(_steps(loaded, binding.village)),
            parts.State(standing_word(binding.standing), _STANDINGS.get(binding.standing, "running")),
            said(binding.sentence, binding.params),
            binding.article,
        )
        for binding in tally(loaded.life).villages
    ]


def _way(loaded: Loaded, village: int) -> str:
    track = loaded.life.track(village)
    return track.inner.name if track and track.inner else ""


def _steps(loaded: Loaded, village: int) -> Iterable[StepCell]:
    """Every step on this body's way: the branch's deliberation, then its own procedure, each with its last try."""
    outer, track = loaded.plan.outer, loaded.life.track(village)
    records = {(r.procedure, r.stage): r for r in loaded.whole.records if r.village_id == village}
    if outer and loaded.life.opinion:
        yield _cell(loaded.life.opinion, records.get((outer.key, loaded.life.opinion.key)))
    if track is None or track.inner is None:
        return
    for stage in track.stages:
        if stage.kind == "consent":
            yield _consent(loaded, village, stage)
        elif stage.before:
            yield _notice(loaded, village, stage)
        else:
            yield _cell(stage, records.get((track.inner.key, stage.key)), track.fails(stage))


def _consent(loaded: Loaded, village: int | None, stage: Stage) -> StepCell:
    said = [c for c in loaded.whole.consents if c.village_id == village and c.stage == stage.key]
    if not said:
        return StepCell(stage.name, parts.State(_("未办"), "draft"), "", _article(stage))
    last = said[-1]
    word = parts.State(_("同意"), "done") if last.given else parts.State(_("不同意"), "refused")
    if last.how == "register":
        word = parts.State(_("已备案"), "done") if last.given else parts.State(_("退回补正"), "waiting")
    note = _("期限已过，视为同意") if last.deemed else last.reason
    return StepCell(stage.name, word, note, last.article or _article(stage))


def _notice(loaded: Loaded, village: int, stage: Stage) -> StepCell:
    notices = [p for p in loaded.whole.publications if p.village_id == village and p.stage == stage.key]
    if not notices:
        days = stage.publicity.days if stage.publicity else 0
        said_ = _("公开 %(days)s 日") % {"days": days}
        return StepCell(stage.name, parts.State(_("未办"), "draft"), said_, _article(stage))
    until = _("公开到 %(day)s") % {"day": chinese_date(notices[-1].closes_on)}
    url = address("portal:notice", notices[-1].slug)
    return StepCell(stage.name, parts.State(_("已发布"), "done"), until, _article(stage), url)


def approvals(loaded: Loaded) -> list[StepCell]:
    """What those above said to the joint application."""
    return [_consent(loaded, None, stage) for stage in loaded.plan.approvals]


def _article(stage: Stage) -> str:
    return stage.article.words if stage.article else ""


def _cell(stage: Stage, record: Record | None, failed: int = 0) -> StepCell:
    article = _article(stage)
    if record is None:
        return StepCell(stage.name, parts.State(_("未办"), "draft"), rule_words(stage), article)
    if record.how == "late":
        return StepCell(
            stage.name, parts.State(_("期限已过"), "refused"), said(record.sentence, record.params), article
        )
    word = parts.State(_("通过"), "done") if record.passed else parts.State(_("未通过"), "refused")
    if stage.kind == "hearing":
        note = _("听取了 %(count)s 人的意见") % {"count": record.params.get("present", 0)}
        return StepCell(stage.name, parts.State(_("已听取"), "done"), note, article)
    counted = _("以先前的会议记录计；") if record.how == "counted" else ""
    if failed:
        counted += _("第 %(number)s 次；") % {"number": failed + (1 if record.passed else 0)}
    return StepCell(
        stage.name, word, counted + said(record.sentence, record.params), record.article or article
    )


def rule_words(stage: Stage | Alternative) -> str:
    """The thresholds of a step in words, shown before the mistake."""
    found = []
    if stage.quorum:
        sentence, params = share_words(stage.quorum)
        found.append(_("到会：%(share)s") % {"share": said(sentence, params)})
    if stage.passes:
        sentence, params = share_words(stage.passes)
        found.append(_("同意：%(share)s") % {"share": said(sentence, params)})
    return "；".join(found)


def said(sentence: str, params: Mapping[str, object]) -> str:
    """A message id of the rules in the reader's language, its days in words."""
    shown = {
        name: chinese_date(value) if isinstance(value, date) else value for name, value in params.items()
    }
    return fill(_(sentence), shown) if sentence else ""


def next_step(steps: list[Possible], mine: list[Possible], loaded: Loaded) -> parts.NextStep | None:
    """My own step as one button; otherwise whose turn it is."""
    if mine:
        step = mine[0]
        return parts.NextStep(step.sentence, label=step.label, url=step.url, by=step.by, late=step.late)
    if steps:
        who = "、".join(dict.fromkeys(step.who for step in steps))
        return parts.NextStep(steps[0].sentence, who=who, by=steps[0].by, late=steps[0].late)
    rest = pause(loaded.life)
    return parts.NextStep(rest.sentence, by=rest.until) if rest else None


NEWEST = 8


def history(events: Sequence[Event], *, whole: bool) -> dict[str, object]:
    """The newest events first; the older ones when asked for, by a link that needs no script."""
    newest = events[::-1] if whole else events[: -NEWEST - 1 : -1]
    left = len(events) - len(newest)
    label = _("更早的经过（%(count)s 条）") % {"count": left}
    earlier = parts.Link(label, "?history=all#history") if left else None
    return {"timeline": [_entry(event) for event in newest], "earlier": earlier}


def _entry(event: Event) -> parts.Entry:
    note = said(event.note, event.params)
    if event.article:
        note = f"{note}（{event.article}）"
    kind, slug = event.link
    url = address("portal:notice", slug) if kind else ""
    tone: parts.Tone = "done" if event.passed else "refused"
    return parts.Entry(said(event.what, event.params), event.at, event.who, note, url, tone)


def address(name: str, *args: object) -> str:
    """The address of a neighbour's page, "" where it has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
