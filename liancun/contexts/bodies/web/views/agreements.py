"""Agreements: the list, the record of one, and its paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.actions.agreements import SUBJECT
from liancun.contexts.bodies.queries import agreements as reading
from liancun.contexts.bodies.queries.agreements import AgreementLine, AgreementRecord
from liancun.contexts.bodies.rules.agreements import Stand
from liancun.contexts.bodies.web.views.forming import pager, window
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web import formats
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Related,
    Row,
    State,
    Tone,
    Upload,
)
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import mark

STANDS: dict[Stand, tuple[str, Tone]] = {
    "draft": (mark("起草中"), "draft"),
    "signing": (mark("签署中"), "waiting"),
    "waiting": (mark("已签，待执行"), "waiting"),
    "in_force": (mark("执行中"), "running"),
    "replaced": (mark("已由新版本代替"), "closed"),
    "ended": (mark("已终止"), "closed"),
    "withdrawn": (mark("已撤回"), "closed"),
}


def state(stand: Stand) -> State:
    word, tone = STANDS[stand]
    return State(_(word), tone)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_agreements", None)
    chosen = request.GET.get("stand", "")
    chosen = chosen if chosen in STANDS else ""
    search = request.GET.get("q", "").strip()[:40]
    first, count = window(request)
    total, listed = reading.agreements(clock.today(), stand=chosen, search=search, first=first, count=count)
    host = _own_host(actor)
    context = {
        "title": _("联建协议"),
        "lead": _("各方自己签署后才生效；修订另立新版，原来的保留。"),
        "register": _register(listed, chosen, search),
        "pager": pager(request, total),
        "draft_url": reverse("bodies:draft_agreement", args=[host]) if host else "",
    }
    return page(request, "bodies/agreements.html", context)


def _own_host(actor: Actor) -> int | None:
    """The actor's own body, where it may keep agreements."""
    body = actor.body_id
    return body if body is not None and may(actor, "bodies.draft_agreement", body) else None


def _register(listed: list[AgreementLine], chosen: str, search: str) -> Register:
    columns = (
        Column("title", _("协议"), "name"),
        Column("host", _("联建组织")),
        Column("signed", _("签署")),
        Column("since", _("开始"), "date"),
        Column("until", _("到期"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.title,
                line.host_name,
                f"{line.signed} / {line.parties}",
                line.since,
                line.until,
                state(line.stand),
            ),
            url=reverse("bodies:agreement", args=[line.id]),
            note=" · ".join(filter(None, (line.number, version_words(line)))),
        )
        for line in listed
    )
    stands = tuple(Choice(code, _(word)) for code, (word, _tone) in STANDS.items())
    return Register(
        columns,
        rows,
        filters=(Filter("stand", _("状态"), (Choice("", _("全部")), *stands), chosen),),
        search=search,
        search_hint=_("协议名称、编号或联建组织"),
        empty="" if chosen or search else _("还没有联建协议。联合党委或乡镇可以在联建组织的页面起草。"),
    )


def version_words(line: AgreementLine) -> str:
    return _("第 %(version)d 版") % {"version": line.version} if line.version > 1 else ""


@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_agreements", None)
    record = reading.agreement(agreement_id, clock.today())
    context = {
        "title": record.line.title,
        "lead": version_words(record.line),
        "crumbs": crumbs(),
        "facts": facts(record),
        "state": state(record.line.stand),
        "next": _next(actor, record),
        "record": record,
        "parties": parties(record),
        "timeline": _timeline(record),
        "uploads": _papers(record),
        "steps": _other_steps(actor, record),
        "related": _versions(record),
    }
    return page(request, "bodies/agreement.html", context)


def crumbs(record: AgreementRecord | None = None) -> list[Link]:
    links = [Link(_("联建协议"), reverse("bodies:agreements"))]
    if record is not None:
        links.append(Link(record.line.title, reverse("bodies:agreement", args=[record.line.id])))
    return links


def facts(record: AgreementRecord) -> list[Fact]:
    line = record.line
    until = formats.chinese_date(line.until) if line.until else _("长期")
    found = [
        Fact(_("联建组织"), line.host_name, reverse("bodies:record", args=[line.host_id])),
        Fact(_("期限"), f"{formats.chinese_date(line.since)} — {until}"),
        Fact(_("签署"), _("%(signed)d / %(parties)d 方") % {"signed": line.signed, "parties": line.parties}),
    ]
    return [Fact(_("编号"), line.number), *found] if line.number else found


def parties(record: AgreementRecord) -> list[dict[str, object]]:
    """Each party with its terms and its signature, if any."""
    signed = {one.body_id: one for one in record.signatures}
    return [
        {
            "terms": one,
            "share": "" if one.share is None else f"{one.share.normalize():f}%",
            "body": record.bodies[one.body_id],
            "signed": signed.get(one.body_id),
        }
        for one in record.draft.parties
    ]


