"""Signing in and out."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liancun.contexts.identity import actions, queries, rules
from liancun.contexts.identity.models import User
from liancun.contexts.identity.web import county_sign_on, sessions
from liancun.contexts.identity.web.forms import CodeForm, SignInForm
from liancun.framework import clock
from liancun.framework.web import ratelimit
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, kept, page, public

# A whole village may sit behind one address: the account's own lock stops guessing, this stops scripts.
_BLOCK = {"capacity": 120, "per_seconds": 600}
_NAME = {"capacity": 20, "per_seconds": 600}


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    goal = safe_goal(request)
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
    return enter(request, user, goal)


def enter(request: HttpRequest, user: User, goal: str) -> HttpResponse:
    """The first proof fitted: on to the code where one is set up, else in."""
    if user.second_factor:
        sessions.half_begin(request, user, goal)
        return redirect("identity:sign_in_code")
    return _whole(request, user, goal)


def _whole(request: HttpRequest, user: User, goal: str) -> HttpResponse:
    privileged = queries.is_privileged(user.pk)
    must_enrol = settings.LIANCUN_SECOND_FACTOR and privileged and not user.second_factor
    sessions.begin(request, user, must_enrol=must_enrol)
    if privileged and rules.is_old(user.password_changed_at, clock.now()):
        say(
            request,
            happened=_("您的密码已经用了 90 天以上。"),
            then=_("请在“我的职务和权限”一页更换密码。"),
            tone="waiting",
        )
    return redirect(goal)


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second half, a few minutes after the first; every wrong code counts on the account."""
    half = sessions.half_signed_in(request)
    if half is None or request.user.is_authenticated:
        return redirect("identity:sign_in")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, form, status=422 if form.errors else 200)
    user_id, password_hash, goal = half
    if not ratelimit.allow(f"sign-in code {user_id}", **_NAME):
        form.add_error(None, _("尝试次数太多，请过几分钟再试。"))
        return _code_page(request, form, status=429)
    user = actions.check_code(actor_of(request), user_id=user_id, code=form.cleaned_data["code"])
    if user is None:
        form.add_error("code", _("动态口令不对、已经用过，或者账号暂时锁定。请等下一个口令再试。"))
        return kept(_code_page(request, form, status=422))
    if not hmac.compare_digest(password_hash, user.get_session_auth_hash()):
        return redirect("identity:sign_in")
    return _whole(request, user, goal)


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "title": _("输入动态口令"),
        "form": form,
        "submit": _("登录"),
        "words": _("手机丢失又没有备用码时，请联系本县的安全管理员。"),
    }
    return page(request, "identity/code.html", context, status=status)


def _within_limits(request: HttpRequest, username: str) -> bool:
    block = ratelimit.allow(f"sign-in block {ratelimit.address_block(request)}", **_BLOCK)
    return block and ratelimit.allow(f"sign-in name {username.strip().lower()}", **_NAME)


def safe_goal(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this host, or the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _sign_in_page(request: HttpRequest, form: SignInForm, goal: str, status: int = 200) -> HttpResponse:
    context = {"title": _("登录"), "form": form, "goal": goal, "county": county_sign_on.is_on()}
    return page(request, "identity/sign_in.html", context, status=status)


@public
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sessions.end(request)
    say(request, happened=_("您已退出登录。"))
    return redirect("identity:sign_in")
