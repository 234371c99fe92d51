"""Steps that are no meeting with a count: opinions heard, notices hung out before a step."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.publishing import publish_step, sent_to_review
from liancun.contexts.affairs.actions.village_steps import record_hearing
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.web.forms import ConfirmForm, HearingForm
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.affairs.web.views.reviewing import review_page
from liancun.contexts.affairs.web.views.village import _allow, _by, _known, _stage
from liancun.framework import clock
from liancun.framework.web.shortcuts import actor_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def hearing(request: HttpRequest, matter_id: int, village_id: int, stage: str) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = _stage(loaded, village_id, stage, "hearing")
    _allow(actor, loaded, Act.TAKE_STEP, village_id)
    form = HearingForm(request.POST or None, initial={"held_on": clock.today()})
    return step_page(
        request,
        loaded,
        form,
        lambda: record_hearing(
            actor, matter_id=matter_id, village_id=village_id, stage=stage, **form.cleaned_data
        ),
        title=_("记录%(step)s") % {"step": rule.name},
        submit=_("提交记录"),
        happened=_("“%(step)s”已经记录。") % {"step": rule.name},
        then=_("请看下一步。"),
        rules=[
            _("只记录听取了多少人的意见和意见的要点，没有通过的门槛。"),
            rule.article.words if rule.article else "",
        ],
        known=_known(loaded, village_id, _by(loaded, village_id)),
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def display(request: HttpRequest, matter_id: int, village_id: int, stage: str) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = _stage(loaded, village_id, stage, "publicity")
    _allow(actor, loaded, Act.PUBLISH_STEP, village_id)
    if rule.publicity is None:
        raise Http404
    if rule.publicity.review and sent_to_review(loaded, village_id, stage) is None:
        return review_page(request, loaded, village_id, stage, rule.name)
    return step_page(
        request,
        loaded,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: publish_step(actor, matter_id=matter_id, village_id=village_id, stage=stage),
        title=_("发布%(step)s") % {"step": rule.name},
        submit=_("发布"),
        happened=_("“%(step)s”已经发布。") % {"step": rule.name},
        then=_("期满并答复意见以后，进行下一步。"),
        rules=[
            _("公开 %(days)s 日，内容由系统按记录生成，自然人姓名不公开。") % {"days": rule.publicity.days},
            rule.article.words if rule.article else "",
        ],
        known=_known(loaded, village_id, _by(loaded, village_id)),
        consequence=_("公开后内容不能改动，期限不能缩短。"),
    )
