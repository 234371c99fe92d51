"""Acts on agreements: drafting, signing, amending, ending, filing the original."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.actions import agreements as actions
from liancun.contexts.bodies.queries import agreements as reading
from liancun.contexts.bodies.queries.agreements import AgreementRecord
from liancun.contexts.bodies.rules.agreements import Terms
from liancun.contexts.bodies.web.forms.agreements import (
    DraftForm,
    EndForm,
    OriginalForm,
    PaperSignForm,
    SignForm,
    TermsForm,
)
from liancun.contexts.bodies.web.views.agreements import crumbs, facts, parties
from liancun.contexts.bodies.web.views.forming import FORM, sent, step_page, stored
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

MOST_CANDIDATES = 400
PURPOSE = "bodies.agreement"


def _candidates(host_id: int, chosen: Mapping[int, str]) -> list[tuple[int, str]]:
    """Who may be a party: members of a joint body and itself, else villages and outside parties below an area."""
    host = queries.get(host_id)
    members = queries.members_of(host_id, clock.today())
    if members:
        found = [*(line.body for line in members), host]
    else:
        kinds = [*playbook.village_kinds(), *playbook.kinds_of("outside")]
        ids = queries.subtree_ids(host_id, kinds)[:MOST_CANDIDATES]
        found = [host, *sorted(queries.lines(ids).values(), key=lambda line: line.path)]
    listed = {line.id: line.name for line in found}
    return list({**listed, **chosen}.items())


def _load(request: HttpRequest, agreement_id: int, verb: str) -> AgreementRecord:
    """The record for one who may do this at its host; who may not know of it learns nothing."""
    actor = actor_of(request)
    require(actor, "bodies.read_agreements", None)
    record = reading.agreement(agreement_id, clock.today())
    require(actor, verb, record.line.host_id)
    return record


def _address(agreement_id: int) -> str:
    return reverse("bodies:agreement", args=[agreement_id])


def _on_to_terms(request: HttpRequest, agreement_id: int) -> HttpResponse:
    say(request, happened=_("草稿已经保存。"), then=_("请写明每一方的定位和职责。"))
    return redirect("bodies:terms", agreement_id)


def _draft_page(request: HttpRequest, form: DraftForm, title: str, back: str) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": crumbs(),
        "form": form,
        "submit": _("保存草稿，填写各方条款"),
        "cancel_url": back,
        "rules": [_("联合党委统筹不干预：每一方由自己的负责人签署，不能代签。")],
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def draft_agreement(request: HttpRequest, host_id: int) -> HttpResponse:
    actor = actor_of(request)
    host = queries.get(host_id)
    require(actor, "bodies.draft_agreement", host_id)
    form = DraftForm(sent(request), candidates=_candidates(host_id, {}))
    if request.method == "POST" and form.is_valid():
        made = act(
            request, form, lambda: actions.draft_agreement(actor, host_id=host_id, draft=form.draft({}))
        )
        if made is not None:
            return _on_to_terms(request, made)
    title = _("起草联建协议：%(name)s") % {"name": host.name}
    return _draft_page(request, form, title, reverse("bodies:agreements"))


def _initial(record: AgreementRecord) -> dict[str, object]:
    draft = record.draft
    return {
        "title": draft.title,
        "number": draft.number,
        "purpose": draft.purpose,
        "since": draft.since,
        "until": draft.until,
        "parties": [str(one.body_id) for one in draft.parties],
    }


def _prepared(request: HttpRequest, record: AgreementRecord) -> tuple[DraftForm, dict[int, Terms]]:
    """The form filled with what stands, and the terms that stay with their parties."""
    chosen = {one.body_id: record.bodies[one.body_id].name for one in record.draft.parties}
    form = DraftForm(
        sent(request), candidates=_candidates(record.line.host_id, chosen), initial=_initial(record)
    )
    return form, {one.body_id: one for one in record.draft.parties}


@require_http_methods(FORM)
def redraft_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.draft_agreement")
    form, known = _prepared(request, record)

    def saved() -> bool:
        actions.redraft_agreement(actor, agreement_id=agreement_id, draft=form.draft(known))
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, saved):
        return _on_to_terms(request, agreement_id)
    title = _("修改草稿：%(name)s") % {"name": record.line.title}
    return _draft_page(request, form, title, _address(agreement_id))


@require_http_methods(FORM)
def amend_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.draft_agreement")
    form, known = _prepared(request, record)
    if request.method == "POST" and form.is_valid():
        made = act(
            request,
            form,
            lambda: actions.draft_agreement(
                actor, host_id=record.line.host_id, draft=form.draft(known), replaces_id=agreement_id
            ),
        )
        if made is not None:
            return _on_to_terms(request, made)
    title = _("修订协议：%(name)s") % {"name": record.line.title}
    return _draft_page(request, form, title, _address(agreement_id))


@require_http_methods(FORM)
def terms(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.draft_agreement")
    named = [(one, record.bodies[one.body_id].short_name) for one in record.draft.parties]
    form = TermsForm(sent(request), parties=named)

    def saved() -> None:
        draft = replace(record.draft, parties=form.terms())
        actions.redraft_agreement(actor, agreement_id=agreement_id, draft=draft)

    return step_page(
        request,
        form,
        saved,
        title=_("各方条款：%(name)s") % {"name": record.line.title},
        submit=_("保存条款"),
        said=(_("各方条款已经保存。"), _("请各方的负责人看过全文后签署。")),
        back=_address(agreement_id),
        crumbs=crumbs(record),
        rules=[
            _(
                "整体规划、分村定位：写明每一方做什么、负什么责、得多少。份额合计不超过 100%，也可以只用文字说明。"
            )
        ],
    )


@require_http_methods(FORM)
def sign_agreement(request: HttpRequest, agreement_id: int, body_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_agreements", None)
    record = reading.agreement(agreement_id, clock.today())
    require(actor, "bodies.sign_agreement", body_id)
    form = SignForm(sent(request), initial={"digest": record.text_digest})
    name = queries.get(body_id).name

    def signed() -> None:
        actions.sign_agreement(
            actor, agreement_id=agreement_id, body_id=body_id, text_digest=form.cleaned_data["digest"]
        )

    return step_page(
        request,
        form,
        signed,
        title=_("签署：%(name)s") % {"name": record.line.title},
        submit=_("代表%(name)s签署") % {"name": name},
        said=(_("已经签署。"), _("各方都签署后，协议按期执行。")),
        back=_address(agreement_id),
        crumbs=crumbs(record),
        known=[*facts(record), Fact(_("签署人"), f"{actor.name}（{actor.post}）")],
        template="bodies/sign.html",
        record=record,
        parties=parties(record),
    )


@require_http_methods(FORM)
def sign_on_paper(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.record_signature")
    outside = [
        (id, record.bodies[id].name)
        for id in record.unsigned
        if not playbook.signs_here(record.bodies[id].kind)
    ]
    form = PaperSignForm(sent(request), request.FILES or None, parties=outside)

    def recorded() -> None:
        data = form.cleaned_data
        actions.record_signature(
            actor,
            agreement_id=agreement_id,
            body_id=int(data["body"]),
            signer_name=data["signer_name"],
            signer_post=data["signer_post"],
            signed_on=data["signed_on"],
            files=stored(actor, record.line.host_id, form, PURPOSE),
        )

    return step_page(
        request,
        form,
        recorded,
        title=_("登记纸面签署：%(name)s") % {"name": record.line.title},
        submit=_("登记签署"),
        said=(_("已登记签署。"), _("原件扫描件附在协议后面。")),
        back=_address(agreement_id),
        crumbs=crumbs(record),
        rules=[_("企业、合作社、机关等在纸上签署，上传原件后登记；村和联合党委由自己的负责人在系统内签署。")],
    )


@require_http_methods(FORM)
def end_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.end_agreement")
    draft = record.line.stand in ("draft", "signing")
    form = EndForm(sent(request), request.FILES or None, initial={"ended_on": clock.today()})

    def ended() -> None:
        data = form.cleaned_data
        files = stored(actor, record.line.host_id, form, PURPOSE)
        actions.end_agreement(
            actor, agreement_id=agreement_id, ended_on=data["ended_on"], reason=data["reason"], files=files
        )

    return step_page(
        request,
        form,
        ended,
        title=(_("撤回草稿：%(name)s") if draft else _("终止协议：%(name)s")) % {"name": record.line.title},
        submit=_("撤回") if draft else _("终止"),
        said=(_("已经登记。"), _("协议和签署的记录保留。")),
        back=_address(agreement_id),
        crumbs=crumbs(record),
        known=facts(record),
        consequence=_("撤回或终止后不能恢复；需要时另行起草。"),
    )


@require_http_methods(FORM)
def file_original(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor, record = actor_of(request), _load(request, agreement_id, "bodies.draft_agreement")
    form = OriginalForm(sent(request), request.FILES or None)

    def filed() -> None:
        files = stored(actor, record.line.host_id, form, PURPOSE)
        actions.file_original(actor, agreement_id=agreement_id, files=files)

    return step_page(
        request,
        form,
        filed,
        title=_("上传原件扫描件：%(name)s") % {"name": record.line.title},
        submit=_("上传"),
        said=(_("原件已经附上。"), _("可以在协议页面下载核对。")),
        back=_address(agreement_id),
        crumbs=crumbs(record),
    )
