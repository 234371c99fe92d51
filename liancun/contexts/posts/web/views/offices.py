"""Who holds which post: the register and its vacancies, one post with its history, a person's posts in time."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import delegates as delegating
from liancun.contexts.posts.actions.offices import SUBJECT
from liancun.contexts.posts.queries import contacts, delegates, rotas
from liancun.contexts.posts.queries import offices as queries
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.web.views.steps import PAGE, chosen, id_of, listing, number_of, search_of
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.shortcuts import actor_of, as_of, page
from liancun.kernel.errors import Unknown, mark


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    kind = chosen(request, "kind", list(playbook.kinds()))
    state = chosen(request, "state", ["vacant"])
    body_id, day = id_of(request, "body"), as_of(request)
    if state and kind:
        return _vacant(request, kind, day)
    search, number = search_of(request), number_of(request)
    total, lines = queries.register(kind, search, body_id, day, first=(number - 1) * PAGE, count=PAGE)
    body = bodies.get(body_id) if body_id else None
    rows = tuple(_row(line) for line in lines)
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("body", _("组织")),
        Column("portfolio", _("分工")),
        Column("since", _("任职日期"), "date"),
    )
    shown = Register(
        columns,
        rows,
        filters=_filters(kind, state),
        search=search,
        search_hint=_("姓名或组织"),
        kept=(("body", str(body.id)),) if body else (),
        on=day,
    )
    return listing(
        request,
        _("%(name)s：现任职务") % {"name": body.name} if body else _("现任职务"),
        shown,
        total,
        lead=_lead(kind, day),
        template="posts/register.html",
        appoint_in=body.id if body and may(actor_of(request), "posts.appoint", body.id) else None,
        body_links=_acts(actor_of(request), body) if body else [],
    )


ACTS = (
    ("posts.open_selection", mark("启动推选"), "posts:open_selection"),
    ("posts.make_rota", mark("编排轮值"), "posts:make_rota"),
    ("posts.make_contact", mark("登记联系点"), "posts:make_contact"),
    ("posts.take_lead", mark("登记领办"), "posts:make_lead"),
    ("posts.record_talent", mark("登记人才"), "posts:record_talent"),
)


def _acts(actor: Actor, body: bodies.BodyLine) -> list[Link]:
    """What else may be entered for this body."""
    return [
        Link(_(label), f"{reverse(url)}?body={body.id}")
        for verb, label, url in ACTS
        if may(actor, verb, body.id)
    ]


def _lead(kind: str, day: date) -> str:
    """For one kind of post, persons and posts are counted apart: one person may hold several."""
    if not kind:
        return _("职务带来办理权限；任免从所定日期起生效，以前的记录不变。")
    found = queries.counts(kind, day)
    return _("%(day)s：%(persons)d 人任 %(posts)d 个%(kind)s职务，分布在 %(bodies)d 个组织。") % {
        "day": chinese_date(day),
        "persons": found.persons,
        "posts": found.posts,
        "kind": playbook.kind_name(kind),
        "bodies": found.bodies,
    }


def _row(line: PostLine) -> Row:
    cells = (line.person_name, line.kind_name, line.body_full_name, line.portfolio, line.since)
    return Row(cells, url=reverse("posts:post", args=[line.id]), note=line.source_name)


def _filters(kind: str, state: str) -> tuple[Filter, ...]:
    kinds = (Choice("", _("全部")), *(Choice(code, known.name) for code, known in playbook.kinds().items()))
    states = (Choice("", _("现任")), Choice("vacant", _("空缺（先选职务）")))
    return (Filter("kind", _("职务"), kinds, kind), Filter("state", _("情况"), states, state))


def _vacant(request: HttpRequest, kind: str, day: date) -> HttpResponse:
    """Bodies where fewer hold this post than expected. A list of facts, no more."""
    found = queries.vacant(kind, day)
    number = number_of(request)
    rows = tuple(
        Row((line.name, playbook.kind_name(kind), missing), url=reverse("bodies:record", args=[line.id]))
        for line, missing in found[(number - 1) * PAGE : number * PAGE]
    )
    columns = (
        Column("body", _("组织"), "name"),
        Column("post", _("职务")),
        Column("missing", _("空缺人数"), "number"),
    )
    shown = Register(columns, rows, filters=_filters(kind, "vacant"), empty=_("没有空缺。"), on=day)
    return listing(
        request,
        _("空缺的职务"),
        shown,
        len(found),
        lead=_("空缺只是事实，不产生任何权限。"),
        template="posts/register.html",
    )


@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    line = queries.post(post_id)
    actor = actor_of(request)
    stand_ins = delegates.of_post(post_id)
    context = {
        "title": f"{line.person_name}　{line.kind_name}",
        "lead": line.body_full_name,
        "crumbs": [Link(_("现任职务"), f"{reverse('posts:register')}?body={line.body_id}")],
        "line": line,
        "state": state_of(line),
        "facts": _facts(line),
        "timeline": [*_course(line), *(_stood_in(one) for one in stand_ins)],
        "related": _related(line),
        "steps": _steps(actor, line, stand_ins),
    }
    return page(request, "posts/post.html", context)


def state_of(line: PostLine) -> State:
    if line.struck:
        return State(_("已更正作废"), "closed")
    if line.since > clock.today():
        return State(_("未到任"), "waiting")
    if line.until is not None and line.until <= clock.today():
        return State(_("已卸任"), "closed")
    return State(_("现任"), "running")


def _facts(line: PostLine) -> list[Fact]:
    table = playbook.section().speciality
    given = [
        Fact(_("组织"), line.body_full_name, reverse("bodies:record", args=[line.body_id])),
        Fact(_("产生方式"), line.how),
        Fact(_("依据"), line.decision),
        Fact(_("来自单位"), line.source_name),
        Fact(_("专长"), playbook.name_in(table, line.speciality)),
        Fact(_("分工"), line.portfolio),
        Fact(_("任期预计到"), chinese_date(line.ends_on) if line.ends_on else ""),
    ]
    return [fact for fact in given if fact.value]


def _course(line: PostLine) -> list[Entry]:
    found = [Entry(_("任职"), line.since, line.person_name, note=line.decision)]
    reminded = queries.reminded_at(line.id)
    if reminded:
        found.append(Entry(_("任期将满，已提醒"), reminded, tone="waiting"))
    if line.until:
        found.append(Entry(_("卸任"), line.until, note=line.end_note, tone="closed"))
    if line.struck:
        other = queries.replaced_by(line.id)
        url = reverse("posts:post", args=[other.id]) if other else ""
        found.append(Entry(_("更正作废"), note=line.struck_reason, url=url, tone="closed"))
    return found


def _stood_in(one: delegates.DelegationLine) -> Entry:
    duties = "、".join(playbook.name_in(playbook.section().duty, code) for code in one.duties)
    note = _("至 %(day)s，%(duties)s。%(reason)s") % {
        "day": chinese_date(one.until),
        "duties": duties or _("全部职责"),
        "reason": one.reason,
    }
    what = _("代行已收回") if one.revoked else _("由 %(name)s 代行") % {"name": one.person_name}
    return Entry(what, one.since, one.person_name, note=note, tone="closed" if one.revoked else "running")


def _related(line: PostLine) -> list[Related]:
    others = [one for one in queries.posts_of(line.person_id, clock.today()) if one.id != line.id]
    before = [one for one in queries.in_body_ever(line.body_id, line.kind) if one.id != line.id][:10]
    more = Link(_("任职经历"), reverse("posts:person", args=[line.person_id]))
    files = [
        Link(one.name, reverse("evidence:download", args=[one.id]))
        for one in evidence.files_of(SUBJECT, line.id)
    ]
    found = [
        Related(_("还担任"), (*(_link(one, one.title) for one in others), more)),
        Related(_("这一职务的历任"), tuple(_link(one, one.person_name) for one in before)),
    ]
    return [*found, Related(_("任职文件"), tuple(files))] if files else found


def _link(line: PostLine, label: str) -> Link:
    return Link(label, reverse("posts:post", args=[line.id]), note=period(line))


def period(line: PostLine) -> str:
    until = chinese_date(line.until) if line.until else _("至今")
    return f"{chinese_date(line.since)} — {until}"


def _steps(actor: Actor, line: PostLine, stand_ins: list[delegates.DelegationLine]) -> list[Link]:
    """Rarer acts, as links: for those who may."""
    if line.struck:
        return []
    held = line.until is None or line.until > clock.today()
    found = []
    if line.until is None and may(actor, "posts.relieve", line.body_id):
        found.append(Link(_("登记免职和交接"), reverse("posts:relieve", args=[line.id])))
    if may(actor, "posts.correct", line.body_id):
        found.append(Link(_("更正这一行"), reverse("posts:correct", args=[line.id])))
    known = playbook.kinds().get(line.kind)
    if held and known and known.delegable and delegating.may_delegate(actor, line):
        found.append(Link(_("登记代行（AB 岗）"), reverse("posts:delegate", args=[line.id])))
        found += [
            Link(_("收回代行"), reverse("posts:take_back", args=[one.id]), note=one.person_name)
            for one in stand_ins
            if not one.revoked and one.until > clock.today()
        ]
    return found


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person's posts as a time line. Whoever never held a public post has no such page."""
    lines = queries.history(person_id)
    if not lines:
        raise Unknown("posts.nobody", mark("没有这个人的任职记录。"), remedy=mark("请返回列表重新选择。"))
    today = clock.today()
    current = queries.posts_of(person_id, today)
    context = {
        "title": lines[0].person_name,
        "lead": _("任职经历"),
        "crumbs": [Link(_("现任职务"), reverse("posts:register"))],
        "facts": [Fact(_("现任"), "、".join(one.title for one in current) or _("没有现任职务"))],
        "timeline": [_held(one) for one in reversed(lines)],
        "related": [_standing(person_id, today), *_work(person_id, today)],
    }
    return page(request, "pages/record.html", context)


