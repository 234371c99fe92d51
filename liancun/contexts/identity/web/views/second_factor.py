"""One's own second factor: setting it up with a QR code, proving it, giving it up."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liancun.contexts.identity import actions, queries
from liancun.contexts.identity.models import User
from liancun.contexts.identity.web import sessions
from liancun.contexts.identity.web.forms import FirstCodeForm, PasswordForm
from liancun.framework import playbook
from liancun.framework.web.parts import Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where it stands; the first code that fits switches it on and shows the recovery codes, once."""
    actor = actor_of(request)
    account = User.objects.get(pk=actor.user_id or 0)
    waiting = queries.enrolment(account.pk, f"联村 {playbook.place_name()}".strip())
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        codes = act(
            request,
            form,
            lambda: actions.confirm_second_factor(actor, code=form.cleaned_data["code"]),
        )
        if codes is not None:
            sessions.enrolled(request)
            shown = {"title": _("动态口令已启用"), "codes": codes}
            return page(request, "identity/recovery_codes.html", shown)
    context = {
        "title": _("动态口令"),
        "lead": _("登录时除密码外，再输入手机上每 30 秒更换一次的六位数字。"),
        "on": account.second_factor,
        "required": bool(request.session.get(sessions.ENROL)),
        "waiting": waiting,
        "form": form,
    }
    return page(request, "identity/second_factor.html", context, status=422 if form.errors else 200)


@require_POST
def begin_second_factor(request: HttpRequest) -> HttpResponse:
    actions.begin_second_factor(actor_of(request))
    return redirect("identity:second_factor")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def end_second_factor(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)

    def ended() -> bool:
        actions.end_second_factor(actor, password=form.cleaned_data["password"])
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, ended):
        say(request, happened=_("动态口令已停用。"), then=_("换手机后请重新启用。"))
        return redirect("identity:second_factor")
    required = settings.LIANCUN_SECOND_FACTOR and queries.is_privileged(actor.user_id or 0)
    context = {
        "title": _("停用动态口令"),
        "crumbs": [Link(_("动态口令"), reverse("identity:second_factor"))],
        "form": form,
        "submit": _("停用"),
        "consequence": _("您的职务要求使用动态口令：停用后，下次登录须先重新启用。") if required else "",
        "cancel_url": reverse("identity:second_factor"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
