"""Pages of tasks: my list, one task, finishing it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.evidence import api as evidence
from liancun.contexts.work import actions, queries
from liancun.contexts.work.web.forms import FinishForm
from liancun.contexts.work.web.views import shapes
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Link, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size

PAGE = 25


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    actor = actor_of(request)
    require(actor, "work.read_tasks", None)
    state, search = request.GET.get("state", "open"), request.GET.get("q", "")[:60]
    number = _page_number(request)
    found = queries.listed(
        state=state,
        search=search,
        first=(number - 1) * size,
        size=size,
    )
    pager = Pager(
        number=number,
        pages=max(1, -(-found.total // size)),
        total=found.total,
        size=size,
    )
    context = {
        "title": _("工作任务"),
        "lead": _("决议生效后开立的任务，按期限先后排列。"),
        "register": shapes.register(found.lines, state=state, search=search),
        "pager": pager,
    }
    return page(request, "pages/register.html", context)


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    require(actor_of(request), "work.read_tasks", None)
    record = queries.record(task_id)
    files = evidence.files_of(actions.EVIDENCE_SUBJECT, task_id) if record.finished_at else ()
    may_finish = may(actor_of(request), "work.finish_task", record.line.body_id)
    context = {
        "title": record.line.title,
        "crumbs": [Link(_("工作任务"), reverse("work:tasks"))],
        "facts": shapes.facts(record),
        "state": shapes.state(record.line),
        "next": shapes.next_step(record, may_finish=may_finish),
        "timeline": shapes.timeline(record),
        "related": shapes.related(record),
        "record": record,
        "uploads": shapes.uploads(files),
    }
    return page(request, "work/task.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    record = queries.record(task_id)
    require(actor_of(request), "work.finish_task", record.line.body_id)
    if record.finished_at is not None and request.method != "POST":
        return redirect("work:task", task_id)
    form = FinishForm(
        request.POST or None, request.FILES or None, evidence_needed=record.evidence == "photo_or_paper"
    )
    if request.method == "POST" and form.is_valid():
        done = act(request, form, lambda: _finish(request, record, form))
        if done is not None:
            say(
                request,
                happened=_("任务“%(task)s”已办结。") % {"task": done.title},
                then=shapes.after(record),
            )
            return redirect("work:task", task_id)
    context = {
        "title": _("办结：%(task)s") % {"task": record.line.title},
        "crumbs": [
            Link(_("工作任务"), reverse("work:tasks")),
            Link(record.line.title, reverse("work:task", args=[task_id])),
        ],
        "form": form,
        "submit": _("办结任务"),
        "cancel_url": reverse("work:task", args=[task_id]),
        "known": shapes.known(record),
        "rules": [record.instructions],
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _finish(request: HttpRequest, record: queries.TaskRecord, form: FinishForm) -> queries.TaskLine:
    """Storing and finishing stand or fall together: the caller's savepoint holds both."""
    actor = actor_of(request)
    stored = [
        evidence.store(actor, body_id=record.line.body_id, name=file.name, content=file, purpose="work.task")
        for file in form.cleaned_data["papers"]
    ]
    files = tuple(file.id for file in stored)
    return actions.finish_task(actor, task_id=record.line.id, files=files, note=form.cleaned_data["note"])


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isdecimal() and len(text) <= 5 else 1