def _held(line: PostLine) -> Entry:
    note = " · ".join(part for part in (period(line), line.how, line.decision, line.struck_reason) if part)
    word = _("%(title)s（已更正作废）") % {"title": line.title} if line.struck else line.title
    tone = state_of(line).tone
    return Entry(word, line.since, note=note, url=reverse("posts:post", args=[line.id]), tone=tone)


def _standing(person_id: int, day: date) -> Related:
    links = tuple(
        Link(
            _("代%(name)s：%(title)s") % {"name": one.holder_name, "title": one.post.title},
            reverse("posts:post", args=[one.post.id]),
            note=_("至 %(day)s") % {"day": chinese_date(one.until)},
        )
        for one in delegates.delegations_of(person_id, day)
    )
    return Related(_("正在代行"), links)


def _work(person_id: int, day: date) -> list[Related]:
    """Turns, contact points and businesses of this person; only what there is."""
    turns = [
        Link(one.body_name, reverse("posts:rota", args=[one.rota_id]), note=chinese_date(one.since))
        for one in rotas.of_person(person_id)
    ]
    visited = [
        Link(one.body_name, reverse("posts:contact", args=[one.id]), note=one.kind_name)
        for one in contacts.contacts_of(person_id, day)
    ]
    led = [
        Link(one.business, reverse("posts:lead", args=[one.id]), note=one.body_name)
        for one in contacts.leads_of(person_id, day)
    ]
    listed = ((_("驻点轮值"), turns), (_("联系点"), visited), (_("领办项目"), led))
    return [Related(title, tuple(links)) for title, links in listed if links]
