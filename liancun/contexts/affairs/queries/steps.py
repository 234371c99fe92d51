"""What can be done next in a matter, by whom and by when: one list for the page, for 待办 and for who oversees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.policy import VERBS
from liancun.contexts.affairs.queries.lines import MatterLine
from liancun.contexts.affairs.queries.sketches import Sketch, under_way
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.life import Life, Standing, State, Track
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

    @property
    def permission(self) -> str:
        return f"affairs.{VERBS[self.act]}"

    @property
    def late(self) -> bool:
        return self.by is not None and clock.today() > self.by


def possible(sketch: Sketch) -> list[Possible]:
    """Everything that may be done today, in order; empty when the matter only waits or has ended."""
    state = sketch.life.state
    if state in (State.READY, State.CONVENED, State.APPRAISING, State.RATING):
        return list(_office(sketch, state))
    found = [step for track in sketch.life.tracks for step in _village(sketch, track)]
    return [*found, *_effects(sketch)]


@dataclass(frozen=True)
class Pause:
    """Nobody need move: only time must pass, until the end of `until`."""

    sentence: str
    until: date | None


def pause(life: Life) -> Pause | None:
    """What a matter waits for in which nothing may be done today."""
    if life.state is State.RATING:
        return Pause(_("村民正在评价，期满后公布结果。"), life.rating_closes_on)
    waiting = [track for track in life.tracks if track.published_on and not track.effective_on]
    if life.state is not State.WAITING or not waiting:
        return None
    unanswered = sum(track.unanswered for track in waiting)
    sentence = _("决议正在公开，期满后生效。")
    if unanswered:
        sentence = _("还有 %(count)s 条异议没有答复，答复后决议才能生效。") % {"count": unanswered}
    closes = [track.closes_on for track in waiting if track.closes_on and track.closes_on != date.max]
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
            _("各支部已经议事，请召集党委会。"),
            _("召集党委会"),
            _url("convene", row.id),
        )
    elif state is State.CONVENED:
        sentence = _("党委会开会后，登记到会人数并作出决议。")
        yield Possible(
            Act.RESOLVE, row.joint_id, who, sentence, _("作出决议"), _url("resolve", row.id), life.meets_on
        )
    elif state is State.APPRAISING:
        sentence = _("实施结果已经公开，请打印评价纸条，开始群众评事。")
        yield Possible(
            Act.OPEN_RATING, row.joint_id, who, sentence, _("开始群众评事"), _url("rating", row.id)
        )
    elif life.rating_closes_on and clock.today() > life.rating_closes_on:
        sentence = _("评价期已满，请公布评价结果。")
        yield Possible(
            Act.CLOSE_RATING, row.joint_id, who, sentence, _("公布评价结果"), _url("close-rating", row.id)
        )


def _village(sketch: Sketch, track: Track) -> Iterator[Possible]:
    row, life, names = sketch.line, sketch.life, sketch.villages
    who = _("%(village)s党支部书记") % {"village": names[track.village]}
    standing = track.standing(life.plan, life.resolved is True)
    if standing is Standing.DELIBERATING and track.supports is None:
        sentence = _("%(village)s支部还没有议事。") % {"village": names[track.village]}
        yield Possible(
            Act.DELIBERATE,
            track.village,
            who,
            sentence,
            _("记录支部议事"),
            _url("deliberate", row.id, track.village),
            life.deliberate_by,
        )
    elif standing is Standing.DECIDING:
        yield _deciding(sketch, track, who, names[track.village])
    elif standing is Standing.AGREED and life.condition_met:
        sentence = _("%(village)s已经通过，请公开决议。") % {"village": names[track.village]}
        url = _url("publish", row.id, track.village)
        yield Possible(Act.PUBLISH_DECISION, track.village, who, sentence, _("公开决议"), url)
    elif standing is Standing.BOUND and track.result_on is None:
        sentence = _("%(village)s办完后，公开实施结果。") % {"village": names[track.village]}
        url = _url("result", row.id, track.village)
        yield Possible(Act.PUBLISH_RESULT, track.village, who, sentence, _("公开实施结果"), url)


def _deciding(sketch: Sketch, track: Track, who: str, name: str) -> Possible:
    due = track.next_step(sketch.life.plan)
    assert due
    sentence = _("%(village)s下一步：%(step)s。") % {"village": name, "step": due.name}
    label, view = (_("记录%(step)s") % {"step": due.name}), "step"
    args: list[object] = [due.key]
    if due.kind == "vote":
        voted = sketch.called.get(track.village)
        view = "assembly" if voted is None else "decide" if voted else "vote"
        label = {"assembly": _("召集会议"), "vote": _("开始表决"), "decide": _("登记决定")}[view]
        args = []
    url = _url(view, sketch.line.id, track.village, *args)
    return Possible(Act.TAKE_STEP, track.village, who, sentence, label, url, sketch.life.consent_by)


def _effects(sketch: Sketch) -> Iterator[Possible]:
    row = sketch.line
    for track in sketch.life.tracks:
        waiting = track.published_on and not track.effective_on and track.closes_on
        if waiting and track.closes_on and clock.today() > track.closes_on and not track.unanswered:
            sentence = _("公开期已满，异议都已答复，决议可以生效。")
            yield Possible(
                Act.TAKE_EFFECT,
                row.joint_id,
                row.joint_name,
                sentence,
                _("使决议生效"),
                _url("effect", row.id),
            )
            return


def _url(name: str, *args: object) -> str:
    return reverse(f"affairs:{name}", args=args)
