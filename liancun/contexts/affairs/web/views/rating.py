"""群众评事 from the office's side: printing slips once, publishing the counts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.rating import Slips, open_rating
from liancun.contexts.affairs.actions.rating import close_rating as do_close
from liancun.contexts.affairs.policy import verbs_for
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.web.forms import ConfirmForm, SlipsForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.framework.permissions import require
from liancun.framework.web.shortcuts import act, actor_of, page

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def rating(request: HttpRequest, matter_id: int) -> HttpResponse:
    """The answer to the post is the sheet of slips itself: the tokens are shown this once and kept nowhere."""
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, f"affairs.{verbs_for(Act.OPEN_RATING, loaded.life, None)[0]}", loaded.row.body_id)
    form = SlipsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = act(
            request, form, lambda: open_rating(actor, matter_id=matter_id, slips=form.cleaned_data["slips"])
        )
        if made is not None:
            return _sheet(request, loaded, made)
    return step_page(
        request,
        loaded,
        form,
        lambda: None,
        title=_("开始群众评事"),
        submit=_("开始评事并打印纸条"),
        happened="",
        then="",
        rules=[
            _("每张纸条一个号码，只能用一次；评价不记名，谁也查不到谁评了什么。"),
            _("打印页只出现一次，请马上打印。"),
        ],
        known=shapes.facts(loaded),
    )


def _sheet(request: HttpRequest, loaded: lives.Loaded, made: Slips) -> HttpResponse:
    slips = [(token, f"{settings.LIANCUN_PUBLIC_URL}/p/r/{token}/") for token in made.tokens]
    context = {
        "title": _("群众评事纸条"),
        "matter": made.title,
        "office": loaded.row.joint_name,
        "closes_on": made.closes_on,
        "slips": slips,
        "back_url": reverse("affairs:matter", args=[loaded.row.id]),
    }
    response = page(request, "affairs/slips.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(FORM)
def close_rating(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, f"affairs.{verbs_for(Act.CLOSE_RATING, loaded.life, None)[0]}", loaded.row.body_id)
    return step_page(
        request,
        loaded,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: do_close(actor, matter_id=matter_id),
        title=_("公布评价结果"),
        submit=_("公布评价结果"),
        happened=_("评价结果已经公布，事项办结。"),
        then=_("满意度已计入本季度。"),
        consequence=_("公布后纸条全部作废，结果不能改动。"),
        known=shapes.facts(loaded),
    )
