"""What can be done next in a matter, by whom and by when: one list for the page, for 待办 and for who oversees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.policy import VERBS, officers_of, verbs_for
from liancun.contexts.affairs.queries.lines import MatterLine
from liancun.contexts.affairs.queries.sketches import Sketch, under_way
from liancun.contexts.affairs.rules.acts import Act, Asked, ask
from liancun.contexts.affairs.rules.binding import deciding_stage
from liancun.contexts.affairs.rules.life import ENDED, Life, Standing, State, Track
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.framework import clock


@dataclass(frozen=True)
class Possible:
    """`body_id` is whose officers act; `url` leads to the step's form."""

    act: Act
    body_id: int
    who: str
    sentence: str
    label: str
    url: str
    by: date | None = None
    verbs: tuple[str, ...] = ()

    @property
    def permissions(self) -> tuple[str, ...]:
        """One of these the actor must have for `body_id`."""
        return tuple(f"affairs.{verb}" for verb in self.verbs or (VERBS[self.act],))

    @property
    def late(self) -> bool:
        return self.by is not None and clock.today() > self.by


def possible(sketch: Sketch) -> list[Possible]:
    """Everything that may be done today, in order; empty when the matter only waits or has ended."""
    state = sketch.life.state
    if state in ENDED:
        return []
    if state in (State.READY, State.CONVENED, State.APPRAISING, State.RATING):
        return list(_office(sketch, state))
    found = [step for track in sketch.life.tracks for step in _own(sketch, track)]
    return [*found, *_approvals(sketch), *_effects(sketch)]


@dataclass(frozen=True)
class Pause:
    """Nobody need move: only time must pass, until the end of `until`."""

    sentence: str
    until: date | None


def pause(life: Life) -> Pause | None:
    """What a matter waits for in which nothing may be done today."""
    if life.state is State.RATING:
        return Pause(_("村民正在评价，期满后公布结果。"), life.rating_closes_on)
    hanging = [t for t in life.tracks if not t.effective_on and not t.notice_over(clock.today())]
    if hanging:
        return _displayed(hanging)
    waiting = [track for track in life.tracks if track.published_on and not track.effective_on]
    if life.state is not State.WAITING or not waiting:
        return None
    unanswered = sum(track.unanswered for track in waiting)
    sentence = _("决议正在公开，期满后生效。")
    if unanswered:
        sentence = _("还有 %(count)s 条异议没有答复，答复后决议才能生效。") % {"count": unanswered}
    closes = [track.closes_on for track in waiting if track.closes_on and track.closes_on != date.max]
    return Pause(sentence, max(closes, default=None))


def _displayed(tracks: list[Track]) -> Pause:
    """A notice hangs out before the next step."""
    steps = [step for track in tracks for step in track.steps if step.closes_on]
    unanswered = sum(step.unanswered for step in steps)
    sentence = _("正在公示，期满后进行下一步。")
    if unanswered:
        sentence = _("还有 %(count)s 条异议没有答复，答复后才能进行下一步。") % {"count": unanswered}
    closes = [step.closes_on for step in steps if step.closes_on and step.closes_on != date.max]
    return Pause(sentence, max(closes, default=None))


@dataclass(frozen=True)
class Waiting:
    """A matter under way and who must move in it by when; `who` is empty while only time must pass."""

    line: MatterLine
    who: tuple[str, ...]
    sentence: str
    by: date | None

    @property
    def late(self) -> bool:
        return bool(self.who) and self.by is not None and clock.today() > self.by


LOOKED_THROUGH = 120


def waiting_on(most: int) -> tuple[Waiting, ...]:
    """Whom the matters under way wait for, within the reader's scope: overdue first, then by the day they must move.

    A fixed number of statements; of very many matters the oldest are looked through.
    """
    found = [_waiting(sketch) for sketch in under_way(LOOKED_THROUGH)]
    return tuple(sorted(found, key=_urgency)[:most])


