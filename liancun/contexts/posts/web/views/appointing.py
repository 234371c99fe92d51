"""Appointing, handing over, correcting, and naming a delegate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import delegates as delegating
from liancun.contexts.posts.actions import offices as actions
from liancun.contexts.posts.queries import delegates
from liancun.contexts.posts.queries import offices as queries
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.web.forms.offices import (
    AppointForm,
    CorrectForm,
    DelegateForm,
    RelieveForm,
    TakeBackForm,
)
from liancun.contexts.posts.web.views.steps import Step, id_of, search_of, step
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.shortcuts import actor_of, sensitive

STEP = require_http_methods(["GET", "HEAD", "POST"])


def sources(body: bodies.BodyLine) -> list[bodies.BodyLine]:
    """Units somebody may come from: those above the body, the county's organs and townships, its members."""
    above = bodies.lines(body.above)
    county = next((id for id in body.above if above[id].kind == "county"), body.above[0])
    units = [one for one in bodies.children(county) if one.form in ("area", "outside")]
    members = [one.body for one in bodies.members_of(body.id, clock.today())]
    found = {one.id: one for one in (*above.values(), *units, *members) if one.id != body.id}
    return list(found.values())


def known_in(body: bodies.BodyLine, search: str) -> list[queries.Known]:
    """Whom one may choose for a body: of itself and above it, and of the villages that belong to it."""
    members = [one.body for one in bodies.members_of(body.id, clock.today())]
    around = {*body.above, *(one.id for one in members)}
    around |= {part.id for part in bodies.parts_of([one.id for one in members], "branch").values()}
    return queries.choosable(around, search, clock.today())


def file_all(actor: Actor, body_id: int, papers: Sequence[UploadedFile[Any]], purpose: str) -> list[int]:
    return [
        evidence.store(actor, body_id=body_id, name=str(one.name), content=one.read(), purpose=purpose).id
        for one in papers
    ]


@sensitive
@STEP
def appoint(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.appoint", body.id)
    kind = request.GET.get("kind", "")
    form = AppointForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": kind},
        body=body,
        known=known_in(body, search_of(request)),
        sources=sources(body),
    )

    def appointed() -> str:
        files = file_all(actor, body.id, form.cleaned_data["papers"] or (), "posts.appoint")
        made = actions.appoint(actor, body_id=body.id, files=files, **form.office())
        return reverse("posts:post", args=[made])

    shown = Step(
        title=_("登记任职"),
        lead=body.name,
        submit=_("登记任职"),
        back=f"{reverse('posts:register')}?body={body.id}",
        happened=_("已登记任职。"),
        then=_("相应权限从任职日期起生效。"),
        known=_holders(body),
        rules=_fitting(),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {"body": body.id, "kind": kind}},
    )
    return step(request, form, appointed, shown)


def _holders(body: bodies.BodyLine) -> list[Fact]:
    """Who holds which post here now, and what is vacant."""
    held: dict[str, list[str]] = {}
    for line in queries.holders(body.id, None, clock.today()):
        held.setdefault(line.kind_name, []).append(line.person_name)
    facts = [Fact(_("现任%(kind)s") % {"kind": kind}, "、".join(names)) for kind, names in held.items()]
    missing = queries.vacancies([body], clock.today())
    return [*facts, *(Fact(playbook.kind_name(one.kind), _("空缺")) for one in missing)]


def _fitting() -> list[str]:
    """Which work suits which speciality, as the playbook says; a person decides."""
    section = playbook.section()
    said = [
        _("%(speciality)s适合%(parts)s")
        % {
            "speciality": one.name,
            "parts": "、".join(playbook.name_in(section.portfolio, code) for code in one.fits),
        }
        for one in section.speciality.values()
        if one.fits
    ]
    return [_("按专长分工的参考：") + "；".join(said) + "。"] if said else []


@sensitive
@STEP
def relieve(request: HttpRequest, post_id: int) -> HttpResponse:
    line = queries.post(post_id)
    actor = actor_of(request)
    require(actor, "posts.relieve", line.body_id)
    form = RelieveForm(request.POST or None, initial={"until": clock.today()})
    shown = Step(
        title=_("登记免职和交接"),
        submit=_("登记免职"),
        back=f"{reverse('posts:register')}?body={line.body_id}",
        happened=_("已登记免职。"),
        then=_("相应权限从这一天起停止。"),
        known=facts_of(line),
        crumbs=[Link(_("现任职务"), f"{reverse('posts:register')}?body={line.body_id}")],
    )
    return step(request, form, lambda: actions.relieve(actor, post_id=post_id, **form.cleaned_data), shown)


