"""Forms of the register: names, codes, places, ends, new bodies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.bodies import actions, playbook, queries
from liancun.contexts.bodies.queries import BodyLine
from liancun.contexts.bodies.web.forms import (
    AddForm,
    EndForm,
    MoveForm,
    RecodeForm,
    RegistrationForm,
    RenameForm,
)
from liancun.framework.permissions import require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

step = require_http_methods(["GET", "HEAD", "POST"])


def fill(
    request: HttpRequest,
    body: BodyLine,
    form: Form,
    acted: Callable[[], object],
    *,
    title: str,
    submit: str,
    said: str,
    then: str = "",
    **more: object,
) -> HttpResponse:
    """Shows a form about a body, or does what it asks and goes back to the record."""

    def done() -> bool:
        acted()
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, done):
        say(request, happened=said, then=then)
        return redirect("bodies:record", body.id)
    context = {
        "title": title,
        "lead": body.name,
        "crumbs": [Link(body.name, reverse("bodies:record", args=[body.id]))],
        "form": form,
        "submit": submit,
        "cancel_url": reverse("bodies:record", args=[body.id]),
        **more,
    }
    return page(request, "bodies/step.html", context, status=422 if form.errors else 200)


def _known(body: BodyLine) -> list[Fact]:
    last = queries.versions_of(body.id)[-1]
    return [
        Fact(_("类别"), playbook.kind_name(body.kind)),
        Fact(_("现名"), body.name),
        *([Fact(_("区划代码"), body.code)] if body.code else []),
        *([Fact(_("上级"), last.parent_name)] if last.parent_name else []),
        Fact(_("上次变更"), last.since.isoformat()),
    ]


def _kept() -> str:
    return _("以前的名称、代码和隶属仍按当时的日期可查。")


@step
def rename(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.change_body", body_id)
    form = RenameForm(request.POST or None, body=body)
    return fill(
        request,
        body,
        form,
        lambda: actions.rename(actor, body_id=body_id, **form.cleaned_data),
        title=_("更名"),
        submit=_("登记更名"),
        said=_("已登记更名。"),
        then=_kept(),
        known=_known(body),
    )


@step
def recode(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.change_body", body_id)
    form = RecodeForm(request.POST or None, body=body)
    return fill(
        request,
        body,
        form,
        lambda: actions.recode(actor, body_id=body_id, **form.cleaned_data),
        title=_("更换区划代码"),
        submit=_("登记新代码"),
        said=_("已登记新的区划代码。"),
        then=_kept(),
        known=_known(body),
    )


@step
def move(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.change_body", body_id)
    form = MoveForm(request.POST or None, body=body)

    def moved() -> object:
        data = dict(form.cleaned_data)
        return actions.move(actor, body_id=body_id, parent_id=int(data.pop("parent")), **data)

    return fill(
        request,
        body,
        form,
        moved,
        title=_("调整隶属"),
        submit=_("登记调整"),
        said=_("已登记调整隶属。"),
        then=_kept(),
        known=_known(body),
        rules=[
            _("只有行政区划可以调整隶属；其下的组织随之调整。"),
            _("加入联建组织不改变隶属，不在这里办理。"),
        ],
    )


@step
def end(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.end_body", body_id)
    form = EndForm(request.POST or None, body=body)

    def ended() -> None:
        data = form.cleaned_data
        common = {"body_id": body_id, "day": data["since"], "basis": data["basis"]}
        if data["into"]:
            actions.merge(actor, into_id=int(data["into"]), **common)
        else:
            actions.abolish(actor, **common)

    return fill(
        request,
        body,
        form,
        ended,
        title=_("撤销或并入"),
        submit=_("登记撤销或并入"),
        said=_("已登记。"),
        then=_("以前的记录不变，仍可按日期查看。"),
        known=_known(body),
        rules=[
            _("并入时，其下的区划改由承接的组织管辖；集体经济组织的账目和产权不变，仍是独立的组织。"),
            _("正在参加的联建组织同时退出；联建组织并入时，成员转入承接的组织。"),
        ],
        consequence=_("登记后不能撤回。"),
    )


@step
def register_code(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.change_body", body_id)
    now = queries.card(body_id).registration_code
    form = RegistrationForm(request.POST or None, initial={"registration_code": now})
    return fill(
        request,
        body,
        form,
        lambda: actions.note_registration(actor, body_id=body_id, **form.cleaned_data),
        title=_("登记统一社会信用代码"),
        submit=_("登记"),
        said=_("已登记统一社会信用代码。"),
        known=_known(body),
    )


@step
def add(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.add_body", body_id)
    form = AddForm(request.POST or None, body=body)
    return fill(
        request,
        body,
        form,
        lambda: actions.add_body(actor, parent_id=body_id, **form.cleaned_data),
        title=_("登记其下的组织"),
        submit=_("登记"),
        said=_("已登记。"),
        then=_("可在组织树里查看。"),
    )
