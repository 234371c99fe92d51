"""The form that sends what is to be published to the supervisors first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.actions.reviewing import send_to_review
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.web.forms import ConfirmForm, NoteForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.framework.web.shortcuts import actor_of


def review_page(
    request: HttpRequest, loaded: lives.Loaded, village_id: int, which: str, name: str
) -> HttpResponse:
    """`which` as `send_to_review` names it."""
    actor = actor_of(request)
    form = (NoteForm if which == "result" else ConfirmForm)(
        request.POST if request.method == "POST" else None
    )
    return step_page(
        request,
        loaded,
        form,
        lambda: send_to_review(
            actor,
            matter_id=loaded.row.id,
            village_id=village_id,
            which=which,
            note=form.cleaned_data.get("note", ""),
        ),
        title=_("%(step)s：先送审查") % {"step": name},
        submit=_("送村务监督委员会审查"),
        happened=_("已经送村务监督委员会审查。"),
        then=_("同意或者到期没有意见的，回到这里公开。"),
        rules=[_("审查的就是要公开的内容；提意见不是否决，答复后即可公开。")],
        known=shapes.facts(loaded),
        consequence=_("送审后内容按送审时的记录，不再变动。"),
    )
