"""Pages of no context: preferences, progress of a job, health."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from liancun.framework.jobs import progress as jobs_progress
from liancun.framework.web.middleware import ELDER_COOKIE
from liancun.framework.web.parts import Progress
from liancun.framework.web.shortcuts import actor_of, public

_YEAR = 365 * 24 * 3600


# Pages that tell no referrer (a printed token stands in their address) send `Origin: null`, which the CSRF check
# refuses. Nothing is at stake: two display preferences of this browser, no account.
@csrf_exempt
@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    goal = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}):
        goal = "/"
    response = redirect(goal)
    elder, language = request.POST.get("elder"), request.POST.get("language")
    if elder in ("on", "off"):
        _remember(request, response, ELDER_COOKIE, elder)
    if language in dict(settings.LANGUAGES):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, str(language))
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a long piece of work is; only who began it may look."""
    found = jobs_progress.find(job_id)
    if found is None or found.user_id != actor_of(request).user_id:
        raise Http404
    shown = Progress(
        title=_(found.label),
        done=found.done,
        total=found.total,
        url=reverse("job", args=[job_id]),
        finished=found.finished_at is not None,
        failed=found.state == "failed",
        sentence=_(found.message) if found.message else "",
        result_url=found.result_url,
    )
    template = "parts/progress.html" if request.headers.get("HX-Request") else "pages/progress.html"
    return render(request, template, {"title": _(found.label), "progress": shown})


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages of people are no matter for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
