"""One's own password, and showing once more who one is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liancun.contexts.identity import actions
from liancun.contexts.identity.models import User
from liancun.contexts.identity.web import sessions
from liancun.contexts.identity.web.forms import ChangePasswordForm, CodeForm, PasswordForm
from liancun.contexts.identity.web.views.signing_in import safe_goal
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, kept, page


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        say(request, happened=_("密码已更换。"), then=_("其他设备上的登录已经退出。"))
        return redirect("/")
    context = {"title": _("更换密码"), "form": form, "submit": _("更换密码"), "cancel_url": "/"}
    if request.user.must_change_password:  # type: ignore[union-attr]
        context |= {"lead": _("这是首次登录或重置后的密码，请先更换再使用。"), "cancel_url": ""}
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, form: ChangePasswordForm) -> bool:
    actor = actor_of(request)
    old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]

    def change() -> bool:
        actions.change_password(actor, old_password=old, new_password=new)
        return True

    if not act(request, form, change):
        return False
    sessions.renew(request, User.objects.get(pk=actor.user_id or 0))
    return True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Asked before sensitive steps; leads on to where the step is."""
    actor = actor_of(request)
    account = User.objects.get(pk=actor.user_id or 0)
    kind, field = (CodeForm, "code") if account.second_factor else (PasswordForm, "password")
    form = kind(request.POST if request.method == "POST" else None)
    goal = safe_goal(request)
    wrong = False
    if request.method == "POST" and form.is_valid():
        if actions.prove(actor, secret=form.cleaned_data[field]):
            sessions.prove(request)
            return redirect(goal)
        wrong = True
        form.add_error(field, _("不对，或者账号暂时锁定。连续输错会锁定一段时间，请核对后再试。"))
    context = {
        "title": _("请再验证一次身份"),
        "lead": _("查看个人信息、审批付款以前，要确认坐在电脑前的是您本人。"),
        "form": form,
        "goal": goal,
        "submit": _("继续"),
    }
    answer = page(request, "identity/prove.html", context, status=422 if form.errors else 200)
    return kept(answer) if wrong else answer