def _waiting(sketch: Sketch) -> Waiting:
    steps, line = possible(sketch), sketch.line
    if not steps:
        rest = pause(sketch.life)
        return Waiting(line, (), rest.sentence if rest else "", rest.until if rest else None)
    due = [step.by for step in steps if step.by]
    who = tuple(dict.fromkeys(step.who for step in steps))
    return Waiting(line, who, steps[0].sentence if len(steps) == 1 else "", min(due, default=None))


def _urgency(waiting: Waiting) -> tuple[bool, bool, date, int]:
    return (not waiting.late, not waiting.who, waiting.by or date.max, waiting.line.id)


def _office(sketch: Sketch, state: State) -> Iterator[Possible]:
    row, life = sketch.line, sketch.life
    who = row.joint_name
    if state is State.READY:
        yield Possible(
            Act.CONVENE,
            row.joint_id,
            who,
            _("各支部已经议事，请召集党委会。") if life.opinion else _("请召集会议。"),
            _("召集党委会") if life.opinion else _("召集会议"),
            _url("convene", row.id),
            life.resolve_by,
        )
    elif state is State.CONVENED:
        sentence = _("党委会开会后，登记到会人数并作出决议。")
        yield Possible(
            Act.RESOLVE, row.joint_id, who, sentence, _("作出决议"), _url("resolve", row.id), life.meets_on
        )
    else:
        yield from _rating(sketch, state, who)


def _rating(sketch: Sketch, state: State, who: str) -> Iterator[Possible]:
    row, life = sketch.line, sketch.life
    verbs = verbs_for(Act.OPEN_RATING, life, None)
    if state is State.APPRAISING:
        sentence = _("实施结果已经公开，请打印评价纸条，开始群众评事。")
        label, url = _("开始群众评事"), _url("rating", row.id)
        by = life.appraise_by
        yield Possible(Act.OPEN_RATING, row.joint_id, who, sentence, label, url, by, verbs)
    elif life.rating_closes_on and clock.today() > life.rating_closes_on:
        sentence = _("评价期已满，请公布评价结果。")
        label, url = _("公布评价结果"), _url("close-rating", row.id)
        verbs = verbs_for(Act.CLOSE_RATING, life, None)
        yield Possible(Act.CLOSE_RATING, row.joint_id, who, sentence, label, url, verbs=verbs)


def _own(sketch: Sketch, track: Track) -> Iterator[Possible]:
    row, life, name = sketch.line, sketch.life, sketch.villages[track.village]
    standing = life.standings[track.village]
    if life.opinion and track.supports is None and standing is Standing.DELIBERATING:
        yield Possible(
            Act.DELIBERATE,
            track.village,
            _("%(village)s党支部书记") % {"village": name},
            _("%(village)s支部还没有议事。") % {"village": name},
            _("记录支部议事"),
            _url("deliberate", row.id, track.village),
            life.deliberate_by,
        )
    elif standing is Standing.DECIDING:
        yield from _deciding(sketch, track, name)
    elif standing is Standing.ESCALATED and track.due:
        sentence = _("%(village)s的“%(step)s”没有通过或者过了期限，请乡镇决定。") % {
            "village": name,
            "step": track.due.name,
        }
        url = _url("escalation", row.id, track.village)
        yield Possible(Act.DECIDE_ESCALATION, track.village, _("乡镇"), sentence, _("作出决定"), url)
    elif standing is Standing.AGREED and life.condition_met and life.buying and not life.buying.complete:
        sentence = _("%(village)s已经通过；先登记采购材料，再公开决议。") % {"village": name}
        step = _mine(sketch, track, Act.PUBLISH_DECISION, sentence, _("登记采购材料"), "purchase")
        yield replace(step, url=_url("purchase", row.id))
    elif standing is Standing.AGREED and life.condition_met and track.notice_over(clock.today()):
        sentence = _("%(village)s已经通过，请公开决议。") % {"village": name}
        yield _mine(sketch, track, Act.PUBLISH_DECISION, sentence, _("公开决议"), "publish")
    elif standing is Standing.BOUND and track.result_on is None and track.wants_result:
        sentence = _("%(village)s办完后，公开实施结果。") % {"village": name}
        done = _mine(sketch, track, Act.PUBLISH_RESULT, sentence, _("公开实施结果"), "result")
        days = [day for day in (track.result_by, life.work_by(track)) if day]
        yield replace(done, by=min(days, default=None))


