"""A person without an account sees the own records, by a link that works once."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.access.actions.links import HOURS, issue_link, spend_link
from liancun.contexts.access.queries.links import PROGRAM, look
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.framework.web import faults, formats, ratelimit
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import actor_of, page, public, sensitive
from liancun.kernel.errors import Refusal

PURPOSE = "own_data"


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def give_link(request: HttpRequest, person_id: int) -> HttpResponse:
    """For an officer of the person's home: the answer shows link and QR code, once."""
    actor, person = actor_of(request), people.person(person_id)
    require(actor, "access.issue_link", person.home_id)
    if request.method == "POST":
        token = issue_link(actor, purpose=PURPOSE, person_id=person.id, body_id=person.home_id)
        url = settings.LIANCUN_PUBLIC_URL + reverse("access:own_data", args=[token])
        context = {"title": _("一次性链接已生成"), "person_name": person.name, "url": url, "hours": HOURS}
        return page(request, "access/link.html", context)
    context = {
        "title": _("让本人查看在册信息"),
        "known": [Fact(_("姓名"), person.name)],
        "form": Form(),
        "rules": [
            _("生成一个只能用一次的链接，交给本人或者让本人当面扫码。不用账号。"),
            _("本人可以看到自己在哪些名册上、担任什么职务，不对时当面提出更正。"),
        ],
        "submit": _("生成链接"),
        "cancel_url": reverse("people:register"),
    }
    return page(request, "pages/step.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what the link is for and spends nothing (messengers open links by themselves); POST shows, once."""
    if not ratelimit.allow(f"one-time link {ratelimit.address_block(request)}", capacity=60, per_seconds=600):
        return faults.too_many(request)
    try:
        if request.method != "POST":
            line = look(token, PURPOSE)
            context = {"title": _("查看本人在册信息"), "until": line.until}
            return page(request, "access/own_before.html", context)
        line = spend_link(actor_of(request), token=token, purpose=PURPOSE)
    except Refusal as refusal:
        context = {"title": _("链接不能使用"), "refusal": refusal}
        return page(request, "access/own_refused.html", context, status=410)
    return page(request, "access/own_data.html", {"title": _("本人在册信息"), **_told(line.person_id)})


def _told(person_id: int) -> dict[str, object]:
    """What stands in the registers, without numbers: those are opened only for a reason."""
    with entered(PROGRAM):
        person = people.person(person_id)
        entries = people.entries_of([person_id])
        held = posts.posts_of(person_id, clock.today())
        names = bodies.lines({person.home_id, *(one.body_id for one in entries)})
        rolls = [
            (people.roll_name(one.kind), names[one.body_id].name, one.since, one.until) for one in entries
        ]
        return {
            "facts": [Fact(_("姓名"), person.name), Fact(_("登记在"), names[person.home_id].name)],
            "rolls": rolls,
            "posts": [(one.title, formats.chinese_date(one.since)) for one in held],
        }