def facts_of(line: PostLine) -> list[Fact]:
    return [
        Fact(_("姓名"), line.person_name),
        Fact(_("职务"), line.kind_name),
        Fact(_("组织"), line.body_full_name),
        Fact(_("任职日期"), chinese_date(line.since)),
    ]


@sensitive
@STEP
def correct(request: HttpRequest, post_id: int) -> HttpResponse:
    line = queries.post(post_id)
    actor = actor_of(request)
    require(actor, "posts.correct", line.body_id)
    body = bodies.get(line.body_id)
    known = known_in(body, search_of(request))
    if line.person_id not in {one.id for one in known}:
        known = [queries.Known(line.person_id, line.person_name, line.title), *known]
    form = CorrectForm(
        request.POST or None, initial=_written(line), body=body, known=known, sources=sources(body)
    )

    def corrected() -> str:
        data, office = form.cleaned_data, form.office()
        new = None if data["strike_only"] else actions.NewPost(body_id=body.id, until=data["until"], **office)
        made = actions.correct(actor, post_id=post_id, new=new, reason=data["reason"])
        return reverse("posts:post", args=[made or post_id])

    shown = Step(
        title=_("更正任职记录"),
        lead=_("原来的一行作废并保留，新的一行写明更正了哪一行。"),
        submit=_("更正"),
        back=reverse("posts:post", args=[post_id]),
        happened=_("已更正。"),
        then=_("两行都可以查看。"),
        known=facts_of(line),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {}},
    )
    return step(request, form, corrected, shown)


def _written(line: PostLine) -> dict[str, object]:
    """The line as it stands, so that only the mistake is typed."""
    raw = queries.written(line.id)
    return {
        "kind": line.kind,
        "person": line.person_id,
        "since": line.since,
        "until": line.until,
        "ends_on": line.ends_on,
        "way": line.way,
        "how": raw.how,
        "decision": line.decision,
        "source": line.source_id,
        "speciality": line.speciality,
        "portfolio": raw.portfolio.split(","),
    }


@sensitive
@STEP
def delegate(request: HttpRequest, post_id: int) -> HttpResponse:
    line = queries.post(post_id)
    actor = actor_of(request)
    if not delegating.may_delegate(actor, line):
        require(actor, "posts.delegate", line.body_id)
    known = known_in(bodies.get(line.body_id), search_of(request))
    form = DelegateForm(request.POST or None, post=line, known=known)

    def delegated() -> None:
        data = form.cleaned_data
        person_id = data.pop("person")
        delegating.delegate(actor, post_id=post_id, person_id=person_id, **data)

    shown = Step(
        title=_("登记代行（AB 岗）"),
        submit=_("登记代行"),
        back=reverse("posts:post", args=[post_id]),
        happened=_("已登记代行。"),
        then=_("代行人办理时签名带“代”字；同一件事上不能签两次。"),
        known=facts_of(line),
        rules=[
            _("一次最长 %(days)d 天，不能转交第三人。")
            % {"days": playbook.section().keeping.delegation_most_days},
            _("交代了哪些职责，就只能读办这些事要用的记录：审批、监督和记账只读账务，事项和会议还读名册。"),
            _("本人指定的代行人，也受本人在同一件事上已签事项的限制。"),
        ],
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {}},
    )
    return step(request, form, delegated, shown)


@sensitive
@STEP
def take_back(request: HttpRequest, delegation_id: int) -> HttpResponse:
    one = delegates.delegation(delegation_id)
    actor = actor_of(request)
    if not delegating.may_delegate(actor, one.post):
        require(actor, "posts.delegate", one.post.body_id)
    shown = Step(
        title=_("收回代行"),
        submit=_("收回"),
        back=reverse("posts:post", args=[one.post.id]),
        happened=_("已收回代行。"),
        then=_("代行人从现在起不能再代办；以前代签的记录不变。"),
        known=[
            *facts_of(one.post),
            Fact(_("代行人"), one.person_name),
            Fact(_("到哪一天止"), chinese_date(one.until)),
        ],
    )
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    return step(request, form, lambda: delegating.take_back(actor, delegation_id=delegation_id), shown)