def _mine(sketch: Sketch, track: Track, act: Act, sentence: str, label: str, view: str) -> Possible:
    """A step of the body's own officers."""
    url = _url(view, sketch.line.id, track.village)
    who = officers(sketch, track)
    verbs = verbs_for(act, sketch.life, track)
    return Possible(act, track.village, who, sentence, label, url, verbs=verbs)


def officers(sketch: Sketch, track: Track) -> str:
    """Who of the body moves: its Party secretary, or whoever convenes its deciding meeting."""
    name = sketch.villages[track.village]
    group = officers_of(deciding_stage(track))
    if group == "village" and sketch.kinds[track.village] in ("village", "community"):
        return _("%(village)s党支部书记") % {"village": name}
    return name


def _deciding(sketch: Sketch, track: Track, name: str) -> Iterator[Possible]:
    due, life, row = track.due, sketch.life, sketch.line
    if due is None or not track.notice_over(clock.today()):
        return
    sentence = _("%(village)s下一步：%(step)s。") % {"village": name, "step": due.name}
    by = life.step_by(track)
    if due.kind == "consent":
        verbs = verbs_for(Act.CONSENT, life, track, due.key)
        url = _url("consent", row.id, track.village, due.key)
        label = _("备案") if due.consent == "register" else _("审核")
        yield Possible(Act.CONSENT, track.village, above(due), sentence, label, url, by, verbs)
        return
    act, label, view, args = Act.TAKE_STEP, _("记录%(step)s") % {"step": due.name}, "step", [due.key]
    if due.kind == "vote":
        voted = sketch.called.get(track.village)
        view, args = ("assembly" if voted is None else "decide" if voted else "vote"), []
        label = {"assembly": _("召集会议"), "vote": _("开始表决"), "decide": _("登记决定")}[view]
        if view == "assembly" and track.fails(due):
            sentence = _("%(village)s的“%(step)s”上次没有通过，可以再开一次会。") % {
                "village": name,
                "step": due.name,
            }
    elif due.kind == "hearing":
        view = "hearing"
    elif due.before:
        act, label, view = Act.PUBLISH_STEP, _("发布%(step)s") % {"step": due.name}, "display"
    url = _url(view, row.id, track.village, *args)
    verbs = verbs_for(act, life, track)
    yield Possible(act, track.village, officers(sketch, track), sentence, label, url, by, verbs)


def above(stage: Stage) -> str:
    """Whose consent a stage asks for, in words."""
    if "county_officer" in stage.convener and "township_approver" not in stage.convener:
        return _("县级")
    return _("乡镇")


def _approvals(sketch: Sketch) -> Iterator[Possible]:
    life, row = sketch.life, sketch.line
    due = life.approval_due
    if due is None or not life.all_decided or life.approval_refused:
        return
    sentence = _("各村已经决定，下一步：%(step)s。") % {"step": due.name}
    label = _("备案") if due.consent == "register" else _("审核")
    verbs = verbs_for(Act.CONSENT, life, None)
    url = _url("approval", row.id, due.key)
    yield Possible(Act.CONSENT, row.village_id, above(due), sentence, label, url, life.approve_by, verbs)


def _effects(sketch: Sketch) -> Iterator[Possible]:
    row, life, today = sketch.line, sketch.life, clock.today()
    for track in life.tracks:
        if ask(life, Asked(Act.TAKE_EFFECT, today, track.village), "system").allowed:
            sentence = _("公开期已满，异议都已答复，决议可以生效。")
            if not track.wants_notice:
                sentence = _("各步都已办理，决议可以生效。")
            verbs = verbs_for(Act.TAKE_EFFECT, life, None)
            yield Possible(
                Act.TAKE_EFFECT,
                row.joint_id,
                row.joint_name,
                sentence,
                _("使决议生效"),
                _url("effect", row.id),
                verbs=verbs,
            )
            return


def _url(name: str, *args: object) -> str:
    return reverse(f"affairs:{name}", args=args)
