"""Plans: list, form, record, review, answer, publishing; and the calendar of fixed days."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.actions import plans as actions
from liancun.contexts.disclosure.rules.composing import composed, written
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.contexts.disclosure.web.forms import PlanForm, ReasonForm, ReviewAnswerForm, ReviewForm
from liancun.contexts.disclosure.web.views import plan_shapes as shapes
from liancun.contexts.disclosure.web.views.crumbs import of_plan, of_plans
from liancun.framework import clock, scope
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Fact, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_number, page_size

PAGE = 25
HEADING = "内容"


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    actor, size, number = actor_of(request), page_size(request, PAGE), page_number(request)
    require(actor, "disclosure.read_plans", None)
    of = "all" if request.GET.get("of") == "all" else "open"
    search = request.GET.get("q", "").strip()[:40]
    found, total = queries.plans(
        None, open_only=of == "open", search=search, first=(number - 1) * size, size=size
    )
    context = {
        "title": _("公开方案"),
        "lead": _("拟定、审查、答复、发布。村里的公开按目录先送村务监督委员会审查。"),
        "register": shapes.register(found, of=of, search=search),
        "pager": Pager(number=number, pages=max(1, -(-total // size)), total=total, size=size),
        "may_plan": may(actor, "disclosure.plan", None),
    }
    return page(request, "disclosure/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "disclosure.plan", None)
    former = _former(request)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial=_filled(former),
        bodies=_own_bodies(actor),
        categories=[(key, shapes.category_words(one)) for key, one in playbook.section().category.items()],
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _plan(actor, form, former.line.id if former else None))
        if made:
            say(request, happened=_("公开方案已拟定。"), then=shapes.what_next(made))
            return redirect("disclosure:plan", made.line.id)
    context = {
        "title": _("修改后重新拟定") if former else _("拟定公开"),
        "crumbs": of_plans(),
        "form": form,
        "rules": [
            _("内容发布后不能更改，也不能撤下改写；写错了只能撤回并重新发布。"),
            _("不要写身份证号、手机号、银行卡号；自然人姓名要遮蔽。"),
        ],
        "submit": _("拟定"),
        "cancel_url": reverse("disclosure:plans"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.plan(plan_id)
    require(actor, "disclosure.read_plans", None)
    body = record.line.body_id
    rights = shapes.Rights(
        plans=may(actor, "disclosure.plan", body),
        reviews=may(actor, "disclosure.review", body),
        publishes=may(actor, "disclosure.publish", body) and bool(record.line.category),
    )
    context = {
        "title": record.line.title,
        "crumbs": of_plans(),
        "facts": shapes.facts(record),
        "state": shapes.state(record.line.state),
        "next": shapes.next_step(record, rights),
        "timeline": shapes.timeline(record, queries.plan_reminders(plan_id)),
        "related": shapes.related(record, rights),
        "sections": record.snapshot.sections,
    }
    return page(request, "disclosure/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.plan(plan_id)
    require(actor, "disclosure.review", record.line.body_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        agrees, text = form.cleaned_data["verdict"] == "agree", form.cleaned_data["text"]
        made = act(
            request, form, lambda: actions.review_plan(actor, plan_id=plan_id, agrees=agrees, text=text)
        )
        if made:
            say(request, happened=_("审查意见已记下。"), then=shapes.what_next(made))
            return redirect("disclosure:plan", plan_id)
    context = {
        "title": _("审查：%(title)s") % {"title": record.line.title},
        "crumbs": of_plan(plan_id, record.line.title),
        "known": shapes.facts(record),
        "sections": record.snapshot.sections,
        "form": form,
        "submit": _("提交审查意见"),
        "cancel_url": reverse("disclosure:plan", args=[plan_id]),
    }
    return page(request, "disclosure/review.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_review(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.plan(plan_id)
    require(actor, "disclosure.plan", record.line.body_id)
    form = ReviewAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        made = act(request, form, lambda: actions.answer_review(actor, plan_id=plan_id, text=text))
        if made:
            say(request, happened=_("已答复监督委员会。"), then=shapes.what_next(made))
            return redirect("disclosure:plan", plan_id)
    context = {
        "title": _("答复监督委员会：%(title)s") % {"title": record.line.title},
        "crumbs": of_plan(plan_id, record.line.title),
        "known": [Fact(_("监督委员会的意见"), record.review)],
        "form": form,
        "submit": _("答复"),
        "cancel_url": reverse("disclosure:plan", args=[plan_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def drop_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.plan(plan_id)
    require(actor, "disclosure.plan", record.line.body_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act(request, form, lambda: actions.drop_plan(actor, plan_id=plan_id, reason=reason)):
            say(request, happened=_("公开方案已作废。"), then=_("需要公开的，请重新拟定。"))
            return redirect("disclosure:plan", plan_id)
    context = {
        "title": _("作废：%(title)s") % {"title": record.line.title},
        "crumbs": of_plan(plan_id, record.line.title),
        "form": form,
        "submit": _("作废"),
        "cancel_url": reverse("disclosure:plan", args=[plan_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.plan(plan_id)
    require(actor, "disclosure.publish", record.line.body_id)
    if record.notice_id and request.method != "POST":
        return redirect("disclosure:notice", record.notice_id)
    form = shapes.EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: actions.publish_plan(actor, plan_id=plan_id))
        if made:
            say(request, happened=_("已公开。"), then=_("请打印张贴，把图片发到村民群，张贴后拍照存档。"))
            return redirect("disclosure:notice", made.id)
    context = {
        "title": _("发布：%(title)s") % {"title": record.line.title},
        "crumbs": of_plan(plan_id, record.line.title),
        "known": shapes.facts(record),
        "sections": record.snapshot.sections,
        "form": form,
        "submit": _("发布"),
        "consequence": _("发布后任何人都可以看到，内容不能更改，期限不能缩短。"),
        "cancel_url": reverse("disclosure:plan", args=[plan_id]),
    }
    return page(request, "disclosure/review.html", context, status=422 if form.errors else 200)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "disclosure.read", None)
    search = request.GET.get("q", "").strip()[:40]
    turns = [turn for turn in queries.calendar(_villages()) if search in turn.office]
    context = {
        "title": _("公开日历"),
        "lead": _("哪个村哪一类到哪天应当公开，今天是%(day)s。") % {"day": chinese_date(clock.today())},
        "register": shapes.calendar_register(turns, search=search),
        "may_plan": may(actor, "disclosure.plan", None),
    }
    return page(request, "disclosure/plans.html", context)


def _plan(actor: Actor, form: PlanForm, replaces_id: int | None) -> queries.PlanRecord:
    said = form.cleaned_data
    return actions.plan_notice(
        actor,
        body_id=said["body"],
        category=said["category"],
        title=said["title"],
        content=composed(said["content"], HEADING),
        replaces_id=replaces_id,
    )


def _former(request: HttpRequest) -> queries.PlanRecord | None:
    """The plan that this one takes the place of, while it is neither published nor given up."""
    text = request.GET.get("replaces", "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    found = queries.plan(int(text))
    living = found.line.state not in (PlanState.PUBLISHED, PlanState.DROPPED)
    return found if living and found.line.category else None


def _filled(former: queries.PlanRecord | None) -> dict[str, object]:
    if former is None:
        return {}
    return {
        "body": former.line.body_id,
        "category": former.line.category,
        "title": former.line.title,
        "content": written(former.snapshot, HEADING),
    }


def _own_bodies(actor: Actor) -> list[tuple[int, str]]:
    """Bodies of kinds that publish something, for which this person may plan."""
    kinds = {kind for one in playbook.section().category.values() for kind in one.bodies}
    found = bodies.lines(_readable()).values()
    return [
        (line.id, line.name)
        for line in sorted(found, key=lambda one: (one.name, one.id))
        if line.kind in kinds and may(actor, "disclosure.plan", line.id)
    ]


def _readable() -> tuple[int, ...]:
    now = scope.current()
    return now[1].bodies if now is not None else ()


def _villages() -> list[int]:
    return [line.id for line in bodies.lines(_readable()).values() if line.is_village]