def _complete(record: AgreementRecord) -> bool:
    return all(one.position or one.duties for one in record.draft.parties)


def _next(actor: Actor, record: AgreementRecord) -> NextStep | None:
    id, stand = record.line.id, record.line.stand
    if stand not in ("draft", "signing"):
        return None
    if not _complete(record):
        url = reverse("bodies:terms", args=[id]) if _keeps(actor, record) else ""
        return NextStep(
            _("写明每一方的定位和职责，各方才能签署。"),
            label=_("填写各方条款"),
            url=url,
            who=record.line.host_name,
        )
    for body in record.unsigned:
        kind = record.bodies[body].kind
        if playbook.signs_here(kind) and may(actor, "bodies.sign_agreement", body):
            url = reverse("bodies:sign_agreement", args=[id, body])
            name = record.bodies[body].name
            return NextStep(
                _("请代表%(name)s看过全文后签署。") % {"name": name}, label=_("签署"), url=url, who=name
            )
    paper = [body for body in record.unsigned if not playbook.signs_here(record.bodies[body].kind)]
    names = formats.listed(record.bodies[body].name for body in record.unsigned)
    if paper and may(actor, "bodies.record_signature", record.line.host_id):
        url = reverse("bodies:sign_on_paper", args=[id])
        return NextStep(_("还等%(names)s签署。") % {"names": names}, label=_("登记纸面签署"), url=url, who="")
    return NextStep(_("还等%(names)s签署。") % {"names": names}, who=names)


def _keeps(actor: Actor, record: AgreementRecord) -> bool:
    return may(actor, "bodies.draft_agreement", record.line.host_id)


def _timeline(record: AgreementRecord) -> list[Entry]:
    entries = [Entry(_("起草"), record.drafted_at, record.drafted_by_name)]
    for one in record.signatures:
        name = record.bodies[one.body_id].name
        entries.append(
            Entry(
                _("%(name)s签署") % {"name": name},
                one.signed_on if one.on_paper else one.signed_at,
                f"{one.signer_name}（{one.signer_post}）",
                note=_("纸面签署，由%(who)s登记") % {"who": one.recorded_by_name} if one.on_paper else "",
            )
        )
    for days, at in record.reminders:
        entries.append(Entry(_("到期前 %(days)d 日提醒") % {"days": days}, at, tone="waiting"))
    if record.ending:
        withdrawn = record.line.stand == "withdrawn"
        entries.append(
            Entry(
                _("撤回") if withdrawn else _("终止"),
                record.ending.recorded_at if withdrawn else record.ending.ended_on,
                record.ending.recorded_by_name,
                note=record.ending.reason,
                tone="closed",
            )
        )
    return entries


def _papers(record: AgreementRecord) -> list[Upload]:
    return [
        Upload(
            file.name,
            file.size,
            reverse("evidence:download", args=[file.id]),
            file.digest,
            file.stored_at,
            file.stored_by_name,
        )
        for file in evidence.files_of(SUBJECT, record.line.id)
    ]


def _other_steps(actor: Actor, record: AgreementRecord) -> list[Link]:
    id, stand = record.line.id, record.line.stand
    steps = [Link(_("打印"), reverse("bodies:print_agreement", args=[id]))]
    if _keeps(actor, record):
        steps.append(Link(_("上传原件扫描件"), reverse("bodies:file_original", args=[id])))
        if stand == "draft":
            steps.append(Link(_("修改内容和各方"), reverse("bodies:redraft_agreement", args=[id])))
            steps.append(Link(_("修改各方条款"), reverse("bodies:terms", args=[id])))
        if stand in ("in_force", "waiting") and not record.replaced_by_id:
            steps.append(Link(_("修订（另立新版）"), reverse("bodies:amend_agreement", args=[id])))
    over = stand in ("ended", "replaced", "withdrawn") or record.ending is not None
    if may(actor, "bodies.end_agreement", record.line.host_id) and not over:
        label = _("撤回") if stand in ("draft", "signing") else _("终止")
        steps.append(Link(label, reverse("bodies:end_agreement", args=[id])))
    return steps


def _versions(record: AgreementRecord) -> list[Related]:
    links = []
    if record.replaces_id:
        links.append(Link(_("原来的版本"), reverse("bodies:agreement", args=[record.replaces_id])))
    if record.replaced_by_id:
        links.append(Link(_("新的版本"), reverse("bodies:agreement", args=[record.replaced_by_id])))
    return [Related(_("版本"), tuple(links))] if links else []


@require_safe
def print_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    require(actor_of(request), "bodies.read_agreements", None)
    record = reading.agreement(agreement_id, clock.today())
    context = {
        "title": record.line.title,
        "number": record.line.number,
        "record": record,
        "parties": parties(record),
        "back_url": reverse("bodies:agreement", args=[agreement_id]),
    }
    return page(request, "bodies/print_agreement.html", context)
