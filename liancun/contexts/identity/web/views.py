"""Signing in and out, and one's own password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liancun.contexts.identity import actions
from liancun.contexts.identity.models import User
from liancun.contexts.identity.web import sessions
from liancun.contexts.identity.web.forms import ChangePasswordForm, SignInForm
from liancun.framework.web import ratelimit
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, kept, page, public

# A whole village may sit behind one address: the account's own lock stops guessing, this stops scripts.
_BLOCK = {"capacity": 120, "per_seconds": 600}
_NAME = {"capacity": 20, "per_seconds": 600}


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    goal = _goal(request)
    if request.method != "POST":
        return redirect(goal) if request.user.is_authenticated else _sign_in_page(request, SignInForm(), goal)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, goal, status=422)
    if not _within_limits(request, form.cleaned_data["username"]):
        form.add_error(None, _("尝试次数太多，请过几分钟再试。"))
        return _sign_in_page(request, form, goal, status=429)
    user = actions.sign_in(actor_of(request), **form.cleaned_data)
    if user is None:
        form.add_error(None, _("用户名或密码不对，或者账号暂时锁定。连续输错会锁定一段时间，请核对后再试。"))
        return kept(_sign_in_page(request, form, goal, status=422))
    sessions.begin(request, user)
    return redirect(goal)


def _within_limits(request: HttpRequest, username: str) -> bool:
    block = ratelimit.allow(f"sign-in block {ratelimit.address_block(request)}", **_BLOCK)
    return block and ratelimit.allow(f"sign-in name {username.strip().lower()}", **_NAME)


def _goal(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this host, or the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _sign_in_page(request: HttpRequest, form: SignInForm, goal: str, status: int = 200) -> HttpResponse:
    return page(
        request, "identity/sign_in.html", {"title": _("登录"), "form": form, "goal": goal}, status=status
    )


@public
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sessions.end(request)
    say(request, happened=_("您已退出登录。"))
    return redirect("identity:sign_in")


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
